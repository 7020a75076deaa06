"""Electric cars: a duty that hangs on the day and on a quota, and the load of charging."""

from __future__ import annotations

from datetime import date


def duty(
    day: date, *, last_free: date, price: float, rate: float, used_up: date | None = None
) -> float:
    """Return the customs duty on an imported electric car on one day.

    Parameters
    ----------
    day
        When the car crosses the border.
    last_free
        The last day of the exemption.
    price
        Customs value, in any currency.
    rate
        Duty outside the exemption, percent of the price.
    used_up
        The day by which the quota of free cars was used up; from it on the duty applies. None
        means that there is no quota.

    Returns
    -------
    float
        The duty, in the currency of the price.

    Examples
    --------
    >>> duty(date(2025, 12, 31), last_free=date(2025, 12, 31), price=20000, rate=15)
    0.0
    >>> duty(date(2026, 1, 1), last_free=date(2025, 12, 31), price=20000, rate=15)
    3000.0
    """
    if price < 0 or rate < 0:
        raise ValueError(f"price and rate are not negative; found {price} and {rate}")
    is_free = day <= last_free and (used_up is None or day < used_up)
    return 0.0 if is_free else price * rate / 100


def charging_load(
    cars: float, *, km_a_day: float, kwh_per_100_km: float, at_once: float, charger_kw: float
) -> dict[str, float]:
    """Return what charging a fleet takes from the grid.

    Parameters
    ----------
    cars
        Electric cars.
    km_a_day
        Kilometres a day and car.
    kwh_per_100_km
        What a car uses, kilowatt-hours for 100 km.
    at_once
        Cars that charge in the fullest hour, percent.
    charger_kw
        Power of a charger, kilowatts.

    Returns
    -------
    dict
        `energy_mwh` a day and `peak_mw` in the fullest hour.

    Examples
    --------
    >>> charging_load(10_000, km_a_day=40, kwh_per_100_km=20, at_once=10, charger_kw=7)
    {'energy_mwh': 80.0, 'peak_mw': 7.0}
    """
    if not 0 <= at_once <= 100:
        raise ValueError(f"a share lies between 0 and 100 percent; found {at_once}")
    return {
        "energy_mwh": cars * km_a_day * kwh_per_100_km / 100 / 1000,
        "peak_mw": cars * at_once / 100 * charger_kw / 1000,
    }


def per_thousand(vehicles: float, people: float) -> float:
    """Return vehicles for a thousand people.

    Examples
    --------
    >>> per_thousand(5.74e6, 20e6)
    287.0
    """
    if people <= 0:
        raise ValueError(f"a density needs people; found {people}")
    return vehicles / people * 1000
