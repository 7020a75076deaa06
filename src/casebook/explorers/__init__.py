"""Sliders that a reader moves: live in a kernel, and with a twin on a page that has none.

`grid.Explorer` holds controls and what a model answers at every combination of them. `live` shows
it with ipywidgets in JupyterLab; the book shows the same answers as a chart with HTML sliders
(`sphinxext/static/chart-controls.js`). Both draw from one model, which is never written twice.
"""

from casebook.explorers.grid import Control, Explorer
from casebook.explorers.live import explore

__all__ = ["Control", "Explorer", "explore"]
