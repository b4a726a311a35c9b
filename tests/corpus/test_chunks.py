"""Chunks: never longer than the model reads; a block that fits is never cut, a longer one between its lines."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Chunk, ChunkKind, make_chunks, read_sources
from corpus.sources import Source

LIMIT = 40


def count(text: str) -> int:
    return len(text.split()) + 2


def chunks_of(tmp_path: Path, text: str, limit: int = LIMIT) -> list[Chunk]:
    path = tmp_path / "page.md"
    path.write_text("# Page\n\n## Part\n\n" + text)
    return [chunk for section in read_sources([Source("d", path)]).sections for chunk in make_chunks(section, count, limit)]


def of_kind(chunks: list[Chunk], kind: ChunkKind) -> list[str]:
    return [chunk.text for chunk in chunks if chunk.kind is kind]


def test_every_chunk_but_asks_and_errors_carries_its_heading(tmp_path: Path) -> None:
    chunks = chunks_of(tmp_path, "<!-- asks: how so -->\n\nOne two.\n\n```bash\ndocker ps\n```\n")
    assert of_kind(chunks, ChunkKind.HEADING) == ["Page > Part"]
    assert of_kind(chunks, ChunkKind.ASK) == ["how so"]
    assert of_kind(chunks, ChunkKind.PASSAGE) == ["Page > Part\nOne two.\ndocker ps"]


def test_a_fence_that_fits_is_never_cut(tmp_path: Path) -> None:
    code = "\n".join(f"line {n} of code" for n in range(7))
    chunks = chunks_of(tmp_path, "Word " * 20 + "\n\n```\n" + code + "\n```\n")
    assert sum(code in text for text in of_kind(chunks, ChunkKind.PASSAGE)) == 1


def test_a_longer_fence_is_cut_between_lines_and_every_part_points_at_the_whole(tmp_path: Path) -> None:
    lines = [f"line {n} of code" for n in range(30)]
    chunks = chunks_of(tmp_path, "```\n" + "\n".join(lines) + "\n```\n")
    parts = [chunk for chunk in chunks if chunk.kind is ChunkKind.PASSAGE]
    assert len(parts) > 1
    assert [line for part in parts for line in part.text.split("\n")[1:]] == lines
    assert len({(part.start, part.end) for part in parts}) == 1


def test_a_longer_table_repeats_its_header(tmp_path: Path) -> None:
    rows = "\n".join(f"| --flag{n} | does thing {n} |" for n in range(20))
    chunks = chunks_of(tmp_path, f"| Flag | Effect |\n|---|---|\n{rows}\n")
    parts = of_kind(chunks, ChunkKind.PASSAGE)
    assert len(parts) > 1
    assert all("Flag | Effect" in part for part in parts)
    assert "Flag: --flag3; Effect: does thing 3" in of_kind(chunks, ChunkKind.ROW)[3]


def test_messages_that_a_program_prints_are_chunks_of_their_own(tmp_path: Path) -> None:
    chunks = chunks_of(
        tmp_path,
        "The message ends in `bind: address already in use`. Run `docker ps --all now`.\n\n```text\nOCI runtime create failed\n```\n",
    )
    assert of_kind(chunks, ChunkKind.ERROR) == ["bind: address already in use", "OCI runtime create failed"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab \n.`|-#>*1", max_size=120), max_size=6), st.integers(12, 60))
def test_no_chunk_exceeds_the_window(tmp_path_factory, parts: list[str], limit: int) -> None:  # type: ignore[no-untyped-def]
    for chunk in chunks_of(tmp_path_factory.mktemp("c"), "\n\n".join(["Text.", *parts]), limit):
        assert count(chunk.text) <= limit


def test_the_model_reads_every_chunk_of_the_source_text_whole(encoder) -> None:  # type: ignore[no-untyped-def]
    from corpus import parse_source

    for section in read_sources(parse_source("builtin:docker")).sections:
        for chunk in make_chunks(section, encoder.count_tokens, encoder.max_tokens):
            assert encoder.count_tokens(chunk.text) <= 256
