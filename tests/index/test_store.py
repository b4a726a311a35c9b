"""The store: published atomically, verified when opened, never destroyed by a failed build."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import DockloreError, Reading, read_sources
from corpus.sources import Source
from index import build, load
from index.store import CURRENT
from tests.fakes import WordEmbedder


def reading(tmp_path: Path, *texts: str) -> Reading:
    folder = tmp_path / "docs"
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"p{number}.md").write_text(f"# Page {number}\n\n## Part\n\n{text}\n")
    return read_sources([Source("d", folder)])


def words() -> WordEmbedder:
    return WordEmbedder("alpha beta gamma")


def test_what_was_built_is_what_is_loaded(tmp_path: Path) -> None:
    read = reading(tmp_path, "Alpha one. Beta two.", "Gamma `x`.")
    manifest = build(tmp_path / "index", read, ["docs"], words())
    library = load(tmp_path / "index")
    assert library.manifest == manifest
    assert list(library.pages) == read.pages
    assert list(library.sections) == read.sections
    assert library.manifest.counts == {"pages": 2, "sections": 2, "chunks": 4, "sentences": 3}


def test_builds_of_the_same_text_are_byte_identical(tmp_path: Path) -> None:
    read = reading(tmp_path, "Alpha one.", "Beta two.")
    first = build(tmp_path / "one", read, ["docs"], words())
    assert build(tmp_path / "two", read, ["docs"], words()) == first
    assert build(tmp_path / "one", read, ["docs"], words()) == first


def test_only_new_texts_are_embedded_again(tmp_path: Path) -> None:
    build(tmp_path / "index", reading(tmp_path, "Alpha one.", "Beta two."), ["docs"], words())
    again = words()
    build(tmp_path / "index", reading(tmp_path, "Alpha one.", "Gamma three."), ["docs"], again)
    assert sorted(again.embedded) == ["Gamma three.", "Page 1 > Part\nGamma three."]


def test_two_generations_are_kept(tmp_path: Path) -> None:
    for text in ("Alpha.", "Beta.", "Gamma.", "Alpha beta."):
        build(tmp_path / "index", reading(tmp_path, text), ["docs"], words())
    assert sorted(path.name for path in (tmp_path / "index").glob("gen-*")) == ["gen-3", "gen-4"]


def test_a_missing_index_names_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(DockloreError, match=r"There is no index in .* Run: docklore index --index"):
        load(tmp_path)


@pytest.mark.parametrize(
    "name", ["chunks.faiss", "chunks.jsonl", "lexical.json", "pages.jsonl", "sections.jsonl", "sentences.npy", "manifest.json"]
)
def test_a_flipped_bit_a_cut_and_a_missing_file_are_noticed(tmp_path: Path, name: str) -> None:
    build(tmp_path / "index", reading(tmp_path, "Alpha."), ["docs"], words())
    path = tmp_path / "index" / "gen-1" / name
    data = path.read_bytes()
    for damaged in (data[:-1], bytes([data[0] ^ 1]) + data[1:], data[:-1] + bytes([data[-1] ^ 128])):
        path.write_bytes(damaged)
        with pytest.raises(DockloreError, match="Run: docklore index"):
            load(tmp_path / "index")
    path.unlink()
    with pytest.raises(DockloreError, match="Run: docklore index"):
        load(tmp_path / "index")
    path.write_bytes(data)
    assert load(tmp_path / "index").sections


def test_a_foreign_file_and_a_forged_pointer_are_refused(tmp_path: Path) -> None:
    build(tmp_path / "index", reading(tmp_path, "Alpha."), ["docs"], words())
    odd = tmp_path / "index" / "gen-1" / "extra.bin"
    odd.write_bytes(b"x")
    with pytest.raises(DockloreError, match=r"extra\.bin does not belong there"):
        load(tmp_path / "index")
    odd.unlink()
    (tmp_path / "index" / CURRENT).write_text("../elsewhere " + "0" * 64 + "\n")
    with pytest.raises(DockloreError, match="CURRENT is damaged"):
        load(tmp_path / "index")


def test_a_failed_build_leaves_the_old_index(tmp_path: Path) -> None:
    class Failing(WordEmbedder):
        def encode(self, texts, progress=None):  # type: ignore[no-untyped-def]
            raise RuntimeError("out of memory")

    build(tmp_path / "index", reading(tmp_path, "Alpha."), ["docs"], words())
    before = load(tmp_path / "index").manifest
    with pytest.raises(RuntimeError, match="out of memory"):
        build(tmp_path / "index", reading(tmp_path, "Beta."), ["docs"], Failing("alpha"))
    assert load(tmp_path / "index").manifest == before


def test_leftovers_of_a_killed_builder_do_not_stop_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "index" / ".tmp-gen-1").mkdir(parents=True)
    (tmp_path / "index" / "gen-1").mkdir()
    build(tmp_path / "index", reading(tmp_path, "Alpha."), ["docs"], words())
    assert load(tmp_path / "index").sections
