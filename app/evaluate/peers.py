"""The usual alternatives over the same pages: character split, MiniLM and FAISS; BM25; their fusion by reciprocal ranks.

Each answers with its best passage and never declines, as the tutorials do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np

from app.answer import Answer, Citation, Quote, QuoteRef, Verdict
from app.evaluate.judge import DEPTH, Asker
from app.understand import Kind
from corpus import Chunk, ChunkKind, Section
from index import Embedder, Hit, Library
from index.embedder import Matrix, Progress
from index.ranking import reciprocal_rank_fusion
from index.vectors import FlatStore

SIZE, OVERLAP = 1000, 200
"""Characters of a passage, and how many of them it shares with the one before: what LangChain's tutorial uses."""
_DEEP = 50


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page, whatever sections it runs through."""

    section: Section
    """The section that most of it stands in."""
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.section.page.text[self.start : self.end]


def passages_of(library: Library) -> list[Passage]:
    """All pages cut every ``SIZE - OVERLAP`` characters."""
    by_page: dict[str, list[Section]] = {}
    for section in library.sections:
        by_page.setdefault(section.page.id, []).append(section)
    found: list[Passage] = []
    for sections in by_page.values():
        starts = [section.start for section in sections]
        length = len(sections[0].page.text)
        for start in range(0, max(length - OVERLAP, 1), SIZE - OVERLAP):
            end = min(start + SIZE, length)
            first = max(bisect_right(starts, start) - 1, 0)
            section = max(sections[first:], key=lambda one: min(one.end, end) - max(one.start, start))
            found.append(Passage(section, start, end))
    return found


class Dense:
    """Passages by the cosine of their embedding."""

    def __init__(self, vectors: Matrix, embedder: Embedder) -> None:
        self.embedder = embedder
        self.store = FlatStore.build(vectors)

    def order(self, question: str) -> list[int]:
        """Numbers of the nearest passages, best first."""
        _, numbers = self.store.search(self.embedder.encode([question])[0], _DEEP)
        return [int(number) for number in numbers]


class Lexical:
    """Passages by BM25 (bm25s with its own tokenizer and English stop words)."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.index = bm25s.BM25()
        self.index.index(bm25s.tokenize([passage.text for passage in passages], stopwords="en", show_progress=False), show_progress=False)

    def order(self, question: str) -> list[int]:
        """Numbers of the best passages that share a word with the question."""
        tokens = bm25s.tokenize([question], stopwords="en", show_progress=False, return_ids=False)[0]
        scores = self.index.get_scores(tokens) if tokens else np.zeros(0)
        order = np.argsort(-scores, kind="stable")[:_DEEP]
        return [int(number) for number in order if scores[number] > 0]


class Fused:
    """The two orders fused by reciprocal ranks."""

    def __init__(self, parts: Sequence[Dense | Lexical]) -> None:
        self.parts = parts

    def order(self, question: str) -> list[int]:
        """Numbers of the passages, best first; ties by their place in the corpus."""
        rankings = [[f"{number:09}" for number in part.order(question)] for part in self.parts]
        return [int(name) for name, _ in reciprocal_rank_fusion(rankings)]


class Peer:
    """Answers with the best passage as it stands."""

    def __init__(self, library: Library, passages: Sequence[Passage], ranking: Dense | Lexical | Fused) -> None:
        self.library = library
        self.passages = passages
        self.ranking = ranking

    def search(self, question: str, k: int = DEPTH, history: Sequence[str] = ()) -> list[Hit]:
        """The sections of the best passages, each once; earlier questions are not looked at."""
        return self._hits([self.passages[number] for number in self.ranking.order(question)], k)

    def _hits(self, passages: Sequence[Passage], k: int) -> list[Hit]:
        best: dict[str, Passage] = {}
        for passage in passages:
            best.setdefault(passage.section.id, passage)
        return [Hit(one.section, rank, 1.0 / rank, {}, (_match(one),)) for rank, one in enumerate(list(best.values())[:k], 1)]

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The best passage, cited as the section that most of it stands in; without any passage, off topic."""
        passages = [self.passages[number] for number in self.ranking.order(question)]
        citations: tuple[Citation, ...] = ()
        if passages:
            first = passages[0]
            citations = (Citation(1, first.section, (Quote(first.section, first.start, first.end, first.text, first.text),)),)
        shown = passages[0].text if passages else "Nothing was found."
        return Answer(
            id="", question=question, interpreted_as=None, verdict=Verdict.ANSWERED if passages else Verdict.OFF_TOPIC, kind=Kind.HOWTO,
            confidence=1.0, markdown=shown, text=shown, statements=(QuoteRef(1, 0),) if passages else (), citations=citations,
            see_also=(), closest=(), options=(), missing=None, suggestions=(), index=self.library.id,
            hits=tuple(self._hits(passages, DEPTH)),
        )  # fmt: skip


def _match(passage: Passage) -> tuple[Chunk, float]:
    return Chunk(passage.section.id, ChunkKind.PASSAGE, passage.text, passage.start, passage.end), 0.0


def peers(library: Library, embedder: Embedder, progress: Progress | None = None, cache: Path | None = None) -> dict[str, Asker]:
    """The alternatives by name. Embedding the passages takes minutes for 3 million characters; ``cache`` is a folder to keep them in."""
    passages = passages_of(library)
    dense, lexical = Dense(_vectors(library, passages, embedder, progress, cache), embedder), Lexical(passages)
    return {
        "split-faiss": Peer(library, passages, dense),
        "bm25": Peer(library, passages, lexical),
        "rrf": Peer(library, passages, Fused([dense, lexical])),
    }


def _vectors(library: Library, passages: Sequence[Passage], embedder: Embedder, progress: Progress | None, cache: Path | None) -> Matrix:
    """The passages' vectors, from an earlier run over the same corpus with the same model where there is one."""
    kept = cache / f"peers-{library.manifest.corpus[:16]}-{embedder.fingerprint}.npy" if cache else None
    if kept and kept.is_file():
        found: Matrix = np.load(kept, allow_pickle=False)
        if found.shape == (len(passages), embedder.dimension):
            return found
    vectors = embedder.encode([passage.text for passage in passages], progress)
    if kept:
        np.save(kept, vectors, allow_pickle=False)
    return vectors
