"""What a car costs when it stands in the buyer's country: as an import, as a kit, as a deeper kit.

Landed cost is price, freight, duty and what is done at home, per car. Taxes that fall on every car
alike (VAT, the first registration) are left out: they change the level, not the order.
"""

from __future__ import annotations

import pandas as pd

from casebook.models.kits import at_home

COMPONENTS = ("parts and work abroad", "freight", "duty", "work at home", "plant")


def annuity(capital: float, years: int, rate: float) -> float:
    """Return the equal yearly payment that repays capital with interest.

    Parameters
    ----------
    capital
        What is invested, in any currency.
    years
        Life of the plant, at least 1.
    rate
        Interest a year, as a fraction; 0 spreads the capital evenly.

    Returns
    -------
    float
        The payment a year, in the currency of the capital.

    Examples
    --------
    >>> annuity(100.0, 10, 0.0), round(annuity(100.0, 10, 0.12), 2)
    (10.0, 17.7)
    """
    if years < 1:
        raise ValueError(f"a plant lives at least one year; found {years}")
    return capital / years if rate == 0 else capital * rate / (1 - (1 + rate) ** -years)


def landed_cost(
    bill: pd.DataFrame, rung: str, *, tenge_per_dollar: float, duty: float, freight: float,
    home_tenge: float, plant: float, cars: float, years: int = 10, rate: float = 0.12,
) -> pd.Series:  # fmt: skip
    """Return the landed cost of one car in tenge, split into `COMPONENTS`.

    Parameters
    ----------
    bill
        A bill of materials in dollars, as `casebook.models.kits.at_home` takes it.
    rung
        How the car comes: a key of `casebook.models.kits.RUNGS`.
    tenge_per_dollar
        The exchange rate. Whatever is bought abroad follows it, the plant's machines included.
    duty
        Customs duty on what crosses the border, percent of its price with freight.
    freight
        Freight of what crosses the border, dollars a car.
    home_tenge
        What a dollar's worth of work costs at home, in tenge. It does not follow the exchange
        rate: wages are paid in tenge. Above `tenge_per_dollar`, home is the dearer place.
    plant
        Money put into the plant, dollars.
    cars
        Cars a year over which the plant is spread.
    years, rate
        Life of the plant and yearly interest (a fraction) for the annuity.

    Returns
    -------
    pandas.Series
        Tenge a car; its sum is the landed cost.

    Examples
    --------
    >>> bill = pd.DataFrame({"item": ["car"], "kind": ["part"], "value": [10000.0],
    ...                      "made_in": ["supplier"]})
    >>> landed_cost(bill, "CBU", tenge_per_dollar=150, duty=10, freight=1000, home_tenge=300,
    ...             plant=0, cars=1000).sum()
    np.float64(1815000.0)
    """
    if cars <= 0:
        raise ValueError(f"a plant is spread over at least one car a year; found {cars}")
    local = at_home(bill, rung)
    abroad, home = bill["value"][~local].sum(), bill["value"][local].sum()
    amounts = (
        abroad * tenge_per_dollar,
        freight * tenge_per_dollar,
        (abroad + freight) * tenge_per_dollar * duty / 100,
        home * home_tenge,
        annuity(plant, years, rate) / cars * tenge_per_dollar,
    )
    return pd.Series(amounts, index=list(COMPONENTS), dtype=float)
