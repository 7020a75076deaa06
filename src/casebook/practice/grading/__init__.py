"""Grading a class: release, collect, grade, marks and feedback, each a command of the Makefile.

nbgrader makes the hand-out, restores test cells, counts points and writes the feedback. What it
lacks is added here: each submission runs in a course folder of its own with its code in a sandbox,
a class is spread over workers, and whatever is handed in ends as one row with a reason.
"""
