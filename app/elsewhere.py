"""Other subjects: how near a question is to what people also ask about, and the sources do not cover."""

from __future__ import annotations

from importlib.resources import files

import numpy as np

from index import Embedder, Library
from index.embedder import Matrix

COVERED = 0.7
"""Cosine with a heading of the sources at which a subject counts as theirs and is left out."""


class Elsewhere:
    """The subjects of ``understand/elsewhere.txt`` that the library's headings are not about."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        text = files("app").joinpath("understand", "elsewhere.txt").read_text(encoding="utf-8")
        vectors = embedder.encode([line for line in text.splitlines() if line])
        nearest = [float(library.vectors.search(vector, 1)[0][0]) for vector in vectors]
        self._vectors = vectors[np.array(nearest) < COVERED]

    def nearness(self, vectors: Matrix) -> float:
        """The highest cosine of the question (the first of ``vectors``) with any such subject."""
        return float((self._vectors @ vectors[0]).max()) if len(self._vectors) else 0.0
