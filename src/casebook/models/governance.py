"""Modes of governance in a value chain, by the three tests of Gereffi, Humphrey and Sturgeon.

G. Gereffi, J. Humphrey and T. Sturgeon, "The governance of global value chains", Review of
International Political Economy 12 (2005), Table 1: the mode follows from the complexity of what
the partners must tell each other, from how well it can be written down (codified), and from the
capability of the supplier. Three of the eight combinations have no mode in the table.
"""

from __future__ import annotations

#: From the loosest tie to the tightest.
MODES = ("market", "modular", "relational", "captive", "hierarchy")
#: complexity, codifiability, capability of the supplier: the mode.
TABLE = {
    ("low", "high", "high"): "market",
    ("high", "high", "high"): "modular",
    ("high", "low", "high"): "relational",
    ("high", "high", "low"): "captive",
    ("high", "low", "low"): "hierarchy",
}


def classify(complexity: str, codifiability: str, capability: str) -> str:
    """Return the mode of governance that three tests lead to.

    Parameters
    ----------
    complexity, codifiability, capability
        ``"low"`` or ``"high"``: of the transaction, of its knowledge, of the supplier.

    Returns
    -------
    str
        One of `MODES`, or ``"none"`` for a combination that the framework leaves out.

    Raises
    ------
    ValueError
        If a test is neither low nor high.

    Examples
    --------
    >>> classify("high", "high", "high"), classify("high", "high", "low")
    ('modular', 'captive')
    >>> classify("low", "low", "high")
    'none'
    """
    tests = (complexity, codifiability, capability)
    for value in tests:
        if value not in ("low", "high"):
            raise ValueError(f"found {value!r}; expected low or high")
    return TABLE.get(tests, "none")
