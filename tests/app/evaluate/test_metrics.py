"""The figures against plain arithmetic and against independent implementations."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from app.evaluate.metrics import (
    abstention,
    aurc,
    expected_calibration_error,
    hit_at,
    ndcg_at,
    percentile,
    recall_at,
    reciprocal_rank,
    reliability,
    risk_coverage,
)
from app.evaluate.significance import bootstrap, mcnemar, permutation, wilson


def test_ranking_figures_by_hand() -> None:
    assert [hit_at(3, k) for k in (1, 3, 5)] == [0, 1, 1]
    assert hit_at(None, 10) == 0
    assert reciprocal_rank(4) == 0.25
    assert reciprocal_rank(None) == 0
    assert recall_at([2, 7], 4, 5) == 0.25
    assert ndcg_at([1, 2], 2, 10) == 1
    assert ndcg_at([2], 1, 10) == pytest.approx(1 / math.log2(3))


def test_ranking_figures_agree_with_trec_eval_on_random_rankings() -> None:
    measures = pytest.importorskip("ir_measures", reason="ir-measures is not installed; it is in the test group")
    draw = random.Random(7)
    for _ in range(60):
        documents = [f"d{number}" for number in range(30)]
        draw.shuffle(documents)
        gold = set(draw.sample(documents, draw.randint(1, 12)))
        ranks = [rank for rank, name in enumerate(documents[:10], 1) if name in gold]
        judged = [measures.Qrel("q", name, 1) for name in sorted(gold)]
        ranked = [measures.ScoredDoc("q", name, float(-at)) for at, name in enumerate(documents)]
        wanted = {
            measures.nDCG @ 10: ndcg_at(ranks, len(gold), 10),
            measures.RR @ 10: reciprocal_rank(ranks[0] if ranks else None),
            measures.R @ 5: recall_at(ranks, len(gold), 5),
            measures.Success @ 3: hit_at(ranks[0] if ranks else None, 3),
        }
        theirs = measures.calc_aggregate(list(wanted), judged, ranked)
        assert {str(name): value for name, value in theirs.items()} == pytest.approx({str(name): value for name, value in wanted.items()})


def test_abstention_by_hand() -> None:
    found = abstention(declined=[True, True, False, False, True], answerable=[False, True, False, True, False])
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert found.false_declines == 0.5


def test_risk_and_coverage_do_not_depend_on_the_order_of_equal_confidences() -> None:
    curve = risk_coverage([0.9, 0.5, 0.5, 0.1], [True, False, True, False], asked=8)
    assert curve == [(0.125, 0.0), (0.375, 1 / 3), (0.5, 0.5)]
    assert risk_coverage([0.5, 0.1, 0.9, 0.5], [True, False, True, False], asked=8) == curve
    assert aurc(curve) == pytest.approx((0 + 2 * (1 / 3) + 0.5) / 4)
    assert aurc(risk_coverage([], [])) == 0


def test_perfect_ordering_has_a_smaller_area_than_the_reverse() -> None:
    right = [True] * 6 + [False] * 4
    good = aurc(risk_coverage([1 - at / 10 for at in range(10)], right))
    bad = aurc(risk_coverage([at / 10 for at in range(10)], right))
    assert good < 0.2 < 0.7 < bad


def test_calibration_error_by_hand() -> None:
    bins = reliability([0.1, 0.2, 0.8, 0.9], [False, False, True, False], bins=2)
    assert [(one.confidence, one.right, one.count) for one in bins] == [pytest.approx((0.15, 0, 2)), pytest.approx((0.85, 0.5, 2))]
    assert expected_calibration_error(bins) == pytest.approx((0.15 + 0.35) / 2)
    assert expected_calibration_error(reliability([], [])) == 0


def test_percentiles_are_values_that_occurred() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([], 50) == 0


def test_intervals_and_tests_agree_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for successes, total in [(0, 5), (3, 7), (90, 100), (100, 100)]:
        theirs = stats.binomtest(successes, total).proportion_ci(method="wilson")
        assert wilson(successes, total) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    for better, worse in [(0, 0), (5, 1), (10, 10), (3, 30)]:
        expected = stats.binomtest(better, better + worse).pvalue if better + worse else 1.0
        assert mcnemar(better, worse) == pytest.approx(expected)
    assert mcnemar(700, 400) == pytest.approx(float(stats.chi2.sf(299**2 / 1100, 1)))


def test_bootstrap_covers_the_value_and_is_the_same_each_time() -> None:
    random_numbers = np.random.default_rng(1)
    parts = random_numbers.integers(0, 2, (400, 2)).astype(float)
    wholes = np.ones((400, 2))
    wholes[:, 1] = 0
    intervals = bootstrap(parts, wholes)
    assert intervals == bootstrap(parts, wholes)
    low, high = intervals[0]
    assert low < parts[:, 0].mean() < high
    assert 0.08 < high - low < 0.12
    assert intervals[1] == (0.0, 1.0)


def test_permutation_tells_a_shift_from_noise() -> None:
    draw = random.Random(3)
    noise = [draw.uniform(-1, 1) for _ in range(200)]
    assert permutation(noise) > 0.05
    assert permutation([value + 0.3 for value in noise]) < 0.01
    assert permutation([0.0] * 5) == 1
