"""Renders the exhibits that notebooks show: interactive in HTML, vector graphics in PDF."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from casebook.exhibits import CAPTION_MIME, EXHIBIT_MIME, PLOTLY_MIME
from casebook.sphinxext import pictures
from casebook.sphinxext.tables import printed_table

LOGGER = logging.getLogger(__name__)


class exhibit(nodes.General, nodes.Element):
    """A numbered exhibit; its attributes are those of `casebook.exhibits.Exhibit`."""


class ExhibitRenderer:
    """The plug-in that MyST-NB calls for each output of a notebook."""

    mime_priority_overrides = (("*", EXHIBIT_MIME, 1), ("*", CAPTION_MIME, 1))

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes of an exhibit; what is for JupyterLab only vanishes."""
        if inline:
            return None
        if data.mime_type == PLOTLY_MIME and data.output_metadata.get(PLOTLY_MIME):
            return []
        if data.mime_type == CAPTION_MIME:
            return [nodes.comment()]  # something must stand for it, or the caption's text would
        if data.mime_type != EXHIBIT_MIME:
            return None
        return [_exhibit_node(renderer.renderer.sphinx_env, data.content)]


def _exhibit_node(env: Any, content: dict[str, Any]) -> nodes.Element:
    """Give an exhibit its number within the chapter, its label and its print form."""
    chapter = _chapter_of(env.docname, Path(env.srcdir))
    count = env.temp_data["exhibits"] = env.temp_data.get("exhibits", 0) + 1
    number = f"Exhibit {chapter}.{count}"
    label = f"exhibit-{content['name']}"
    domain = env.get_domain("std")
    if label in domain.labels and domain.labels[label][0] != env.docname:
        LOGGER.warning("exhibit %r stands in two chapters", content["name"], location=env.docname)
    domain.anonlabels[label] = env.docname, label
    domain.labels[label] = env.docname, label, number
    node = exhibit(ids=[label], number=number, **content)
    if env.app.builder.format == "latex":
        if content["figure"]:
            image = pictures.vector_pdf(env.app, content)
            node += nodes.image(uri=f"/{image}", alt=content["alt"], width="100%")
        else:
            node += printed_table(**{k: content[k] for k in ("columns", "rows", "numeric")})
    return node


def _chapter_of(docname: str, root: Path) -> str:
    """Return what stands before the point of an exhibit's number: a chapter, or A or T and so on.

    The instructors' pages are counted, so that no two of their exhibits share a number.
    """
    folder, _, name = docname.rpartition("/")
    if folder == "instructors":
        pages = sorted(path.stem for path in (root / folder).glob("*.md"))
        return f"T{pages.index(name) + 1}"  # teaching
    number = name.split("-")[0].lstrip("0")
    return number if number.isdigit() else "A"  # appendix


def visit_html(translator: Any, node: nodes.Element) -> None:
    """Write caption, chart or table, source line and the data; see `static/charts.js`."""
    number = node["number"]
    write = translator.body.append
    write(f'<figure class="exhibit" id="{node["ids"][0]}">\n')
    write(
        f'<figcaption><span class="exhibit-number">{number}</span> '
        f"{html.escape(node['caption'])}</figcaption>\n"
    )
    table = _table_html(node)
    address = _csv_file(translator.builder, node)
    download = f'<a download href="{address}">Download the data of {number} as CSV</a>'
    source = html.escape(node["source"])
    if node["figure"]:
        write(_chart_html(translator.builder, node))
        write(f'<p class="exhibit-source">{source}</p>\n')
        write(
            '<details class="exhibit-data"><summary>The data as a table</summary>\n'
            f"<p>{html.escape(node['alt'])}</p>\n<p>{download}</p>\n{table}</details>\n"
        )
    else:
        write(f'<p class="visually-hidden">{html.escape(node["alt"])}</p>\n{table}')
        write(f'<p class="exhibit-source">{source} {download}</p>\n')
    write("</figure>\n")
    raise nodes.SkipNode


def _chart_html(builder: Any, node: nodes.Element) -> str:
    """Return the chart's element: a picture that stands at once and the figure that replaces it."""
    height = int(node["figure"]["layout"].get("height", 420))
    figure = json.dumps(node["figure"], ensure_ascii=False, separators=(",", ":"))
    figure = figure.replace("</", "<\\/")  # so that no text in it can end the script
    return (
        f'<div class="plotly-chart" id="chart-{node["name"]}" role="img" '
        f'aria-label="{html.escape(node["alt"])}" style="min-height:{height}px">'
        f"{pictures.picture_html(builder, node, height)}"
        f'<script type="application/json" class="chart-figure">{figure}</script></div>\n'
    )


def _table_html(node: nodes.Element) -> str:
    def row(cells: list[str], tag: str) -> str:
        start = '<th scope="col"' if tag == "th" else "<td"
        classes = [' class="number"' if number else "" for number in node["numeric"]]
        pairs = zip(classes, cells, strict=True)
        return "<tr>" + "".join(f"{start}{c}>{html.escape(t)}</{tag}>" for c, t in pairs) + "</tr>"

    head = row(node["columns"], "th")
    body = "\n".join(row(cells, "td") for cells in node["rows"])
    label = f"Data of {node['number']}"
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
        f"<table><thead>{head}</thead><tbody>\n{body}\n</tbody></table></div>\n"
    )


def _csv_file(builder: Any, node: nodes.Element) -> str:
    """Write the exhibit's data beside the page; return the address from the page."""
    folder = Path(builder.outdir) / "_static" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(node["columns"])
    writer.writerows(node["rows"])
    (folder / f"{node['name']}.csv").write_text(text.getvalue(), encoding="utf-8")
    return (
        builder.get_relative_uri(builder.current_docname, "")[:-5]
        + f"_static/data/{node['name']}.csv"
    )


def visit_latex(translator: Any, node: nodes.Element) -> None:
    """Print a chart as a whole; open the exhibit of a table, which follows and may break."""
    label = translator.hypertarget(node["ids"][0])
    texts = [translator.encode(node[key]) for key in ("number", "caption", "source")]
    arguments = "".join(f"{{{text}}}" for text in [*texts, label])
    if node["figure"]:
        file = translator.builder.images[node[0]["uri"]]
        translator.body.append(f"\n\\chartexhibit{arguments}{{{file}}}\n")
        raise nodes.SkipNode
    translator.body.append(f"\n\\begin{{tableexhibit}}{arguments}\n")


def depart_latex(translator: Any, node: nodes.Element) -> None:
    """Close the exhibit of a table."""
    translator.body.append("\n\\end{tableexhibit}\n")


def setup(app: Sphinx) -> None:
    """Register the node; MyST-NB finds the renderer by its entry point."""
    app.add_node(exhibit, html=(visit_html, lambda *_: None), latex=(visit_latex, depart_latex))
