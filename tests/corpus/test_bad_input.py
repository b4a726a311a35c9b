"""Bad input: each fault is named, none is fatal, all of it is fast, and nothing outside the source is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import Reading, read_sources
from corpus.dialects import mask_page
from corpus.front_matter import front_matter
from corpus.lint import lint
from corpus.model import Page
from corpus.sections import read_sections
from corpus.sources import Source
from corpus.syntax import parse_dialect

EVERY = "docusaurus+hugo+liquid+attributes+mkdocs"


def folder(tmp_path: Path, files: dict[str, bytes | str]) -> Source:
    for name, content in {"good.md": "# Good\n\nText.\n", **files}.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source("d", tmp_path / "docs")


def read(tmp_path: Path, files: dict[str, bytes | str]) -> Reading:
    return read_sources([folder(tmp_path, files)])


def test_loops_of_links_and_links_out_are_not_followed(tmp_path: Path) -> None:
    source = folder(tmp_path, {"sub/a.md": "A text.\n"})
    (tmp_path / "secret.md").write_text("Secret.")
    for name, target in (("loop", source.root), ("self.md", source.root / "self.md"), ("out.md", tmp_path / "secret.md"), ("gone.md", "x")):
        (source.root / name).symlink_to(target)
    (source.root / "up").symlink_to(tmp_path, target_is_directory=True)
    assert [page.id for page in read_sources([source]).pages] == ["d/good", "d/sub/a"]


def test_a_file_of_fifty_megabytes_is_named_and_never_loaded(tmp_path: Path) -> None:
    source = folder(tmp_path, {})
    with (source.root / "big.md").open("wb") as file:
        file.truncate(50 * 2**20)
    (remark,) = read_sources([source]).remarks
    assert "big.md is larger than 8 MiB" in remark


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("---\ntitle: x\n---\n", "holds no text of its own"),
        ("---\ntitle: a: b\n---\n\nText.\n", "front matter cannot be read"),
        ("+++\ntitle = \n+++\n\nText.\n", "front matter cannot be read"),
        ("Text.\n\n```bash\ndocker ps\n", "line 3: the code fence that opens here is never closed"),
        ("Text.\n\n<!-- x\n\nMore.\n", "line 3: the comment that opens here is never closed"),
        (":::note\n\nText.\n", "line 1: the directive that opens here is never closed"),
        ("Text.\n\n{{< include \"../../etc/passwd\" >}}\n", "include of ../../etc/passwd leaves the source and is refused"),
        ("Text.\n\n{% include ../../etc/passwd %}\n", "include of ../../etc/passwd leaves the source and is refused"),
        ("Text.\n\n--8<-- \"../../etc/passwd\"\n", "include of ../../etc/passwd leaves the source and is refused"),
        ("".join("  " * depth + f"- item {depth}\n" for depth in range(60)), "nested too deeply"),
    ],
)  # fmt: skip
def test_an_odd_page_is_read_and_what_is_odd_is_named(tmp_path: Path, content: str, said: str) -> None:
    reading = read(tmp_path, {"odd.md": content})
    assert len(reading.pages) == 2
    assert reading.remarks == []
    assert len([note for note in reading.notes if "odd.md" in note and said in note]) == 1


def test_the_title_of_broken_front_matter_is_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, {"odd.md": "---\ntitle: docker run: flags\n---\n\nText.\n"})
    assert [page.title for page in reading.pages] == ["Good", "docker run: flags"]


@pytest.mark.parametrize("content", [b"# A\n\nl\xe9ger\n", b"\xff\xfe#\x00", b"ok \xc3\xa9 and \xe9 mixed\n"])
def test_a_file_of_mixed_or_other_encoding_is_named_and_skipped(tmp_path: Path, content: bytes) -> None:
    reading = read(tmp_path, {"odd.md": content})
    assert len(reading.pages) == 1
    assert "odd.md is not UTF-8 text" in reading.remarks[0]


def test_line_ends_and_marks_of_every_kind_leave_quotes_exact(tmp_path: Path) -> None:
    text = "\ufeff---\r\ntitle: T\r\n---\r\n\r\n## A\r\n\r\nOne.\r\nTwo.\r\n\r\n```sh\r\nx\r\n```\r\n\r\n{{< a >}}Three.\r\n"
    section = read(tmp_path, {"odd.md": text}).sections[-1]
    assert [section.page.text[s.start : s.end] for s in section.sentences] == ["One.", "Two.", "Three."]
    assert section.plain.split() == ["One.", "Two.", "x", "Three."]
    old = read(tmp_path, {"odd.md": "## A\r\rOne.\r\rTwo.\r"}).sections[-1]
    assert list(map(old.text_of, old.blocks)) == ["One.", "Two."]


def test_includes_are_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = folder(tmp_path, {"odd.md": 'Text.\n\n{{< include "other.md" >}}\n\n{{< include "/etc/passwd" >}}\n', "other.md": "Other.\n"})
    opened: list[str] = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(os.path.realpath(path)) or original(path))
    reading = read_sources([source])
    assert sorted(map(os.path.basename, opened)) == ["good.md", "odd.md", "other.md"]
    assert [section.plain for section in reading.sections] == ["Text.", "Text.", "Other."]
    assert [finding.code for finding in lint(source)] == ["missing-include"]


@pytest.mark.parametrize(
    "piece",
    [
        "`xxx", "<!-- ", "{ a ", "<Aa ", "{{ ", "{{< ", "{% ", "{% raw %}{{x}}{% endraw %} ", '<Tab label="x">a</Tab> ', ":::note\n",
        "!!! note\n    x\n", "a{: .x } ", '<a "', "[", "[a](b ", "*a _b ", "<div>\n", "<script>", "|`c`|d|\n", "a\r", "- a\n", "## Same\n\n",
        "Code `x` is *here*. ", "{#", "---\na: b\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", ["markdown", EVERY])
@pytest.mark.timeout(120)
def test_a_long_repetition_is_read_to_its_end(piece: str, dialect: str) -> None:
    """What is not linear hangs here: the time-out is the guard, not a measure."""
    text = piece * 4000 + "\n\n## The end\n\nLast words.\n"
    mask = mask_page(text, front_matter(text).end, parse_dialect(dialect))
    assert len(mask.text) == len(text)
    for section in read_sections(Page("p", text, "P", dialect=dialect), mask):
        assert all(0 <= sentence.start < sentence.end <= len(text) for sentence in section.sentences)


def test_ten_thousand_headings_of_one_name_are_numbered(tmp_path: Path) -> None:
    reading = read(tmp_path, {"odd.md": "## Same\n\ntext\n\n" * 10_000})
    assert len({section.id for section in reading.sections}) == 10_001
    assert reading.sections[-1].anchor == "same-9999"


def test_everything_unclosed_at_once_is_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path, {"odd.mdx": "import {\n\n# A <B c={d\n\n{e <F>\n\n:::note\n\n{{< g\n\n{% h\n\n<!-- i\n\n`j\n\n| k |\n|--\n\n```l\nm\n"}
    )
    assert {"m"} <= {word for section in reading.sections for word in section.plain.split()}
