"use strict";
(() => {
  const STEP = 50;
  const byId = (id) => document.getElementById(id);
  const selects = ["reason", "kind", "topic", "verdict"];
  const haystacks = ROWS.map((row) => [row.name, row.question, row.markdown, row.detail, row.interpreted_as || "",
    ...row.citations.map((one) => one.section), ...row.hits.map((one) => one.section), ...row.sections].join("\n").toLowerCase());
  let shown = STEP;

  function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function part(parent, title, content) {
    parent.append(make("h3", title), content);
  }

  function sections(found, ordered) {
    const list = make(ordered ? "ol" : "ul");
    for (const one of found) {
      const item = make("li");
      item.append(make("span", one.right ? "right " : "", "good"), make("code", one.section));
      list.append(item);
    }
    return list;
  }

  function expected(row) {
    if (!row.answerable) return make("p", "to be declined");
    const list = make("ul");
    for (const group of row.must) list.append(make("li", "one of: " + group.join(" | ")));
    for (const phrase of row.forbid) list.append(make("li", "never: " + phrase));
    for (const section of row.sections) list.append(make("li", "gold section: " + section));
    return list;
  }

  function fill(box, row) {
    const about = [row.name, row.file + ":" + row.line, row.kind, row.topic, "verdict " + row.verdict,
      "confidence " + row.confidence.toFixed(3), row.words + " words", row.milliseconds.toFixed(1) + " ms"];
    box.append(make("p", about.filter(Boolean).join(" · ")));
    part(box, "Question", make("pre", row.question));
    if (row.interpreted_as) part(box, "Understood as", make("pre", row.interpreted_as));
    if (row.reason) part(box, "Reason", make("p", row.reason + ": " + row.detail, "bad"));
    part(box, "Expected", expected(row));
    part(box, "Answer", make("pre", row.markdown));
    if (row.citations.length) part(box, "Cited", sections(row.citations, true));
    if (row.faults.length) part(box, "Faults of its quotes", make("pre", row.faults.join("\n"), "bad"));
    if (row.hits.length) part(box, "Found, best first", sections(row.hits, true));
  }

  function draw(row) {
    const box = make("details", undefined, "question");
    const summary = make("summary");
    const first = row.question.split("\n").join(" ").slice(0, 200);
    summary.append(make("span", row.passed ? "right " : row.reason + " ", "mark " + (row.passed ? "good" : "bad")), first);
    box.append(summary);
    box.addEventListener("toggle", () => { if (box.open && box.childElementCount === 1) fill(box, row); });
    return box;
  }

  function chosen() {
    const words = byId("text").value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcome = byId("outcome").value;
    return ROWS.filter((row, at) => (!outcome || (outcome === "right") === row.passed)
      && selects.every((name) => !byId(name).value || (row[name] || "(none)") === byId(name).value)
      && words.every((word) => haystacks[at].includes(word)));
  }

  function update() {
    const rows = chosen();
    byId("count").textContent = rows.length + " of " + ROWS.length + " questions";
    byId("list").replaceChildren(...rows.slice(0, shown).map(draw));
    byId("more").hidden = rows.length <= shown;
  }

  for (const name of selects) {
    const values = [...new Set(ROWS.map((row) => row[name] || (name === "reason" ? "" : "(none)")))].filter(Boolean).sort();
    byId(name).append(...values.map((value) => new Option(value, value)));
  }
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("input", () => { shown = STEP; update(); });
  byId("more").addEventListener("click", () => { shown += STEP; update(); });
  for (const button of document.querySelectorAll("[data-filter]")) {
    button.addEventListener("click", () => {
      byId("filters").reset();
      byId("outcome").value = "";
      byId(button.dataset.filter).value = button.dataset.value;
      shown = STEP;
      update();
      byId("questions").scrollIntoView();
    });
  }
  if (!ROWS.some((row) => !row.passed)) byId("outcome").value = "";
  update();
})();
