"""The exhibits of every page: picture, chart, words, data, theme and controls."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from visits import MODES, PROBE, pages_with, source

PAGES = pages_with('<figure class="exhibit"')
CHARTS = pages_with('class="plotly-chart"')

with_exhibits = pytest.mark.parametrize("page_name", PAGES)
with_charts = pytest.mark.parametrize("page_name", CHARTS)
every_mode = pytest.mark.parametrize("mode", MODES)
on_a_wide_screen = pytest.mark.parametrize("mode", ["wide-light"])

#: What is drawn, in the plot of the chart whose id is given.
DRAWING = """id => [...document.querySelectorAll(`#${id} .js-plotly-plot svg.main-svg`)]
    .map(svg => svg.innerHTML.replace(/(clip|legend|topdefs|defs)-?[0-9a-f]{6}\\w*/g, "")).join()"""
ALL_DRAWN = """() => [...document.querySelectorAll('.plotly-chart')]
    .every(chart => chart.dataset.drawn === 'true')"""


@with_charts
@every_mode
def test_picture_stands_before_the_chart(visit):
    assert [p["chart"] for p in visit.pictures if p["drawn"] or not p["shown"]] == []
    assert len(visit.pictures) == len([e for e in visit.exhibits if e["chart"]])


@with_charts
@every_mode
def test_every_chart_is_drawn(visit):
    charts = [e for e in visit.exhibits if e["chart"]]
    assert charts
    assert [e["id"] for e in charts if not e["drawn"]] == []


@with_charts
@every_mode
def test_chart_takes_the_place_of_its_picture(visit):
    assert [e["id"] for e in visit.exhibits if e["pictureStays"]] == []


@with_charts
@every_mode
def test_chart_fits_its_column(visit):
    assert [e["id"] for e in visit.exhibits if not e["fits"]] == []


@with_charts
@every_mode
def test_axis_text_is_readable(visit):
    assert visit.faint == []


@with_charts
@on_a_wide_screen
def test_every_chart_stands_in_an_exhibit(visit):
    assert visit.stray_charts == []


@with_charts
@on_a_wide_screen
def test_chart_says_in_words_what_it_shows(visit):
    charts = [e for e in visit.exhibits if e["chart"]]
    assert [e["id"] for e in charts if e["role"] != "img" or len(e["name"].split()) < 6] == []


@with_exhibits
@on_a_wide_screen
def test_exhibits_are_numbered_in_order(visit):
    numbers = [e["number"] for e in visit.exhibits]
    assert numbers
    assert [n for n in numbers if not re.fullmatch(r"Exhibit \w+\.\d+", n)] == []
    assert [int(n.rpartition(".")[2]) for n in numbers] == list(range(1, len(numbers) + 1))


@with_exhibits
@on_a_wide_screen
def test_exhibit_has_a_caption_and_a_source(visit):
    bare = [e["id"] for e in visit.exhibits if e["caption"].removeprefix(e["number"]).strip() == ""]
    assert bare == []
    assert [e["id"] for e in visit.exhibits if len(e["source"].split()) < 2] == []


@with_exhibits
@on_a_wide_screen
def test_exhibit_has_its_data_as_a_table_and_as_csv(visit):
    assert [e["id"] for e in visit.exhibits if e["rows"] < 1] == []
    files = {e["id"]: e["csv"] for e in visit.exhibits}
    assert [name for name, csv in files.items() if not csv or csv["status"] != 200] == []
    short = [e["id"] for e in visit.exhibits if e["csv"]["lines"] != e["rows"] + 1]
    assert short == []


@with_exhibits
def test_caption_and_source_are_written_once(built, page_name):
    soup = BeautifulSoup(source(page_name), "html.parser")
    sources = soup.select("figure.exhibit .exhibit-source")
    lines = [line.get_text(" ", strip=True) for line in sources]
    for elsewhere in soup.select("figure.exhibit, .cell_input"):
        elsewhere.decompose()
    rest = soup.select_one("main").get_text(" ", strip=True)
    repeated = [line for line in lines if re.sub(r" Download.*", "", line) in rest]
    assert repeated == []


@with_charts
def test_charts_are_drawn_on_scrolling(open_page, page_name):
    page = open_page(page_name)
    for chart in page.locator(".plotly-chart").all():
        chart.scroll_into_view_if_needed()
        page.locator(f"#{chart.get_attribute('id')}[data-drawn=true]").wait_for()
    assert page.guard.errors == []


@with_charts
def test_theme_switch_draws_the_charts_anew(open_page, page_name):
    page = open_page(page_name)
    page.evaluate(PROBE)
    page.evaluate("window.drawAllCharts()")
    page.wait_for_function(ALL_DRAWN)
    before = page.evaluate(COLOURS)
    assert before
    switch = page.locator("button.theme-switch-button").first
    for _ in range(3):
        switch.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    changed = f"before => {{ const now = ({COLOURS})(); return now.length === before.length && "
    page.wait_for_function(f"{changed} now.every((c, i) => c !== before[i]) }}", arg=before)
    assert page.evaluate("probe.faintText()") == []
    assert page.guard.errors == []


@pytest.mark.parametrize("page_name", CHARTS)
def test_controls_change_the_chart(open_page, page_name):
    page = open_page(page_name)
    page.evaluate("window.drawAllCharts()")
    page.wait_for_function(ALL_DRAWN)
    for figure in page.locator("figure.exhibit:has(.plotly-chart)").all():
        chart = figure.locator(".plotly-chart").get_attribute("id")
        for control in figure.locator("select").all():
            check_menu(page, chart, control)
        for control in figure.locator("input[type=range]").all():
            check_slider(page, chart, control)
        figure_controls = page.evaluate(WRITTEN_CONTROLS, chart)
        shown = figure.locator("select, input[type=range], button.chart-play").count()
        assert bool(shown) == bool(figure_controls), f"{chart}: controls are missing"
    assert page.guard.errors == []


def test_some_chart_has_a_control(built):
    assert any("updatemenus" in source(name) or '"sliders"' in source(name) for name in CHARTS)


#: How many menus and sliders the figure had as it was written.
WRITTEN_CONTROLS = """id => {
    const figure = JSON.parse(document.querySelector(`#${id} .chart-figure`).textContent);
    const { updatemenus = [], sliders = [], meta } = figure.layout;
    return updatemenus.length + sliders.length + (meta?.explorer?.controls ?? []).length;
}"""
#: Words inside a mark keep the colour that suits the mark, so the words of axes and legends count.
COLOURS = """() => [...document.querySelectorAll('.plotly-chart')].map(chart => getComputedStyle(
    chart.querySelector('.xtick text, .ytick text, .legendtext')
    ?? chart.querySelector('svg text')).fill)"""


def drawing(page, chart):
    """Return what a chart shows."""
    return page.evaluate(DRAWING, chart)


def wait_for_change(page, chart, before, what):
    """Wait until a chart shows something else."""
    try:
        page.wait_for_function(
            f"([id, before]) => ({DRAWING})(id) !== before", arg=[chart, before], timeout=15_000
        )
    except Exception as error:
        raise AssertionError(f"{what} changes nothing in {chart}") from error


def check_menu(page, chart, menu):
    """Choose every option of a menu, then the first again; each changes the drawing."""
    assert page.locator(f"label[for={menu.get_attribute('id')}]").inner_text().strip()
    options = menu.locator("option").all_inner_texts()
    assert len(options) > 1
    for option in [*options[1:], options[0]]:
        before = drawing(page, chart)
        menu.select_option(label=option)
        wait_for_change(page, chart, before, f"choosing {option!r}")
        page.wait_for_timeout(100)
    status = page.locator(f"figure:has(#{chart}) [role=status]")
    status.filter(has_text=options[0]).first.wait_for(state="attached")


def check_slider(page, chart, slider):
    """Move a slider with the keyboard, one step and to its ends, and put it back.

    Left at an end it might leave the next slider nothing to change.
    """
    assert page.locator(f"label[for={slider.get_attribute('id')}]").inner_text().strip()
    slider.focus()
    start = slider.input_value()
    at_end = slider.input_value() == slider.get_attribute("max")
    for key in ("ArrowLeft", "Home", "End") if at_end else ("ArrowRight", "End", "Home"):
        before, value = drawing(page, chart), slider.input_value()
        page.keyboard.press(key)
        if slider.input_value() != value:
            wait_for_change(page, chart, before, f"the key {key} on the slider")
        page.wait_for_timeout(100)
    assert slider.get_attribute("aria-valuetext")
    before = drawing(page, chart)
    if slider.input_value() != start:
        slider.evaluate(
            "(one, start) => { one.value = start; one.dispatchEvent(new Event('input')); }", start
        )
        wait_for_change(page, chart, before, "putting the slider back")
