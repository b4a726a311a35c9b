"""What is searched with and what is found: the types that the index room makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus import Chunk, Section


@dataclass(frozen=True, slots=True)
class Query:
    """What the app understood of a question, and the index searches with."""

    text: str
    """Normalised question, as it is embedded."""
    terms: tuple[tuple[str, ...], ...] = ()
    """Groups of terms that mean the same; the first of each group is what the question says."""
    weights: tuple[float, ...] = ()
    """How much each group tells of the question (0 to 1): common English words little, rare words much."""
    focus: tuple[str, ...] = ()
    """Further texts to embed: an error message, the question within a long story."""
    context: str = ""
    """What the conversation was about before; empty for a first question."""
    leaning: float = 0.0
    """How far the question leans on the context, 0 (stands alone) to 1 (cannot be understood without it)."""
    kinds: Mapping[str, float] = field(default_factory=dict)
    """Probability of each kind of question."""
    scope: str | None = None
    """Only sections of this source, or below this page id."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that was found: its rank (from 1), its ranking score, its features, and the chunks that matched, best first."""

    section: Section
    rank: int
    score: float
    features: Mapping[str, float]
    matches: tuple[tuple[Chunk, float], ...]
