"""A map that needs no tiles and no network: the country's outline and the cities of the story."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure

#: At 48 degrees north a degree of longitude is this much shorter than one of latitude.
STRETCH = 1 / math.cos(math.radians(48))


def map_of_plants(outline: dict[str, Any], cities: pd.DataFrame) -> go.Figure:
    """Draw the outline and the cities; those with a `series` in their plant's colour.

    Parameters
    ----------
    outline
        A GeoJSON polygon or multipolygon, degrees of longitude and latitude.
    cities
        `name`, `lon`, `lat`, `series` (a name of `COLORS` or empty) and `auto_role` (hover text).
    """
    chart = _outlined(outline, showlegend=False)
    for row in cities.to_dict("records"):
        known = bool(row["series"])
        chart.add_scatter(
            x=[row["lon"]],
            y=[row["lat"]],
            mode="markers+text",
            text=[f"<b>{row['name']}</b>" if known else row["name"]],
            textposition=_beside(row["name"], row["lat"]),
            textfont={"size": 14 if known else 11},
            marker={
                "size": 15 if known else 6,
                "color": COLORS.get(row["series"], "#8c8c8c"),
                "symbol": "square" if known else "circle",
            },
            hovertemplate=f"{row['name']}: {row['auto_role']}<extra></extra>",
        )
    return chart


def map_of_projects(
    outline: dict[str, Any], projects: pd.DataFrame, colors: dict[str, str]
) -> go.Figure:
    """Draw the outline and one mark a project, in the colour of its status, beside its city.

    Parameters
    ----------
    outline
        A GeoJSON polygon or multipolygon, degrees of longitude and latitude.
    projects
        `place` (name of the city), `lon`, `lat`, `project` (shown on pointing) and `status`.
    colors
        Colour of each status, in the order of the legend.
    """
    chart = _outlined(outline)
    ordered = projects.assign(at=projects.groupby("place").cumcount())
    for status, color in colors.items():
        group = ordered[ordered["status"] == status]
        chart.add_scatter(
            x=group["lon"] + 1.4 * group["at"], y=group["lat"], mode="markers", name=status,
            text=group["place"] + ": " + group["project"] + ", " + status,
            marker={"size": 11, "symbol": SYMBOLS[list(colors).index(status)], "color": color},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    places = ordered[ordered["at"] == 0]
    pairs = zip(places["place"], places["lat"], strict=True)
    beside = ["middle left" if p in LEFT else _beside(p, lat) for p, lat in pairs]
    chart.add_scatter(
        x=places["lon"], y=places["lat"], mode="markers+text", text=places["place"],
        textposition=beside, hoverinfo="skip", textfont={"size": 12}, showlegend=False,
        marker={"size": 13, "opacity": 0},
    )  # fmt: skip
    return chart


#: Cities whose name stands left of their marks, where nothing else is.
LEFT = ("Kostanay", "Almaty")
#: A second sign of a status, for who cannot tell the colours apart.
SYMBOLS = ("square", "diamond", "circle-open", "triangle-up", "x")


def _outlined(outline: dict[str, Any], **layout: Any) -> go.Figure:
    """Return a map with nothing on it but the outline."""
    chart = figure(height=400, margin={"l": 8, "r": 8, "t": 8, "b": 8}, **layout)
    for ring in rings(outline):
        lon, lat = zip(*ring, strict=True)
        chart.add_scatter(
            x=lon, y=lat, mode="lines", line={"color": "#8c8c8c", "width": 1.5},
            hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    hidden = {"visible": False, "showgrid": False}
    chart.update_xaxes(**hidden)
    return chart.update_yaxes(scaleanchor="x", scaleratio=STRETCH, **hidden)


def _beside(name: str, latitude: float) -> str:
    """Place a label where it covers neither the outline nor a neighbour's label."""
    if name in ("Semey", "Astana"):
        return "middle left"
    return "bottom center" if latitude > 51 or name in ("Oskemen", "Karagandy") else "top center"


def rings(outline: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the outer rings of a GeoJSON geometry, feature or collection.

    Examples
    --------
    >>> rings({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]})
    [[(0, 0), (1, 0), (0, 0)]]
    """
    if outline["type"] == "FeatureCollection":
        return [ring for feature in outline["features"] for ring in rings(feature)]
    if outline["type"] == "Feature":
        return rings(outline["geometry"])
    many = outline["type"] == "MultiPolygon"
    polygons = outline["coordinates"] if many else [outline["coordinates"]]
    return [[(point[0], point[1]) for point in polygon[0]] for polygon in polygons]
