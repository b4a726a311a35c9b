"""Examples: every question of the tune split with the features of its candidates and of its first hit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.decide import confidence_features
from app.engine import Assistant
from app.matching import in_tune_split, satisfies
from index import Hit

OFF_TOPIC_KINDS = frozenset({"offtopic", "nonsense", "nearmiss"})
"""Kinds of unanswerable rows that are not about what the sources are about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the set with what came before it."""

    id: str
    question: str
    history: tuple[str, ...]
    must: tuple[tuple[str, ...], ...]
    gold: frozenset[str]
    kind: str

    @property
    def answerable(self) -> bool:
        """Whether the sources answer it."""
        return bool(self.must or self.gold)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one question: their features as rows, and which of them are right (1), wrong (0) or unclear (-1)."""

    id: str
    features: np.ndarray
    labels: np.ndarray


def read_tune(files: Iterable[Path]) -> list[Asked]:
    """The questions of the tune split; a conversation belongs to one split as a whole."""
    return [asked for file in files for line in file.read_text(encoding="utf-8").splitlines() if line for asked in _asked(json.loads(line))]


def _asked(row: dict[str, Any]) -> Iterator[Asked]:
    name = str(row["id"])
    if not in_tune_split(name):
        return
    turns = row.get("turns") or [row]
    questions: list[str] = []
    for number, turn in enumerate(turns):
        must = tuple(tuple(group) for group in turn.get("must", ()))
        yield Asked(
            f"{name}.{number}", turn["question"], tuple(questions), must, frozenset(turn.get("sections", ())), str(row.get("kind", ""))
        )
        questions.append(turn["question"])


def candidates_of(assistant: Assistant, asked: Asked, names: Sequence[str]) -> Candidates | None:
    """Features and labels of a question's candidates; None when none of them is right."""
    reading = assistant.reader.read(asked.question, asked.history)
    rows = assistant.retriever.candidates(reading.query, assistant.retriever.vectors(reading.query))
    labels = np.array([_label(assistant, number, asked) for number, _ in rows])
    if not (labels == 1).any():
        return None
    matrix = np.array([[features[name] for name in names] for _, features in rows], dtype=np.float64)
    return Candidates(asked.id, matrix, labels)


def _label(assistant: Assistant, number: int, asked: Asked) -> int:
    section = assistant.library.sections[number]
    if section.id in asked.gold:
        return 1
    return -1 if satisfies(asked.must, section.plain, section.page.text[section.start : section.end]) else 0


def first_hit(assistant: Assistant, asked: Asked) -> tuple[dict[str, float], bool] | None:
    """Confidence features of a question's first hit, and whether that hit is right; None when nothing is found."""
    reading = assistant.reader.read(asked.question, asked.history)
    hits = assistant.retriever.search(reading.query, 10)
    if not hits:
        return None
    return confidence_features(assistant.library, reading, hits), asked.answerable and _right(hits[0], asked)


def _right(hit: Hit, asked: Asked) -> bool:
    section = hit.section
    return section.id in asked.gold or satisfies(asked.must, section.plain, section.page.text[section.start : section.end])
