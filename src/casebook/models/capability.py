"""What a share of welded cars says about local content, and what output says per worker."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from casebook.models.kits import local_content


def fleet_content(
    bill: pd.DataFrame, welded: float, local_parts: Collection[str] = (), *,
    in_bolted: bool = True, basis: str = "cost",
) -> dict[str, float]:  # fmt: skip
    """Return the local content of bolted cars, of welded cars, and of all of them on average.

    All cars are the car of the bill; they differ in the kit that they come from. Since they have
    the same value, the average over cars is the average by value.

    Parameters
    ----------
    bill
        A bill of materials as `casebook.models.kits.at_home` takes it.
    welded
        Share of the cars that come from CKD kits, percent; the others come from SKD kits.
    local_parts
        Items made by suppliers at home.
    in_bolted
        Whether the bolted cars have those parts too, or only the welded ones.
    basis
        Rule of counting, see `casebook.models.kits.local_content`.

    Returns
    -------
    dict
        `bolted`, `welded` and `average`, percent.

    Examples
    --------
    >>> bill = pd.DataFrame({"item": ["seats", "rest", "welding"], "kind": ["part", "part", "work"],
    ...                      "value": [20.0, 60.0, 20.0], "made_in": ["", "", "welding"]})
    >>> fleet_content(bill, 25, ["seats"], in_bolted=False)
    {'bolted': 0.0, 'welded': 40.0, 'average': 10.0}
    """
    if not 0 <= welded <= 100:
        raise ValueError(f"the share of welded cars is {welded}; expected 0 to 100 percent")
    bolted = local_content(bill, "SKD", local_parts if in_bolted else (), basis=basis)
    deep = local_content(bill, "CKD", local_parts, basis=basis)
    average = (welded * deep + (100 - welded) * bolted) / 100
    return {"bolted": bolted, "welded": deep, "average": average}


def needed_in_bolted(average: float, welded: float, content_welded: float = 100.0) -> float:
    """Return the local content that bolted cars must have for an average; zero if none is needed.

    A bound that knows no car: with `content_welded` at 100 the welded cars are wholly local, which
    is more than any car can be, so the truth lies above the answer.

    Parameters
    ----------
    average
        The average local content of all cars, percent.
    welded
        Share of the cars (by value) that are welded at home, percent, below 100.
    content_welded
        The most that a welded car can have of local content, percent.

    Examples
    --------
    >>> needed_in_bolted(35, welded=10), needed_in_bolted(35, welded=50)
    (27.77777777777778, 0.0)
    """
    for name, share in (("average", average), ("welded", welded), ("content", content_welded)):
        if not 0 <= share <= 100:
            raise ValueError(f"{name} is {share} percent; expected 0 to 100")
    if welded == 100:
        raise ValueError("all cars are welded; expected a share below 100 percent")
    return max(0.0, (100 * average - welded * content_welded) / (100 - welded))


def per_worker(output: float, workers: float) -> float:
    """Return what is made for each person employed, in the unit of the output.

    Examples
    --------
    >>> per_worker(50_000, 2_000)
    25.0
    """
    if output < 0 or workers <= 0:
        raise ValueError(f"found {output} made by {workers}; expected 0 or more by more than 0")
    return output / workers
