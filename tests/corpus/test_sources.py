"""Sources: which files are read, what they are called, and what is said of those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import DockloreError, parse_source, read_sources
from corpus.sources import Source


def folder(tmp_path: Path, files: dict[str, bytes | str]) -> Source:
    for name, content in files.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source("site", tmp_path / "docs")


def test_page_ids_are_paths_and_index_pages_take_their_folder(tmp_path: Path) -> None:
    source = folder(tmp_path, {"a.md": "# A\n\nText.", "sub/index.md": "# Sub\n\nText.", "sub/b.mdx": "# B\n\nText.", "x/README.md": "X."})
    reading = read_sources([source])
    assert [page.id for page in reading.pages] == ["site/a", "site/sub", "site/sub/b", "site/x"]
    assert next(page for page in reading.pages if page.id == "site/sub/b").trail == ("Sub",)


def test_two_files_with_one_id_are_reported_and_the_second_is_skipped(tmp_path: Path) -> None:
    reading = read_sources([folder(tmp_path, {"a/README.md": "One.", "a.md": "Two."})])
    assert len(reading.pages) == 1
    assert "page id site/a is taken already" in reading.remarks[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "is empty"), (b"  \n", "is empty"), (b"\xff\xfe\x00bad", "is not UTF-8"), (b"x" * (8 * 2**20 + 1), "is larger than")],
)
def test_a_bad_page_of_a_folder_is_named_and_skipped(tmp_path: Path, content: bytes, problem: str) -> None:
    reading = read_sources([folder(tmp_path, {"bad.md": content, "good.md": "# Good\n\nText."})])
    assert [page.id for page in reading.pages] == ["site/good"]
    assert problem in reading.remarks[0]


def test_a_bad_single_file_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    source = folder(tmp_path, {"one.md": b"\xff"})
    with pytest.raises(DockloreError, match=r"is not UTF-8 text .*Save it as UTF-8"):
        read_sources([Source("x", source.root / "one.md")])


def test_missing_and_empty_folders_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DockloreError, match="does not exist"):
        read_sources([Source("x", tmp_path / "nowhere")])
    with pytest.raises(DockloreError, match="holds no Markdown file"):
        read_sources([Source("x", tmp_path)])


def test_links_out_of_the_source_and_loops_are_not_followed(tmp_path: Path) -> None:
    source = folder(tmp_path, {"a.md": "# A\n\nText."})
    (tmp_path / "secret.md").write_text("# Secret\n\nHidden.")
    (source.root / "out.md").symlink_to(tmp_path / "secret.md")
    (source.root / "loop").symlink_to(source.root, target_is_directory=True)
    assert [page.id for page in read_sources([source]).pages] == ["site/a"]


def test_source_arguments_name_a_built_in_part_a_path_or_a_named_path(tmp_path: Path) -> None:
    assert parse_source("builtin:docker")[0].root.name == "docker.mdx"
    assert parse_source(f"guide={tmp_path}") == [Source("guide", tmp_path)]
    assert parse_source(str(tmp_path))[0].name == tmp_path.name
    with pytest.raises(DockloreError, match="no built-in source 'nope'"):
        parse_source("builtin:nope")


def test_titles_come_from_front_matter_then_the_heading_then_the_name(tmp_path: Path) -> None:
    files = {
        "a.md": "---\ntitle: Front\n---\n# Head\n\nText.",
        "b.md": "# Head *two*\n\nText.",
        "some-page.md": "Text only.",
        "c.md": "---\n: [\n---\n# C\n\nT.",
    }
    titles = {page.id: page.title for page in read_sources([folder(tmp_path, files)]).pages}
    assert titles == {"site/a": "Front", "site/b": "Head two", "site/some-page": "Some page", "site/c": "C"}
