"""The Q&A test set: its types, its matching rule, and its split into tune and test; see :mod:`app.evaluate.testset`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TUNE_PERCENT = 30
"""Share of ids that the ranker and the calibration may learn from; the rest, more than two thirds, is for measuring only."""

Split = Literal["all", "tune", "test"]
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what a right answer to it holds."""

    question: str
    must: Groups = ()
    """The answer holds at least one alternative of every group."""
    forbid: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Gold sections: each answers the question."""

    @property
    def answerable(self) -> bool:
        """Whether the sources are said to answer it."""
        return bool(self.must or self.sections)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a test set: a single question, or a conversation whose turns see the earlier questions."""

    id: str
    turns: tuple[Turn, ...]
    conversation: bool = False
    kind: str = ""
    topic: str = ""
    source: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row. A severe one is reported by the exit status; others are remarks on how good the row is."""

    file: str
    line: int
    message: str
    severe: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def normalise(text: str) -> str:
    """Text as it is matched: lower case, white space collapsed, ``*`` and backticks dropped."""
    return " ".join(text.lower().replace("*", "").replace("`", "").split())


def satisfies(must: Sequence[Sequence[str]], *texts: str) -> bool:
    """Whether at least one alternative of every group stands in one of the texts; true when there are no groups."""
    found = [normalise(text) for text in texts]
    return all(any(normalise(alternative) in text for alternative in group for text in found) for group in must)


def mentioned(phrases: Sequence[str], *texts: str) -> list[str]:
    """The phrases that stand in one of the texts."""
    found = [normalise(text) for text in texts]
    return [phrase for phrase in phrases if any(normalise(phrase) in text for text in found)]


def in_tune_split(case_id: str) -> bool:
    """Whether a row belongs to the tune split: a hash of its id decides, so rows may be added and moved freely."""
    digest = hashlib.sha256(case_id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % 100 < TUNE_PERCENT


def in_split(case_id: str, split: Split) -> bool:
    """Whether a row belongs to ``split``."""
    return split == "all" or in_tune_split(case_id) == (split == "tune")
