"""Where code, comments and template tags stand in a page: one pass over its lines, in linear time.

Masks must know what is code before they blank anything, and code cannot be found without passing over comments and tags;
so all of them are found together, whichever opens first. Block structure follows CommonMark closely enough for that:
fences, indented code after a blank line, lists that move the margin, quotes, and ``<pre>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.scan_inline import Found, InlineScanner
from corpus.syntax import Syntax

_FENCE = re.compile(r"(`{3,}|~{3,})([^\n]*)")
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])([ \t]+|$)")
_CONTAINER = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]")
_PRE = re.compile(r"<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_HIGHLIGHT = re.compile(r"\{%-?[ \t]*highlight\b[^%\n]*%\}[ \t]*$|\{\{[<%][ \t]*highlight\b[^\n]*[>%]\}\}[ \t]*$")
_HIGHLIGHT_END = re.compile(r"[ \t]*(?:\{%-?[ \t]*endhighlight\b|\{\{[<%][ \t]*/[ \t]*highlight\b)")
_RAW = re.compile(r"\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}")
_CLOSED_PRE = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("pre", "script", "style", "textarea")}


@dataclass(slots=True)
class Scan:
    """The spans of one page, each list in order and without overlaps; ``tags`` are the dialect's, ``notes`` what is odd."""

    code: list[tuple[int, int]] = field(default_factory=list)
    inline_code: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    tags: list[Found] = field(default_factory=list)
    literals: list[tuple[int, int]] = field(default_factory=list)
    """Fence-like template tags: ``{% highlight %}`` ... ``{% endhighlight %}``, tags included."""
    stray: list[tuple[int, int]] = field(default_factory=list)
    """``<!--`` that no ``-->`` closes."""
    notes: list[str] = field(default_factory=list)

    def opaque(self) -> list[tuple[int, int]]:
        """Everything that a mask leaves alone, merged and in order."""
        return sorted([*self.code, *self.inline_code, *self.comments, *self.literals])


@dataclass(slots=True)
class _Fence:
    start: int
    line: int
    mark: str
    margin: int
    quoted: bool


class _Scanner:
    """Goes through a page line by line; ``margins`` are the content columns of the lists around the current line."""

    def __init__(self, text: str, syntax: Syntax, start: int) -> None:
        self.text = text
        self.syntax = syntax
        self.found = Scan()
        self.inline = InlineScanner(text, syntax, self.found)
        self.margins: list[int] = []
        self.fence: _Fence | None = None
        self.resume = start
        self.blank_before = True
        self.in_indented = False

    def run(self) -> Scan:
        for number, start, end in numbered_lines(self.text):
            if end <= self.resume and self.resume > start:
                continue
            self._line(number, max(start, self.resume), end, whole=start >= self.resume)
        if self.fence:
            self.found.code.append((self.fence.start, len(self.text)))
            self.found.notes.append(f"line {self.fence.line + 1}: the code fence that opens here is never closed")
        return self.found

    def _line(self, number: int, start: int, end: int, *, whole: bool) -> None:
        if not whole:
            self._text(start, end)
            return
        at, column, quoted = self._prefix(start, end)
        if self.fence:
            self._in_fence(self.fence, at, column, quoted, start, end)
            if self.fence or self.resume >= end:
                return
        if at == end:
            self.blank_before = True
            return
        while self.margins and column < self.margins[-1]:
            self.margins.pop()
        inner = column - (self.margins[-1] if self.margins else 0)
        deep = inner >= 4 and not self.syntax & Syntax.MDX
        if deep and (self.blank_before or self.in_indented):
            self.found.code.append((start, end))
            self.in_indented, self.blank_before = True, False
            return
        self.in_indented = False
        at, column = self._markers(at, column, end)
        self._opening(number, at, column, quoted, end, deep=deep)
        self.blank_before = self.text.startswith("#", at)

    def _prefix(self, start: int, end: int) -> tuple[int, int, bool]:
        """Past white space and quote marks: offset, column since the last quote mark, whether quoted."""
        at, column, quoted = start, 0, False
        while at < end:
            char = self.text[at]
            if char == " ":
                column += 1
            elif char == "\t":
                column += 4 - column % 4
            elif char == ">" and column < 4 + (self.margins[-1] if self.margins else 0):
                quoted, column = True, -1 if self.text.startswith(" ", at + 1) else 0
            else:
                break
            at += 1
        return at, column, quoted

    def _markers(self, at: int, column: int, end: int) -> tuple[int, int]:
        """Past the list markers that open the line; each sets a margin."""
        while match := _MARKER.match(self.text, at, end):
            width, space = len(match[1]), len(match[2].expandtabs(4))
            column += width + (space if 0 < space <= 4 and match.end() < end else 1)
            self.margins.append(column)
            at = match.end()
        return at, column

    def _opening(self, number: int, at: int, column: int, quoted: bool, end: int, *, deep: bool) -> None:
        margin = self.margins[-1] if self.margins else 0
        fence = _FENCE.match(self.text, at, end)
        if fence and not deep and not (fence[1][0] == "`" and "`" in fence[2]):
            self.fence = _Fence(at, number, fence[1], margin, quoted)
        elif self.syntax & Syntax.TAGS and _HIGHLIGHT.match(self.text, at, end):
            self._highlight(at, end)
        elif pre := _PRE.match(self.text, at, end):
            closed = _CLOSED_PRE[pre[1].lower()].search(self.text, at)
            stop = closed.start() if closed else len(self.text)
            self.found.code.append((at, stop))
            self.resume = stop
            self._text(stop, end)
        else:
            if self.syntax & Syntax.MKDOCS and _CONTAINER.match(self.text, at, end):
                self.margins.append(column + 4)
            self._text(at, end)

    def _highlight(self, at: int, end: int) -> None:
        cursor = end + 1
        while cursor < len(self.text):
            line_end = self.text.find("\n", cursor)
            line_end = len(self.text) if line_end < 0 else line_end
            if _HIGHLIGHT_END.match(self.text, cursor, line_end):
                self.found.literals.append((at, line_end))
                self.resume = line_end
                return
            cursor = line_end + 1
        self._text(at, end)

    def _in_fence(self, fence: _Fence, at: int, column: int, quoted: bool, start: int, end: int) -> None:
        """Close the fence at its closing line, or before a line that leaves its list or quote."""
        line = self.text[at:end].rstrip()
        if line.startswith("{%") and self.syntax & Syntax.LIQUID:
            line = _RAW.sub("", line)
        left = (bool(line) and column < fence.margin) or (fence.quoted and not quoted)
        if left:
            self.found.code.append((fence.start, start))
            self.fence = None
        elif quoted == fence.quoted and line.startswith(fence.mark) and not line.strip(fence.mark[0]):
            self.found.code.append((fence.start, end))
            self.fence, self.resume, self.blank_before = None, end, True

    def _text(self, start: int, end: int) -> None:
        self.resume = max(self.resume, self.inline.run(start, end))


def scan(text: str, syntax: Syntax, start: int = 0) -> Scan:
    """What stands where in ``text`` behind ``start`` (the end of the front matter)."""
    return _Scanner(text, syntax, start).run()


def numbered_lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Number, start and end (the line feed left out) of each line."""
    start, number = 0, 0
    while True:
        end = text.find("\n", start)
        if end < 0:
            yield number, start, len(text)
            return
        yield number, start, end
        start, number = end + 1, number + 1


def outside(text: str, spans: list[tuple[int, int]], start: int = 0) -> Iterator[tuple[int, int]]:
    """The spans of ``text`` behind ``start`` between ``spans``, which are sorted."""
    cursor = start
    for low, high in spans:
        if cursor < low:
            yield cursor, low
        cursor = max(cursor, high)
    if cursor < len(text):
        yield cursor, len(text)
