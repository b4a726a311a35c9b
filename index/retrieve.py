"""Retrieval: candidates from dense and lexical search, features for each, one ranked hit per section."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedder import Embedder, Matrix
from index.features import FeatureReader
from index.lexical import FIELDS
from index.library import Library
from index.query import Hit, Query
from index.ranking import Linear, load_linear

CANDIDATES = 48
"""Sections that each view contributes before ranking."""


class Retriever:
    """Finds the sections that answer a query in one library."""

    def __init__(self, library: Library, embedder: Embedder, ranker: Linear | None = None) -> None:
        self.library = library
        self.embedder = embedder
        self.ranker = ranker or load_linear("ranker")
        self._reader = FeatureReader(library)
        self._chunk_section = np.array([library.numbers[chunk.section] for chunk in library.chunks], dtype=np.int64)

    def vectors(self, query: Query) -> Matrix:
        """Unit vectors of the query's text, its focus texts, and last its context if it has one; one a row."""
        return self.embedder.encode([query.text, *query.focus, *([query.context] if query.context else [])])

    def search(self, query: Query, k: int = 10, vectors: Matrix | None = None) -> list[Hit]:
        """The ``k`` best sections, best first; ties by section id."""
        vectors = self.vectors(query) if vectors is None else vectors
        rows = self.candidates(query, vectors)
        vectors = asked(query, vectors)
        scored = [(self.ranker.score(features), number, features) for number, features in rows]
        scored.sort(key=lambda item: (-round(item[0], 6), self.library.sections[item[1]].id))
        return [self._hit(rank, *item, vectors) for rank, item in enumerate(scored[:k], 1)]

    def candidates(self, query: Query, vectors: Matrix) -> list[tuple[int, dict[str, float]]]:
        """Section numbers worth ranking, with the features of each."""
        lexical = {name: self.library.lexical.scores(name, query.terms) for name in FIELDS}
        numbers = self._candidates(query, vectors, lexical, self._allowed(query.scope))
        return list(zip(numbers, self._reader.read(numbers, query, vectors, lexical), strict=True))

    def _allowed(self, scope: str | None) -> np.ndarray | None:
        if scope is None:
            return None
        pages = [section.page for section in self.library.sections]
        inside = [scope in (page.source, page.id) or page.id.startswith(f"{scope}/") for page in pages]
        return np.array(inside, dtype=bool)

    def _candidates(self, query: Query, vectors: Matrix, lexical: dict[str, np.ndarray], allowed: np.ndarray | None) -> list[int]:
        found: dict[int, None] = {}
        reach = len(self.library.chunks) if allowed is not None else CANDIDATES * 6
        for vector in asked(query, vectors):
            _, ids = self.library.vectors.search(vector, reach)
            _keep(found, self._chunk_section[ids], allowed, CANDIDATES)
        total = np.sum(list(lexical.values()), axis=0)
        order = np.argsort(-total, kind="stable")
        _keep(found, order[total[order] > 0], allowed, CANDIDATES)
        return sorted(found)

    def coverage(self, number: int, query: Query) -> float:
        """The weighted share of the query's term groups that the section has; 1 when the query has no terms."""
        return float(self._reader.coverage([number], query)["coverage"][0])

    def _hit(self, rank: int, score: float, number: int, features: dict[str, float], vectors: Matrix) -> Hit:
        rows, cosines = self._reader.cosines(number, vectors)
        order = np.lexsort((np.arange(len(rows)), -cosines))[:3]
        matches = tuple((self.library.chunks[rows[at]], float(cosines[at])) for at in order)
        return Hit(self.library.sections[number], rank, score, features, matches)


def asked(query: Query, vectors: Matrix) -> Matrix:
    """The vectors of the question itself, its context left out."""
    return vectors[:-1] if query.context else vectors


def _keep(found: dict[int, None], numbers: Sequence[int] | np.ndarray, allowed: np.ndarray | None, limit: int) -> None:
    taken: dict[int, None] = {}
    for number in numbers:
        if allowed is None or allowed[number]:
            taken.setdefault(int(number))
            if len(taken) >= limit:
                break
    found.update(taken)
