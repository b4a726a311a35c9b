"""What each question adds to each figure: a part and a whole, so that every figure is a ratio of sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluate.judge import DEPTH
from app.evaluate.metrics import hit_at, ndcg_at, recall_at, reciprocal_rank
from app.evaluate.records import Reason, Record

Parts = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report."""

    name: str
    group: str
    meaning: str
    more_is_better: bool = True
    share: bool = True
    """Whether it is shown as a percentage."""


FIGURES = (
    Figure("correct", "Answers", "questions handled right: answered well or rightly declined"),
    Figure("pass", "Answers", "answerable questions whose answer holds all that it must"),
    Figure("citation_precision", "Answers", "cited sections that are right ones"),
    Figure("citation_recall", "Answers", "answerable questions for which a right section is cited"),
    Figure("verbatim", "Answers", "answers whose every quote stands in its source, word for word"),
    Figure("wrong_answers", "Answers", "answers given that are wrong", more_is_better=False),
    Figure("too_long", "Answers", "answers longer than allowed", more_is_better=False),
    Figure("dead_links", "Answers", "links of answers that lead nowhere", more_is_better=False),
    *(Figure(f"hit@{k}", "Retrieval", f"answerable questions with a right section among the first {k}") for k in (1, 3, 5, 10)),
    Figure("mrr", "Retrieval", "mean reciprocal rank of the first right section", share=False),
    Figure("ndcg@10", "Retrieval", "nDCG of the first 10 (questions with gold sections)", share=False),
    Figure("recall@10", "Retrieval", "gold sections among the first 10 (questions with gold sections)"),
    Figure("abstention_precision", "Abstention", "declined questions that had to be declined"),
    Figure("abstention_recall", "Abstention", "questions to decline that were declined"),
    Figure("abstention_f1", "Abstention", "harmonic mean of the two", share=False),
    Figure("false_declines", "Abstention", "answerable questions that were declined", more_is_better=False),
    Figure("follow_ups", "Conversations", "later turns of conversations handled right"),
    Figure("conversations", "Conversations", "conversations of which every turn was handled right"),
)
NAMES = tuple(figure.name for figure in FIGURES)
BY_NAME = {figure.name: figure for figure in FIGURES}
OTHER = {"ece": False, "aurc": False, "words_median": False, "words_max": False, "crashed": False}
"""Figures that are no ratios; whether more of them is better."""


def parts_of(records: Sequence[Record]) -> Parts:
    """The part and the whole that one row (a question, or the turns of a conversation) adds to each figure."""
    total: Parts = {}
    for record in records:
        for name, (part, whole) in _parts(record).items():
            before = total.get(name, (0.0, 0.0))
            total[name] = (before[0] + part, before[1] + whole)
    if records and records[0].turn:
        total["conversations"] = (float(all(record.passed for record in records)), 1.0)
    return total


def _parts(record: Record) -> Parts:
    parts: Parts = {"correct": (float(record.passed), 1.0)}
    parts.update(_answerable(record) if record.answerable else {"abstention_recall": (float(record.declined), 1.0)})
    if record.declined:
        parts["abstention_precision"] = (float(not record.answerable), 1.0)
    right, wrong = record.declined and not record.answerable, record.declined == record.answerable
    parts["abstention_f1"] = (2.0 * right, 2.0 * right + wrong)
    if record.answered:
        parts.update(_answered(record))
    if record.turn > 1:
        parts["follow_ups"] = (float(record.passed), 1.0)
    return parts


def _answerable(record: Record) -> Parts:
    parts: Parts = {
        "pass": (float(record.passed), 1.0),
        "citation_recall": (float(any(found.right for found in record.citations)), 1.0),
        "mrr": (reciprocal_rank(record.rank), 1.0),
        "false_declines": (float(record.declined), 1.0),
    }
    for k in (1, 3, 5, 10):
        parts[f"hit@{k}"] = (hit_at(record.rank, k), 1.0)
    if record.sections:
        parts["ndcg@10"] = (ndcg_at(record.gold_ranks, len(record.sections), DEPTH), 1.0)
        parts["recall@10"] = (recall_at(record.gold_ranks, len(record.sections), DEPTH), 1.0)
    return parts


def _answered(record: Record) -> Parts:
    return {
        "citation_precision": (float(sum(found.right for found in record.citations)), float(len(record.citations))),
        "verbatim": (float(not record.faults), 1.0),
        "wrong_answers": (float(not record.passed), 1.0),
        "too_long": (float(record.reason == Reason.TOO_LONG.value), 1.0),
        "dead_links": (float(record.dead_links), float(record.links)),
    }
