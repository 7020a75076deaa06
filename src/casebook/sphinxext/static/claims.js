// Opens the note of a claim beside its number: on hover, on keyboard focus, on a
// tap. Without this script the number is a link to the ledger; it stays one.
(() => {
  "use strict";

  const OPEN_AFTER = 150;
  const CLOSE_AFTER = 250;
  const sheet = matchMedia("(max-width: 600px)");

  const box = document.createElement("div");
  box.id = "claim-popover";
  box.className = "claim-popover";
  box.setAttribute("role", "dialog");
  box.tabIndex = -1; // a click on its text is a click inside
  const native = "popover" in box;
  if (native) box.popover = "manual";

  const body = document.createElement("div");
  const shut = document.createElement("button");
  shut.type = "button";
  shut.className = "claim-close";
  shut.setAttribute("aria-label", "Close");
  shut.textContent = "×";
  shut.tabIndex = -1; // for a pointer; a keyboard has Escape, and numbers are many
  box.append(body, shut);

  let link = null; // the number whose note is open
  let pinned = false; // opened by a click or a tap: stays until it is closed
  let timer = 0;
  let quiet = false; // focus comes back to a number whose note was just closed

  const noteOf = (claim) => document.getElementById(`claim-note-${claim.dataset.claim}`);

  function place() {
    if (!link || sheet.matches) return;
    // A number may break over two lines: the note stands at its first part.
    const number = link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = box;
    const room = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(number.left, room - width - 8));
    const last = link.getBoundingClientRect();
    const below = last.bottom + 6;
    const above = number.top - height - 6;
    const top = below + height > innerHeight && above > 0 ? above : below;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  }

  function open(claim, pin) {
    clearTimeout(timer);
    const note = noteOf(claim);
    if (!note) return false;
    pinned = pin || (pinned && link === claim);
    if (link === claim) return true;
    close();
    pinned = pin;
    link = claim;
    body.replaceChildren(...[...note.cloneNode(true).children]);
    body.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    box.setAttribute("aria-label", `Source of: ${claim.textContent.trim()}`);
    claim.after(box); // next in reading order
    claim.setAttribute("aria-controls", box.id);
    claim.setAttribute("aria-expanded", "true");
    box.style.left = box.style.top = "";
    if (native) box.showPopover();
    box.classList.add("is-open");
    place();
    if (sheet.matches) {
      // The sheet must not cover the number it belongs to.
      const hidden = claim.getBoundingClientRect().bottom + 12 - box.getBoundingClientRect().top;
      if (hidden > 0) scrollBy({ top: hidden });
    }
    return true;
  }

  function close() {
    clearTimeout(timer);
    if (!link) return;
    const claim = link;
    const inside = box.contains(document.activeElement);
    link = null;
    pinned = false;
    if (native) box.hidePopover();
    box.classList.remove("is-open");
    claim.setAttribute("aria-expanded", "false");
    claim.removeAttribute("aria-controls");
    if (inside) {
      quiet = true;
      claim.focus();
      quiet = false;
    }
    box.remove();
  }

  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
  const leave = () => {
    if (!pinned && !box.contains(document.activeElement)) later(close, CLOSE_AFTER);
  };

  for (const claim of document.querySelectorAll("a.claim[data-claim]")) {
    if (!noteOf(claim)) continue;
    claim.setAttribute("aria-expanded", "false");
    claim.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") later(() => open(claim, false), OPEN_AFTER);
    });
    claim.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType !== "mouse") return;
      clearTimeout(timer);
      if (link === claim && document.activeElement !== claim) leave();
    });
    claim.addEventListener("focus", () => {
      if (!quiet && claim.matches(":focus-visible")) open(claim, false);
    });
    claim.addEventListener("blur", ({ relatedTarget }) => {
      if (link === claim && !pinned && !box.contains(relatedTarget)) close();
    });
    claim.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      // A key press on an open note, or a second tap, follows the link.
      const follows = link === claim && (pinned || event.detail === 0);
      if (!follows && open(claim, true)) event.preventDefault();
    });
  }

  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && document.activeElement !== link && leave());
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (link && relatedTarget && relatedTarget !== link && !box.contains(relatedTarget)) close();
  });
  shut.addEventListener("click", () => {
    const claim = link;
    close();
    quiet = true;
    claim?.focus();
    quiet = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && link) {
      event.stopPropagation();
      close();
    }
  }, true);
  document.addEventListener("pointerdown", ({ target }) => {
    if (link && !box.contains(target) && !link.contains(target)) close();
  });
  addEventListener("resize", place);
  // A page kept for "back" must not come back with a note open.
  addEventListener("pagehide", close);
})();
