// What the page tests look for on a page; visits.py asks.
window.probe ??= (() => {
  "use strict";

  const CLICKED = "a[href], button, input, select, textarea, summary, audio[controls], video[controls], iframe, [tabindex]";
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    element.getClientRects().length > 0 && !element.closest("[inert]");
  const words = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const text = (element) => (element ? element.textContent.trim() : "");

  // --- exhibits ------------------------------------------------------------

  async function pictures() {
    const found = [];
    for (const chart of document.querySelectorAll(".plotly-chart")) {
      const image = chart.querySelector("picture img, img");
      await image?.decode().catch(() => null);
      const box = image?.getBoundingClientRect();
      found.push({
        chart: chart.id,
        drawn: chart.dataset.drawn === "true",
        shown: Boolean(image && image.naturalWidth > 0 && box.width > 100 && box.height > 50 && seen(image)),
      });
    }
    return found;
  }

  async function csv(link) {
    if (!link) return null;
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) return { status: answer?.status ?? 0, lines: 0 };
    return { status: answer.status, lines: (await answer.text()).trim().split("\n").length };
  }

  function name(chart) {
    const by = chart.getAttribute("aria-labelledby");
    const labels = by ? by.split(/\s+/).map((id) => text(document.getElementById(id))).join(" ") : "";
    return (labels || chart.getAttribute("aria-label") || chart.getAttribute("alt") || "").trim();
  }

  const exhibits = () => Promise.all([...document.querySelectorAll("figure.exhibit")].map(async (figure) => {
    const chart = figure.querySelector(".plotly-chart");
    const plot = chart?.querySelector(".js-plotly-plot");
    const box = plot?.querySelector("svg.main-svg")?.getBoundingClientRect();
    return {
      id: figure.id,
      chart: chart ? chart.id : "",
      drawn: Boolean(chart?.dataset.drawn === "true" && plot?.data.length > 0 && box?.width > 100 && box?.height > 100),
      fits: !box || box.right <= figure.getBoundingClientRect().right + 1,
      pictureStays: Boolean(chart?.dataset.drawn === "true" && chart.querySelector("picture")?.checkVisibility()),
      role: chart?.getAttribute("role") ?? "",
      name: chart ? name(chart) : "",
      number: text(figure.querySelector("figcaption .exhibit-number")),
      caption: text(figure.querySelector("figcaption")),
      source: text(figure.querySelector(".exhibit-source")),
      rows: figure.querySelectorAll("table tbody tr").length,
      csv: await csv(figure.querySelector("a[download]")),
      controls: [...figure.querySelectorAll("select, input[type=range], button.chart-play")].length,
    };
  }));

  const strayCharts = () =>
    [...document.querySelectorAll(".plotly-chart, .js-plotly-plot")].filter((e) => !e.closest("figure.exhibit")).map(words);

  // --- colours -------------------------------------------------------------

  const numbers = (colour) => {
    const parts = (colour.match(/[\d.]+/g) || []).map(Number);
    return parts.length === 3 ? [...parts, 1] : parts;
  };
  const over = (front, back) => [0, 1, 2].map((at) => front[at] * front[3] + back[at] * (1 - front[3]));
  function luminance(colour) {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  // The first opaque colour behind an element.
  function ground(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return document.documentElement.dataset.theme === "dark" ? [0, 0, 0, 1] : [255, 255, 255, 1];
  }

  const CHART_TEXT = ".xtick text, .ytick text, .ztick text, .cbaxis text, .xtitle, .ytitle, .gtitle, .legendtext, .legendtitletext";

  function textColours(chart) {
    const back = ground(chart.closest("figure") || chart);
    const written = [...chart.querySelectorAll(CHART_TEXT)];
    for (const note of chart.querySelectorAll(".annotation-text")) {
      const box = note.closest("g.annotation-text-g")?.querySelector("rect.bg");
      if (!box || Number(getComputedStyle(box).fillOpacity) === 0) written.push(note);
    }
    return written.filter((e) => text(e)).map((e) => {
      const style = getComputedStyle(e);
      const front = numbers(style.fill);
      front[3] *= Number(style.fillOpacity) * Number(style.opacity);
      return { text: text(e), fill: style.fill, contrast: contrast(over(front, back), back) };
    });
  }

  const faintText = () => [...document.querySelectorAll(".plotly-chart")].flatMap((chart) =>
    textColours(chart).filter((one) => !(one.contrast >= 4.5)).map(
      (one) => `${chart.id}: "${one.text}" ${one.fill}, contrast ${one.contrast.toFixed(2)}`,
    ));

  // --- width ---------------------------------------------------------------

  // Inside something that scrolls by itself, or that is only read aloud.
  const excused = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (/auto|scroll/.test(style.overflowX) || style.clipPath !== "none" || at.offsetWidth <= 1) return true;
    }
    return false;
  };

  // What stands out to the right beyond the screen and cannot be scrolled into sight.
  function width() {
    const room = document.documentElement.clientWidth;
    const beyond = [...document.querySelectorAll("main *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.right > room + 1 && box.width > 2 && box.height > 2 && seen(element) && !excused(element.parentElement) && !element.closest("svg svg, svg *");
    });
    const outermost = beyond.filter((element) => !beyond.includes(element.parentElement));
    return { page: document.scrollingElement.scrollWidth, beyond: outermost.slice(0, 5).map(words) };
  }

  // --- keyboard ------------------------------------------------------------

  const numbered = new Map();
  function number(element) {
    if (!numbered.has(element)) numbered.set(element, numbered.size + 1);
    return numbered.get(element);
  }

  // Of a group of radio buttons one is reached by Tab and the others by arrows. What only a
  // script moves the focus to, a heading or a dialog, has tabindex -1 and does nothing itself.
  function interactive() {
    const groups = new Set();
    return [...document.querySelectorAll(CLICKED)].filter((element) => {
      if (!seen(element) || element.disabled || (element.type === "hidden")) return false;
      if (element.matches("[tabindex='-1']:not(a, button, input, select, textarea, summary)")) return false;
      if (element.type !== "radio") return true;
      if (groups.has(element.name)) return false;
      groups.add(element.name);
      return true;
    }).map((element) => ({ number: number(element), words: words(element) }));
  }

  function focused() {
    const at = document.activeElement;
    return !at || at === document.body || at === document.documentElement ? null : { number: number(at), words: words(at) };
  }

  // What shows a pointing hand must be, hold, or stand in something that takes the focus.
  function clickableOnly() {
    return [...document.querySelectorAll("body *")].filter((element) =>
      getComputedStyle(element).cursor === "pointer" && seen(element) &&
      getComputedStyle(element.parentElement).cursor !== "pointer" &&
      !element.closest(`${CLICKED}, label, .chart-plot`) && !element.querySelector(CLICKED),
    ).map((element) => `only a mouse: ${words(element)}`);
  }

  // axe needs minutes for thousands of like rows. Of many siblings of one kind enough stay: at
  // least one of each make-up (the tags, classes and languages inside), and `keep` in all.
  function thin(keep) {
    const kind = (element) => `${element.localName}.${element.className}`;
    const makeup = (element) =>
      [...new Set([...element.querySelectorAll("*")].map((e) => `${kind(e)} ${e.lang}`))].sort().join("|");
    let removed = 0;
    for (const parent of document.querySelectorAll("main tbody, main section, main dl, main ul, main .glossary")) {
      const groups = Object.groupBy(parent.children, kind);
      for (const group of Object.values(groups)) {
        const known = new Set();
        const every = group.length <= 2 * keep ? 1 : Math.ceil(group.length / keep);
        group.forEach((element, at) => {
          const shape = makeup(element);
          if (at % every === 0 || !known.has(shape)) {
            known.add(shape);
            if (element.localName === "tr") element.hidden = false;
          } else {
            element.remove();
            removed += 1;
          }
        });
      }
    }
    return removed;
  }

  async function axe(inside, options) {
    const drawings = [...document.querySelectorAll(".chart-plot")];
    for (const drawing of drawings) drawing.style.display = "none";
    const found = await window.axe.run(inside || document, options);
    for (const drawing of drawings) drawing.style.display = "";
    return found;
  }

  const openAll = () => document.querySelectorAll("main details").forEach((part) => (part.open = true));

  return { pictures, exhibits, strayCharts, textColours, faintText, width, interactive, focused, clickableOnly, thin, axe, openAll };
})();
