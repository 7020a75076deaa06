"""What changed for readers since a revision: ``make diff BASE=rev``.

`edition` reads what a state of the project tells its readers, as tables of named things;
`report` compares two such states; `history` holds a revision beside the working tree.

Libraries were tried on paper and left: csv-diff and daff compare CSV files and know neither the
rank nor the rating of a claim, which the ledger computes; nbdime compares cells and outputs, not
the numbers of an exhibit that moved to another cell; deepdiff compares any two objects, but its
paths are those of Python, and the comparison of two tables by name takes a dozen lines.
"""
