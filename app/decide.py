"""Verdicts: whether what was found answers the question, is near it, or has nothing to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.answer import Verdict
from app.understand import Kind, Reading
from index import Hit, Library, Linear

ANSWER = 0.5
"""Least calibrated probability of a right answer at which one is given."""
ON_TOPIC = 0.45
"""Least probability that a declined question is about what the sources are about."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the probability behind it, and the words of the question that no source has."""

    verdict: Verdict
    confidence: float
    unknown: tuple[str, ...]


def confidence_features(library: Library, reading: Reading, hits: list[Hit]) -> dict[str, float]:
    """What the probability of a right answer depends on: how near the first hit is, and what of the question it lacks."""
    top = hits[0].features
    gaps = _gaps(library, reading, hits[0])
    second = hits[1].features["best"] if len(hits) > 1 else 0.0
    return {
        "ask": top["ask"],
        "best": top["best"],
        "body": top["body"],
        "sentence": top["sentence"],
        "coverage": top["coverage"],
        "bm25_names": top["bm25_names"],
        "gap": max(gaps.values(), default=0.0),
        "unknown": max((weight for word, weight in gaps.items() if word not in library.lexical.ids), default=0.0),
        "margin": hits[0].features["best"] - second,
        "words": min(len(reading.query.terms), 12) / 12.0,
        "smalltalk": reading.kinds.get(Kind.SMALLTALK, 0.0),
    }


def _gaps(library: Library, reading: Reading, hit: Hit) -> dict[str, float]:
    """Terms of the question that the section lacks, with their weights."""
    number = library.numbers[hit.section.id]
    pairs = zip(reading.query.terms, reading.query.weights, strict=True)
    return {group[0]: weight for group, weight in pairs if not any(library.lexical.has(number, term) for term in group)}


def decide(library: Library, reading: Reading, hits: list[Hit], answerable: Linear, topical: Linear) -> Decision:
    """The verdict for a question that was searched."""
    if not hits:
        return Decision(Verdict.OFF_TOPIC, 0.0, ())
    features = confidence_features(library, reading, hits)
    confidence = round(answerable.probability(features), 4)
    unknown = tuple(term for term, weight in _gaps(library, reading, hits[0]).items() if weight > 0.5)
    if confidence >= ANSWER:
        return Decision(Verdict.ANSWERED, confidence, unknown)
    return Decision(Verdict.NOT_COVERED if _on_topic(features, topical) else Verdict.OFF_TOPIC, confidence, unknown)


def _on_topic(features: Mapping[str, float], topical: Linear) -> bool:
    return topical.probability(features) >= ON_TOPIC
