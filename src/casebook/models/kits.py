"""The kit ladder: which steps of making a car are done at home, and how much of it is local.

The rungs are those of the trade: a car comes whole (CBU), as a kit of painted parts (SKD), as a
kit to be welded and painted (CKD), or its panels are pressed at home as well (full cycle). The
texts of the case use "full cycle" without a definition; adding the press shop is our choice.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

STEPS = ("stamping", "welding", "painting", "final assembly")
#: The steps done at home on each rung, from the shallowest to the deepest.
RUNGS: dict[str, tuple[str, ...]] = {
    "CBU": (),
    "SKD": ("final assembly",),
    "CKD": ("welding", "painting", "final assembly"),
    "full cycle": STEPS,
}


def steps_at_home(rung: str) -> tuple[str, ...]:
    """Return the steps that a rung does at home.

    Examples
    --------
    >>> steps_at_home("SKD")
    ('final assembly',)
    """
    if rung not in RUNGS:
        raise ValueError(f"unknown rung {rung!r}; expected one of {', '.join(RUNGS)}")
    return RUNGS[rung]


def ladder() -> pd.DataFrame:
    """Return where each step is done on each rung: index steps, columns rungs.

    Examples
    --------
    >>> ladder().loc["welding"].tolist()
    ['abroad', 'abroad', 'home', 'home']
    """
    cells = {
        rung: ["home" if step in done else "abroad" for step in STEPS]
        for rung, done in RUNGS.items()
    }
    return pd.DataFrame(cells, index=list(STEPS))


def at_home(bill: pd.DataFrame, rung: str, local_parts: Collection[str] = ()) -> pd.Series:
    """Tell for each item of a bill of materials whether it is made at home.

    Parameters
    ----------
    bill
        `item`, `kind` (part or work), `value` (any one currency), `made_in` (a step of `STEPS`,
        or supplier for what is bought).
    rung
        A key of `RUNGS`.
    local_parts
        Items that a supplier at home makes.

    Returns
    -------
    pandas.Series
        True for what is made at home, in the order of the bill.

    Raises
    ------
    ValueError
        If a local part is not an item of the bill.
    """
    unknown = set(local_parts) - set(bill["item"])
    if unknown:
        known = ", ".join(bill["item"])
        raise ValueError(f"unknown part {sorted(unknown)[0]!r}; expected one of {known}")
    return bill["made_in"].isin(steps_at_home(rung)) | bill["item"].isin(list(local_parts))


def local_content(
    bill: pd.DataFrame, rung: str, local_parts: Collection[str] = (), *, basis: str = "cost"
) -> float:
    """Return the local content of a car in percent, by one of three rules.

    Parameters
    ----------
    bill, rung, local_parts
        As for `at_home`.
    basis
        ``"cost"``: home-made parts and work over all parts and work. ``"parts"``: home-made parts
        over all parts, as the paper words its localization rate. ``"parts with body"``: the same,
        but a body that is welded at home counts as made at home even if its panels are not.

    Returns
    -------
    float
        Percent, 0 to 100.

    Examples
    --------
    >>> bill = pd.DataFrame({"item": ["panels", "welding"], "kind": ["part", "work"],
    ...                      "value": [75.0, 25.0], "made_in": ["stamping", "welding"]})
    >>> [local_content(bill, "CKD", basis=b) for b in ("cost", "parts", "parts with body")]
    [25.0, 0.0, 100.0]
    """
    local = at_home(bill, rung, local_parts)
    if basis == "cost":
        counted = pd.Series(True, index=bill.index)
    elif basis in ("parts", "parts with body"):
        counted = bill["kind"] == "part"
        if basis == "parts with body" and "welding" in steps_at_home(rung):
            local = local | (bill["made_in"] == "stamping")
    else:
        raise ValueError(f"unknown basis {basis!r}; expected cost, parts or parts with body")
    values = bill["value"][counted]
    return float(100 * values[local[counted]].sum() / values.sum())
