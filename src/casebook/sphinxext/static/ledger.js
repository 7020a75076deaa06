// Searches and filters the ledger. The choice is kept in the address after "#?",
// which no claim's own address, "#n-...", begins with.
(() => {
  "use strict";

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

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = filters.filter(({ select }) => select.value);
    let shown = 0;
    let extra = "";
    for (const { row, text, data } of rows) {
      const fits = words.every((word) => text.includes(word)) && chosen.every(({ name, select }) => data[name] === select.value);
      if (fits) shown += 1;
      else if (row === found) extra = ", and the one asked for";
      const hide = !fits && row !== found;
      if (row.hidden !== hide) row.hidden = hide;
    }
    const filtered = words.length > 0 || chosen.length > 0;
    count.textContent = filtered ? `${shown} of ${rows.length} claims${extra}` : `${rows.length} claims`;
    reset.disabled = !filtered;
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
    const hash = decodeURIComponent(location.hash);
    if (hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2));
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
      mark(null);
      filter();
      keep();
    }, 120);
  }

  const reset = document.createElement("button");
  reset.type = "button";
  reset.id = "ledger-reset";
  reset.textContent = "Show all";
  reset.addEventListener("click", () => {
    search.value = "";
    for (const { select } of filters) select.value = "";
    change();
    search.focus();
  });
  count.before(reset);

  // Rows are laid out as cards on a phone, which would make the table no table.
  const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
  const phone = matchMedia("(max-width: 600px)");
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
