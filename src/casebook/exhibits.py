"""One call that shows a numbered exhibit: chart or table, caption, source line, words and data.

The same call serves every reader. The book renders the bundle that `show` displays (HTML: an
interactive chart with its data under it; PDF: a vector chart); JupyterLab shows the chart or the
table and the caption below it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from casebook.ledger import ledger

EXHIBIT_MIME = "application/vnd.casebook.exhibit+json"
CAPTION_MIME = "application/vnd.casebook.caption+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
#: A source line names this many places of one source; the data table leads to all of them.
MOST_PLACES = 4
PLOTLY_CONFIG = {"displaylogo": False, "responsive": True}


@dataclass(frozen=True)
class Exhibit:
    """What a reader gets: see `show` for the meaning of the fields."""

    name: str
    caption: str
    alt: str
    source: str
    table: pd.DataFrame
    figure: go.Figure | None = None
    sources: tuple[str, ...] = ()

    def bundle(self) -> dict[str, Any]:
        """Return the exhibit as a MIME bundle: for the book, for JupyterLab, as plain text."""
        figure = json.loads(self.figure.to_json()) if self.figure else None
        exhibit = {
            "name": self.name,
            "caption": self.caption,
            "alt": self.alt,
            "source": self.source,
            "sources": list(self.sources),
            "columns": [str(c) for c in self.table.columns],
            "rows": [[written(cell) for cell in row] for row in self.table.itertuples(index=False)],
            "numeric": [bool(pd.api.types.is_numeric_dtype(t)) for t in self.table.dtypes],
            "figure": figure,
        }
        bundle: dict[str, Any] = {
            EXHIBIT_MIME: exhibit,
            "text/plain": f"{self.caption}. {self.alt}",
        }
        if figure:
            bundle[PLOTLY_MIME] = {**figure, "config": PLOTLY_CONFIG}
        else:
            bundle["text/html"] = self.table.to_html(index=False, na_rep="")
        return bundle


def show(
    content: go.Figure | pd.DataFrame,
    *,
    name: str,
    caption: str,
    alt: str,
    table: pd.DataFrame | None = None,
    claims: Iterable[str] = (),
    source: str = "",
) -> None:
    """Show a numbered exhibit.

    Parameters
    ----------
    content
        A Plotly figure, or a table that is the exhibit itself.
    name
        A short slug; prose refers to the exhibit by ``{ref}`exhibit-NAME` ``.
    caption
        A few words, no full stop.
    alt
        Chart type, axes and what it says, for who cannot see it. Required.
    table
        The data behind a figure, as readers should see them (names and units in the columns).
    claims
        Ids of the claims behind the exhibit; the source line is made from them. If the table has
        a column ``claim``, its ids are taken as well, and the column is not shown.
    source
        What the claims do not tell, such as the origin of a map or of a price series.

    Raises
    ------
    ValueError
        If the alt text, the data of a chart or every source is missing.
    """
    from IPython.display import display

    exhibit = make(
        content, name=name, caption=caption, alt=alt, table=table, claims=claims, source=source
    )
    # The mark tells the book that this chart is part of an exhibit and not a stray figure.
    display(exhibit.bundle(), raw=True, metadata={PLOTLY_MIME: {"exhibit": True}})
    note = f"*{exhibit.caption}.* {exhibit.source}"
    display({CAPTION_MIME: {}, "text/markdown": note, "text/plain": note}, raw=True)


def make(
    content: go.Figure | pd.DataFrame,
    *,
    name: str,
    caption: str,
    alt: str,
    table: pd.DataFrame | None = None,
    claims: Iterable[str] = (),
    source: str = "",
) -> Exhibit:
    """Return the exhibit that `show` displays; the parameters are the same."""
    is_chart = isinstance(content, go.Figure)
    data = table if is_chart else content
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"an exhibit's name is a slug such as 'two-plants'; found {name!r}")
    if len(alt.split()) < 6:
        raise ValueError(f"exhibit {name}: alt text must say chart type, axes and message: {alt!r}")
    if data is None or data.empty:
        raise ValueError(f"exhibit {name}: the data behind the chart are missing; give table=")
    ids = list(claims)
    if "claim" in data:
        ids += [i for cell in data["claim"] for i in str(cell).split()]
        data = data.drop(columns="claim")
    line = source_line(ids, source)
    if not line:
        raise ValueError(f"exhibit {name}: give the claims behind it, or source=")
    named = tuple(dict.fromkeys(ledger().claim(i).source for i in ids))
    return Exhibit(name, caption, alt, line, data, content if is_chart else None, named)


def source_line(claims: Iterable[str], more: str = "") -> str:
    """Return the source line of an exhibit: each source once, with its places.

    Examples
    --------
    >>> source_line(["n-support-total", "n-debt-state"])
    'Sources: Infohub.kz, undated (para 7, para 10).'
    """
    book = ledger()
    places: dict[str, set[str]] = {}
    for name in dict.fromkeys(claims):
        claim = book.claim(name)
        places.setdefault(claim.source, set()).add(claim.locator)
    parts = []
    for source, locators in places.items():
        named = sorted(locators - {"excerpt"}, key=_natural)
        places_text = ", ".join(named) if len(named) <= MOST_PLACES else f"{len(named)} places"
        parts.append(book.sources[source].short + (f" ({places_text})" if named else ""))
    text = "; ".join(sorted(dict.fromkeys(parts)))
    return " ".join(filter(None, [f"Sources: {text}." if text else "", more]))


def _natural(text: str) -> list[int | str]:
    """Sort "para 10" after "para 7"."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)]


def written(cell: object) -> str:
    """Return a cell as readers see it: whole numbers with thin groups, nothing for what is missing.

    Examples
    --------
    >>> written(37471.0), written(0.79), written(float("nan")), written("Kostanay")
    ('37,471', '0.79', '', 'Kostanay')
    """
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, str | bool):
        return str(cell)
    number = float(cell)  # type: ignore[arg-type]
    return f"{number:,.0f}" if number == int(number) else f"{number:,.4g}"
