"""Writes escaped text as HTML, with ``<mark>`` around exactly the characters that stand in highlighted raw spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from app.address import Span

UNKNOWN = -1
"""Raw offset of a character whose place in the page is not known."""


class Highlights:
    """Merged raw spans, asked one offset at a time."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [start for start, _ in spans]

    def holds(self, offset: int) -> bool:
        """Whether the character at a raw offset is highlighted."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self.spans[at][1]

    def touches(self, start: int, end: int) -> bool:
        """Whether any character of a raw span is highlighted."""
        return any(low < end and start < high for low, high in self.spans)

    def pieces(self, text: str, offsets: Sequence[int]) -> Iterator[tuple[str, bool]]:
        """``text`` in pieces, each wholly highlighted or not; ``offsets`` are the raw offsets of its characters."""
        if not self.spans:
            yield text, False
            return
        for marked, group in groupby(zip(text, offsets, strict=True), key=lambda pair: self.holds(pair[1])):
            yield "".join(char for char, _ in group), marked


class Pen:
    """Collects HTML; neighbouring highlighted characters share one ``<mark>``."""

    def __init__(self, highlights: Highlights) -> None:
        self.highlights = highlights
        self._parts: list[str] = []
        self._open = False

    def text(self, text: str, offsets: Sequence[int]) -> None:
        """Write text, escaped."""
        for piece, marked in self.highlights.pieces(text, offsets):
            self._switch(marked)
            self._parts.append(escape(piece))

    def whole(self, text: str, offset: int) -> None:
        """Write text of which every character stands for the source character at ``offset``."""
        self.text(text, [offset] * len(text))

    def raw(self, html: str) -> None:
        """Write markup; an open ``<mark>`` is closed before it."""
        self._switch(False)
        self._parts.append(html)

    def finish(self) -> str:
        """Everything written."""
        self._switch(False)
        return "".join(self._parts)

    def _switch(self, marked: bool) -> None:
        if marked != self._open:
            self._parts.append("<mark>" if marked else "</mark>")
            self._open = marked
