"""Checks of a test set against a library: gold sections that exist, and a ``must`` that measures something."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.evaluate.cases import Case, Problem, Split, Turn, normalise, satisfies
from app.evaluate.testset import read_cases

if TYPE_CHECKING:
    from corpus import Section
    from index import Library

MOST_KEPT = 200


@dataclass(slots=True)
class Survey:
    """What a first reading of the files found. ``problems`` keeps the first of them, the counts count all."""

    cases: int = 0
    questions: int = 0
    severe: int = 0
    remarks: int = 0
    problems: list[Problem] = field(default_factory=list)

    def note(self, problem: Problem) -> None:
        """Count a problem, and keep it if not too many are kept."""
        self.severe += problem.severe
        self.remarks += not problem.severe
        if len(self.problems) < MOST_KEPT:
            self.problems.append(problem)


def survey(files: Sequence[Path], library: Library, split: Split = "all") -> Survey:
    """Read all files once, counting rows and noting every problem; memory grows by a few bytes a row."""
    found = Survey()
    asked: dict[int, str] = {}
    for item in read_cases(files, split):
        if isinstance(item, Problem):
            found.note(item)
            continue
        found.cases += 1
        found.questions += len(item.turns)
        for problem in check_case(item, library):
            found.note(problem)
        if not item.conversation:
            before = asked.setdefault(_short_hash(item.turns[0].question), item.id)
            if before != item.id:
                found.note(Problem(item.file, item.line, f"{item.id} asks the same as {before}", severe=False))
    return found


def _short_hash(question: str) -> int:
    digest = hashlib.sha256(normalise(question).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big")


def check_case(case: Case, library: Library) -> Iterator[Problem]:
    """Problems of one row: gold sections that do not exist are severe, a ``must`` that measures badly is a remark."""
    for number, turn in enumerate(case.turns, 1):
        name = f"{case.id}, turn {number}" if case.conversation else case.id
        for message, severe in _check_turn(turn, library):
            yield Problem(case.file, case.line, f"{name}: {message}", severe)


def _check_turn(turn: Turn, library: Library) -> Iterator[tuple[str, bool]]:
    gold = [(name, library.section(name)) for name in turn.sections]
    for name, section in gold:
        if section is None:
            yield f"gold section {name!r} is not in the index", True
    there = [section for _, section in gold if section]
    if turn.must and there and not any(satisfies(turn.must, *section_texts(section)) for section in there):
        yield "no gold section satisfies must", False
    if turn.must and satisfies(turn.must, turn.question):
        yield "the question alone satisfies must", False


def section_texts(section: Section) -> tuple[str, str]:
    """A section's source and its plain text: what ``must`` is looked for in."""
    return section.page.text[section.start : section.end], section.plain
