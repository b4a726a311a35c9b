"""The data that the corpus room makes: pages, sections with an exact map to their source, and chunks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch of plain text and the raw text it stands for.

    Equal lengths mean character for character; unequal lengths (an entity, an escaped character) map as a whole.
    """

    plain: int
    plain_length: int
    raw: int
    raw_length: int


@dataclass(frozen=True, slots=True)
class TextMap:
    """Maps offsets in a section's plain text to offsets in its page, by runs in plain order.

    Characters that stand between blocks (the line feeds that join them) belong to no run.
    """

    runs: tuple[Run, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest raw span ``(start, end)`` that holds the plain span; both spans are half-open.

        Raises ``ValueError`` when no character of the plain span has a source.
        """
        low = max(bisect_right(self.runs, start, key=_plain_start) - 1, 0)
        raw_start, raw_end = -1, -1
        for run in self.runs[low:]:
            if run.plain >= end:
                break
            if run.plain + run.plain_length <= start:
                continue
            first, last = _clip(run, start, end)
            raw_start = first if raw_start < 0 else min(raw_start, first)
            raw_end = max(raw_end, last)
        if raw_start < 0:
            raise ValueError(f"plain span {start}:{end} has no source text")
        return raw_start, raw_end


def _plain_start(run: Run) -> int:
    return run.plain


def _clip(run: Run, start: int, end: int) -> tuple[int, int]:
    """The raw part of ``run`` for the plain span; runs of unequal length are taken whole."""
    if run.plain_length != run.raw_length:
        return run.raw, run.raw + run.raw_length
    before = max(start - run.plain, 0)
    after = min(end - run.plain, run.plain_length)
    return run.raw + before, run.raw + after


@dataclass(frozen=True, slots=True)
class Page:
    """One source file, decoded as UTF-8 without BOM, its line ends untouched."""

    id: str
    text: str
    title: str
    trail: tuple[str, ...] = ()
    """Titles of the folders above the page, outermost first."""
    source: str = ""
    """Name of the source that the page belongs to; empty for the built-in corpus."""
    url: str | None = None
    """Public address of the page, if its source names one."""
    version: str | None = None
    dialect: str = ""
    """The dialect that it was read in, as :class:`corpus.syntax.Dialect` writes it; empty for plain Markdown."""


class BlockKind(StrEnum):
    """What a block is in the source."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item text, code block, table or table row of a section.

    ``start``/``end`` are raw offsets in the page and hold the whole block with its markup;
    ``plain_start``/``plain_end`` are offsets in the section's plain text.
    """

    kind: BlockKind
    start: int
    end: int
    plain_start: int
    plain_end: int
    parent: int = -1
    """Index of the item or table that holds this block, or -1."""
    depth: int = 0
    """Nesting of lists around the block: 0 outside of lists."""
    number: int = 0
    """Position in an ordered list, counted as the source counts; 0 when not ordered."""
    language: str = ""
    """Info word of a code block."""
    cells: tuple[str, ...] = ()
    """Plain cell texts: of the header for a table, of the row for a row."""
    role: str = ""
    """``warning``, ``note``, ``tip`` ... for admonitions and alerts."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph or list item: the smallest thing that is quoted.

    ``start``/``end`` are raw offsets widened to whole emphasis, code and links, so that the slice is balanced Markdown.
    ``exact`` is false where the slice holds markup that must not be shown (inline HTML, template tags).
    """

    block: int
    plain_start: int
    plain_end: int
    start: int
    end: int
    exact: bool = True


class Link(NamedTuple):
    """A link in a section: its target as written and the raw span of the whole link."""

    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it until the next heading: the unit that is cited."""

    page: Page
    anchor: str
    """Empty for the text before the first heading."""
    title: str
    path: tuple[str, ...]
    """Headings from the outermost folder title down to this section's own title."""
    level: int
    start: int
    end: int
    plain: str
    map: TextMap
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    links: tuple[Link, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Page id, and ``#`` with the anchor unless the section is the page's opening text."""
        return f"{self.page.id}#{self.anchor}" if self.anchor else self.page.id

    def text_of(self, item: Block | Sentence) -> str:
        """Plain text of one of the section's blocks or sentences."""
        return self.plain[item.plain_start : item.plain_end]


class ChunkKind(StrEnum):
    """Which view of its section a chunk is."""

    PASSAGE = "passage"
    HEADING = "heading"
    ASK = "ask"
    ROW = "row"
    CODE = "code"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is embedded: one view of a section, small enough for the model.

    ``text`` is what is embedded; it begins with the heading path unless the chunk is an ask or an error message.
    ``start``/``end`` are the raw span of the whole block or sentences that it stands for.
    """

    section: str
    kind: ChunkKind
    text: str
    start: int
    end: int


def section_index(sections: Iterable[Section]) -> dict[str, Section]:
    """Sections by id; a later section never replaces an earlier one of the same id."""
    found: dict[str, Section] = {}
    for section in sections:
        found.setdefault(section.id, section)
    return found
