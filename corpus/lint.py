"""What is wrong with a folder of documentation: told as findings, for people, for programs and for CI."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from corpus.errors import DockloreError
from corpus.facts import Finding, check_text
from corpus.lint_links import LinkChecker
from corpus.model import BlockKind, Section
from corpus.pages import SourceFile
from corpus.reading import PageReader, PageReading
from corpus.sources import Source

WORDS_OF_A_SECTION = 600
"""Running text of one section, in words, beyond which nobody finds the sentence that answers."""
WORDS_OF_A_SENTENCE = 60
"""A longer sentence is no answer to anything."""
_VAGUE = frozenset(
    "background description details example examples general info information intro introduction misc miscellaneous more note notes other "
    "overview remarks stuff usage".split()
)
_ERRORS = frozenset(("unreadable-page", "page-id-taken", "dead-link", "dead-anchor", "missing-include", "duplicate-id", "shared-ask"))


def lint(source: Source, *, facts: bool = True) -> list[Finding]:
    """All findings of a source, in order of file and line; ``facts`` asks for its Docker commands to be checked as well."""
    reader = PageReader(source)
    read: list[tuple[SourceFile, PageReading]] = []
    findings: list[Finding] = []
    taken: dict[str, str] = {}
    for file in reader.files():
        name = str(file.path)
        if file.id in taken:
            findings.append(Finding(name, 1, "page-id-taken", f"page id {file.id} belongs to {taken[file.id]}"))
            continue
        taken[file.id] = name
        try:
            read.append((file, reader.read(file)))
        except DockloreError as error:
            findings.append(Finding(name, 1, "unreadable-page", f"{error.problem} {error.fix}"))
    links = LinkChecker(source, read)
    for file, page in read:
        findings += links.check(file, page)
        findings += _page(str(file.path), page)
        if facts:
            findings += check_text(page.page.text, str(file.path))
    return sorted({*findings, *_shared_asks(read)})


def _page(path: str, read: PageReading) -> Iterator[Finding]:
    for note in read.notes:
        line = re.match(r"line (\d+): ", note)
        yield Finding(path, int(line[1]) if line else 1, "page-note", note[line.end() :] if line else note)
    seen: dict[str, int] = {}
    for number, name in read.mask.heading_ids.items():
        if name in seen:
            yield Finding(path, number + 1, "duplicate-id", f"the id {name!r} is given on line {seen[name]} already")
        seen.setdefault(name, number + 1)
    place = Places(read.page.text)
    for section in read.sections:
        yield from _section(path, section, place)


def _section(path: str, section: Section, place: Places) -> Iterator[Finding]:
    line = place.line(section.start)
    running = [block for block in section.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
    words = sum(len(section.text_of(block).split()) for block in running)
    if words > WORDS_OF_A_SECTION:
        yield Finding(path, line, "long-section", f"{section.title!r} has {words} words of running text; give its parts headings")
    for sentence in section.sentences:
        count = len(section.text_of(sentence).split())
        if count > WORDS_OF_A_SENTENCE and section.blocks[sentence.block].kind is not BlockKind.ROW:
            yield Finding(path, place.line(sentence.start), "long-sentence", f"a sentence of {count} words is too long to quote")
    if section.anchor and section.title.lower().strip(" .:") in _VAGUE:
        yield Finding(path, line, "vague-heading", f"{section.title!r} says nothing without the page around it")


class Places:
    """Line numbers, from 1, of offsets in a text."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def line(self, offset: int) -> int:
        """The line that holds ``offset``."""
        return bisect_right(self._ends, offset - 1) + 1


def _shared_asks(read: Iterable[tuple[SourceFile, PageReading]]) -> Iterator[Finding]:
    """A question that two sections say they answer."""
    claimed: dict[str, str] = {}
    for file, page in read:
        place = Places(page.page.text)
        for section in page.sections:
            for ask in section.asks:
                known = " ".join(re.findall(r"[\w-]+", ask.lower()))
                if claimed.setdefault(known, section.id) != section.id:
                    message = f"{ask!r} is claimed by {claimed[known]} already"
                    yield Finding(str(file.path), place.line(section.start), "shared-ask", message)


def is_error(finding: Finding) -> bool:
    """Whether a finding is an error, rather than advice."""
    return finding.code in _ERRORS or finding.code.startswith("unknown-")


def as_text(findings: Iterable[Finding]) -> str:
    """One finding a line: ``path:line: code: message``."""
    return "".join(f"{finding}\n" for finding in findings)


def as_json(findings: Iterable[Finding]) -> str:
    """A JSON array of findings, each with its level."""
    rows = [{**asdict(finding), "level": "error" if is_error(finding) else "warning"} for finding in findings]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_annotations(findings: Iterable[Finding]) -> str:
    """GitHub's workflow commands, which it shows beside the lines."""
    return "".join(
        f"::{'error' if is_error(finding) else 'warning'} file={_escaped(finding.path, ':,')},line={finding.line},"
        f"title={_escaped(finding.code, ':,')}::{_escaped(finding.message)}\n"
        for finding in findings
    )


def _escaped(text: str, more: str = "") -> str:
    """``text`` with what workflow commands reserve percent-encoded."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
