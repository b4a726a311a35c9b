"""Code spans, comments and template tags within running text: whichever opens first is taken whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from corpus.jsx import close_braces, close_tag
from corpus.syntax import Syntax

if TYPE_CHECKING:
    from corpus.scan import Scan

_HTML_CODE = "code|tt|kbd|samp|pre|script|style"
_TOKEN = re.compile(rf"\\.|`+|<!--|<(?P<code>{_HTML_CODE})(?=[\s>])|</?(?=[A-Za-z>])|\{{\{{[<%]|\{{%|\{{\{{|\{{:|\{{", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"\n(?=[ \t>\r]*(?:\n|\Z|(?:[-*+]|\d{1,9}[.)])[ \t]|#{1,6}[ \t]|\||`{3}|~{3}|:::|!!!|=== ))")
_RUN = re.compile(r"`+")
_PATIENCE = 200
"""So many expressions or tags of a page may stay unclosed; behind them no more are looked for, which keeps the scan linear."""


class Found(NamedTuple):
    """A tag of a dialect: its kind (``hugo``, ``liquid``, ``output``, ``attributes``, ``jsx``, ``braces``) and span."""

    kind: str
    start: int
    end: int


class InlineScanner:
    """Scans spans of text; what closes far behind is looked for once, and remembered as missing."""

    def __init__(self, text: str, syntax: Syntax, found: Scan) -> None:
        self.text = text
        self.syntax = syntax
        self.found = found
        self.paragraph_end = -1
        self.runs: dict[int, list[int]] = {}
        self.missing: set[str] = set()
        self.failures = 0

    def run(self, start: int, end: int) -> int:
        """Scan ``start``:``end`` (one line or its rest); gives where to go on, which may be many lines on."""
        at = start
        while at < end:
            match = _TOKEN.search(self.text, at, end)
            if match is None:
                return end
            at = self._token(match)
        return at

    def _token(self, match: re.Match[str]) -> int:
        mark, start = match[0], match.start()
        if mark[0] == "\\":
            return match.end()
        if mark[0] == "`":
            return self._code(start, len(mark))
        if mark == "<!--":
            return self._comment(start)
        if match["code"]:
            return self._html_code(start, match["code"].lower())
        if mark[0] == "<":
            return self._jsx(start) if self.syntax & Syntax.MDX else match.end()
        return self._braces(mark, start)

    def _code(self, start: int, width: int) -> int:
        if start >= self.paragraph_end:
            self._paragraph(start)
        places = self.runs.get(width, [])
        after = bisect_right(places, start)
        if after == len(places):
            return start + width
        end = places[after] + width
        self.found.inline_code.append((start, end))
        return end

    def _paragraph(self, start: int) -> None:
        """Note every run of backticks up to the end of the paragraph, by length."""
        match = _PARAGRAPH_END.search(self.text, start)
        self.paragraph_end = match.start() if match else len(self.text)
        self.runs = {}
        for run in _RUN.finditer(self.text, start, self.paragraph_end):
            self.runs.setdefault(len(run[0]), []).append(run.start())

    def _find(self, closing: str, start: int) -> int:
        """Offset behind ``closing``; -1, remembered, when there is none."""
        if closing in self.missing:
            return -1
        at = self.text.find(closing, start)
        if at < 0:
            self.missing.add(closing)
            return -1
        return at + len(closing)

    def _comment(self, start: int) -> int:
        end = self._find("-->", start + 2)
        if end < 0:
            self.found.stray.append((start, start + 4))
            if len(self.found.stray) == 1:
                line = self.text.count("\n", 0, start) + 1
                self.found.notes.append(f"line {line}: the comment that opens here is never closed, so it is read as text")
            return start + 4
        self.found.comments.append((start, end))
        return end

    def _html_code(self, start: int, name: str) -> int:
        end = self._find(f"</{name}>", start)
        if end < 0 or (name not in ("pre", "script", "style") and "\n\n" in self.text[start:end]):
            return start + len(name) + 1
        self.found.inline_code.append((start, end))
        return end

    def _jsx(self, start: int) -> int:
        end = close_tag(self.text, start) if self.failures < _PATIENCE else -start - 1
        if end < 0:
            self.failures += 1
            return -end
        self.found.tags.append(Found("jsx", start, end))
        return end

    def _braces(self, mark: str, start: int) -> int:
        if mark[:2] == "{{" and len(mark) == 3 and self.syntax & Syntax.HUGO:
            return self._tag("hugo", start, ("%" if mark[2] == "%" else ">") + "}}")
        if mark == "{%" and self.syntax & Syntax.LIQUID:
            return self._tag("liquid", start, "%}")
        if mark[:2] == "{{" and self.syntax & Syntax.LIQUID:
            return self._tag("output", start, "}}")
        if mark == "{:" and self.syntax & Syntax.ATTRIBUTES:
            return self._tag("attributes", start, "}")
        if self.syntax & Syntax.MDX and not self.text.startswith("{#", start):
            return self._expression(start)
        return start + 1

    def _tag(self, kind: str, start: int, closing: str) -> int:
        end = self._find(closing, start + 2)
        if end < 0:
            return start + 2
        self.found.tags.append(Found(kind, start, end))
        return end

    def _expression(self, start: int) -> int:
        end = close_braces(self.text, start) if self.failures < _PATIENCE else -start - 1
        if end < 0:
            self.failures += 1
            return -end
        self.found.tags.append(Found("braces", start, end))
        return end
