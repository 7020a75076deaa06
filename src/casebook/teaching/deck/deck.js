// Turns the slides with reveal.js, and makes each exhibit as large as its slide.
(() => {
  "use strict";

  const root = document.documentElement;
  const words = document.getElementById("words");
  const keys = document.getElementById("keys");
  const NATURAL = 760; // pixels: the width for which the figures were laid out

  // An exhibit keeps its shape: letters grow with it, so that the back row can read them.
  function fit(slide) {
    const box = slide?.querySelector(".fit");
    if (!box) return;
    const figure = box.firstElementChild;
    const style = getComputedStyle(slide);
    const across = slide.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const down = slide.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    const scale = Math.min(across / figure.offsetWidth, down / figure.offsetHeight, 2.4);
    figure.style.transform = `scale(${scale})`;
    box.style.height = `${figure.offsetHeight * scale}px`;
  }

  function shown(slide) {
    fit(slide);
    words.hidden = words.hidden || !slide.querySelector(".words");
    words.textContent = slide.querySelector(".words")?.textContent ?? "";
  }

  const deck = new Reveal(document.querySelector(".reveal"), {
    width: "100%", height: "100%", margin: 0, minScale: 1, maxScale: 1, center: false,
    hash: true, respondToHashChanges: true, controls: true, progress: true, slideNumber: "c/t",
    transition: "none", backgroundTransition: "none", help: false, viewDistance: 2, keyboard: {
      191: null, // would darken the screen on the key that shows the keys
      78: () => { words.hidden = !words.hidden || !words.textContent; },
      68: () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; },
    },
  });
  deck.on("ready", (event) => shown(event.currentSlide));
  deck.on("slidechanged", (event) => shown(event.currentSlide));
  deck.initialize();

  document.addEventListener("chart-drawn", () => fit(deck.getCurrentSlide()));
  new ResizeObserver(() => fit(deck.getCurrentSlide())).observe(document.querySelector(".slides"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "?") keys.showModal();
  });
  // A key that closes the list of keys does nothing to the slides behind it.
  keys.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "?") keys.close();
  });

  // On paper every slide is a page, as wide as the paper allows.
  const PAPER = { width: 1180, height: 580 };
  addEventListener("beforeprint", () => {
    for (const figure of document.querySelectorAll(".fit > figure")) {
      const height = figure.offsetHeight || heightOf(figure);
      const scale = Math.min(PAPER.width / NATURAL, PAPER.height / height, 1.55);
      figure.style.setProperty("--on-paper", scale.toFixed(3));
    }
  });

  // A slide that is not shown has no height: measure a copy of it.
  function heightOf(figure) {
    const copy = figure.cloneNode(true);
    const holder = document.createElement("div");
    holder.className = "fit measuring";
    holder.append(copy);
    document.querySelector(".slides").append(holder);
    const height = copy.offsetHeight;
    holder.remove();
    return height || 500;
  }

  root.style.setProperty("--natural", `${NATURAL}px`);
  if (matchMedia("(prefers-color-scheme: dark)").matches) root.dataset.theme = "dark";
})();
