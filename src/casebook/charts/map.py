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
    chart = figure(height=400, showlegend=False, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    for ring in rings(outline):
        lon, lat = zip(*ring, strict=True)
        chart.add_scatter(
            x=lon, y=lat, mode="lines", line={"color": "#8c8c8c", "width": 1.5}, hoverinfo="skip"
        )
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
    hidden = {"visible": False, "showgrid": False}
    chart.update_xaxes(**hidden)
    chart.update_yaxes(scaleanchor="x", scaleratio=STRETCH, **hidden)
    return chart


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
