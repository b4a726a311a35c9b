"""Retrieval: candidates from dense and lexical search, features for each, one ranked hit per section."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus import ChunkKind
from index.embedder import Embedder, Matrix
from index.lexical import FIELDS
from index.library import Library
from index.query import Hit, Query
from index.ranking import Linear, load_linear

CANDIDATES = 48
"""Sections that each view contributes before ranking."""
_VIEWS = {
    "ask": (ChunkKind.ASK, ChunkKind.HEADING),
    "head": (ChunkKind.HEADING,),
    "body": (ChunkKind.PASSAGE,),
    "detail": (ChunkKind.ROW, ChunkKind.CODE),
    "error": (ChunkKind.ERROR,),
}


class Retriever:
    """Finds the sections that answer a query in one library."""

    def __init__(self, library: Library, embedder: Embedder, ranker: Linear | None = None) -> None:
        self.library = library
        self.embedder = embedder
        self.ranker = ranker or load_linear("ranker")
        self._chunk_section = np.array([library.numbers[chunk.section] for chunk in library.chunks], dtype=np.int64)
        self._view_rows = {
            name: np.array([chunk.kind in kinds for chunk in library.chunks], dtype=bool) for name, kinds in _VIEWS.items()
        }

    def vectors(self, query: Query) -> Matrix:
        """Unit vectors of the query's text and its focus texts, one a row."""
        return self.embedder.encode([query.text, *query.focus])

    def search(self, query: Query, k: int = 10, vectors: Matrix | None = None) -> list[Hit]:
        """The ``k`` best sections, best first; ties by section id."""
        vectors = self.vectors(query) if vectors is None else vectors
        lexical = {name: self.library.lexical.scores(name, query.terms) for name in FIELDS}
        allowed = self._allowed(query.scope)
        candidates = self._candidates(vectors, lexical, allowed)
        ideal = self._ideal(query)
        rows = [(number, self._features(number, query, vectors, lexical, ideal)) for number in candidates]
        scored = [(self.ranker.score(features), number, features) for number, features in rows]
        scored.sort(key=lambda item: (-round(item[0], 6), self.library.sections[item[1]].id))
        return [self._hit(rank, *item, vectors) for rank, item in enumerate(scored[:k], 1)]

    def _ideal(self, query: Query) -> float:
        """The BM25 score of a field that has every term of the query very often (Lucene's variant is bounded by the idf)."""
        return sum(self.library.lexical.idf(group[0]) for group in query.terms) or 1.0

    def _allowed(self, scope: str | None) -> np.ndarray | None:
        if scope is None:
            return None
        pages = [section.page for section in self.library.sections]
        inside = [page.source == scope or page.id == scope or page.id.startswith(f"{scope}/") for page in pages]
        return np.array(inside, dtype=bool)

    def _candidates(self, vectors: Matrix, lexical: dict[str, np.ndarray], allowed: np.ndarray | None) -> list[int]:
        found: dict[int, None] = {}
        reach = len(self.library.chunks) if allowed is not None else CANDIDATES * 6
        for vector in vectors:
            _, ids = self.library.vectors.search(vector, reach)
            _keep(found, self._chunk_section[ids], allowed, CANDIDATES)
        total = sum(scores for scores in lexical.values())
        order = np.lexsort((np.arange(len(total)), -np.asarray(total)))
        _keep(found, order[np.asarray(total)[order] > 0], allowed, CANDIDATES)
        return sorted(found)

    def _features(
        self, number: int, query: Query, vectors: Matrix, lexical: dict[str, np.ndarray], ideal: float
    ) -> dict[str, float]:
        rows = np.array(self.library.chunk_rows[number], dtype=np.int64)
        cosines = (self.library.vectors.rows(rows) @ vectors.T).max(axis=1)
        features = {}
        for view, members in self._view_rows.items():
            of_view = cosines[members[rows]]
            features[view] = float(of_view.max()) if of_view.size else 0.0
        sentences = self.library.vectors_of_sentences(self.library.sections[number])
        features["sentence"] = float((sentences @ vectors.T).max()) if len(sentences) else 0.0
        features["best"] = max(float(cosines.max()), features["sentence"])
        for name, scores in lexical.items():
            features[f"bm25_{name}"] = float(scores[number]) / ideal
        features["coverage"] = self.coverage(number, query)
        return features

    def coverage(self, number: int, query: Query) -> float:
        """The weighted share of the query's term groups that the section has; 1 when the query has no terms."""
        total = sum(query.weights)
        if total <= 0:
            return 1.0
        lexical = self.library.lexical
        held = sum(w for group, w in zip(query.terms, query.weights, strict=True) if any(lexical.has(number, term) for term in group))
        return held / total

    def _hit(self, rank: int, score: float, number: int, features: dict[str, float], vectors: Matrix) -> Hit:
        rows = self.library.chunk_rows[number]
        cosines = (self.library.vectors.rows(rows) @ vectors.T).max(axis=1)
        order = np.lexsort((np.arange(len(rows)), -cosines))[:3]
        matches = tuple((self.library.chunks[rows[at]], float(cosines[at])) for at in order)
        return Hit(self.library.sections[number], rank, score, features, matches)


def _keep(found: dict[int, None], numbers: Sequence[int] | np.ndarray, allowed: np.ndarray | None, limit: int) -> None:
    taken: dict[int, None] = {}
    for number in numbers:
        if allowed is None or allowed[number]:
            taken.setdefault(int(number))
            if len(taken) >= limit:
                break
    found.update(taken)
