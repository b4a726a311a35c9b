"""Sections of real Markdown: what is content, what is not, and that every quote is an exact slice."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import BlockKind, Section, parse_source, read_sources
from corpus.sources import Source


def read(tmp_path: Path, text: str, name: str = "page.md") -> list[Section]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_sources([Source("docs", path)]).sections


def slices(section: Section) -> list[str]:
    return [section.page.text[s.start : s.end] for s in section.sentences]


def test_the_source_text_has_three_sections_with_docusaurus_anchors() -> None:
    sections = read_sources(parse_source("builtin:docker")).sections
    assert [section.id for section in sections] == [
        "docker#what-is-docker",
        "docker#what-is-a-container",
        "docker#what-is-the-difference-between-docker--a-virtuel-machine",
    ]
    assert sections[2].path == ("Docker", "What is the difference between Docker & a virtuel machine?")


def test_the_import_the_component_and_bold_stay_out_of_the_plain_text() -> None:
    for section in read_sources(parse_source("builtin:docker")).sections:
        assert "import" not in section.plain.split()
        assert "TOCInline" not in section.plain
        assert "**" not in section.plain


def test_a_quote_keeps_its_bold_as_an_exact_slice() -> None:
    first = read_sources(parse_source("builtin:docker")).sections[0]
    assert slices(first) == [
        "Docker is an open-source **platform** that allows you to **automate** the **deployment**, **scaling**, and "
        "**management** of applications using **containerization**."
    ]


def test_nested_lists_keep_their_labels_and_depth() -> None:
    section = read_sources(parse_source("builtin:docker")).sections[2]
    items = [block for block in section.blocks if block.kind is BlockKind.ITEM]
    labels = [section.text_of(block) for block in items if block.depth == 1]
    assert labels == ["Docker:", "Virtual Machine (VM):"]
    assert [block.number for block in items if block.depth == 1] == [1, 2]
    assert sum(block.depth == 2 for block in items) == 10
    assert all(section.blocks[block.parent].depth == 1 for block in items if block.depth == 2)


def test_a_sentence_that_opens_or_closes_with_markup_is_widened_to_it(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "## A\n\n**Bold** start. Ends in `code`. A [link](x.md) here. ~~Gone~~ *em* **end**\n")
    assert slices(section) == ["**Bold** start.", "Ends in `code`.", "A [link](x.md) here.", "~~Gone~~ *em* **end**"]


def test_entities_escapes_and_line_breaks_map_back(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "## A\n\n> Fish &amp; \\*chips\\*  \n> and `x  y`\n> more.\n")
    assert section.plain == "Fish & *chips* and x  y more."
    sentence = section.sentences[0]
    assert section.page.text[sentence.start : sentence.end] == "Fish &amp; \\*chips\\*  \n> and `x  y`\n> more."


def test_crlf_and_bom_leave_slices_exact(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "\ufeff## A\r\n\r\nOne two.\r\nThree four.\r\n\r\n- item\r\n")
    assert slices(section) == ["One two.", "Three four.", "item"]
    assert "\r\n" in section.page.text
    assert not section.page.text.startswith("\ufeff")


def test_comments_are_hidden_without_swallowing_what_stands_around_them(tmp_path: Path) -> None:
    text = "## A\n\nSeen <!-- not\nseen --> still seen. `<!-- code -->` shown.\n\n<!-- asks: How? | why so -->\n\nUnclosed <!-- stays.\n"
    (section,) = read(tmp_path, text)
    assert "not" not in section.plain.split()
    assert "still seen." in section.plain
    assert "<!-- code -->" in section.plain
    assert section.asks == ("How?", "why so")
    assert section.sentences[0].exact is False


def test_html_is_not_text_but_what_stands_in_it_is(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "## A\n\n<details>\n<summary>More &amp; more</summary>\nInside.\n</details>\n\nAn <b>inline</b> one.\n")
    assert "More & more" in section.plain
    assert "Inside." in section.plain
    assert "<" not in section.plain


def test_a_table_row_knows_its_cells_and_its_table(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "## A\n\n| Flag | Effect |\n|---|---|\n| `-a` | all \\| any |\n| `-q` | quiet |\n")
    table = next(block for block in section.blocks if block.kind is BlockKind.TABLE)
    rows = [block for block in section.blocks if block.kind is BlockKind.ROW]
    assert table.cells == ("Flag", "Effect")
    assert [row.cells for row in rows] == [("-a", "all | any"), ("-q", "quiet")]
    assert section.page.text[rows[0].start : rows[0].end] == "| `-a` | all \\| any |"


def test_a_fence_in_a_list_maps_to_its_raw_lines(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "## A\n\n1. Do it:\n\n   ```bash\n   docker ps\n   docker rm x\n   ```\n\n2. Done.\n")
    code = next(block for block in section.blocks if block.kind is BlockKind.CODE)
    assert section.text_of(code) == "docker ps\ndocker rm x"
    assert code.language == "bash"
    assert section.page.text[code.start : code.end].startswith("```bash")


def test_headings_inside_code_and_lists_do_not_break_the_reader(tmp_path: Path) -> None:
    sections = read(tmp_path, "## A\n\n```\n# not a heading\n```\n\n- one\n\n  ### In a list\n\n  text\n\n## A\n\nagain\n")
    assert [section.anchor for section in sections] == ["a", "in-a-list", "a-1"]


def test_a_heading_id_of_the_source_is_the_anchor(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "# Page\n\n## Set up {#setup}\n\nText.\n")
    assert (section.anchor, section.title) == ("setup", "Set up")


def test_alerts_and_warning_quotes_have_a_role(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "## A\n\nPlain.\n\n> **Warning:** Data is lost.\n\n> [!TIP]\n> Try it.\n")
    assert [block.role for block in section.blocks] == ["", "warning", "tip"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "```",
        "| a |\n|",
        "<!--",
        "[x](",
        "**",
        "- \n  - \n    -",
        "\t\tcode\n\ttext",
        "a\0b",
        "&#x110000;",
        "\u202e",
        "1. a\n\n\n\n2. b",
    ],
)
def test_odd_markdown_is_read_without_a_fault(tmp_path: Path, text: str) -> None:
    for section in read(tmp_path, "## Heading\n\nText.\n\n" + text):
        for sentence in section.sentences:
            assert section.page.text[sentence.start : sentence.end]


def test_every_sentence_of_real_documentation_maps_to_its_source(shared_docs: Path) -> None:
    reading = read_sources([Source("cli", shared_docs / "official-2026")])
    assert len(reading.pages) > 300
    checked = 0
    for section in reading.sections:
        raw = section.page.text
        for run in section.map.runs:
            if run.plain_length == run.raw_length > 1:
                plain = section.plain[run.plain : run.plain + run.plain_length]
                assert plain.split() == raw[run.raw : run.raw + run.raw_length].split()
                checked += 1
        for sentence in section.sentences:
            low, high = section.map.raw_span(sentence.plain_start, sentence.plain_end)
            assert sentence.start <= low < high <= sentence.end
    assert checked > 10_000
