"""Pages that ask no other host for anything and load no more than they use.

Every page is rendered by :class:`OfflineTemplates`, which drops the scripts and
styles that the page has no use for, adds the book's own where they are wanted,
and mends what the theme leaves for assistive technology to stumble over. The
files themselves are laid into ``_static`` of the output, never into a folder
below ``html_static_path``: Jupyter Book would put them on every page.

Formulas become MathML, which browsers set without a script. Icons become a
small style sheet with just those that the built pages use, in place of the
theme's script of 1.5 MB.

The LaTeX builder is left alone.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.errors import ExtensionError
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
STATIC = HERE / "static"
PACKED_LIBRARY = HERE / "vendor" / "plotly-cartesian.min.js.gz"
LIBRARY = "plotly.min.js"
ICONS = "icons.css"


def _classed(names: str) -> str:
    """Return a pattern for an element with a class out of ``names``."""
    return rf'class="(?:[^"]*\s)?(?:{names})[\s"]'


# What a page's text must hold for the page to need a file of other extensions.
# None: no page needs it. A file that no pattern names is kept.
NEEDED: list[tuple[re.Pattern[str], str | None]] = [
    (re.compile(r"fontawesome\.js"), None),
    (re.compile(r"thebe", re.IGNORECASE), None),
    (re.compile(r"require(\.min)?\.js|embed-amd|html-manager"), None),
    (re.compile(r"searchtools\.js|language_data\.js|searchindex\.js"), None),
    (re.compile(r"pygments\.css|clipboard\.min\.js|copybutton"), _classed("highlight")),
    (re.compile(r"mystnb\.\w+\.css"), _classed("cell|output|pasted-text|pasted-inline")),
    (re.compile(r"toggle(button|Hint|OpenOnPrint)"), _classed("toggle|dropdown")),
    (re.compile(r"sphinx-design\.min\.css"), _classed(r"sd-[\w-]+")),
    (re.compile(r"design-tabs\.js"), _classed("sd-tab-set")),
]

# The book's own files, and what a page's text must hold to load them.
OWN: list[tuple[str, str]] = [
    ("chart-theme.js", _classed("plotly-chart")),
    ("chart-controls.js", _classed("plotly-chart")),
    ("charts.js", _classed("plotly-chart")),
    ("claims.js", _classed("claim")),
    ("quiz.js", _classed("quiz")),
    ("ledger.js", r'id="ledger-table"'),
]

# What the output holds and no page asks for.
UNUSED = [
    "scripts/fontawesome.js*",
    "scripts/*.map",
    "styles/*.map",
    "styles/theme.css",
    "vendor/fontawesome",
    "sphinx-thebe.*",
]

HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
ASSET = re.compile(
    r"[ \t]*(?:<script\b[^>]*>.*?</script>|<link\b[^>]*>)[ \t]*\n?",
    re.DOTALL,
)
REFERENCE = re.compile(r'(?:src|href)="([^"]*)"')
LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\ssrc(?:set)?="
    r'"((?:https?:)?//[^"]+)"'
    r'|<link\b(?=[^>]*\srel="(?:stylesheet|preload|icon)")[^>]*?\shref="((?:https?:)?//[^"]+)"',
)

#: A page of the menu that has others under it.
BRANCH = re.compile(
    r'(?P<link><a class="(?:current )?reference internal" href="[^"]*">)(?P<title>[^<]*)</a>'
    r"(?P<open><details[^>]*>)<summary>"
)

# Without a server the search page may not read other pages for its summaries.
NO_SUMMARY = (
    "<script>if (location.protocol === 'file:')"
    " DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;</script>"
)

# The theme's own script finds the reader's colours only after the first paint.
THEME_AT_ONCE = """<script>
    (() => {
      const root = document.documentElement;
      let mode = null;
      try { mode = localStorage.getItem("mode"); } catch { /* storage is off */ }
      mode = mode || "auto";
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.dataset.mode = mode;
      root.dataset.theme = mode === "auto" ? system : mode;
      // Paper is white.
      let shown = null;
      addEventListener("beforeprint", () => {
        shown = root.dataset.theme;
        root.dataset.theme = "light";
      });
      addEventListener("afterprint", () => { if (shown) root.dataset.theme = shown; });
    })();
  </script>"""


class OfflineTemplates(BuiltinTemplateLoader):
    """Sphinx's template loader with a last look at every page."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Render a page and make it fit to stand alone.

        Parameters
        ----------
        template : str
            Name of the template.
        context : dict
            What the template is filled with.

        Returns
        -------
        str
            The page.
        """
        page = super().render(template, context)
        if "<html" not in page or "pathto" not in context:
            return page
        static = Path(self.builder.outdir) / "_static"
        page = _choose_assets(page, context, static)
        page = _mend(page)
        _report_foreign(page, str(context.get("pagename", template)))
        return page

    def init(self, builder: Any, *args: Any, **kwargs: Any) -> None:
        """Remember the builder, for its output folder."""
        self.builder = builder
        super().init(builder, *args, **kwargs)


def _choose_assets(page: str, context: dict[str, Any], static: Path) -> str:
    """Drop the scripts and styles the page does not use, and add the book's own."""
    text = str(context.get("body") or "")
    is_search = context.get("pagename") == "search"

    def keep(found: re.Match[str]) -> str:
        tag = found.group()
        if tag.lstrip().startswith("<link") and "stylesheet" not in tag and "preload" not in tag:
            return tag
        reference = REFERENCE.search(tag.split(">", 1)[0] + ">")
        subject = reference.group(1) if reference else tag
        for pattern, wanted in NEEDED:
            if not pattern.search(subject):
                continue
            if is_search and "search" in pattern.pattern:
                return tag
            return tag if wanted and re.search(wanted, text) else ""
        # Scripts inside the page read documentation_options.js, and on the search
        # page all of them; the others need not hold up the page.
        if is_search or "documentation_options" in subject:
            return tag
        return tag.replace("<script src=", "<script defer src=", 1)

    def own(name: str) -> str:
        address = context["pathto"](f"_static/{name}", 1)
        return html.escape(f"{address}?v={_sum(static / name)}")

    added = [
        *(
            []
            if context.get("favicon_url")
            else [f'<link rel="icon" href="{own("favicon.svg")}" />']
        ),
        f'<link rel="stylesheet" href="{context["pathto"](f"_static/{ICONS}", 1)}" />',
        f'<link rel="stylesheet" href="{own("site.css")}" />',
    ]
    if is_search:
        added.append(NO_SUMMARY)
    for name, wanted in OWN:
        if not re.search(wanted, text):
            continue
        library = f' data-library="{own(LIBRARY)}"' if name == "charts.js" else ""
        added.append(f'<script defer{library} src="{own(name)}"></script>')

    def head(found: re.Match[str]) -> str:
        kept = ASSET.sub(keep, found.group())
        kept = re.sub(
            r"<script data-cfasync.*?</script>", lambda _: THEME_AT_ONCE, kept, flags=re.DOTALL
        )
        # The theme's first sheet does nothing but ask for this one.
        kept = re.sub(r"styles/theme\.css(\?[^\"]*)?", "basic.css", kept)
        return kept.replace("</head>", "  " + "\n    ".join(added) + "\n  </head>")

    return HEAD.sub(head, page, count=1)


def _mend(page: str) -> str:
    """Correct what the theme's templates leave to be corrected."""
    # Without a script there is no other way to have colours at all.
    page = re.sub(
        r'(<html\b[^>]*?)(?:\s+data-theme="[^"]*")?\s*>', r'\1 data-theme="light">', page, count=1
    )
    # What unfolds the pages under a chapter has no name for who cannot see the arrow.
    page = BRANCH.sub(r'\g<link>\g<title></a>\g<open><summary aria-label="Under \g<title>">', page)
    return page.replace('data-default-mode=""', 'data-default-mode="auto"', 1)


def _report_foreign(page: str, name: str) -> None:
    """Warn of everything a page would load from another host."""
    for found in LOADED.finditer(page):
        address = found.group(1) or found.group(2)
        logger.warning(
            "%s would load %s from another host: keep a copy in the book",
            name,
            address,
            type="casebook",
            subtype="offline",
        )
    if "application/vnd.jupyter.widget-view+json" in page:
        logger.warning(
            "%s shows a Jupyter widget, which is blank without a kernel: "
            "give the reader its chart and remove the widget from the page",
            name,
            type="casebook",
            subtype="widget",
        )


# --- formulas ---------------------------------------------------------------


def _mathml(formula: str, node: nodes.Element, *, block: bool) -> str:
    try:
        return str(latex2mathml.tex2mathml(formula, as_block=block))
    except (SyntaxError, latex2mathml.MathError) as error:
        logger.warning("cannot set the formula %r: %s", formula, error, location=node)
        return f"<code>{html.escape(formula)}</code>"


def _visit_math(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_mathml(node.astext(), node, block=False) + "</span>")
    raise nodes.SkipNode


def _visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(
        self.starttag(
            node,
            "div",
            CLASS="math notranslate nohighlight",
            tabindex="0",
            role="group",
            **{"aria-label": "Formula"},
        )
    )
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    for part in node.astext().split("\n\n"):
        if part.strip():
            self.body.append(_mathml(part, node, block=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


# --- icons ------------------------------------------------------------------

STYLES = {
    "fa": "fas",
    "fas": "fas",
    "fa-solid": "fas",
    "far": "far",
    "fa-regular": "far",
    "fab": "fab",
    "fa-brands": "fab",
}
ICON_ELEMENT = re.compile(r'<(?:i|span)\b[^>]*\sclass="([^"]*\bfa[bsr]?\b[^"]*)"')
ICON_PACK = re.compile(r'\w+\("(fa[brs])",\w+\)')
ICON_ENTRY = re.compile(
    r'(?:"([\w-]+)"|([\w$]+)):\[(\d+),(\d+),\[([^\]]*)\],"([0-9a-f]+)","([^"]+)"\]'
)
# Classes that size or turn an icon, and name none.
ICON_MANNER = re.compile(
    r"fa-(?:lg|xs|sm|xl|2xs|2xl|\d+x|fw|ul|li|spin|pulse|solid|regular|brands)$"
)


@dataclass
class IconPack:
    """The drawings of Font Awesome Free, by style and name and by style and code."""

    drawings: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls, script: Path) -> IconPack:
        """Take the drawings out of the script that the theme ships."""
        text = script.read_text("utf8")
        pack, start = cls(), 0
        for end in ICON_PACK.finditer(text):
            for entry in ICON_ENTRY.finditer(text, start, end.start()):
                quoted, bare, width, height, others, code, path = entry.groups()
                drawing = (
                    f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>"
                    f"<path d='{path}'/></svg>"
                )
                for name in [quoted or bare, code, *re.findall(r'"([\w-]+)"', others)]:
                    pack.drawings[end.group(1), name] = drawing
            start = end.end()
        if not pack.drawings:
            raise ExtensionError(f"no icons found in {script.name}: has the theme changed?")
        return pack

    def mask(self, style: str, name: str) -> str:
        """Return an icon as the value of a CSS mask."""
        return f'url("data:image/svg+xml,{quote(self.drawings[style, name], safe=" =:/")}")'


@dataclass
class Shown:
    """What the built pages show: icons, each with a page, and all class names."""

    icons: dict[tuple[str, str], str] = field(default_factory=dict)
    classes: set[str] = field(default_factory=lambda: {"highlight-link"})  # made by a script

    @classmethod
    def read(cls, outdir: Path) -> Shown:
        """Look through every page below a folder."""
        shown = cls()
        for file in sorted(outdir.rglob("*.html")):
            text = file.read_text("utf8")
            for names in set(re.findall(r"""\sclass=["']([^"'>]+)""", text)):
                shown.classes.update(names.split())
            for found in ICON_ELEMENT.finditer(text):
                names = found.group(1).split()
                style = next((STYLES[one] for one in names if one in STYLES), None)
                for one in names:
                    if style and one.startswith("fa-") and not ICON_MANNER.match(one):
                        shown.icons.setdefault((style, one.removeprefix("fa-")), file.name)
        return shown


def _icon_rules(pack: IconPack, shown: Shown, theme: str) -> str:
    """Write the style sheet of the icons in use.

    Parameters
    ----------
    pack : IconPack
        The drawings.
    shown : Shown
        What the built pages show.
    theme : str
        The theme's style sheet: it sets some icons as letters of a font.
    """
    rules = [
        "/* Icons: Font Awesome Free by @fontawesome, fontawesome.com, CC BY 4.0.",
        "   Written by the build: just the icons that the pages use. */",
    ]
    for (style, name), page in sorted(shown.icons.items()):
        if (style, name) not in pack.drawings:
            raise ExtensionError(f"{page} uses the icon fa-{name}, which Font Awesome Free lacks")
        rules.append(f".fa-{name}::before {{ --icon: {pack.mask(style, name)} }}")
    # The theme's letters: --pst-icon-bell: "x", or the name of another.
    letters = dict(re.findall(r'--pst-icon-([\w-]+):("[^"]+"|var\([^)]*\))', theme))
    lettered: dict[str, list[str]] = {}
    for rule in theme.split("}"):  # one pattern over the whole sheet would take a second
        head, _, body = rule.rpartition("{")
        asked = re.search(r"content:var\(--pst-icon-([\w-]+)\)", body)
        if not asked:
            continue
        selectors = head.rpartition("{")[2]
        letter = letters.get(asked.group(1), "")
        while letter.startswith("var("):
            letter = letters.get(letter[len("var(--pst-icon-") : -1], "")
        code = _code(letter)
        style = "fas" if ("fas", code) in pack.drawings else "fab"
        met = [
            one
            for one in selectors.split(",")
            if shown.classes.issuperset(re.findall(r"\.([\w-]+)", one))
        ]
        if met and (style, code) in pack.drawings:
            lettered.setdefault(pack.mask(style, code), []).extend(met)
    rules += [f"{','.join(met)} {{ --icon: {mask} }}" for mask, met in lettered.items()]
    elements = ",".join(f".fa-{name}::before" for _, name in sorted(shown.icons))
    every = ",".join(filter(None, [elements, *(",".join(met) for met in lettered.values())]))
    rules += [
        f"{every} {{ content: ''; display: inline-block; width: 1em; height: 1em;"
        " background-color: currentcolor; mask: var(--icon) center / contain no-repeat;"
        " -webkit-mask: var(--icon) center / contain no-repeat; print-color-adjust: exact }",
        f"{elements} {{ width: 1.25em; vertical-align: -0.125em }}" if elements else "",
        f"@media (forced-colors: active) {{ {every} {{ background-color: ButtonText }} }}",
    ]
    return "\n".join(filter(None, rules)) + "\n"


def _code(letter: str) -> str:
    """Return the code of a letter in a style sheet, written as it is or by its code."""
    letter = letter.strip('"')
    if letter.startswith("\\"):
        return letter[1:].lower()
    return f"{ord(letter):x}" if len(letter) == 1 else ""


# --- styles -----------------------------------------------------------------

# Parts of a selector that a page may meet without their classes.
ELSEWHERE = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")


def _used_rules(sheet: str, known: set[str]) -> str:
    """Leave out of a style sheet the rules that no page can meet.

    Parameters
    ----------
    sheet : str
        A style sheet.
    known : set of str
        Every class that a page or a script names.

    Returns
    -------
    str
        The rules whose selectors ask for no class but these.
    """
    sheet = re.sub(r"/\*(?!!).*?\*/", "", sheet, flags=re.DOTALL)
    kept: list[str] = []
    at = 0
    while (opening := _find(sheet, "{;", at)) >= 0:
        head = sheet[at:opening]
        if sheet[opening] == ";":
            kept.append(head + ";")
            at = opening + 1
            continue
        closing = _matching(sheet, opening)
        body, at = sheet[opening + 1 : closing], closing + 1
        licence = "".join(re.findall(r"/\*!.*?\*/", head, re.DOTALL))
        head = re.sub(r"/\*.*?\*/", "", head, flags=re.DOTALL).strip()
        if re.match(r"@(media|supports|layer|container)", head):
            body = _used_rules(body, known)
        elif head.startswith("@font-face"):
            body = "" if "Font Awesome" in body else body
        elif not head.startswith("@"):
            head = ",".join(one for one in _split(head) if _is_met(one, known))
        kept.append(licence + (f"{head}{{{body}}}" if head and body.strip() else ""))
    return "".join(kept)


def _is_met(selector: str, known: set[str]) -> bool:
    names = re.findall(r"\.((?:[\w-]|\\.)+)", ELSEWHERE.sub("", selector))
    return known.issuperset(name.replace("\\", "") for name in names)


# A string, a comment, or a mark outside of both.
PIECE = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|/\*.*?\*/|[{};]", re.DOTALL)


def _find(sheet: str, marks: str, at: int) -> int:
    """Return where the first of some marks stands outside strings and comments."""
    for found in PIECE.finditer(sheet, at):
        if found.group() in marks:
            return found.start()
    return -1


def _matching(sheet: str, opening: int) -> int:
    """Return where the block that opens at ``opening`` closes."""
    depth, at = 1, opening
    while depth:
        at = _find(sheet, "{}", at + 1)
        if at < 0:
            raise ExtensionError("a style sheet of the theme has a block without an end")
        depth += 1 if sheet[at] == "{" else -1
    return at


def _split(selectors: str) -> list[str]:
    """Split at the commas that stand outside brackets."""
    parts, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


# --- files ------------------------------------------------------------------


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def _write(file: Path, content: bytes) -> None:
    """Write a file only where it changes, so that its time tells something."""
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _is_html(app: Sphinx) -> bool:
    return app.builder.format == "html"


def _lay_files(app: Sphinx) -> None:
    """Lay the book's own files into the output before pages name them."""
    if not _is_html(app):
        return
    static = Path(app.outdir) / "_static"
    for file in sorted(STATIC.iterdir()):
        if file.suffix in {".css", ".js", ".svg"}:
            _write(static / file.name, file.read_bytes())
    _write(static / LIBRARY, gzip.decompress(PACKED_LIBRARY.read_bytes()))


def _theme_file(app: Sphinx, name: str) -> Path:
    """Return a static file of the theme, or of one that it builds on."""
    for folder in app.builder.theme.get_theme_dirs():  # type: ignore[attr-defined]
        file = Path(folder) / "static" / name
        if file.exists():
            return file
    raise ExtensionError(f"the theme has no {name} any more: see {__name__}")


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Write the icons and remove what no page asks for."""
    if error or not _is_html(app):
        return
    static = Path(app.outdir) / "_static"
    name = "styles/pydata-sphinx-theme.css"
    theme = _theme_file(app, name).read_text("utf8")
    shown = Shown.read(Path(app.outdir))
    pack = IconPack.read(_theme_file(app, "scripts/fontawesome.js"))
    _write(static / ICONS, _icon_rules(pack, shown, theme).encode())
    for script in static.rglob("*.js"):
        if script.name not in {LIBRARY, "fontawesome.js"}:
            shown.classes.update(re.findall(r"[\w-]+", script.read_text("utf8")))
    _write(static / name, _used_rules(theme, shown.classes).encode())
    for sheet in [static / "sphinx-design.min.css", *static.glob("mystnb.*.css")]:
        if sheet.exists():
            _write(sheet, _used_rules(sheet.read_text("utf8"), shown.classes).encode())
    for pattern in UNUSED:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _use_templates(app: Sphinx, config: Config) -> None:
    config.template_bridge = f"{__name__}.{OfflineTemplates.__name__}"
    # A change of these files is a change of every page.
    files = [Path(__file__), PACKED_LIBRARY, *sorted(STATIC.iterdir())]
    config.casebook_assets = " ".join(_sum(file) for file in files if file.is_file())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    app.add_config_value("casebook_assets", "", "html")
    app.add_html_math_renderer(
        "mathml", inline_renderers=(_visit_math, None), block_renderers=(_visit_math_block, None)
    )
    app.connect("config-inited", _use_templates)
    app.connect("builder-inited", _lay_files)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
