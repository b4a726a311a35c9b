"""Anchors: exactly what each generator makes of a heading. The expected values were made with the generators' own code.

``github`` and ``toc`` were written by github-slugger 2 and Python-Markdown 3.11, ``hugo`` and ``kramdown`` follow the rules cited in docs/anchors.md.
"""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest

from corpus import Section, read_sources
from corpus.anchors import Heading, TocAnchors, anchors_for
from corpus.dialects import mask_page
from corpus.model import Page
from corpus.sections import read_sections
from corpus.sources import Source
from corpus.syntax import Generator, parse_dialect

HEADINGS = [
    "Hello World", "Hello World", "hello-world-1", "Hello World", "C++ & C#", "Füße_und café", "1. HEALTHCHECK (options)", "--flag and -x",
    "a  b   c", "m² and ½ Ⓐ ①", "日本語 見出し", "Ünï—dash – en", "What's new?", "A/B: c, d.", "emoji 🎉 party", "under_score __x__", "foo", "foo",
    "foo_1", "foo", "नमस्ते", "Ⅷ roman",
]  # fmt: skip
EXPECTED = {
    Generator.MARKDOWN: [
        "hello-world", "hello-world-1", "hello-world-1-1", "hello-world-2", "c--c", "füße_und-café", "1-healthcheck-options", "--flag-and--x",
        "a--b---c", "m-and--ⓐ-", "日本語-見出し", "ünïdash--en", "whats-new", "ab-c-d", "emoji--party", "under_score-__x__", "foo", "foo-1",
        "foo_1", "foo-2", "नमस्ते", "ⅷ-roman",
    ],
    Generator.HUGO: [
        "hello-world", "hello-world-1", "hello-world-1-1", "hello-world-2", "c--c", "füße_und-café", "1-healthcheck-options", "--flag-and--x",
        "a--b---c", "m-and---", "日本語-見出し", "ünïdash--en", "whats-new", "ab-c-d", "emoji--party", "under_score-__x__", "foo", "foo-1",
        "foo_1", "foo-2", "नमसत", "-roman",
    ],
    Generator.JEKYLL: [
        "hello-world", "hello-world-1", "hello-world-1", "hello-world-2", "c--c", "füße_und-café", "1-healthcheck-options", "flag-and--x",
        "a--b---c", "m-and---", "日本語-見出し", "ünïdash--en", "whats-new", "ab-c-d", "emoji--party", "under_score-__x__", "foo", "foo-1",
        "foo_1", "foo-2", "नमस्ते", "-roman",
    ],
    Generator.MKDOCS: [
        "hello-world", "hello-world_1", "hello-world-1", "hello-world_2", "c-c", "fue_und-cafe", "1-healthcheck-options", "-flag-and-x",
        "a-b-c", "m2-and-12-a-1", "_1", "unidash-en", "whats-new", "ab-c-d", "emoji-party", "under_score-__x__", "foo", "foo_1",
        "foo_2", "foo_3", "_2", "viii-roman",
    ],
}  # fmt: skip


@pytest.mark.parametrize("generator", EXPECTED)
def test_anchors_are_those_of_the_generator(generator: Generator) -> None:
    maker = anchors_for(generator)
    assert [maker.anchor(Heading(text, text)) for text in HEADINGS] == EXPECTED[generator]


def anchors(text: str, dialect: str) -> list[str]:
    page = Page("p", text, "P", dialect=dialect)
    return [section.anchor for section in read_sections(page, mask_page(text, 0, parse_dialect(dialect)))]


def test_goldmark_takes_the_source_of_a_heading_with_its_links() -> None:
    assert anchors("## See [docs](http://x.io/a) `--flag`\n", "hugo") == ["see-docshttpxioa---flag"]
    assert anchors("## See [docs](http://x.io/a) `--flag`\n", "docusaurus") == ["see-docs---flag"]


def test_kramdown_typesets_dashes_but_not_in_code() -> None:
    assert anchors("## Use --flag\n\nx\n\n## Use `--flag`\n", "jekyll") == ["use-flag", "use---flag"]


def test_ids_of_headings_are_theirs_and_counted_as_the_generator_counts() -> None:
    text = "## Own {#foo}\n\nx\n\n## Foo\n\nx\n"
    assert anchors(text, "hugo") == ["foo", "foo-1"]
    assert anchors("## Foo\n\nx\n\n## Own {#foo}\n\nx\n", "mkdocs") == ["foo_1", "foo"]


def test_an_anchor_without_a_letter_has_a_name_all_the_same() -> None:
    assert anchors("## ???\n\nx\n\n## ???\n\nx\n", "hugo") == ["heading", "heading-1"]
    assert anchors("## ???\n\nx\n", "markdown") == ["section"]


def test_numbers_of_the_toc_extension_count_on_from_a_number() -> None:
    maker = TocAnchors(["a_3"])
    assert [maker.anchor(Heading(text, text)) for text in ("a 3", "a_3", "a", "a", "a", "a", "a")] == [
        "a-3",
        "a_4",
        "a",
        "a_1",
        "a_2",
        "a_5",
        "a_6",
    ]


# -- 200 headings of real documentation ------------------------------------------------------------------------------


def github_rule(heading: str) -> str:
    """github-slugger's published rule, written down a second time: lower case, punctuation off, spaces to dashes."""
    return re.sub(" ", "-", re.sub(r"[^\w\- ]", "", heading.lower()))


def kramdown_rule(source: str) -> str:
    """kramdown-parser-gfm's rule on a heading's text, dashes typeset outside of code."""
    pieces = re.split(r"(`[^`]*`)", source)
    text = "".join(piece if piece.startswith("`") else re.sub("-{2,3}", "", piece) for piece in pieces)
    return re.sub(r"[^\w\- \t]", "", text.lower()).replace(" ", "-")


def sample(sections: list[Section]) -> list[Section]:
    plain = [
        s
        for s in sections
        if s.anchor and not re.search(r"[\[\]<>{}\\&]|__|\*", first_line(s)) and unicodedata.is_normalized("NFC", s.title)
    ]
    return random.Random(7).sample(plain, 200)


def first_line(section: Section) -> str:
    return section.page.text[section.start :].split("\n", 1)[0].strip().strip("#").strip()


def unnumbered(anchor: str, slug: str) -> bool:
    return anchor == slug or bool(re.fullmatch(re.escape(slug) + r"-\d+", anchor))


def test_two_hundred_headings_have_the_anchor_of_the_published_rule(shared_docs: Path) -> None:
    cli = read_sources([Source("cli", shared_docs / "official-2026")])
    for section in sample(cli.sections):
        assert unnumbered(section.anchor, github_rule(first_line(section).replace("`", ""))), section.id
    site = read_sources([Source("site", shared_docs / "site-2017" / "engine", dialect="jekyll")])
    for section in sample(site.sections):
        assert unnumbered(section.anchor, kramdown_rule(first_line(section))), section.id
