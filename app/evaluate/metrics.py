"""The figures of an evaluation as pure functions: ranking, selective answering, calibration, spread of times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def hit_at(rank: int | None, k: int) -> float:
    """1 when the first right result stands among the first ``k``; ``rank`` counts from 1, None is not found."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None) -> float:
    """1 / rank of the first right result; 0 when it was not found."""
    return 1.0 / rank if rank else 0.0


def ndcg_at(ranks: Sequence[int], relevant: int, k: int) -> float:
    """Normalised discounted cumulative gain with gains of 1: ``ranks`` of the right results found, of ``relevant`` that exist."""
    gained = sum(1.0 / math.log2(rank + 1) for rank in ranks if rank <= k)
    ideal = sum(1.0 / math.log2(rank + 1) for rank in range(1, min(relevant, k) + 1))
    return gained / ideal if ideal else 0.0


def recall_at(ranks: Sequence[int], relevant: int, k: int) -> float:
    """Share of the right results that stand among the first ``k``."""
    return sum(rank <= k for rank in ranks) / relevant if relevant else 0.0


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well it is told which questions not to answer."""

    precision: float
    """Share of the declined that had to be declined."""
    recall: float
    """Share of those to decline that were declined."""
    f1: float
    false_declines: float
    """Share of the answerable that were declined."""


def abstention(declined: Sequence[bool], answerable: Sequence[bool]) -> Abstention:
    """Figures of declining. An empty share is 0."""
    pairs = list(zip(declined, answerable, strict=True))
    right = sum(gone and not good for gone, good in pairs)
    wrong = sum(gone and good for gone, good in pairs)
    missed = sum(not gone and not good for gone, good in pairs)
    return Abstention(
        _share(right, right + wrong), _share(right, right + missed), _share(2 * right, 2 * right + wrong + missed),
        _share(wrong, sum(answerable)),
    )  # fmt: skip


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def risk_coverage(confidences: Sequence[float], right: Sequence[bool], asked: int | None = None) -> list[tuple[float, float]]:
    """Coverage and risk (share of wrong answers) when only the most confident answers are given, from few to all.

    One point for each distinct confidence, so the order of equal ones does not matter. Coverage is of ``asked`` questions.
    """
    if not len(confidences):
        return []
    order = np.argsort(-np.asarray(confidences, dtype=np.float64), kind="stable")
    values = np.asarray(confidences, dtype=np.float64)[order]
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order])
    ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    total = asked or len(values)
    return [(float(end + 1) / total, float(wrong[end]) / float(end + 1)) for end in ends]


def aurc(curve: Sequence[tuple[float, float]]) -> float:
    """Area under the risk-coverage curve, over the coverage reached: the mean risk over all thresholds, each answer counting once."""
    area, before = 0.0, 0.0
    for coverage, risk in curve:
        area += (coverage - before) * risk
        before = coverage
    return area / before if before else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: how sure they were on average, and how many were right."""

    confidence: float
    right: float
    count: int


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Bins of equal mass by rising confidence."""
    values = np.asarray(confidences, dtype=np.float64)
    truth = np.asarray(right, dtype=np.float64)
    parts = np.array_split(np.argsort(values, kind="stable"), bins)
    return [Bin(float(values[part].mean()), float(truth[part].mean()), len(part)) for part in parts if len(part)]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance between confidence and accuracy over bins, by their size (Naeini 2015)."""
    return _share(sum(one.count * abs(one.confidence - one.right) for one in bins), sum(one.count for one in bins))


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least ``percent`` of the values do not exceed (nearest rank); 0 of nothing."""
    if not len(values):
        return 0.0
    ordered = sorted(values)
    return float(ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1])
