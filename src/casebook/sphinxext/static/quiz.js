// Answers a quiz question at once, in words.
(() => {
  "use strict";

  document.addEventListener("change", ({ target }) => {
    const question = target.closest(".quiz-question");
    if (!question || target.type !== "radio") return;
    const right = target.dataset.right === "true";
    question.dataset.answer = right ? "right" : "wrong";
    const verdict = document.createElement("strong");
    verdict.textContent = right ? "Right." : "Not right.";
    question.querySelector(".quiz-feedback").replaceChildren(verdict, ` ${target.dataset.feedback || ""}`);
  });
})();
