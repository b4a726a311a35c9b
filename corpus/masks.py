"""Masks: what a documentation dialect adds to Markdown is overwritten, so every offset stays what it was.

A mask never changes a text's length or its line feeds, and leaves code alone. Most of what it covers becomes spaces; a few
things become Markdown of the same length (a tag that opens a code block becomes a fence). What stands *around* a tag stays visible.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.scan import Scan, numbered_lines, scan
from corpus.syntax import Syntax

_ASKS = re.compile(r"^<!--\s*asks:", re.IGNORECASE)
_HEADING_ID = re.compile(r"\{:?[ \t]*#([A-Za-z0-9_][\w:.-]*)[^{}\n]*\}")
_LEAD_LIMIT = 200
_LEADING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_FILLERS = ("<wbr>", "<a/>", "<a>")


@dataclass(slots=True)
class Masked:
    """A page's text of unchanged length with the dialect's syntax blanked, and what the blanked parts said."""

    text: str
    asks: list[tuple[int, str]] = field(default_factory=list)
    """``asks`` comments: offset and the text behind ``asks:``."""
    heading_ids: dict[int, str] = field(default_factory=dict)
    """Line number (from 0) of a heading -> the id that the source gives it."""
    hidden: list[tuple[int, int]] = field(default_factory=list)
    """Raw spans that were blanked, in order."""
    roles: list[tuple[int, int, str]] = field(default_factory=list)
    """Raw spans of admonitions with their role; an inner one stands behind its outer one."""
    cuts: list[int] = field(default_factory=list)
    """Offsets, in order, that no sentence crosses: the ends of titles and labels."""
    containers: set[int] = field(default_factory=set)
    """Lines (from 0) whose list marker was written by the mask: they open an admonition or a tab, not a list."""
    includes: list[tuple[int, str]] = field(default_factory=list)
    """Where the page takes in another file: offset and the name as written."""
    code: list[tuple[int, int]] = field(default_factory=list)
    """Raw spans of code blocks and inline code, and of comments."""
    indented_code: bool = True
    """Whether four spaces open a code block (not in MDX)."""
    opening: str = ""
    """Anchor of the level-1 heading that opens the page, which has no section of its own."""
    notes: list[str] = field(default_factory=list)
    """What is odd in the page, each with its line."""


def blank(text: str) -> str:
    """``text`` with every character but line feeds replaced by a space."""
    return "".join(char if char == "\n" else " " for char in text)


class Mask:
    """Collects what is to be covered in one page, then gives the masked text."""

    def __init__(self, text: str, syntax: Syntax = Syntax.NONE, start: int = 0) -> None:
        self.raw = text.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")
        """The page with its line ends made line feeds, so that markdown-it keeps the offsets."""
        self.start = start
        self.syntax = syntax
        self.scan: Scan = scan(self.raw, syntax, start)
        self.opaque = merged(self.scan.opaque())
        self.result = Masked(text, code=self.opaque, indented_code=not syntax & Syntax.MDX, notes=list(self.scan.notes))
        self._written: list[tuple[int, str]] = []

    def hide(self, start: int, end: int) -> None:
        """Blank one raw span."""
        if start < end:
            self.result.hidden.append((start, end))

    def write(self, start: int, end: int, markdown: str) -> None:
        """Cover a raw span, which holds no line feed, with Markdown that is no longer than it; what is left becomes spaces."""
        self.hide(start, end)
        if markdown and len(markdown) <= end - start:
            self._written.append((start, markdown))

    def label(self, start: int, end: int, inner: tuple[int, int]) -> None:
        """Hide ``start``:``end`` but for ``inner``, a title or label, which stands alone as a sentence."""
        low, high = inner
        self.hide(start, low)
        self.hide(high, end)
        self.result.cuts += [low, high]

    def is_opaque(self, offset: int) -> bool:
        """Whether ``offset`` stands in code or in a comment."""
        at = bisect_left(self.opaque, (offset + 1,)) - 1
        return at >= 0 and offset < self.opaque[at][1]

    def lines(self) -> list[tuple[int, int, int]]:
        """Number, start and end of each line behind the front matter that does not begin in code or in a comment."""
        found, spans, at = [], self.opaque, 0
        for number, start, end in numbered_lines(self.raw):
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            inside = at < len(spans) and spans[at][0] < start
            opened = at < len(spans) and spans[at][0] == start and spans[at][1] >= end > start
            if start >= self.start and not inside and not opened:
                found.append((number, start, end))
        return found

    def finish(self) -> Masked:
        """The masked page."""
        self.result.hidden = merged(self.result.hidden)
        self.result.cuts.sort()
        self.result.roles.sort(key=lambda span: (span[0], -span[1]))
        text = list(self.raw)
        for start, end in self.result.hidden:
            text[start:end] = blank(self.raw[start:end])
        for start, markdown in self._written:
            text[start : start + len(markdown)] = markdown
        for start, end in self.result.hidden:
            self._keep_margin(text, start, end)
        self.result.text = "".join(text)
        return self.result

    def _keep_margin(self, text: list[str], start: int, end: int) -> None:
        """A tag that opens a line leaves spaces, which would make code of the rest: an empty inline tag stands in for it."""
        line = self.raw.rfind("\n", max(start - _LEAD_LIMIT, 0), end) + 1
        if line <= start:
            lead = _LEADING.match(self.raw, line, start)
            if not lead or lead.end() != start or (line == 0 and start > _LEAD_LIMIT):
                return
        start = max(start, line)
        stop = self.raw.find("\n", end)
        rest = "".join(text[end : stop if stop >= 0 else len(text)])
        filler = next((filler for filler in _FILLERS if len(filler) <= end - start), "")
        if filler and rest.strip() and text[start] == " " and not self.is_opaque(start):
            text[start : start + len(filler)] = filler


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap or touch joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of ``spans``, which are merged, has a character in ``start``:``end``."""
    at = bisect_left(spans, (end,))
    return at > 0 and spans[at - 1][1] > start


def mask_comments(mask: Mask) -> None:
    """HTML comments are not shown; an ``asks`` comment is kept aside. An unclosed ``<!--`` is left as text."""
    for start, end in mask.scan.comments:
        inner = mask.raw[start : end - 3]
        if match := _ASKS.match(inner):
            mask.result.asks.append((start, inner[match.end() :]))
        mask.hide(start, end)
    for start, end in mask.scan.stray:
        mask.hide(start, end)


def mask_heading_ids(mask: Mask) -> None:
    """``## Title {#id}`` (Docusaurus, Hugo, kramdown, MkDocs): the id is noted and not shown."""
    for number, start, end in mask.lines():
        line = mask.raw[start:end].rstrip(" \t#")
        if not line.startswith("#") or not line.endswith("}"):
            continue
        opened = line.rfind("{")
        if match := _HEADING_ID.fullmatch(line, max(opened, 0)):
            mask.result.heading_ids[number] = match[1]
            mask.hide(start + len(line[:opened].rstrip(" \t")), start + len(line))


def note(mask: Mask, offset: int, text: str) -> None:
    """Remark on what stands at ``offset``."""
    mask.result.notes.append(f"line {mask.raw.count(chr(10), 0, offset) + 1}: {text}")
