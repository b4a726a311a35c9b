"""Answer drift: what two indexes answer differently, as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.answer import Answer
from app.evaluate.cases import Case
from app.evaluate.judge import Asker

_CHANGES = ("verdict", "citations", "words")


@dataclass(frozen=True, slots=True)
class Change:
    """A question that the two answer differently: the first of verdict, citations, words that differs."""

    name: str
    question: str
    what: str
    before: str
    after: str


def drift(old: Asker, new: Asker, cases: Iterable[Case]) -> Iterator[Change | None]:
    """For every question its change, or None where the answers are the same."""
    for case in cases:
        questions = [turn.question for turn in case.turns]
        for at, question in enumerate(questions):
            name = f"{case.id}/{at + 1}" if case.conversation else case.id
            yield _change(name, question, old.ask(question, questions[:at]), new.ask(question, questions[:at]))


def _change(name: str, question: str, before: Answer, after: Answer) -> Change | None:
    if before.verdict is not after.verdict:
        return Change(name, question, "verdict", before.verdict.value, after.verdict.value)
    cited = [", ".join(citation.section.id for citation in answer.citations) for answer in (before, after)]
    if cited[0] != cited[1]:
        return Change(name, question, "citations", *cited)
    if before.markdown != after.markdown:
        return Change(name, question, "words", before.markdown, after.markdown)
    return None


def drift_markdown(old: Asker, new: Asker, cases: Iterable[Case]) -> Iterator[str]:
    """The report, part by part."""
    total = 0
    changes: list[Change] = []
    for change in drift(old, new, cases):
        total += 1
        if change:
            changes.append(change)
    yield f"## Answer drift\n\n`{old.library.id[:19]}` to `{new.library.id[:19]}`: {len(changes)} of {total} answers changed."
    for what in _CHANGES:
        found = [change for change in changes if change.what == what]
        if found:
            yield f"\n### {what.capitalize()}: {len(found)}\n"
            yield from _words(found) if what == "words" else _table(found)


def _table(changes: Iterable[Change]) -> Iterator[str]:
    yield "| id | question | before | after |\n|---|---|---|---|"
    for change in changes:
        yield f"| {_cell(change.name)} | {_cell(change.question)} | {_cell(change.before)} | {_cell(change.after)} |"


def _words(changes: Iterable[Change]) -> Iterator[str]:
    """A unified diff for each, folded."""
    from difflib import unified_diff

    for change in changes:
        lines = list(unified_diff(change.before.splitlines(), change.after.splitlines(), lineterm="", n=1))[2:]
        fence = "`" * max(3, *(len(line) - len(line.lstrip("+- ").lstrip("`")) + 1 for line in lines))
        summary = _cell(f"{change.name}: {change.question}")
        yield f"<details><summary>{summary}</summary>\n\n{fence}diff\n" + "\n".join(lines) + f"\n{fence}\n</details>\n"


def _cell(text: str) -> str:
    """One line of a table, cut to what is read there."""
    line = " ".join(text.split())
    line = line if len(line) <= 160 else f"{line[:159]}…"
    return line.replace("\\", "\\\\").replace("|", "\\|").replace("&", "&amp;").replace("<", "&lt;").replace("`", "'") or "–"
