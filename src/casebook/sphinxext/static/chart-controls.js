// Menus, sliders and frames of a figure as HTML controls: Plotly's own are drawn
// inside the picture, where neither a keyboard nor a screen reader finds them.
(() => {
  "use strict";

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const plain = (text) => String(text ?? "").replace(/<[^>]*>/g, "").trim();

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  const isPlay = (button) => button.method === "animate" && (button.args?.[0] ?? null) === null;
  const isPause = (button) => button.method === "animate" && Array.isArray(button.args?.[0]) && button.args[0][0] === null;

  // Movement the reader did not ask for is left out; the steps stay.
  function calm(method, values) {
    if (method !== "animate" || !still.matches) return values;
    const [frames, options = {}] = values;
    return [frames, { ...options, transition: { ...options.transition, duration: 0 } }];
  }

  function menuControl(menu, id, act) {
    const buttons = menu.buttons.filter((button) => button.visible !== false && !isPlay(button) && !isPause(button));
    if (buttons.length === 0) return null;
    const name = plain(menu.name) || "Show";
    const select = make("select", { id }, ...buttons.map((button) => make("option", { textContent: plain(button.label) })));
    const first = Math.max(0, buttons.indexOf(menu.buttons[menu.active ?? 0]));
    select.selectedIndex = first;
    const apply = () => {
      const { method = "restyle", args = [] } = buttons[select.selectedIndex];
      return method === "skip" ? null : act(method, calm(method, args));
    };
    select.addEventListener("change", () => apply() && act.say(`${name}: ${select.value}`));
    return {
      nodes: [make("label", { htmlFor: id, textContent: name }), select],
      changed: () => select.selectedIndex !== first,
      apply,
    };
  }

  function sliderControl(slider, id, act) {
    const steps = (slider.steps || []).filter((step) => step.visible !== false);
    if (steps.length === 0) return null;
    const { prefix = "", suffix = "" } = slider.currentvalue || {};
    const name = plain(prefix).replace(/[:=]\s*$/, "") || plain(slider.name) || "Choose";
    const first = Math.max(0, steps.indexOf(slider.steps[slider.active ?? 0]));
    const range = make("input", { type: "range", id, min: 0, max: steps.length - 1, step: 1, value: first });
    const output = make("output", { htmlFor: id });
    let waiting = 0;
    const show = () => {
      output.textContent = plain(steps[range.value].label) + plain(suffix);
      range.setAttribute("aria-valuetext", output.textContent);
    };
    const apply = () => {
      const { method = "restyle", args = [] } = steps[range.value];
      return method === "skip" ? null : act(method, calm(method, args));
    };
    range.addEventListener("input", () => {
      show();
      // Dragging is faster than drawing: only the last place of a frame counts.
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        apply();
        act.say(`${name}: ${output.textContent}`);
      });
    });
    show();
    return {
      nodes: [make("label", { htmlFor: id, textContent: name }), range, output],
      changed: () => Number(range.value) !== first,
      apply,
      // A running animation moves the slider.
      follow: (frame) => {
        const at = steps.findIndex((step) => step.method === "animate" && [step.args?.[0]].flat().includes(frame));
        if (at >= 0) {
          range.value = at;
          show();
        }
      },
    };
  }

  function playControl(button, act) {
    const play = make("button", { type: "button", className: "chart-play" });
    let playing = false;
    const show = (now) => {
      playing = now;
      play.textContent = now ? "Pause" : plain(button.label) || "Play";
    };
    const pause = () => act("animate", [[null], { mode: "immediate", frame: { duration: 0 }, transition: { duration: 0 } }]);
    play.addEventListener("click", () => {
      if (playing) {
        show(false);
        pause();
      } else {
        show(true);
        const done = () => show(false);
        Promise.resolve(act("animate", calm("animate", button.args))).then(done, done);
      }
    });
    show(false);
    return { nodes: [play], changed: () => false, apply: () => null };
  }

  // The sliders of an explorer share one chart: the place of all of them together
  // leads to what the model answered there (casebook/explorers/grid.py).
  function explorerControls(spec, id, act) {
    const chosen = spec.controls.map((control) => control.start);
    const words = make("p", { className: "explorer-words" });
    let waiting = 0;
    const place = () => spec.controls.reduce((at, control, n) => at * control.values.length + chosen[n], 0);
    const tell = () => (words.textContent = spec.words[place()]);
    const apply = () => {
      const numbers = spec.numbers[place()];
      return act("restyle", [{ [spec.axis]: numbers }, numbers.map((_, trace) => trace)]);
    };
    const sliders = spec.controls.map((control, n) => {
      const input = `${id}-explorer-${n}`;
      const range = make("input", { type: "range", id: input, min: 0, max: control.values.length - 1, step: 1, value: control.start });
      const output = make("output", { htmlFor: input });
      const show = () => {
        output.textContent = control.values[chosen[n]];
        range.setAttribute("aria-valuetext", output.textContent);
      };
      range.addEventListener("input", () => {
        chosen[n] = Number(range.value);
        show();
        cancelAnimationFrame(waiting);
        waiting = requestAnimationFrame(() => {
          tell();
          apply();
          act.say(`${control.label}: ${output.textContent}. ${words.textContent}`);
        });
      });
      show();
      return {
        nodes: [make("label", { htmlFor: input, textContent: control.label }), range, output],
        changed: () => chosen[n] !== control.start,
        apply: () => null,
      };
    });
    tell();
    // One of them carries the redraw of all: they set one chart together.
    const changed = () => spec.controls.some((control, n) => chosen[n] !== control.start);
    return [...sliders, { nodes: [words], changed, apply }];
  }

  // Takes the controls out of a figure. `run(method, values)` draws if need be and
  // then calls Plotly. Returns null where a figure has none.
  window.casebookCharts.controls = (figure, id, label, run) => {
    const { updatemenus = [], sliders = [], meta, ...layout } = figure.layout || {};
    figure.layout = layout;
    const status = make("p", { className: "chart-status" });
    status.setAttribute("role", "status");
    let timer = 0;
    const act = (method, values) => run(method, values);
    act.say = (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => (status.textContent = `Shown: ${text}`), 400);
    };
    const menus = updatemenus.filter((menu) => menu.visible !== false && menu.buttons?.length);
    const controls = [
      ...menus.flatMap((menu) => menu.buttons.filter(isPlay).slice(0, 1)).map((button) => playControl(button, act)),
      ...menus.map((menu, at) => menuControl(menu, `${id}-menu-${at}`, act)),
      ...sliders.filter((slider) => slider.visible !== false).map((slider, at) => sliderControl(slider, `${id}-slider-${at}`, act)),
      ...(meta?.explorer ? explorerControls(meta.explorer, id, act) : []),
    ].filter(Boolean);
    if (controls.length === 0) return null;
    const group = make(
      "div", { className: "chart-controls" },
      ...controls.map((control) => make("div", { className: "chart-control" }, ...control.nodes)), status,
    );
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    return {
      element: group,
      changed: () => controls.some((control) => control.changed()),
      // After a redraw the figure is as written again; what the reader chose follows.
      reapply: async () => {
        for (const control of controls) if (control.changed()) await control.apply();
      },
      connect: (plot) => plot.on("plotly_animatingframe", ({ name }) => controls.forEach((control) => control.follow?.(name))),
    };
  };
})();
