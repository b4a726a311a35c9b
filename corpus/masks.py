"""Masks: what a documentation dialect adds to Markdown is overwritten with spaces, so every offset stays what it was.

A mask never changes a text's length or its line feeds, and leaves fenced code alone. What stands *around* a tag stays visible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FENCE = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}|~{3,})")
_ASKS = re.compile(r"^\s*asks:", re.IGNORECASE)
_ESM = re.compile(r"^(?:import\s+(?:[\w*{'\"]).*|export\s+(?:default|const|let|var|function|class|\{|\*).*)$")
_COMPONENT = re.compile(r"</?[A-Z][A-Za-z0-9.]*(?:\s(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*)?/?>")
_MDX_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_HEADING_ID = re.compile(r"[ \t]*\{#([A-Za-z][\w:.-]*)\}[ \t]*$")


@dataclass(slots=True)
class Masked:
    """A page's text of unchanged length with the dialect's syntax blanked, and what the blanked parts said."""

    text: str
    asks: list[tuple[int, str]] = field(default_factory=list)
    """``asks`` comments: offset and the text behind ``asks:``."""
    heading_ids: dict[int, str] = field(default_factory=dict)
    """Line number (from 0) of a heading -> the id that the source gives it."""
    hidden: list[tuple[int, int]] = field(default_factory=list)
    """Raw spans that were blanked."""


def code_spans(text: str) -> list[tuple[int, int]]:
    """Raw spans of fenced code blocks, fences included; an unclosed fence runs to the end."""
    spans: list[tuple[int, int]] = []
    fence, opened, offset = "", 0, 0
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and line.strip().strip("> ").strip(fence[0]) == "":
                spans.append((opened, offset + len(line)))
                fence = ""
        elif match and "`" not in line[match.end() :]:
            fence, opened = match[1], offset
        offset += len(line)
    if fence:
        spans.append((opened, len(text)))
    return spans


def outside(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans of ``text`` between ``spans``, which are sorted and do not overlap."""
    cursor = 0
    for start, end in spans:
        if cursor < start:
            yield cursor, start
        cursor = max(cursor, end)
    if cursor < len(text):
        yield cursor, len(text)


def blank(text: str) -> str:
    """``text`` with every character but line feeds replaced by a space."""
    return "".join(char if char == "\n" else " " for char in text)


class Mask:
    """Collects what is to be blanked in one page, then gives the masked text."""

    def __init__(self, text: str) -> None:
        self.raw = text
        self.code = code_spans(text)
        self.result = Masked(text)

    def hide(self, start: int, end: int) -> None:
        """Blank one raw span."""
        if start < end:
            self.result.hidden.append((start, end))

    def hide_matches(self, pattern: re.Pattern[str]) -> None:
        """Blank every match of ``pattern`` outside of fenced and inline code."""
        for start, end in outside(self.raw, self.code):
            for match in pattern.finditer(self.raw, start, end):
                if not in_inline_code(self.raw, match.start()):
                    self.hide(*match.span())

    def finish(self) -> Masked:
        """The masked page; carriage returns become spaces, so that markdown-it keeps the offsets."""
        self.result.hidden.sort()
        parts, cursor = [], 0
        for start, end in self.result.hidden:
            if end <= cursor:
                continue
            start = max(start, cursor)
            parts += [self.raw[cursor:start], blank(self.raw[start:end])]
            cursor = end
        parts.append(self.raw[cursor:])
        text = "".join(parts).replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")
        self.result.text = text
        return self.result


def in_inline_code(text: str, position: int) -> bool:
    """Whether an odd number of backticks stands before ``position`` on its line."""
    line = text.rfind("\n", 0, position) + 1
    return text.count("`", line, position) % 2 == 1


def mask_comments(mask: Mask) -> None:
    """HTML comments are not shown; an ``asks`` comment is kept aside. An unclosed ``<!--`` is left as text."""
    for start, end in outside(mask.raw, mask.code):
        cursor = start
        while (opened := mask.raw.find("<!--", cursor, end)) >= 0:
            closed = mask.raw.find("-->", opened + 4, end)
            if closed < 0:
                break
            cursor = closed + 3
            if in_inline_code(mask.raw, opened):
                continue
            inner = mask.raw[opened + 4 : closed]
            if match := _ASKS.match(inner):
                mask.result.asks.append((opened, inner[match.end() :]))
            mask.hide(opened, cursor)


def mask_heading_ids(mask: Mask) -> None:
    """``## Title {#id}`` (Docusaurus, Hugo, kramdown): the id is noted and not shown."""
    for number, (offset, line) in enumerate(_lines(mask.raw)):
        if line.startswith("#") and (match := _HEADING_ID.search(line.rstrip("\r\n"))):
            mask.result.heading_ids[number] = match[1]
            mask.hide(offset + match.start(), offset + match.end())


def mask_mdx(mask: Mask) -> None:
    """Docusaurus MDX: ESM imports and exports, component tags (their children stay), ``{/* comments */}``."""
    code = iter([*mask.code, (len(mask.raw) + 1, len(mask.raw) + 1)])
    block = next(code)
    for offset, line in _lines(mask.raw):
        while offset >= block[1]:
            block = next(code)
        if not block[0] <= offset < block[1] and _ESM.match(line.rstrip("\r\n")):
            mask.hide(offset, offset + len(line.rstrip("\r\n")))
    mask.hide_matches(_MDX_COMMENT)
    mask.hide_matches(_COMPONENT)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1
