// What the chat page adds to Gradio's: the conversation is remembered by the tab, the "/" key, colours for Dockerfiles, a live note.
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const field = (id) => one(`#${id} textarea, #${id} input`);
  const remembered = (history.state && history.state.docklore) || "";
  let restored = !remembered || new URLSearchParams(location.search).has("c");
  let saved = "";
  let asked = 0;
  let live = null;

  const LANGUAGES = {
    dockerfile: [
      ["comment", /^[ \t]*#[^\n]*/my],
      ["keyword", /^[ \t]*(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\b/imy],
      ["string", /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y],
      ["variable", /\$\{[^}\n]*\}|\$\w+/y],
      ["parameter", /--[a-z][\w-]*/y],
    ],
    powershell: [
      ["comment", /#[^\n]*/y],
      ["string", /"(?:[^"`\n]|`.)*"|'[^'\n]*'/y],
      ["variable", /\$(?:\w+:)?\w+|\$\{[^}\n]*\}/y],
      ["function", /\b[A-Z][A-Za-z]+-[A-Z]\w*/y],
      ["parameter", /(?<=\s)-[A-Za-z]\w*/y],
      ["keyword", /\b(?:if|else|foreach|for|while|function|return|try|catch|param|in)\b/y],
    ],
  };
  LANGUAGES.docker = LANGUAGES.dockerfile;
  LANGUAGES.ps1 = LANGUAGES.powershell;

  function coloured(text, rules) {
    const out = document.createDocumentFragment();
    let plain = "";
    for (let at = 0; at < text.length;) {
      const hit = rules.map(([kind, rule]) => { rule.lastIndex = at; return [kind, rule.exec(text)]; }).find(([, match]) => match && match[0]);
      if (!hit) { plain += text[at]; at += 1; continue; }
      out.append(plain);
      plain = "";
      const span = document.createElement("span");
      span.className = `token ${hit[0]}`;
      span.textContent = hit[1][0];
      out.append(span);
      at += hit[1][0].length;
    }
    out.append(plain);
    return out;
  }

  function colour() {
    for (const code of document.querySelectorAll("#talk pre code:not([data-coloured])")) {
      code.dataset.coloured = "";
      const pre = code.parentElement;
      pre.tabIndex = 0;
      const name = (/language-([\w-]+)/.exec(code.className) || [])[1];
      if (LANGUAGES[name] && !code.querySelector(".token") && code.textContent.length < 20000) code.replaceChildren(coloured(code.textContent, LANGUAGES[name]));
    }
    for (const button of document.querySelectorAll(".copy_code_button:not([aria-label])")) button.setAttribute("aria-label", "Copy this code");
    for (const head of document.querySelectorAll("#talk th:empty")) head.replaceWith(document.createElement("td"));
    for (const table of document.querySelectorAll("#talk table:not([tabindex])")) table.tabIndex = 0;
  }

  function setField(element, value) {
    element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function remember() {
    const known = field("history");
    if (!known || !known.value) return;
    if (!restored) {
      restored = true;
      if (known.value === "[]" && remembered !== "[]") {
        setField(known, remembered);
        setTimeout(() => one("#restore").click(), 0);
        return;
      }
    }
    if (known.value !== saved) {
      saved = known.value;
      history.replaceState({ ...history.state, docklore: saved }, "");
    }
  }

  function follow() {
    const questions = document.querySelectorAll("#talk .user-row");
    if (questions.length > asked && questions.length > 1) questions[questions.length - 1].scrollIntoView({ block: "start" });
    asked = questions.length;
  }

  function say(words) {
    if (!live) {
      live = document.createElement("div");
      live.className = "docklore-live";
      live.setAttribute("role", "status");
      document.body.append(live);
    }
    live.textContent = words;
  }

  // Known questions while typing: asked for when the typing rests, shown as buttons under the box.
  let resting = 0;
  let latest = 0;
  function offer(questions) {
    const form = one(".form:has(#question)");
    if (!form) return;
    let row = one("#known");
    if (!row) {
      row = document.createElement("div");
      row.id = "known";
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", "Known questions");
      form.append(row);
    }
    row.replaceChildren(...questions.map((question) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = question;
      button.addEventListener("click", () => {
        setField(field("question"), question);
        offer([]);
        setTimeout(() => { const send = one("#question .submit-button"); if (send) send.click(); }, 0);
      });
      return button;
    }));
  }

  document.addEventListener("input", (event) => {
    if (event.target !== field("question") || !event.isTrusted) return;
    clearTimeout(resting);
    const typed = event.target.value;
    latest += 1;
    if (typed.trim().length < 3 || typed.length > 100) { offer([]); return; }
    const mine = latest;
    resting = setTimeout(async () => {
      try {
        const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(typed)}`, { credentials: "omit" });
        const found = answer.ok ? (await answer.json()).questions : [];
        if (mine === latest && field("question").value === typed) offer(found);
      } catch { /* the box works without */ }
    }, 250);
  }, true);

  let waiting = false;
  function tidy() {
    waiting = false;
    for (const message of document.querySelectorAll('#talk [data-testid="user"][aria-label], #talk [data-testid="bot"][aria-label]')) message.removeAttribute("aria-label");
    colour();
    follow();
    if (one("#known") && one("#known").firstChild && field("question") && !field("question").value) { latest += 1; offer([]); }
    remember();
    if (window.docklore) window.docklore.showTheme();
  }
  new MutationObserver(() => {
    if (!waiting) { waiting = true; setTimeout(tidy, 30); }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field("question").focus();
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("#links a");
    if (!link || !link.search.startsWith("?c=") || link.pathname.endsWith(".md") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      link.textContent = "Link copied";
      say("Link to this conversation copied");
    } catch {
      window.open(link.href, "_blank", "noopener");
    }
  }, true);
})();
