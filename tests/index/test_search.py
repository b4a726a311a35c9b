"""Search: exact FAISS agrees with plain arithmetic; one hit a section; the best vector wins; ties by id."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus import Reading, read_sources
from corpus.sources import Source
from index import Query, Retriever, build, load
from index.lexical import LexicalIndex
from index.ranking import Linear, logistic, reciprocal_rank_fusion
from index.vectors import FlatStore
from tests.fakes import WordEmbedder

PAGE = """# Pets

## Cats

<!-- asks: which animal purrs -->

Cats purr and sleep.

## Dogs

Dogs bark and run. They fetch.

| Command | Effect |
|---|---|
| sit | the dog sits |
"""
WORDS = WordEmbedder("cats dogs purr purrs bark run sleep fetch sit animal")


def reading(tmp_path: Path, text: str = PAGE) -> Reading:
    path = tmp_path / "pets.md"
    path.write_text(text)
    return read_sources([Source("d", path)])


def retriever(tmp_path: Path, ranker: Linear | None = None) -> Retriever:
    build(tmp_path / "index", reading(tmp_path), ["pets.md"], WORDS)
    return Retriever(load(tmp_path / "index"), WORDS, ranker)


def test_flat_search_equals_numpy_on_random_and_tied_vectors() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(200, 8)).astype(np.float32)
    vectors[50:60] = vectors[40]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = FlatStore.build(vectors)
    for query in (*vectors[:5], vectors[40]):
        _, ids = store.search(query, 200)
        exact = vectors @ query
        assert np.allclose(exact[ids], np.sort(exact)[::-1], atol=1e-6)
    _, ids = store.search(vectors[40], 11)
    assert list(ids) == [40, *range(50, 60)]


def test_a_store_comes_back_from_its_bytes() -> None:
    vectors = np.eye(4, dtype=np.float32)
    again = FlatStore.from_bytes(FlatStore.build(vectors).to_bytes())
    assert np.array_equal(again.rows([2, 0]), vectors[[2, 0]])


def test_a_section_is_found_through_its_ask_its_passage_and_its_row(tmp_path: Path) -> None:
    found = retriever(tmp_path, Linear({"best": 1.0}))
    for text, anchor in (("which animal purrs", "cats"), ("bark and run", "dogs"), ("sit", "dogs")):
        hits = found.search(Query(text))
        assert hits[0].section.anchor == anchor
        assert len({hit.section.id for hit in hits}) == len(hits)
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_equal_scores_are_ordered_by_section_id(tmp_path: Path) -> None:
    hits = retriever(tmp_path, Linear({})).search(Query("cats dogs"))
    assert [hit.section.id for hit in hits] == sorted(hit.section.id for hit in hits)


def test_a_scope_keeps_other_pages_out(tmp_path: Path) -> None:
    found = retriever(tmp_path)
    assert found.search(Query("cats", scope="d")) != []
    assert found.search(Query("cats", scope="elsewhere")) == []


def test_bm25_finds_the_only_section_with_a_term_and_a_synonym_counts_less(tmp_path: Path) -> None:
    lexical = LexicalIndex.build(reading(tmp_path).sections)
    direct = lexical.scores("body", [("fetch",)])
    assert np.argmax(direct) == 1
    assert direct[0] == 0
    assert np.allclose(lexical.scores("body", [("retrieve", "fetch")]), direct * 0.8)
    assert lexical.idf("nowhere") > lexical.idf("fetch") > 0


def test_coverage_is_the_weighted_share_of_the_terms(tmp_path: Path) -> None:
    found = retriever(tmp_path)
    query = Query("x", terms=(("bark",), ("meow",)), weights=(0.75, 0.25))
    assert found.coverage(found.library.numbers["d/pets#dogs"], query) == pytest.approx(0.75)
    assert found.coverage(0, Query("x")) == 1.0


def test_ranking_maths() -> None:
    assert logistic(0) == 0.5
    assert logistic(800) == pytest.approx(1.0)
    assert logistic(-800) == pytest.approx(0.0)
    assert Linear({"a": 2.0}, 1.0).score({"a": 3.0, "b": 9.0}) == 7.0
    fused = reciprocal_rank_fusion([["a", "b"], ["b", "c"]])
    assert [name for name, _ in fused] == ["b", "a", "c"]
    assert fused[0][1] == pytest.approx(1 / 62 + 1 / 61)
