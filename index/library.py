"""A built index in memory: sections with their chunks' and sentences' vectors, and the lexical index."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus import Chunk, DockloreError, Page, Reading, Section, make_chunks, section_index
from index.embedder import Embedder, Matrix, Progress
from index.lexical import LexicalIndex
from index.manifest import FORMAT, Manifest
from index.records import chunk_from, chunk_record, dump_lines, load_lines, page_from, page_record, section_from, section_record
from index.store import builder_lock, publish, read_generation
from index.vectors import FlatStore

Files = dict[str, bytes]
"""The verified bytes of a generation's files, by name."""


@dataclass(frozen=True)
class Library:
    """Everything that a question is answered from. Rows of ``vectors`` are chunks, rows of ``sentences`` are sentences."""

    manifest: Manifest
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]
    vectors: FlatStore
    sentence_vectors: Matrix
    lexical: LexicalIndex

    @cached_property
    def id(self) -> str:
        """The hash that names this index in answers."""
        return self.manifest.id

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Section id -> its number in ``sections``."""
        return {section.id: number for number, section in enumerate(self.sections)}

    @cached_property
    def pages_by_id(self) -> dict[str, Page]:
        """Pages by id."""
        return {page.id: page for page in self.pages}

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The row of ``sentence_vectors`` at which each section's sentences begin."""
        starts, at = [], 0
        for section in self.sections:
            starts.append(at)
            at += len(section.sentences)
        return starts

    @cached_property
    def chunk_rows(self) -> dict[int, list[int]]:
        """Section number -> rows of its chunks."""
        rows: dict[int, list[int]] = {}
        for row, chunk in enumerate(self.chunks):
            rows.setdefault(self.numbers[chunk.section], []).append(row)
        return rows

    def section(self, section_id: str) -> Section | None:
        """The section of that id, if there is one."""
        number = self.numbers.get(section_id)
        return None if number is None else self.sections[number]

    def vectors_of_sentences(self, section: Section) -> Matrix:
        """Vectors of the section's sentences, shape ``(sentences, dimension)``."""
        start = self.sentence_starts[self.numbers[section.id]]
        return self.sentence_vectors[start : start + len(section.sentences)]


def corpus_hash(pages: Sequence[Page]) -> str:
    """SHA-256 over everything of the pages that an index depends on."""
    digest = hashlib.sha256()
    for page in pages:
        for part in (page.id, page.title, "\0".join(page.trail), page.text):
            digest.update(f"{len(part)}:".encode() + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def build(folder: Path, reading: Reading, sources: Sequence[str], embedder: Embedder, progress: Progress | None = None) -> Manifest:
    """Build the index of what was read and publish it in ``folder``; texts that the last generation had are not embedded again.

    A failed build leaves what was there. Raises :class:`corpus.DockloreError` when another builder holds the lock.
    """
    with builder_lock(folder):
        sections = tuple(section_index(reading.sections).values())
        chunks = tuple(chunk for section in sections for chunk in make_chunks(section, embedder.count_tokens, embedder.max_tokens))
        sentences = [section.text_of(sentence) for section in sections for sentence in section.sentences]
        known = _known_vectors(folder, embedder)
        vectors = _embed([*(chunk.text for chunk in chunks), *sentences], embedder, known, progress)
        files = {
            "pages.jsonl": dump_lines(page_record(page) for page in reading.pages),
            "sections.jsonl": dump_lines(section_record(section) for section in sections),
            "chunks.jsonl": dump_lines({"c": chunk_record(chunk)} for chunk in chunks),
            "chunks.faiss": FlatStore.build(vectors[: len(chunks)]).to_bytes(),
            "sentences.npy": _npy(vectors[len(chunks) :]),
            "lexical.json": LexicalIndex.build(sections).to_bytes(),
        }
        manifest = Manifest(
            FORMAT, embedder.name, embedder.fingerprint, embedder.dimension, embedder.max_tokens,
            corpus_hash(reading.pages), tuple(sources),
            {"pages": len(reading.pages), "sections": len(sections), "chunks": len(chunks), "sentences": len(sentences)},
            {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items())},
        )  # fmt: skip
        publish(folder, files, manifest)
        return manifest


def load(folder: Path) -> Library:
    """The current index of ``folder``, every byte verified. Raises :class:`corpus.DockloreError` naming the command to run."""
    manifest, files = read_generation(folder)
    lexical = LexicalIndex.from_bytes(files["lexical.json"])
    store = FlatStore.from_bytes(files["chunks.faiss"])
    return Library(manifest, _pages(files), _sections(files), _chunks(files), store, _matrix(files), lexical)


def _pages(files: Files) -> tuple[Page, ...]:
    return tuple(page_from(value) for value in load_lines(files["pages.jsonl"]))


def _sections(files: Files) -> tuple[Section, ...]:
    pages = {page.id: page for page in _pages(files)}
    return tuple(section_from(value, pages) for value in load_lines(files["sections.jsonl"]))


def _chunks(files: Files) -> tuple[Chunk, ...]:
    return tuple(chunk_from(value["c"]) for value in load_lines(files["chunks.jsonl"]))


def _matrix(files: Files) -> Matrix:
    matrix: Matrix = np.load(io.BytesIO(files["sentences.npy"]), allow_pickle=False)
    return matrix


def _npy(matrix: Matrix) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(matrix), allow_pickle=False)
    return buffer.getvalue()


def _known_vectors(folder: Path, embedder: Embedder) -> dict[str, Matrix]:
    """Text -> vector of the index that is there now, if the same model made it."""
    try:
        manifest, files = read_generation(folder)
    except DockloreError:
        return {}
    if manifest.fingerprint != embedder.fingerprint:
        return {}
    texts = [chunk.text for chunk in _chunks(files)]
    known = dict(zip(texts, FlatStore.from_bytes(files["chunks.faiss"]).rows(range(len(texts))), strict=True))
    sentences = [section.text_of(sentence) for section in _sections(files) for sentence in section.sentences]
    known.update(zip(sentences, _matrix(files), strict=True))
    return known


def _embed(texts: list[str], embedder: Embedder, known: dict[str, Matrix], progress: Progress | None) -> Matrix:
    new = sorted({text for text in texts if text not in known})
    known = {**known, **dict(zip(new, embedder.encode(new, progress), strict=True))} if new else known
    if not texts:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
    return np.stack([known[text] for text in texts]).astype(np.float32)
