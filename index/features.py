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
        self._rows = {number: np.array(rows, dtype=np.int64) for number, rows in library.chunk_rows.items()}
        errors = {library.numbers[chunk.section] for chunk in library.chunks if chunk.kind is ChunkKind.ERROR}
        headed = {section.page.id for section in library.sections if section.anchor}
        intros = [not section.anchor and section.page.id in headed for section in library.sections]
        self._shapes = [_shape(section, at in errors, intros[at]) for at, section in enumerate(library.sections)]

    def cosines(self, number: int, vectors: Matrix) -> tuple[np.ndarray, np.ndarray]:
        """Rows of a section's chunks, and each chunk's best cosine with any of the query's vectors."""
        rows = self._rows[number]
        return rows, (self.library.vectors.rows(rows) @ vectors.T).max(axis=1)

    def read(self, number: int, query: Query, vectors: Matrix, lexical: dict[str, np.ndarray], ideal: float) -> dict[str, float]:
        """All features of section ``number``. ``lexical`` holds BM25 by field, ``ideal`` the most that a query can score."""
        rows, cosines = self.cosines(number, vectors)
        features = {name: _best(cosines[members[rows]]) for name, members in self._views.items()}
        features["main"] = float((self.library.vectors.rows(rows) @ vectors[0]).max())
        sentences = self.library.vectors_of_sentences(self.library.sections[number])
        features["sentence"] = float((sentences @ vectors.T).max()) if len(sentences) else 0.0
        features["best"] = max(float(cosines.max()), features["sentence"])
        for name in FIELDS:
            features[f"bm25_{name}"] = min(float(lexical[name][number]) / ideal, 1.5)
        features.update(self.coverage(number, query))
        features.update(self._matches(number, query, features))
        return features

    def coverage(self, number: int, query: Query) -> dict[str, float]:
        """Weighted shares of the query's term groups that the section has: in all, by squared weight, in its names, of its special terms."""
        held, named = self.library.lexical.holds(number, query.terms)
        weights = np.array(query.weights, dtype=np.float64)
        special = np.array([_special(group[0]) for group in query.terms], dtype=bool)
        return {
            "coverage": _share(weights, held),
            "rare": _share(weights**2, held),
            "named": _share(weights, named),
            "special": _share(weights[special], held[special]) if special.any() else 0.5,
        }

    def _matches(self, number: int, query: Query, features: dict[str, float]) -> dict[str, float]:
        """Whether the section is of the kind that the question asks for."""
        shape, kinds = self._shapes[number], query.kinds
        return {
            "intro": float(shape.intro),
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


def _best(values: np.ndarray) -> float:
    return float(values.max()) if values.size else 0.0


def _share(weights: np.ndarray, held: np.ndarray) -> float:
    total = float(weights.sum())
    return float(weights[held].sum()) / total if total > 0 else 1.0
