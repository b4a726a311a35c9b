"""Votes on answers. The page offers them only where something takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

REASONS = ("Wrong", "Not what I asked", "Incomplete", "Out of date", "Too long", "Should not have been declined")
LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person thinks of an answer; nothing about the person."""

    answer: str
    """The answer's id."""
    index: str
    question: str
    good: bool
    reason: str = ""
    note: str = ""


Feedback = Callable[[Vote], None]


def vote_on(ballot: str, good: bool, reason: str | None = None, note: str = "") -> Vote | None:
    """The vote for a ballot that the page was given; none for anything else."""
    answer, _, rest = ballot.partition("\n")
    index, _, question = rest.partition("\n")
    if not answer or not index:
        return None
    return Vote(answer, index, question, good, reason if reason in REASONS else "", note.strip()[:LONGEST_NOTE])


def ballot_of(answer: str, index: str, question: str) -> str:
    """What the page keeps of an answer, to vote on."""
    return f"{answer}\n{index}\n{question[:2000]}"
