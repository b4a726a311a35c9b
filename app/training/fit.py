"""Fitting: logistic regression (scikit-learn) for probabilities, and over pairs for the ranker (RankNet, Burges 2005)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from app.training.examples import Candidates

HARDEST = 12
"""Wrong candidates of each question that a pair is made with: those that the present weights rank highest."""


def fit_ranker(groups: Sequence[Candidates], start: np.ndarray, strength: float = 1.0, rounds: int = 3) -> np.ndarray:
    """Weights under which right candidates score above wrong ones; each question counts by its ``count``."""
    weights = start
    for _ in range(rounds):
        pairs, counts = [], []
        for group in groups:
            differences = _differences(group, weights)
            pairs.append(differences)
            counts += [group.count / len(differences)] * len(differences)
        rows = np.concatenate(pairs)
        flipped = np.concatenate([rows, -rows])
        labels = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
        model = LogisticRegression(C=strength, fit_intercept=False, max_iter=2000)
        model.fit(flipped, labels, sample_weight=np.array([*counts, *counts]))
        weights = np.asarray(model.coef_[0])
    return np.asarray(weights)


def _differences(group: Candidates, weights: np.ndarray) -> np.ndarray:
    right = group.features[group.labels == 1]
    wrong = group.features[group.labels == 0]
    best = right[np.argsort(-(right @ weights), kind="stable")[:2]]
    hard = wrong[np.argsort(-(wrong @ weights), kind="stable")[:HARDEST]]
    pairs: np.ndarray = best[:, None, :] - hard[None, :, :]
    return pairs.reshape(-1, group.features.shape[1])


def hit_rates(groups: Sequence[Candidates], weights: np.ndarray) -> dict[str, float]:
    """Shares of questions with a right candidate among the first 1, 3, 5 and 10; unclear candidates are passed over."""
    ranks = []
    for group in groups:
        known = group.labels >= 0
        order = np.argsort(-(group.features[known] @ weights), kind="stable")
        ranks.append(int(np.argmax(group.labels[known][order] == 1)) + 1)
    return {f"hit@{k}": float(np.mean([rank <= k for rank in ranks])) for k in (1, 3, 5, 10)}


def cross_validated(groups: Sequence[Candidates], start: np.ndarray, strength: float, folds: int = 5) -> dict[str, float]:
    """Hit rates of each fold under weights that were fitted without it, averaged."""
    totals: dict[str, float] = {}
    for train, test in KFold(folds, shuffle=True, random_state=0).split(groups):
        weights = fit_ranker([groups[at] for at in train], start, strength)
        for name, value in hit_rates([groups[at] for at in test], weights).items():
            totals[name] = totals.get(name, 0.0) + value * len(test)
    return {name: value / len(groups) for name, value in totals.items()}


def fit_probability(rows: np.ndarray, labels: np.ndarray, counts: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    """Weights and bias of a logistic regression on the raw features, fitted on standardised ones; ``counts`` weighs the rows."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale < 1e-9] = 1.0
    model = LogisticRegression(C=strength, max_iter=5000).fit((rows - mean) / scale, labels, sample_weight=counts)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - mean @ weights)


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal mass (Naeini 2015)."""
    parts = np.array_split(np.argsort(probabilities, kind="stable"), bins)
    return float(sum(len(part) * abs(probabilities[part].mean() - labels[part].mean()) for part in parts if len(part)) / len(labels))


def cross_validated_probability(rows: np.ndarray, labels: np.ndarray, counts: np.ndarray, strength: float, folds: int = 5) -> np.ndarray:
    """The probability of each row under weights that were fitted without its fold."""
    found = np.zeros(len(labels))
    for train, test in KFold(folds, shuffle=True, random_state=0).split(rows):
        weights, bias = fit_probability(rows[train], labels[train], counts[train], strength)
        found[test] = 1 / (1 + np.exp(-(rows[test] @ weights + bias)))
    return found
