"""An embedder that can be predicted by hand: one dimension a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from index.embedder import Matrix, Progress


class WordEmbedder:
    """The unit vector of how often each known word stands in a text; texts without known words point at their own axis."""

    name = "words"
    fingerprint = "words-1"
    max_tokens = 64

    def __init__(self, words: str) -> None:
        self.words = {word: number for number, word in enumerate(words.split())}
        self.dimension = len(self.words) + 1
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        self.embedded += list(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[a-z]+", text.lower()):
                if word in self.words:
                    row[self.words[word]] += 1
            if not row.any():
                row[-1] = 1
        if progress:
            progress(len(texts), len(texts))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2
