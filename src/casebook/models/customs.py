"""Duty inside and outside a customs union, with the rule of origin as an input."""

from __future__ import annotations

from collections.abc import Collection


def route_duty(
    origin: str, destination: str, *, members: Collection[str], external_duty: float,
    local_content: float, content_needed: float,
) -> float:  # fmt: skip
    """Return the duty on a car that is sent from one country to another, in percent.

    Inside a union a car is free of duty if it counts as made there; one that does not is treated
    as if it came from outside.

    Parameters
    ----------
    origin, destination
        Countries.
    members
        The countries of the union.
    external_duty
        The union's common duty on cars from outside, percent.
    local_content, content_needed
        What the car has, and what the rule of origin asks for, percent by value.

    Examples
    --------
    >>> union = ["Kazakhstan", "Russia"]
    >>> route_duty("Kazakhstan", "Russia", members=union, external_duty=15, local_content=12,
    ...            content_needed=50)
    15
    >>> route_duty("Kazakhstan", "Russia", members=union, external_duty=15, local_content=12,
    ...            content_needed=10)
    0
    """
    if origin == destination:
        return 0
    inside = origin in members and destination in members
    return 0 if inside and local_content >= content_needed else external_duty
