"""Examples: every question of the tune split with the features of its candidates and of its first hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.decide import confidence_features
from app.engine import Assistant
from app.evaluate.testset import Case, Split, Turn, satisfies, usable
from corpus import Section

OFF_TOPIC_KINDS = frozenset({"offtopic", "nonsense", "nearmiss"})
"""Kinds of unanswerable rows that are not about what the sources are about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the set with what came before it."""

    turn: Turn
    history: tuple[str, ...]
    kind: str

    @property
    def answerable(self) -> bool:
        """Whether the sources answer it."""
        return self.turn.answerable

    def right(self, section: Section) -> bool:
        """Whether a section answers it: a gold one, or one that says what a right answer must."""
        return section.id in self.turn.sections or self.satisfied(section)

    def satisfied(self, section: Section) -> bool:
        """Whether a section says what a right answer must."""
        must = self.turn.must
        return bool(must) and satisfies(must, section.plain, section.page.text[section.start : section.end])


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one question: their features as rows, and which of them are right (1), wrong (0) or unclear (-1)."""

    features: np.ndarray
    labels: np.ndarray
    count: float = 1.0
    """How much the question counts."""


def read_tune(files: Iterable[Path]) -> list[Asked]:
    """The questions that may be learned from: the tune split, and everything in a folder called ``training``, which is never measured.

    A conversation belongs to one split as a whole.
    """
    split: dict[Path, Split] = {file: "all" if file.resolve().parent.name == "training" else "tune" for file in files}
    return [asked for file in split for case in usable([file], split[file]) for asked in _asked(case)]


def _asked(case: Case) -> Iterator[Asked]:
    questions = [turn.question for turn in case.turns]
    for number, turn in enumerate(case.turns):
        yield Asked(turn, tuple(questions[:number]), case.kind)


def candidates_of(assistant: Assistant, asked: Asked, names: Sequence[str]) -> Candidates | None:
    """Features and labels of a question's candidates; None when none of them is right, or none wrong."""
    reading = assistant.reader.read(asked.turn.question, asked.history)
    rows = assistant.retriever.candidates(reading.query, assistant.retriever.vectors(reading.query))
    labels = np.array([_label(assistant, number, asked) for number, _ in rows])
    if not ((labels == 1).any() and (labels == 0).any()):
        return None
    matrix = np.array([[features[name] for name in names] for _, features in rows], dtype=np.float64)
    return Candidates(matrix, labels)


def _label(assistant: Assistant, number: int, asked: Asked) -> int:
    section = assistant.library.sections[number]
    if section.id in asked.turn.sections:
        return 1
    return -1 if asked.satisfied(section) else 0


def first_hit(assistant: Assistant, asked: Asked) -> tuple[dict[str, float], bool] | None:
    """Confidence features of a question's first hit, and whether that hit is right; None when nothing is found."""
    reading = assistant.reader.read(asked.turn.question, asked.history)
    vectors = assistant.retriever.vectors(reading.query)
    hits = assistant.retriever.search(reading.query, 10, vectors)
    if not hits:
        return None
    features = confidence_features(assistant.library, reading, hits, assistant.elsewhere.nearness(vectors))
    return features, asked.answerable and asked.right(hits[0].section)
