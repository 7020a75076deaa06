// The house look of a chart: colours of the page's theme, and a layout for phones.
(() => {
  "use strict";

  const CLEAR = "rgba(0,0,0,0)";
  const house = (window.casebookCharts = {});
  const canvas = document.createElement("canvas").getContext("2d");
  const parsed = new Map();

  // Any CSS colour as [red, green, blue, alpha], or null: the canvas knows them all.
  function parse(text) {
    if (!parsed.has(text)) {
      canvas.fillStyle = "#010203";
      canvas.fillStyle = text;
      const value = canvas.fillStyle;
      let parts = null;
      if (value.startsWith("rgba")) parts = value.match(/[\d.]+/g).map(Number);
      else if (value !== "#010203") parts = [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16)).concat(1);
      parsed.set(text, parts);
    }
    return parsed.get(text);
  }

  function luminance([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  // Lighten a colour until it stands out from a dark page; its hue stays.
  function lighten(text, ground, enough) {
    const colour = parse(text);
    if (!colour || colour[3] === 0) return text;
    for (let white = 0; white <= 1; white += 0.05) {
      const mixed = colour.slice(0, 3).map((part) => Math.round(part + (255 - part) * white));
      if (contrast(mixed, ground) >= enough) return `rgba(${mixed.join(",")},${colour[3]})`;
    }
    return "#fff";
  }

  function pageColours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name, other) => style.getPropertyValue(name).trim() || other;
    return {
      text: read("--pst-color-text-base", "#222832"),
      muted: read("--pst-color-text-muted", "#48566b"),
      line: read("--case-chart-line", "#7a8594"),
      grid: read("--case-chart-grid", "#e3e6ea"),
      ground: read("--pst-color-background", "#fff"),
      surface: read("--pst-color-surface", "#f3f4f5"),
      family: read("--pst-font-family-base", "sans-serif"),
    };
  }

  // Colours an author fixed were picked on white. On a dark page they are adapted;
  // `key` is the name under which a value stands, as "marker.color" or "gridcolor".
  function adapt(node, colours, key = "", isText = false) {
    const name = key.split(".").pop();
    if (typeof node === "string") {
      if (!/color(way)?$/i.test(name)) return node;
      const colour = parse(node);
      if (!colour || colour[3] === 0) return node;
      if (/^(grid|line|zeroline|tick)color$/.test(name)) return name === "gridcolor" ? colours.grid : colours.line;
      if (/bgcolor$/.test(name)) return luminance(colour) > 0.6 ? colours.surface : node;
      return lighten(node, parse(colours.ground) || [18, 18, 18, 1], isText ? 4.5 : 3.2);
    }
    if (Array.isArray(node)) {
      if (name === "colorscale" || typeof node[0] === "number") return node;
      return node.map((item) => adapt(item, colours, key, isText));
    }
    if (!node || typeof node !== "object") return node;
    return Object.fromEntries(
      Object.entries(node).map(([name, value]) => [name, adapt(value, colours, name, isText || /font/i.test(key + name))]),
    );
  }

  function merge(under, over) {
    if (!over || typeof over !== "object" || Array.isArray(over)) return over === undefined ? under : over;
    const base = under && typeof under === "object" && !Array.isArray(under) ? under : {};
    const merged = { ...base };
    for (const [name, value] of Object.entries(over)) merged[name] = merge(base[name], value);
    return merged;
  }

  function template(colours, phone) {
    const size = phone ? 12 : 14;
    const axis = {
      automargin: true,
      gridcolor: colours.grid,
      linecolor: colours.line,
      tickcolor: colours.line,
      zerolinecolor: colours.line,
      zerolinewidth: 1,
      title: { standoff: phone ? 6 : 12 },
      fixedrange: phone || undefined,
    };
    return {
      font: { family: colours.family, size, color: colours.text },
      paper_bgcolor: CLEAR,
      plot_bgcolor: CLEAR,
      legend: { bgcolor: CLEAR },
      hoverlabel: {
        bgcolor: colours.surface,
        bordercolor: colours.line,
        font: { family: colours.family, size, color: colours.text },
      },
      annotationdefaults: { font: { color: colours.text }, arrowcolor: colours.muted },
      shapedefaults: { line: { color: colours.muted } },
      xaxis: axis,
      yaxis: axis,
    };
  }

  const axes = (layout, letter) => Object.keys(layout).filter((name) => RegExp(`^${letter}axis\\d*$`).test(name));
  const titled = (part) => Boolean(typeof part?.title === "string" ? part.title : part?.title?.text);

  function phoneLayout(layout, height) {
    const below = 30 + (axes(layout, "x").some((name) => titled(layout[name])) ? 24 : 0);
    const changes = {
      margin: { l: 8, r: 8, t: titled(layout) ? 40 : 12, b: 8 },
      legend: {
        orientation: "h", x: 0, xanchor: "left", y: -below / (height * 0.7), yanchor: "top",
        xref: "paper", yref: "paper", font: { size: 12 },
      },
    };
    const phone = merge(layout, changes);
    for (const name of [...axes(layout, "x"), ...axes(layout, "y")]) phone[name] = { ...phone[name], fixedrange: true };
    return phone;
  }

  // What Plotly draws for a figure as it was written.
  house.themed = (figure, { dark, phone, height, width }) => {
    const colours = pageColours();
    const fit = (part) => (dark ? adapt(part, colours) : part);
    let layout = fit(figure.layout || {});
    if (phone) layout = phoneLayout(layout, height);
    else layout = merge({ margin: { l: 16, r: 16, t: titled(layout) ? 56 : 20, b: 16 } }, layout);
    const look = template(colours, phone);
    const given = fit(layout.template || {});
    layout = {
      dragmode: false,
      ...layout,
      template: { ...given, layout: merge(given.layout, look) },
      font: merge(layout.font, { color: colours.text, ...(phone && { size: 12 }) }),
      paper_bgcolor: CLEAR,
      plot_bgcolor: CLEAR,
      autosize: true,
      height,
      width,
      uirevision: layout.uirevision ?? "kept",
    };
    // A trace may say in its meta what it does without on a narrow screen, such as its labels.
    const data = (figure.data || []).map((trace) => (phone ? { ...trace, ...trace.meta?.phone } : trace));
    return { data: fit(data), layout, frames: fit(figure.frames || []) };
  };

  // The arguments of a control may name colours too.
  house.themedArguments = (values, dark) => (dark ? adapt(values, pageColours()) : values);
})();
