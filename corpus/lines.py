"""Where the content that markdown-it gives, stripped of indentation and quote marks, stands in the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Lines:
    """Line starts of a text, and the alignment of stripped content with its raw lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def start(self, line: int) -> int:
        """Offset of the first character of ``line`` (from 0); the text's length behind the last line."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def end(self, line: int) -> int:
        """Offset behind the last character of ``line``, its line feed left out."""
        return self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self.text)

    def number(self, offset: int) -> int:
        """The line (from 0) that holds ``offset``."""
        return bisect_right(self._starts, offset) - 1

    def content_start(self, line: int) -> int:
        """Offset of the first character of ``line`` that is not white space."""
        start, end = self.start(line), self.end(line)
        return start + len(self.text[start:end]) - len(self.text[start:end].lstrip())

    def content_end(self, line: int) -> int:
        """Offset behind the last character of the last line up to ``line`` that is not blank."""
        while line > 0 and not self.text[self.start(line) : self.end(line)].strip():
            line -= 1
        start = self.start(line)
        return start + len(self.text[start : self.end(line)].rstrip())

    def align(self, content: str, first: int, last: int) -> list[int]:
        """The raw offset of each character of ``content``, whose lines stand on lines ``first`` to ``last`` (exclusive).

        Empty when the content does not stand there.
        """
        offsets: list[int] = []
        pieces = content.split("\n")
        for index, piece in enumerate(pieces):
            line = first + index
            if line >= last:
                return []
            found = self._piece(piece, line)
            if len(found) < len(piece):
                return []
            offsets.extend(found)
            if index + 1 < len(pieces):
                offsets.append(self.end(line))
        return offsets

    def _piece(self, piece: str, line: int) -> Sequence[int]:
        """The raw offsets of one content line; where markdown-it made spaces of a tab, each stands for the tab."""
        at = self._find(piece, line)
        if at >= 0:
            return range(at, at + len(piece))
        body = piece.lstrip(" \t")
        at = self._find(body, line)
        if at <= self.start(line):
            return ()
        width = len(piece) - len(body)
        lead = [max(at - (width - place), self.start(line)) for place in range(width)]
        return [*(min(offset, at - 1) for offset in lead), *range(at, at + len(body))]

    def _find(self, piece: str, line: int) -> int:
        """A content line is its raw line less what stands before and, in headings, behind it."""
        start, end = self.start(line), self.end(line)
        if self.text.endswith(piece, start, end):
            return end - len(piece)
        return self.text.rfind(piece, start, end)


def cell_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Raw spans of a GFM table row's cells, trimmed; ``\\|`` does not end a cell."""
    spans: list[tuple[int, int]] = []
    opened = start
    for at in range(start, end + 1):
        if at < end and (text[at] != "|" or (at > start and text[at - 1] == "\\")):
            continue
        spans.append(_trimmed(text, opened, at))
        opened = at + 1
    if spans and spans[0][0] == spans[0][1]:
        spans.pop(0)
    return spans


def align_cell(text: str, content: str, span: tuple[int, int]) -> list[int]:
    """The raw offset of each character of a cell's content, in which ``\\|`` has become ``|``."""
    offsets: list[int] = []
    at, end = span
    for char in content:
        if at < end and text[at] == "\\" and char == "|":
            at += 1
        if at >= end or text[at] != char:
            return []
        offsets.append(at)
        at += 1
    return offsets


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
