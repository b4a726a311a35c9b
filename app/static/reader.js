// What the reader adds where scripts run: copy buttons, the "/" key, and the highlighted quote brought into view.
(() => {
  "use strict";
  const status = document.querySelector("[data-status]");
  const say = (words) => { if (status) status.textContent = words; };

  async function copy(button, text) {
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = false; }
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    say(done ? "Code copied" : "Copying is not allowed here");
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  }

  for (const pre of document.querySelectorAll(".text pre")) {
    const block = document.createElement("div");
    block.className = "block";
    pre.replaceWith(block);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy this code");
    button.addEventListener("click", () => copy(button, pre.textContent));
    block.append(pre, button);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    document.getElementById("q").focus();
  });

  const mark = document.querySelector("mark");
  if (mark) {
    const seen = () => {
      const box = mark.getBoundingClientRect();
      if (box.top < 80 || box.bottom > innerHeight) mark.scrollIntoView({ block: "center", behavior: "instant" });
    };
    requestAnimationFrame(() => setTimeout(seen, 0));
  }
  const current = document.querySelector(".tree [aria-current]");
  if (current) current.closest(".tree").scrollTop = Math.max(0, current.offsetTop - 200);
})();
