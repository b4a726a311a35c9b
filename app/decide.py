"""Verdicts: whether what was found answers the question, is near it, or has nothing to do with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.answer import Verdict
from app.understand import Kind, Reading
from index import Hit, Library, Linear, load_linear

ANSWER = 0.45
"""Least probability that the sources answer a question at which an answer is given."""
HEAVY = 0.4
"""Weight from which a term of the question is important."""
ON_TOPIC = 0.45
"""Least probability that a declined question is about what the sources are about."""

_TOP = (
    "main",
    "ask",
    "head",
    "best",
    "body",
    "sentence",
    "detail",
    "coverage",
    "rare",
    "named",
    "special",
    "bm25_names",
    "bm25_body",
    "ask_overlap",
    "ask_recall",
    "title_precision",
    "lead",
)
"""Features of the first hit that the probabilities use as they are."""
_TELLING = (Kind.SMALLTALK, Kind.TROUBLESHOOTING, Kind.HOWTO, Kind.DEFINITION)
_OWN_AFFAIRS = re.compile(
    r"\b(?:(?:on|of) my (?:laptop|machine|server|account|computer)|right now|you(?:r|rself)?|pretend|ignore (?:all|the|your|previous))\b",
    re.IGNORECASE,
)
"""A question about the asker's own things, or addressed to the assistant: no source holds the answer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the probability behind it, and the words of the question that no source has."""

    verdict: Verdict
    confidence: float
    unknown: tuple[str, ...]


def confidence_features(library: Library, reading: Reading, hits: list[Hit], elsewhere: float = 0.0) -> dict[str, float]:
    """What the probabilities depend on: how near the first hits are, what of the question no section has,
    and how near it is to subjects that the sources do not cover (``elsewhere``).
    """
    top = hits[0].features
    gaps = _gaps(library, reading, hits[0])
    unknown = {term: weight for term, weight in gaps.items() if term not in library.lexical.ids}
    rivals = [hit.features["best"] for hit in hits[1:4]]
    return {
        **{name: top[name] for name in _TOP},
        "gap": max(gaps.values(), default=0.0),
        "unknown": max(unknown.values(), default=0.0),
        "unknown_flag": float(any(term.startswith("--") for term in unknown)),
        "unknown_name": float(any("_" in term or "-" in term for term in unknown)) * (1.0 - reading.kinds.get(Kind.TROUBLESHOOTING, 0.0)),
        "domain": max(reading.domain, default=0.0),
        "core": reading.core,
        "domains": min(sum(reading.domain), 3.0),
        "margin": top["best"] - max(rivals, default=0.0),
        "support": sum(rivals) / max(len(rivals), 1),
        "words": min(len(reading.query.terms), 12) / 12.0,
        "known_words": reading.known_words,
        "leaning": reading.query.leaning,
        "elsewhere": elsewhere,
        "nearer_elsewhere": elsewhere - top["main"],
        "own_affairs": float(bool(_OWN_AFFAIRS.search(reading.asked))),
        **{f"kind_{kind.value}": reading.kinds.get(kind, 0.0) for kind in _TELLING},
    }


def _gaps(library: Library, reading: Reading, hit: Hit) -> dict[str, float]:
    """Terms of the question that the section lacks, with their weights."""
    number = library.numbers[hit.section.id]
    pairs = zip(reading.query.terms, reading.query.weights, strict=True)
    return {group[0]: weight for group, weight in pairs if not any(library.lexical.has(number, term) for term in group)}


def heavy_gaps(library: Library, reading: Reading, hit: Hit) -> set[str]:
    """Important terms of the question that a section lacks."""
    return {term for term, weight in _gaps(library, reading, hit).items() if weight > HEAVY}


@dataclass(frozen=True, slots=True)
class Judges:
    """The three calibrated probabilities: that the sources answer, that the first section is right, that the topic is theirs."""

    answerable: Linear
    confidence: Linear
    topic: Linear


def load_judges() -> Judges:
    """The judges that `python -m app.training` fitted."""
    return Judges(*(load_linear(name) for name in ("answerable", "confidence", "topic")))


def decide(library: Library, reading: Reading, hits: list[Hit], judges: Judges, elsewhere: float) -> Decision:
    """The verdict for a question that was searched."""
    if not hits:
        return Decision(Verdict.OFF_TOPIC, 0.0, ())
    features = confidence_features(library, reading, hits, elsewhere)
    confidence = round(judges.confidence.probability(features), 4)
    unknown = tuple(sorted(heavy_gaps(library, reading, hits[0])))
    if judges.answerable.probability(features) >= ANSWER:
        return Decision(Verdict.ANSWERED, confidence, unknown)
    return Decision(_decline(features, judges.topic), confidence, unknown)


def _decline(features: Mapping[str, float], topic: Linear) -> Verdict:
    return Verdict.NOT_COVERED if topic.probability(features) >= ON_TOPIC else Verdict.OFF_TOPIC
