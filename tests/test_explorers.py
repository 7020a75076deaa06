"""An explorer answers the same live and on a page, and refuses what it could not draw."""

import functools
import itertools
import json
import re

import plotly.graph_objects as go
import pytest

from casebook.build import charts, notebooks
from casebook.explorers import Control, Explorer, explore
from casebook.explorers.live import BOOK, sliders

CONTROLS = [Control("price", "price", [1.0, 2.0, 3.0], 2.0), Control("count", "cars", [10, 20], 10)]


def bill(price, count):
    return [[price, price * count]], f"It costs {price * count:.0f}."


@pytest.fixture
def explorer():
    return Explorer.make(go.Figure(go.Bar(x=["one", "all"])), CONTROLS, bill)


def test_chart_shows_the_starting_values(explorer):
    assert list(explorer.figure.data[0].y) == [2.0, 20.0]


def test_twin_holds_the_answer_of_every_setting(explorer):
    spec = json.loads(explorer.twin().to_json())["layout"]["meta"]["explorer"]
    assert [c["start"] for c in spec["controls"]] == [1, 0]
    for place, setting in enumerate(explorer.settings()):
        numbers, words = explorer.answer(setting)
        assert (spec["numbers"][place], spec["words"][place]) == (numbers, words)


def test_last_control_changes_fastest(explorer):
    assert explorer.settings()[:2] == [(1.0, 10), (1.0, 20)]


def test_table_says_what_each_control_does(explorer):
    rows = explorer.table()
    assert len(rows) == 4
    assert {row["price"] for row in rows} == {"1", "2", "3"}


def test_start_must_be_a_value():
    with pytest.raises(ValueError, match="control price: found start 5"):
        Control("price", "price", [1.0, 2.0], 5.0)


def test_names_take_the_place_of_numbers():
    assert Control("rung", "rung", [0, 1], 0, names=["SKD", "CKD"]).words(1) == "CKD"


def test_number_of_traces_must_fit_the_model():
    with pytest.raises(ValueError, match="found 1 lists of numbers for 2 traces"):
        Explorer.make(go.Figure([go.Bar(), go.Bar()]), CONTROLS, bill)


def test_twin_that_would_be_too_heavy_is_refused():
    many = [Control("price", "price", range(400), 0), Control("count", "cars", range(100), 0)]
    explorer = Explorer.make(go.Figure(go.Bar(x=["one", "all"])), many, bill)
    with pytest.raises(ValueError, match="expected at most"):
        explorer.twin()


def test_live_slider_changes_the_sentence(explorer, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    made = sliders(explorer)
    box = shown[0]
    words, chart = box.children[-2:]
    assert words.value == "It costs 20."
    made["price"].value = 3.0
    assert words.value == "It costs 30."
    figure = chart.outputs[0]["data"]["application/vnd.plotly.v1+json"]
    assert figure["data"][0]["y"] == [3.0, 30.0]


def test_book_shows_no_live_slider(explorer, monkeypatch):
    monkeypatch.setenv(BOOK, "1")
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda content, **_: shown.append(content))
    explore(
        explorer,
        name="bill",
        caption="A bill",
        alt="Bars of one and of all, in tenge, as an example.",
        source="Invented.",
    )
    assert all(isinstance(content, dict) for content in shown)


# --- the explorers of the book, found by their names ----------------------------------------------

NAMES = [
    name
    for path in notebooks()
    for name in re.findall(r'explore\([^`]*?name="([^"]+)"', path.read_text(encoding="utf-8"))
]


@functools.cache
def twins():
    """Return what the pages hold of each explorer; the book must have been built."""
    layouts = {name: figure["layout"] for name, figure in charts().items()}
    return {n: layout["meta"]["explorer"] for n, layout in layouts.items() if "meta" in layout}


def test_every_explorer_of_the_chapters_is_found():
    assert sorted(NAMES) == sorted(twins())


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_every_slider_changes_the_chart(name):
    spec = twins()[name]
    counts = [len(control["values"]) for control in spec["controls"]]
    places = list(itertools.product(*map(range, counts)))
    start = [control["start"] for control in spec["controls"]]
    for slider, count in enumerate(counts):
        drawn = [
            spec["numbers"][places.index((*start[:slider], value, *start[slider + 1 :]))]
            for value in range(count)
        ]
        assert all(a != b for a, b in itertools.pairwise(drawn)), spec["controls"][slider]["label"]
