"""Charts in the house style: functions from tables to Plotly figures; none of them reads a file."""

from casebook.charts.bars import stacked_bars
from casebook.charts.map import map_of_plants
from casebook.charts.rates import monthly_rates
from casebook.charts.readings import readings_of_conflict
from casebook.charts.style import COLORS, TEMPLATE
from casebook.charts.timeline import three_lanes

__all__ = [
    "COLORS",
    "TEMPLATE",
    "map_of_plants",
    "monthly_rates",
    "readings_of_conflict",
    "stacked_bars",
    "three_lanes",
]
