// Draws each chart when it comes near the view. Until then, and wherever the
// library is missing, its picture stands in its place.
(() => {
  "use strict";

  const house = window.casebookCharts;
  const address = document.currentScript.dataset.library;
  const narrow = matchMedia("(max-width: 600px)");
  const loaded = new Promise((done) => {
    if (document.readyState === "complete") done();
    else addEventListener("load", done, { once: true });
    setTimeout(done, 4000);
  });
  const idle = () => new Promise((done) => (window.requestIdleCallback || setTimeout)(done, { timeout: 500 }));

  let asked = null;
  function library() {
    asked ??= new Promise((done, fail) => {
      if (window.Plotly) return done();
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => fail(new Error("the charting library did not load"));
      document.head.append(script);
    });
    return asked;
  }

  class Chart {
    constructor(element) {
      this.element = element;
      this.figure = JSON.parse(element.querySelector("script.chart-figure").textContent);
      this.height = this.figure.layout?.height || parseInt(element.style.minHeight, 10) || 420;
      element.style.minHeight = `${this.height}px`;
      const number = element.closest("figure")?.querySelector(".exhibit-number")?.textContent.trim();
      const label = number ? `Controls of ${number}` : "Controls of the chart";
      this.controls = house.controls(this.figure, element.id, label, (method, values) => this.run(method, values));
      // Outside the chart: what is inside an image has no parts for a screen reader.
      if (this.controls) element.before(this.controls.element);
    }

    get config() {
      return {
        ...this.figure.config,
        displayModeBar: false, displaylogo: false, scrollZoom: false, responsive: true, plotlyServerURL: "",
      };
    }

    themed(changes = {}) {
      this.dark = changes.dark ?? document.documentElement.dataset.theme === "dark";
      return house.themed(this.figure, { dark: this.dark, phone: narrow.matches, height: this.height, ...changes });
    }

    draw() {
      this.drawing ??= this.drawFirst().catch((error) => {
        console.warn(`${this.element.id}: ${error.message}`);
        this.plot?.remove();
        this.plot = null;
        this.controls?.element.remove();
      });
      return this.drawing;
    }

    async drawFirst() {
      await library();
      const plot = document.createElement("div");
      plot.className = "chart-plot";
      this.element.append(plot);
      this.plot = plot;
      const { data, layout, frames } = this.themed();
      await window.Plotly.newPlot(plot, data, layout, this.config);
      if (frames.length) await window.Plotly.addFrames(plot, frames);
      this.controls?.connect(plot);
      this.element.dataset.drawn = "true";
      this.element.dispatchEvent(new CustomEvent("chart-drawn", { bubbles: true }));
    }

    // Another theme or another width: the same figure, dressed anew.
    async redraw(changes) {
      if (this.element.dataset.drawn !== "true") return;
      const { data, layout, frames } = this.themed(changes);
      await window.Plotly.react(this.plot, data, layout, this.config);
      if (frames.length) {
        await window.Plotly.deleteFrames(this.plot);
        await window.Plotly.addFrames(this.plot, frames);
      }
      await this.controls?.reapply();
    }

    async run(method, values) {
      await this.draw();
      if (!this.plot) return;
      this.element.toggleAttribute("data-changed", this.controls.changed());
      // Plotly writes into what it is given.
      await window.Plotly[method](this.plot, ...structuredClone(house.themedArguments(values, this.dark)));
    }
  }

  const charts = new Map();
  for (const element of document.querySelectorAll(".plotly-chart")) {
    try {
      charts.set(element, new Chart(element));
    } catch (error) {
      console.warn(`${element.id}: ${error.message}`);
    }
  }
  const all = [...charts.values()];

  let queue = loaded;
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        queue = queue.then(idle).then(() => charts.get(target).draw());
      }
    },
    { rootMargin: "300px" },
  );
  for (const chart of all) near.observe(chart.element);

  window.drawAllCharts = async () => {
    for (const chart of all) if (chart.element.getClientRects().length) await chart.draw();
  };

  const redrawAll = (changes) => all.forEach((chart) => chart.redraw(changes));
  new MutationObserver(() => {
    const dark = document.documentElement.dataset.theme === "dark";
    if (all.some((chart) => chart.dark !== undefined && chart.dark !== dark)) redrawAll();
  }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  narrow.addEventListener("change", () => redrawAll());

  // On paper the picture stands for a chart as it was written (site.css). One that
  // the reader has changed is printed as changed, and as wide as the paper.
  addEventListener("beforeprint", () => {
    for (const chart of all) if (chart.controls?.changed()) chart.redraw({ dark: false, phone: false, width: 640 });
  });
  addEventListener("afterprint", () => redrawAll());
})();
