"""How sure a figure is, and whether two runs differ: intervals and paired tests, with fixed seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float64]
RESAMPLES = 1000
PERMUTATIONS = 10_000
SEED = 20240229
_Z95 = 1.959963984540054
_EXACT = 1000


def wilson(successes: float, total: float, z: float = _Z95) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927); (0, 1) of nothing."""
    if total <= 0:
        return 0.0, 1.0
    share = successes / total
    centre = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def bootstrap(parts: Table, wholes: Table, resamples: int = RESAMPLES, seed: int = SEED) -> list[tuple[float, float]]:
    """95 % percentile intervals of ``sum(part) / sum(whole)`` for each column; rows (cases) are drawn with replacement.

    The turns of a conversation are one row, since they are not independent.
    """
    count, columns = parts.shape
    if not count:
        return [(0.0, 1.0)] * columns
    random = np.random.default_rng(seed)
    both = np.hstack([parts, wholes])
    sums = np.empty((resamples, 2 * columns))
    for at in range(resamples):
        weights = np.bincount(random.integers(0, count, count), minlength=count).astype(np.float64)
        sums[at] = weights @ both
    return [_interval(sums[:, column], sums[:, columns + column]) for column in range(columns)]


def _interval(parts: Table, wholes: Table) -> tuple[float, float]:
    drawn = wholes > 0
    if not drawn.any():
        return 0.0, 1.0
    low, high = np.percentile(parts[drawn] / wholes[drawn], [2.5, 97.5])
    return float(low), float(high)


def mcnemar(better: int, worse: int) -> float:
    """Two-sided p-value that two runs pass equally often, from the questions on which they differ (McNemar 1947).

    Exact (binomial) up to 1,000 such questions, then by the chi-square with continuity correction.
    """
    total = better + worse
    if not total:
        return 1.0
    if total > _EXACT:
        statistic = float(max(abs(better - worse) - 1, 0) ** 2) / total
        return math.erfc(math.sqrt(statistic / 2))
    tail = sum(math.comb(total, count) for count in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**total))


def permutation(differences: Sequence[float], rounds: int = PERMUTATIONS, seed: int = SEED) -> float:
    """Two-sided p-value that paired differences have mean zero: their signs are flipped at random ``rounds`` times."""
    values = np.asarray([value for value in differences if value], dtype=np.float64)
    if not values.size:
        return 1.0
    observed = abs(values.sum()) - 1e-12
    random = np.random.default_rng(seed)
    extreme, step = 0, max(1, 1_000_000 // values.size)
    for low in range(0, rounds, step):
        signs = random.integers(0, 2, (min(step, rounds - low), values.size)) * 2 - 1
        extreme += int((abs(signs @ values) >= observed).sum())
    return float(1 + extreme) / (1 + rounds)
