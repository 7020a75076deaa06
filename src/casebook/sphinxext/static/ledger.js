// Searches and filters the ledger. The choice is kept in the address after "#?",
// which no claim's own address, "#n-...", begins with.
(() => {
  "use strict";

  const STEP = 100; // rows to lay out at a time: a phone is slow with a thousand
  const tools = document.getElementById("ledger-tools");
  const table = document.getElementById("ledger-table");
  if (!tools || !table) return;

  const search = document.getElementById("ledger-search");
  const count = document.getElementById("ledger-count");
  const filters = ["source", "rating", "kind", "conflict"]
    .map((name) => ({ name, select: document.getElementById(`ledger-${name}`) }))
    .filter(({ select }) => select);
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => ({
    row, text: row.dataset.text || row.textContent.toLowerCase(), data: { ...row.dataset },
  }));

  let found = null; // the row that the address names
  let limit = STEP;

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = filters.filter(({ select }) => select.value);
    let fitting = 0;
    let shown = 0;
    for (const { row, text, data } of rows) {
      const fits = words.every((word) => text.includes(word)) && chosen.every(({ name, select }) => data[name] === select.value);
      if (fits) fitting += 1;
      const show = (fits && fitting <= limit) || row === found;
      if (show) shown += 1;
      if (row.hidden === show) row.hidden = !show;
    }
    const filtered = words.length > 0 || chosen.length > 0;
    const total = filtered ? `${fitting} of ${rows.length} claims` : `${rows.length} claims`;
    count.textContent = shown < fitting ? `${total}; ${shown} shown` : total;
    reset.disabled = !filtered;
    more.hidden = fitting <= limit;
    more.textContent = `Show ${Math.min(STEP, fitting - limit)} more`;
  }

  function mark(row) {
    found?.classList.remove("ledger-found");
    found = row;
    found?.classList.add("ledger-found");
  }

  function keep() {
    const state = new URLSearchParams();
    if (search.value) state.set("q", search.value);
    for (const { name, select } of filters) if (select.value) state.set(name, select.value);
    const text = state.toString();
    history.replaceState(history.state, "", text ? `#?${text}` : location.pathname + location.search);
  }

  function readAddress() {
    const { hash } = location;
    if (hash.startsWith("#?")) {
      const state = new URLSearchParams(hash.slice(2));
      search.value = state.get("q") || "";
      for (const { name, select } of filters) select.value = state.get(name) || "";
      mark(null);
    } else {
      const row = hash ? document.getElementById(hash.slice(1)) : null;
      mark(row && table.contains(row) ? row : null);
    }
    filter();
    // The row may have been hidden when the browser looked for it.
    found?.scrollIntoView({ block: "center" });
  }

  let timer = 0;
  function change() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      limit = STEP;
      mark(null);
      filter();
      keep();
    }, 120);
  }

  const reset = document.createElement("button");
  reset.type = "button";
  reset.id = "ledger-reset";
  reset.textContent = "Clear";
  reset.addEventListener("click", () => {
    search.value = "";
    for (const { select } of filters) select.value = "";
    change();
    search.focus();
  });
  count.before(reset);

  const more = document.createElement("button");
  more.type = "button";
  more.id = "ledger-more";
  more.addEventListener("click", () => {
    const next = rows.filter(({ row }) => row.hidden);
    limit += STEP;
    filter();
    // Where the reader was: at the first of the new rows.
    const first = next.find(({ row }) => !row.hidden)?.row.querySelector("a");
    if (more.hidden) first?.focus();
  });
  table.after(more);

  // Rows are laid out as cards on a phone, which would make the table no table.
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
  const phone = matchMedia("(max-width: 800px)");
  const label = () => {
    if (!phone.matches) return;
    for (const element of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
      if (!element.hasAttribute("role")) element.setAttribute("role", element.matches("tbody th") ? "rowheader" : roles[element.localName]);
    }
  };
  phone.addEventListener("change", label);
  label();

  search.addEventListener("input", change);
  for (const { select } of filters) select.addEventListener("change", change);
  addEventListener("hashchange", readAddress);
  // Going back restores the fields after this script has run.
  addEventListener("pageshow", readAddress);
  tools.hidden = false;
  readAddress();
})();
