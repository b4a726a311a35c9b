"""Features of a section for a query: each is a number that a person can explain, each has a weight in the ranker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus import BlockKind, ChunkKind, Section
from index.embedder import Matrix
from index.lexical import FIELDS
from index.library import Library
from index.query import Query

_VIEWS = {
    "ask": (ChunkKind.ASK, ChunkKind.HEADING),
    "head": (ChunkKind.HEADING,),
    "body": (ChunkKind.PASSAGE,),
    "detail": (ChunkKind.ROW, ChunkKind.CODE),
    "error": (ChunkKind.ERROR,),
}
"""Dense views: the best cosine among a section's chunks of these kinds."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of section it is, for matching with the kind of question."""

    code: bool
    errors: bool
    versus: bool
    intro: bool
    """Whether it is the opening text of a page that has other sections."""


class FeatureReader:
    """Reads the features of sections of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        kinds = [chunk.kind for chunk in library.chunks]
        self._views = {name: np.array([kind in members for kind in kinds], dtype=bool) for name, members in _VIEWS.items()}
        self._asks = np.array([kind is ChunkKind.ASK for kind in kinds], dtype=bool)
        self._rows = {number: np.array(rows, dtype=np.int64) for number, rows in library.chunk_rows.items()}
        errors = {library.numbers[chunk.section] for chunk in library.chunks if chunk.kind is ChunkKind.ERROR}
        headed = {section.page.id for section in library.sections if section.anchor}
        intros = [not section.anchor and section.page.id in headed for section in library.sections]
        self._shapes = [_shape(section, at in errors, intros[at]) for at, section in enumerate(library.sections)]

    def cosines(self, number: int, vectors: Matrix) -> tuple[np.ndarray, np.ndarray]:
        """Rows of a section's chunks, and each chunk's best cosine with any of the query's vectors."""
        rows = self._rows[number]
        return rows, (self.library.vectors.rows(rows) @ vectors.T).max(axis=1)

    def read(self, numbers: list[int], query: Query, vectors: Matrix, lexical: dict[str, np.ndarray]) -> list[dict[str, float]]:
        """All features of each of the sections ``numbers``. ``lexical`` holds BM25 of all sections by field."""
        if not numbers:
            return []
        context = vectors[-1:] if query.context else None
        vectors = vectors[:-1] if query.context else vectors
        columns = {**self._dense(numbers, vectors), **self._sentences(numbers, vectors)}
        columns["context"] = np.zeros(len(numbers)) if context is None else self._dense(numbers, context)["any"]
        columns["best"] = np.maximum(columns.pop("any"), columns["sentence"])
        ideal = sum(self.library.lexical.idf(group[0]) for group in query.terms) or 1.0
        columns.update({f"bm25_{name}": np.minimum(lexical[name][numbers] / ideal, 1.5) for name in FIELDS})
        columns.update(self.coverage(numbers, query))
        columns.update(self.library.lexical.overlaps(numbers, query.terms))
        rows = [{name: float(column[at]) for name, column in columns.items()} for at in range(len(numbers))]
        for number, features in zip(numbers, rows, strict=True):
            features.update(self._matches(number, query, features))
        return rows

    def _dense(self, numbers: list[int], vectors: Matrix) -> dict[str, np.ndarray]:
        """The best cosine of each view, of all chunks (``any``), and with the question itself (``main``)."""
        groups = [self._rows[number] for number in numbers]
        rows = np.concatenate(groups)
        starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        cosines = self.library.vectors.rows(rows) @ vectors.T
        best = cosines.max(axis=1)
        found = {"any": np.maximum.reduceat(best, starts), "main": np.maximum.reduceat(cosines[:, 0], starts)}
        for name, members in self._views.items():
            peak = np.maximum.reduceat(np.where(members[rows], best, -2.0), starts)
            found[name] = np.where(peak < -1.5, 0.0, peak)
        asks = np.where(self._asks[rows], best, np.nan)
        found["asks"] = np.array([_top_mean(part) for part in np.split(asks, starts[1:])])
        return found

    def _sentences(self, numbers: list[int], vectors: Matrix) -> dict[str, np.ndarray]:
        """The best cosine of any sentence; 0 for a section without sentences."""
        counts = np.array([len(self.library.sections[number].sentences) for number in numbers])
        peak = np.zeros(len(numbers))
        some = np.flatnonzero(counts)
        if some.size:
            starts = [self.library.sentence_starts[numbers[at]] for at in some]
            rows = np.concatenate([np.arange(start, start + counts[at]) for start, at in zip(starts, some, strict=True)])
            best = (self.library.sentence_vectors[rows] @ vectors.T).max(axis=1)
            peak[some] = np.maximum.reduceat(best, np.cumsum([0, *counts[some][:-1]]))
        return {"sentence": peak, "lead": self._lead(numbers, counts, vectors)}

    def _lead(self, numbers: list[int], counts: np.ndarray, vectors: Matrix) -> np.ndarray:
        """The cosine of a section's first sentence with the question itself."""
        starts = [self.library.sentence_starts[number] if count else 0 for number, count in zip(numbers, counts, strict=True)]
        if not len(self.library.sentence_vectors):
            return np.zeros(len(numbers))
        return np.where(counts > 0, self.library.sentence_vectors[starts] @ vectors[0], 0.0)

    def coverage(self, numbers: list[int], query: Query) -> dict[str, np.ndarray]:
        """Weighted shares of the query's terms that a section has: of all, by squared weight, in its names, of special ones."""
        weights = np.array(query.weights, dtype=np.float64)
        special = np.array([_special(group[0]) for group in query.terms], dtype=bool)
        held, named = self.library.lexical.holds(numbers, query.terms)
        whole = np.ones(len(numbers))
        return {
            "coverage": _shares(weights, held, whole),
            "rare": _shares(weights**2, held, whole),
            "named": _shares(weights, named, whole),
            "special": _shares(np.where(special, weights, 0.0), held, whole * 0.5),
        }

    def _matches(self, number: int, query: Query, features: dict[str, float]) -> dict[str, float]:
        """Whether the section is of the kind that the question asks for."""
        shape, kinds = self._shapes[number], query.kinds
        return {
            "intro": float(shape.intro),
            "context_leaning": query.leaning * features["context"],
            "context_short": (1.0 - query.leaning) * features["context"] / max(len(query.terms), 1),
            "howto_code": kinds.get("howto", 0.0) * shape.code,
            "trouble_error": kinds.get("troubleshooting", 0.0) * shape.errors,
            "compare_versus": kinds.get("comparison", 0.0) * shape.versus,
            "other_versus": (1.0 - kinds.get("comparison", 0.0)) * shape.versus,
            "define_plain": kinds.get("definition", 0.0) * (not shape.code),
            "yesno_sentence": kinds.get("yesno", 0.0) * features["sentence"],
            "trouble_bm25": kinds.get("troubleshooting", 0.0) * features["bm25_body"],
        }


def _shape(section: Section, errors: bool, intro: bool) -> Shape:
    title = f" {section.title.lower()} "
    versus = " vs " in title or " versus " in title or "difference" in title
    return Shape(any(block.kind is BlockKind.CODE for block in section.blocks), errors, versus, intro)


def _special(term: str) -> bool:
    """A flag, path, compound or number: what a question names exactly."""
    return not term.isalpha()


def _top_mean(values: np.ndarray, count: int = 3) -> float:
    """The mean of the highest ``count`` values that are numbers; 0 without any."""
    kept = np.sort(values[~np.isnan(values)])[-count:]
    return float(kept.mean()) if kept.size else 0.0


def _shares(weights: np.ndarray, held: np.ndarray, default: np.ndarray) -> np.ndarray:
    """For each row of ``held`` the share of ``weights`` that it has; ``default`` where there is no weight."""
    total = float(weights.sum())
    return held @ weights / total if total > 0 else default
