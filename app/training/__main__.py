"""Learn the weights from the tune split: ``python -m app.training --set INDEX FILE... [--set INDEX FILE...]``.

Each ``--set`` names an index and the test set files that are asked of it. Writes ``index/weights/*.json``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.engine import Assistant
from app.progress import say
from app.service import open_assistant
from app.settings import load_settings, quiet_libraries
from app.training.examples import OFF_TOPIC_KINDS, Asked, candidates_of, first_hit, read_tune
from app.training.fit import (
    calibration_error,
    cross_validated,
    cross_validated_probability,
    fit_probability,
    fit_ranker,
    hit_rates,
)

WEIGHTS = Path(__file__).resolve().parents[2] / "index" / "weights"
STRENGTHS = (1.0, 10.0, 100.0)
STRENGTH = 0.3
ANSWERABLE = 0.8
"""Share of the questions of real users that the sources answer, as far as we know it."""
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
Asking = list[tuple[Assistant, Asked]]


def main() -> None:
    """Fit ranker, confidence and topic on the tune split, print cross-validated figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", nargs="+", required=True, type=Path, dest="sets", metavar="INDEX FILE")
    options = parser.parse_args()
    quiet_libraries()
    _ranker(_asking(options.sets))
    _probabilities(_asking(options.sets))


def _asking(sets: list[list[Path]]) -> Asking:
    """Every tune question with the assistant that it is asked of; opened anew, so that new weights are read."""
    found: Asking = []
    for index, *files in sets:
        assistant = open_assistant(load_settings(), index, say)
        found += [(assistant, asked) for asked in read_tune(files)]
    return found


def _ranker(asking: Asking) -> None:
    names = sorted(_feature_names(asking[0][0]))
    answerable = [(assistant, asked) for assistant, asked in asking if asked.answerable]
    counts = _counts([assistant.library.id for assistant, _ in answerable])
    pairs = zip(answerable, counts, strict=True)
    groups = [replace(group, count=count) for (one, asked), count in pairs if (group := candidates_of(one, asked, names))]
    start = np.array([asking[0][0].retriever.ranker.weights.get(name, 0.0) for name in names])
    say(f"ranker: {len(groups)} of {len(answerable)} answerable questions have a right candidate; now {hit_rates(groups, start)}")
    results = {strength: cross_validated(groups, start, strength) for strength in STRENGTHS}
    for strength, rates in results.items():
        say(f"  strength {strength}: {rates}")
    best = max(results, key=lambda strength: (results[strength]["hit@1"], -strength))
    _write("ranker", names, fit_ranker(groups, start, best), 0.0)


def _probabilities(asking: Asking) -> None:
    found = [(assistant, asked, first_hit(assistant, asked)) for assistant, asked in asking]
    rows = [(asked, hit) for _, asked, hit in found if hit]
    counts = _counts([assistant.library.id for assistant, _, hit in found if hit])
    names = sorted(rows[0][1][0])
    matrix = np.array([[features[name] for name in names] for _, (features, _) in rows])
    right = np.array([float(right) for _, (_, right) in rows])
    topical = np.array([float(asked.kind not in OFF_TOPIC_KINDS) for asked, _ in rows])
    answerable = np.array([asked.answerable for asked, _ in rows])
    counts = _usual(counts, answerable)
    for name, labels in (("answerable", answerable.astype(float)), ("confidence", right), ("topic", topical)):
        probabilities = cross_validated_probability(matrix, labels, counts, STRENGTH)
        accuracy = float(np.mean((probabilities >= 0.5) == (labels == 1)))
        say(f"{name}: accuracy {accuracy:.3f}, ECE {calibration_error(probabilities, labels):.3f}, base rate {labels.mean():.3f}")
        if name == "answerable":
            _say_thresholds(probabilities, answerable)
        _write(name, names, *fit_probability(matrix, labels, counts, STRENGTH))


def _counts(libraries: list[str]) -> np.ndarray:
    """How much each row counts: an index with few questions counts at least a fifth, so that small sources are judged well too."""
    sizes = {name: libraries.count(name) for name in libraries}
    share = {name: max(1.0, len(libraries) / 5 / size) for name, size in sizes.items()}
    return np.array([share[name] for name in libraries])


def _usual(counts: np.ndarray, answerable: np.ndarray) -> np.ndarray:
    """The counts scaled so that ``ANSWERABLE`` of all is answerable, as it is among real users; the set has more to decline."""
    whole = counts.sum()
    scaled = counts.copy()
    scaled[answerable] *= ANSWERABLE * whole / counts[answerable].sum()
    scaled[~answerable] *= (1 - ANSWERABLE) * whole / counts[~answerable].sum()
    return scaled


def _say_thresholds(probabilities: np.ndarray, answerable: np.ndarray) -> None:
    for threshold in THRESHOLDS:
        declined = probabilities < threshold
        say(f"  below {threshold}: {declined[~answerable].mean():.3f} of unanswerable, {declined[answerable].mean():.3f} of answerable")


def _feature_names(assistant: Assistant) -> list[str]:
    reading = assistant.reader.read("how do I remove a container")
    return list(assistant.retriever.search(reading.query, 1)[0].features)


def _write(name: str, features: list[str], weights: np.ndarray, bias: float) -> None:
    named = {feature: round(float(weight), 4) for feature, weight in zip(features, weights, strict=True)}
    (WEIGHTS / f"{name}.json").write_text(json.dumps({"bias": round(bias, 4), "weights": named}, indent=1) + "\n")


if __name__ == "__main__":
    main()
