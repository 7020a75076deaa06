"""The tables of chapter 14: a corpus, its codes, and what two readers make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from IPython.display import Markdown

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.agreement import compare, even_table, interval

#: The groups of section 2 of the paper, and the claim that describes each.
GROUPS = {
    "bilateral documents": "p-source-bilateral-docs-methods",
    "speeches and official statements": "p-source-speeches-methods",
    "industry news and media": "p-source-media-methods",
    "company releases": "p-source-company-methods",
}
#: Short names of the groups, for tables on a phone.
GROUP_LABELS = {
    "bilateral documents": "bilateral",
    "speeches and official statements": "speeches",
    "industry news and media": "media",
    "company releases": "companies",
    "outside the four": "outside them",
    "not told": "not told",
}
#: What fits no group: laws, contracts, courts and associations, and the paper's own voice.
OUTSIDE = ("outside the four", "not told")
VIEWS = ("Kazakhstan", "China", "both", "other")
PHASES = {
    "before 2014": "before",
    "1": "1",
    "2": "2",
    "3": "3",
    "after 2024": "after",
}
#: Short labels for charts on a phone.
SHORT = {
    "policy instruments": "policy",
    "GVC mode": "GVC",
    "capability upgrading": "capa-<br>bility",
    "localization": "local",
    "risk": "risk",
    "none": "none",
}
#: One event, the purchase of the plant's owner, as each side tells it: row, Chinese, Kazakh.
TWO_VIEWS = (
    ("when", "f-allur-signing-2019-05-21", "f-allur-51-agreement"),
    ("what", "f-allur-51-genertec", "f-allur-51-stake"),
    ("what it is for", "", "f-allur-funding-trouble"),
    ("how much money", "", "f-allur-investment-1-1"),
    ("what comes of it", "f-allur-share-over-60", "f-allur-target-100000"),
    ("local content", "", "f-allur-localisation-50"),
)
#: What the paper's back matter says of who made it, with the claims.
CARD = {
    "analysis and first draft": "p-author-formal-analysis-back",
    "method": "p-author-methodology-back",
    "paid by": "p-funder-back",
    "interests": "p-no-conflicts-back",
    "data": "p-no-new-datasets-back",
}
#: Claims that tell whether a marker is there in a phase; an empty id: nothing on record.
MARKERS: dict[str, tuple[tuple[str, str], ...]] = {
    "CN-KZ co-inventions": (("", "unknown"), ("", "unknown"), ("", "unknown")),
    "JAC owns a share, says the paper": (
        ("p-jac-no-ownership-41", "0"),
        ("p-allur-51-42", "1, from 2019"),
        ("", "unknown"),
    ),
}


def codes() -> list[str]:
    """Return the codes of the codebook in its order, `none` last."""
    return data.load("codebook")["code"].tolist()


def coded() -> pd.DataFrame:
    """Return the corpus with the teaching codes, one row a passage.

    Returns
    -------
    pandas.DataFrame
        Index: `id`; the columns of the tables `corpus` and `teaching_codes`.
    """
    labels = data.load("teaching_codes").rename(columns={"passage": "id"})
    return data.load("corpus").merge(labels, on="id", validate="one_to_one").set_index("id")


def readers() -> pd.DataFrame:
    """Return the codes alone: index the passages; columns coder A, coder B and consensus."""
    names = {"coder_a": "coder A", "coder_b": "coder B", "consensus": "consensus"}
    return coded()[list(names)].rename(columns=names)


def my_agreement(mine: Mapping[str, str]) -> pd.DataFrame:
    """Return how far your codes agree with both teaching coders and with the consensus.

    Parameters
    ----------
    mine
        Your code of each passage that you have read, such as ``{"P001": "GVC mode"}``.

    Examples
    --------
    >>> my_agreement({"P001": "GVC mode", "P005": "policy instruments"})["agreed"].tolist()
    [2, 2, 2]
    """
    return compare(mine, readers(), codes())


def tally() -> pd.DataFrame:
    """Count the corpus by group of sources and by whose view a passage gives."""
    passages = data.load("corpus")
    counts = pd.crosstab(passages["source_group"], passages["country_view"])
    counts = counts.reindex(index=[*GROUPS, *OUTSIDE], columns=VIEWS, fill_value=0)
    return counts.rename(index=GROUP_LABELS).rename_axis(index=None, columns=None)


def gaps() -> pd.DataFrame:
    """Return the tally with a word where a passage could stand and none does.

    Documents of two states give no view of one alone, and what nobody is named for gives none;
    such cells have a dash.
    """
    shown = tally().astype(object)
    shown = shown.mask(shown == 0, "gap")
    for row, only in (("bilateral", "both"), ("not told", "other")):
        shown.loc[row, [view for view in VIEWS if view != only]] = "–"
    return shown


def theme_links() -> pd.DataFrame:
    """Return the code to which each theme leads, and how sure the link is; index: the themes."""
    links = data.load("codebook_themes")
    return links.set_index("theme")[["code", "link"]].rename_axis(None)


def table2() -> pd.DataFrame:
    """Return Table 2 of the paper as far as its text allows: the purpose of each group is lost.

    Returns
    -------
    pandas.DataFrame
        Index: the four groups; `what it holds`, `analytical purpose` (empty), `passages of ours`.
    """
    book, count = ledger(), data.load("corpus")["source_group"].value_counts()
    holds = [book.claim(name).statement.partition(" group is ")[2] for name in GROUPS.values()]
    return pd.DataFrame(
        {
            "what it holds": holds,
            "analytical purpose": "",
            "passages of ours": [int(count.get(group, 0)) for group in GROUPS],
        },
        index=[GROUP_LABELS[group] for group in GROUPS],
    )


def consensus_log() -> pd.DataFrame:
    """Return the passages on which the coders differed, with what the talk made of them."""
    passages = coded()
    apart = passages[passages["coder_a"] != passages["coder_b"]]
    names = {"coder_a": "coder A", "coder_b": "coder B", "consensus": "agreed"}
    return apart[["passage", *names, "reason"]].rename(columns=names)


def by_phase(what: str) -> pd.DataFrame:
    """Count passages by theme or consensus code (rows) and by phase of the main scheme (columns).

    Parameters
    ----------
    what
        ``"theme"`` or ``"consensus"``.
    """
    order = {
        "theme": [*data.load("codebook_themes")["theme"], "none"],
        "consensus": codes(),
    }
    if what not in order:
        raise ValueError(f"found {what!r}; expected theme or consensus")
    passages = coded()
    counts = pd.crosstab(passages[what], passages["phase"])
    counts = counts.reindex(index=order[what], columns=list(PHASES), fill_value=0)
    return counts.rename(columns=PHASES).rename_axis(index=None, columns=None)


def two_views() -> pd.DataFrame:
    """Return one event as a Chinese and as a Kazakh source tell it; an empty cell: it is silent."""
    book = ledger()

    def told(name: str) -> str:
        return book.claim(name).statement if name else ""

    return pd.DataFrame(
        {
            "": [row for row, _, _ in TWO_VIEWS],
            "Chinese side": [told(chinese) for _, chinese, _ in TWO_VIEWS],
            "Kazakh side": [told(kazakh) for _, _, kazakh in TWO_VIEWS],
            "claim": [f"{chinese} {kazakh}".strip() for _, chinese, kazakh in TWO_VIEWS],
        }
    )


def source_card() -> pd.DataFrame:
    """Return who made the paper, who paid for it and what it says of its data."""
    book = ledger()
    return pd.DataFrame(
        {"asked": list(CARD), "the paper says": [book.claim(n).statement for n in CARD.values()]}
    )


def markers() -> pd.DataFrame:
    """Return markers of a phase: 1 where the thing is there, 0 where it is not, or unknown."""
    columns = ["phase 1", "phase 2", "phase 3"]
    rows = [[state for _, state in found] for found in MARKERS.values()]
    return pd.DataFrame(rows, index=list(MARKERS), columns=columns)


def terms() -> pd.DataFrame:
    """Return the words of the paper's literature that this chapter uses, with their places."""
    wanted = ("global value chain", "licensing of technology", "spillover")
    glossary = data.load("glossary").set_index("term").loc[list(wanted)]
    book = ledger()
    places = [
        f"({', '.join(dict.fromkeys(book.claim(name).locator for name in names.split()))})"
        for names in glossary["claims"]
    ]
    return pd.DataFrame({"term": wanted, "meaning": list(glossary["definition"]), "place": places})


#: How often both readers use a code, in the chart of what a kappa leaves open.
USES = {"even": 0.5, "rare": 0.1}


def left_open(kappa: float, sizes: tuple[int, ...] = (50, 100, 200, 400)) -> pd.DataFrame:
    """Return the interval of a kappa by number of passages, for an even and for a rare code.

    Parameters
    ----------
    kappa
        The printed kappa.
    sizes
        Numbers of passages.

    Returns
    -------
    pandas.DataFrame
        `row`, `low`, `high` (ends of the bootstrap interval of 95 percent), `text`, `passages`,
        `code` (a key of `USES`) and `agreed` (share of passages, percent). The tables are made up
        so that the kappa comes out.
    """
    rows = []
    for code, share in USES.items():
        expected = share**2 + (1 - share) ** 2
        observed = expected + kappa * (1 - expected)
        for passages in sizes:
            low, high = interval(even_table(passages, share, observed))
            text = f"{passages} passages, {code} code: {low:.2f} to {high:.2f}"
            row = {"row": f"{passages}, {code}", "low": low, "high": high, "text": text}
            rows.append({**row, "passages": passages, "code": code, "agreed": 100 * observed})
    return pd.DataFrame(rows)


def left_open_table(spans: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `left_open` as readers see them."""
    return pd.DataFrame(
        {
            "passages": spans["passages"],
            "each coder gives the code to": [f"{USES[code]:.0%}" for code in spans["code"]],
            "they agree on, percent": spans["agreed"],
            "kappa, low end": spans["low"].round(2),
            "kappa, high end": spans["high"].round(2),
        }
    )


def plain(counts: pd.DataFrame, first: str) -> pd.DataFrame:
    """Return a table of counts with its rows named in a column `first` and without line breaks.

    Examples
    --------
    >>> plain(pd.DataFrame({"a<br>b": [1]}, index=["x"]), "row").columns.tolist()
    ['row', 'a b']
    """
    flat = counts.rename(columns=lambda name: name.replace("<br>", " "))
    return flat.rename_axis(None).reset_index(names=first)


def find(word: str = "", **wanted: str) -> pd.DataFrame:
    """Return the passages that hold a word and have the properties asked for.

    Parameters
    ----------
    word
        Looked for in the text, in capitals or not.
    **wanted
        Columns of `coded` and their values, such as ``phase="2", consensus="risk"``.

    Raises
    ------
    ValueError
        If a column or a value is not known; the error names those there are.

    Examples
    --------
    >>> find("licences").index.tolist()
    ['P002']
    >>> len(find(phase="2", country_view="China", consensus="GVC mode"))
    3
    """
    every = passages = coded()
    for column, value in wanted.items():
        if column not in every:
            raise ValueError(
                f"unknown column {column!r}; expected one of {', '.join(map(str, every))}"
            )
        if value not in set(every[column]):
            allowed = ", ".join(sorted(set(every[column])))
            raise ValueError(f"found {column}={value!r}; expected one of {allowed}")
        passages = passages[passages[column] == value]
    return passages[passages["passage"].str.contains(word, case=False, regex=False)]


def read(passages: pd.DataFrame) -> Markdown:
    """Return passages as a list to read: text, time, group of sources and view."""
    return _list(
        f"**{name}** {row['passage']} *{_when(row['period'])}; {row['source_group']}; "
        f"view: {row['country_view']}*"
        for name, row in passages.iterrows()
    )


def _when(period: str) -> str:
    return Period.parse(period).words() if period else "no date"


def _list(lines: Iterable[str]) -> Markdown:
    return Markdown("\n".join(f"- {line}" for line in lines))


def read_log(log: pd.DataFrame) -> Markdown:
    """Return rows of the consensus log as a list to read."""
    return _list(
        f"**{name}** {row['passage']} *A: {row['coder A']}; B: {row['coder B']}; "
        f"agreed: {row['agreed']}.* {row['reason']}"
        for name, row in log.iterrows()
    )


def pairs(frame: pd.DataFrame) -> Markdown:
    """Return a table of two columns or more as a list: the first column bold, the rest after it."""
    return _list(
        f"**{first}**: " + " ".join(rest) for first, *rest in frame.itertuples(index=False)
    )


def sample(count: int, seed: int = 14) -> pd.DataFrame:
    """Return passages drawn at random, without their codes, in the order of the corpus.

    Examples
    --------
    >>> "consensus" in sample(3)
    False
    """
    passages = data.load("corpus").set_index("id")
    chosen = np.random.default_rng(seed).choice(len(passages), size=count, replace=False)
    return passages.iloc[sorted(chosen)]
