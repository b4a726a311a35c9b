"""All 1,301 pages of real documentation: every visible word in a section, no template left over, every quote exact."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from corpus import BlockKind, Page, Reading, Section, read_sources
from corpus.sources import Source

pytest.importorskip("cmarkgfm")
from tests.corpus.independent import CODE, visible_words, words

FOLDERS = {"official-2026": 370, "site-2017": 931}
KNOWN = {
    "site-2017/engine/security/certificates": "cmark reads `` `` before a lone backtick otherwise than the CommonMark rule",
}
MARKS = ("{{", "{%", "<Tabs", ":::")


@pytest.fixture(scope="module", params=FOLDERS)
def reading(request: pytest.FixtureRequest, shared_docs: Path) -> Reading:
    return read_sources([Source(request.param, shared_docs / request.param)])


def by_page(reading: Reading) -> Iterator[tuple[Page, list[Section]]]:
    found: dict[str, list[Section]] = defaultdict(list)
    for section in reading.sections:
        found[section.page.id].append(section)
    for page in reading.pages:
        yield page, found[page.id]


def test_every_page_is_read_or_named(reading: Reading) -> None:
    assert len(reading.pages) + len(reading.remarks) == FOLDERS[reading.pages[0].source]
    assert all("is taken already" in remark for remark in reading.remarks)


def test_visible_words_stand_in_exactly_one_section(reading: Reading) -> None:
    """A page's title counts as held where it repeats its first heading."""
    for page, sections in by_page(reading):
        seen = visible_words(page.text, jekyll=page.source == "site-2017")
        held: Counter[str] = Counter()
        for section in sections:
            shown = section.anchor or section.title != page.title
            held += words(section.plain) + (words(section.title) if shown else Counter())
        opening = re.search(r"^#[ \t]+(.+)", page.text, re.MULTILINE)
        title = words(page.title) + (words(opening[1]) if opening and not any(section.plain for section in sections) else Counter())
        missing, doubled = seen - held - title, held - seen - title
        limit = 0.005 * seen.total()
        assert page.id in KNOWN or missing.total() <= limit, (page.id, missing)
        assert page.id in KNOWN or doubled.total() <= limit, (page.id, doubled)


def test_no_template_is_left_over_outside_of_code(reading: Reading) -> None:
    for page, sections in by_page(reading):
        if not any(mark in page.text for mark in MARKS):
            continue
        code = [match.span() for match in CODE.finditer(page.text)]
        for section in sections:
            for at in _marks(section):
                raw = section.map.raw_span(at, at + 1)[0]
                assert any(start <= raw < end for start, end in code), (section.id, section.plain[at - 40 : at + 40])


def _marks(section: Section) -> Iterator[int]:
    blocks = [block for block in section.blocks if block.kind is BlockKind.CODE]
    for match in re.finditer("|".join(map(re.escape, MARKS)), section.plain):
        if not any(block.plain_start <= match.start() < block.plain_end for block in blocks):
            yield match.start()


def test_every_raw_span_round_trips_and_the_map_is_exact(reading: Reading) -> None:
    for section in reading.sections:
        raw, plain = section.page.text, section.plain
        for run in section.map.runs:
            if run.plain_length == run.raw_length:
                shown, written = plain[run.plain :][: run.plain_length], raw[run.raw :][: run.raw_length]
                assert re.sub(r"\s", " ", shown) == re.sub(r"\s", " ", written), section.id
        for sentence in section.sentences:
            low, high = section.map.raw_span(sentence.plain_start, sentence.plain_end)
            assert section.start <= sentence.start <= low < high <= sentence.end <= section.end, section.id
            assert plain[sentence.plain_start] == raw[low] or raw[low] in "&\\", section.id
            assert plain[sentence.plain_end - 1] == raw[high - 1] or raw[high - 1] == ";", section.id
        for block in section.blocks:
            assert section.start <= block.start <= block.end <= section.end, (section.id, block)


def test_a_quote_says_what_its_sentence_says_in_order(reading: Reading) -> None:
    for section in reading.sections:
        for sentence in section.sentences:
            if sentence.exact:
                written = iter(unescape(section.page.text[sentence.start : sentence.end]))
                shown = filter(str.isalnum, section.text_of(sentence))
                assert all(char in written for char in shown), (section.id, section.text_of(sentence))
