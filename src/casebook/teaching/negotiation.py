"""The negotiation of spring 2020: its terms and points from ``instructors/negotiation.yml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import yaml

from casebook.charts.style import COLORS, INK, figure
from casebook.data import ROOT
from casebook.errors import DataError
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.negotiation import Package, Party, score_table

FILE = ROOT / "instructors" / "negotiation.yml"
#: One colour an actor, as in the whole book; bank and city have none there.
PARTY_COLORS = {
    "ministry": COLORS["policy"], "firm": COLORS["Oskemen"], "bank": COLORS["Kazakhstan"],
    "city": COLORS["Kazakhstan"], "rival": COLORS["Kostanay"],
}  # fmt: skip
#: What each term is, in the words of the scoring sheet.
MEANINGS = {
    "extension": "months by which the duty moves",
    "guarantee": "part of the spared duty that is paid back if the shop is late",
    "jobs": "jobs at the plant that are kept until then",
    "purchases": "whose cars the state buys",
}


@dataclass(frozen=True)
class Game:
    """The terms with their values, and the parties with their points."""

    terms: Mapping[str, Sequence[str]]
    parties: tuple[Party, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every package with its scores (see `casebook.models.negotiation.score_table`)."""
        return score_table(self.parties, self.terms)

    def scores(self, package: Package) -> pd.DataFrame:
        """Return one row a party: its points, what no deal is worth, and whether it accepts."""
        rows = [(p.name, p.score(package), p.no_deal) for p in self.parties]
        found = pd.DataFrame(rows, columns=["party", "points", "no deal"])
        return found.assign(accepts=[("no", "yes")[p >= n] for _, p, n in rows])

    def points_of(self, party: str) -> pd.DataFrame:
        """Return a party's private points: one row a value of a term."""
        chosen = next(p for p in self.parties if p.name == party)
        return pd.DataFrame(
            [
                {"term": term, "value": value, "points": points}
                for term, values in chosen.points.items()
                for value, points in values.items()
            ]
        )


def load_game(file: Path = FILE) -> Game:
    """Return the game.

    Raises
    ------
    DataError
        If a party lacks points for a value of a term, or names one that is not on the table.
    """
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    terms = {term: [str(v) for v in values] for term, values in raw["terms"].items()}
    for party in raw["parties"]:
        for term, values in terms.items():
            given = [str(v) for v in party["points"].get(term, {})]
            if given != values:
                raise DataError(
                    f"instructors/{file.name}", f"{party['name']}: points of {term}",
                    found=", ".join(given), expected=", ".join(values),
                )  # fmt: skip
    try:
        parties = tuple(Party(p["name"], p["points"], p["no_deal"]) for p in raw["parties"])
    except ValueError as error:
        raise DataError(f"instructors/{file.name}", str(error)) from None
    return Game(terms, parties)


def scoring_sheet(game: Game) -> Explorer:
    """Return the sliders of the terms with the scores of the parties."""
    names = [party.name for party in game.parties]
    chart = figure(height=330, margin={"l": 80, "r": 24, "t": 40, "b": 48}, barmode="overlay")
    chart.add_bar(
        y=names, orientation="h", name="this package", showlegend=False,
        marker_color=[PARTY_COLORS.get(name, INK) for name in names],
        hovertemplate="%{y}: %{x:.0f} points<extra></extra>",
    )  # fmt: skip
    chart.add_scatter(
        y=names, mode="markers", name="no deal", hovertemplate="no deal: %{x:.0f}<extra></extra>",
        marker={"symbol": "line-ns-open", "size": 26, "color": INK, "line": {"width": 3}},
    )  # fmt: skip
    chart.update_yaxes(autorange="reversed")
    chart.update_xaxes(title_text="points (invented)", range=[0, 105], showgrid=True)

    def model(**setting: float) -> Answer:
        package = {term: game.terms[term][int(place)] for term, place in setting.items()}
        scores = game.scores(package)
        against = scores.loc[scores["accepts"] == "no", "party"].tolist()
        words = f"Refused by: {', '.join(against)}." if against else "All accept."
        walls = [float(x) for x in scores["no deal"]]
        return [[float(x) for x in scores["points"]], walls], words

    controls = [
        Control(term, term, tuple(range(len(values))), 1 if len(values) > 3 else 0, names=values)
        for term, values in game.terms.items()
    ]
    return Explorer.make(chart, controls, model, axis="x")
