// Light or dark: the system's wish, unless the reader switched. Runs before the page is drawn, so that it does not flash.
(() => {
  "use strict";
  const root = document.documentElement;
  const key = "docklore-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (value) => { try { localStorage.setItem(key, value); } catch { /* storage is off: the choice holds for this page */ } };
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function show() {
    if (document.body) document.body.classList.toggle("dark", dark());
    for (const button of document.querySelectorAll("[data-theme-switch], #theme-switch")) {
      button.hidden = false;
      const name = dark() ? "Light" : "Dark";
      if (button.textContent.trim() !== name) button.textContent = name;
      button.setAttribute("aria-label", `${name} colours`);
    }
  }

  const chosen = stored();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch], #theme-switch")) return;
    root.dataset.theme = dark() ? "light" : "dark";
    store(root.dataset.theme);
    show();
  });
  window.docklore = Object.assign(window.docklore || {}, { showTheme: show });
})();
