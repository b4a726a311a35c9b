"""The figures of a run, from its records read as a stream; what is kept of a question is a few numbers."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from app.evaluate.figures import NAMES, parts_of
from app.evaluate.metrics import aurc, expected_calibration_error, percentile, reliability, risk_coverage
from app.evaluate.records import Reason, Record
from app.evaluate.significance import bootstrap, wilson

LABELS = ("kind", "topic", "source", "file")
_POINTS = 200


@dataclass(slots=True)
class _Group:
    """Questions of one label."""

    questions: int = 0
    answerable: int = 0
    correct: int = 0
    passed: int = 0
    first: int = 0
    false_declines: int = 0

    def add(self, record: Record) -> None:
        self.questions += 1
        self.correct += record.passed
        if record.answerable:
            self.answerable += 1
            self.passed += record.passed
            self.first += record.rank == 1
            self.false_declines += record.declined

    def figures(self) -> dict[str, Any]:
        """As it stands in the report."""
        found: dict[str, Any] = {"questions": self.questions, "answerable": self.answerable}
        found["correct"] = _share(self.correct, self.questions)
        found["correct_95"] = [_rounded(bound) for bound in wilson(self.correct, self.questions)]
        found["pass"] = _share(self.passed, self.answerable)
        found["hit@1"] = _share(self.first, self.answerable)
        found["false_declines"] = _share(self.false_declines, self.answerable)
        return found


@dataclass(slots=True)
class Tally:
    """Counts a run's records."""

    rows: int = 0
    questions: int = 0
    answerable: int = 0
    with_gold: int = 0
    numbers: array[float] = field(default_factory=lambda: array("d"))
    confidences: array[float] = field(default_factory=lambda: array("d"))
    right: array[int] = field(default_factory=lambda: array("b"))
    words: array[int] = field(default_factory=lambda: array("l"))
    milliseconds: array[float] = field(default_factory=lambda: array("d"))
    reasons: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    groups: dict[str, dict[str, _Group]] = field(default_factory=lambda: {label: {} for label in LABELS})
    positions: dict[int, _Group] = field(default_factory=dict)

    def add(self, records: Sequence[Record]) -> None:
        """Count one row."""
        self.rows += 1
        parts = parts_of(records)
        for name in NAMES:
            self.numbers.extend(parts.get(name, (0.0, 0.0)))
        for record in records:
            self._add(record)

    def _add(self, record: Record) -> None:
        self.questions += 1
        self.answerable += record.answerable
        self.with_gold += bool(record.sections)
        self.verdicts[record.verdict] += 1
        self.milliseconds.append(record.milliseconds)
        if record.reason:
            self.reasons[record.reason] += 1
        if record.answered:
            self.confidences.append(record.confidence)
            self.right.append(record.passed)
            self.words.append(record.words)
        for label in LABELS:
            self.groups[label].setdefault(_label(record, label), _Group()).add(record)
        if record.turn:
            self.positions.setdefault(record.turn, _Group()).add(record)


def _label(record: Record, label: str) -> str:
    value = str(getattr(record, label))
    if label == "source":
        return urlsplit(value).netloc or value or "(none)"
    if label == "file":
        return value.replace("\\", "/").rsplit("/", 1)[-1]
    return value or "(none)"


def tally(rows: Iterable[Sequence[Record]]) -> Tally:
    """Count all rows."""
    found = Tally()
    for records in rows:
        found.add(records)
    return found


def figures(tally: Tally) -> dict[str, Any]:
    """Everything of a run that the report shows and that does not depend on the clock."""
    table = np.array(tally.numbers, dtype=np.float64).reshape(tally.rows, len(NAMES), 2)
    bins = reliability(tally.confidences, [bool(value) for value in tally.right])
    curve = risk_coverage(tally.confidences, [bool(value) for value in tally.right], tally.questions)
    return {
        "counts": {
            "rows": tally.rows, "questions": tally.questions, "answerable": tally.answerable,
            "to_decline": tally.questions - tally.answerable, "with_gold_sections": tally.with_gold,
        },
        "figures": _ratios(table),
        "other": {
            "ece": _rounded(expected_calibration_error(bins)), "aurc": _rounded(aurc(curve)),
            "words_median": percentile(tally.words, 50), "words_max": max(tally.words, default=0),
            "crashed": tally.reasons[Reason.CRASHED.value],
        },
        "verdicts": dict(sorted(tally.verdicts.items())),
        "reasons": {reason.value: tally.reasons[reason.value] for reason in Reason if tally.reasons[reason.value]},
        "by": {label: {name: group.figures() for name, group in sorted(groups.items())} for label, groups in tally.groups.items()},
        "positions": {str(turn): group.figures() for turn, group in sorted(tally.positions.items())},
        "risk_coverage": [[_rounded(coverage), _rounded(risk)] for coverage, risk in _thinned(curve)],
        "reliability": [[_rounded(one.confidence), _rounded(one.right), one.count] for one in bins],
    }  # fmt: skip


def timings(tally: Tally, jobs: int) -> dict[str, Any]:
    """What depends on the clock."""
    found: dict[str, Any] = {f"p{percent}": round(percentile(tally.milliseconds, percent), 2) for percent in (50, 95, 99)}
    return {"milliseconds": found, "jobs": jobs}


def _ratios(table: np.ndarray) -> dict[str, dict[str, Any]]:
    """Value, 95 % interval and number of questions (or citations, links) behind each figure; none where there are none."""
    intervals = bootstrap(table[:, :, 0], table[:, :, 1])
    sums = table.sum(axis=0)
    return {
        name: {
            "value": _share(part, whole), "low": _rounded(low), "high": _rounded(high), "of": round(float(whole), 6),
        }
        for name, (part, whole), (low, high) in zip(NAMES, sums, intervals, strict=True)
        if whole
    }  # fmt: skip


def _thinned(curve: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if len(curve) <= _POINTS:
        return curve
    return [curve[at] for at in np.linspace(0, len(curve) - 1, _POINTS).astype(int)]


def _share(part: float, whole: float) -> float | None:
    return _rounded(part / whole) if whole else None


def _rounded(value: float) -> float:
    return round(float(value), 6)
