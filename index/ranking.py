"""Ranking and calibration maths: pure functions and the small tables of weights that they use."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear score over named features; features that are not named count nothing."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def score(self, features: Mapping[str, float]) -> float:
        """The weighted sum, plus the bias."""
        return self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """The logistic of the score."""
        return logistic(self.score(features))


def logistic(value: float) -> float:
    """1 / (1 + e^-value), without overflow."""
    if value >= 0:
        return 1.0 / (1.0 + math.exp(-value))
    power = math.exp(value)
    return power / (1.0 + power)


def load_linear(name: str) -> Linear:
    """The weights of ``index/weights/<name>.json``: ``{"bias": number, "weights": {feature: number}}``."""
    value = json.loads(files("index").joinpath("weights", f"{name}.json").read_text(encoding="utf-8"))
    return Linear(dict(value["weights"]), float(value["bias"]))


def reciprocal_rank_fusion(rankings: list[list[str]], k: int = 60) -> list[tuple[str, float]]:
    """Cormack, Clarke and Buettcher 2009: ids by the sum of 1 / (k + rank), ties by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
