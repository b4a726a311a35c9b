"""Where a JSX tag or a ``{ braced expression }`` of MDX ends."""

from __future__ import annotations

import re

_NAME = re.compile(r"</?[A-Za-z][\w.:-]*|</?(?=>)")
_IN_TAG = re.compile(r"[\"'{}<>]|\n[ \t\r]*\n")
_IN_BRACES = re.compile(r"[\"'`{}]|//|/\*|\n[ \t\r]*\n")
_IN_MODULE = re.compile(r"[\"'`{}()\[\]]|//|/\*|\n[ \t\r]*(?:\n|\Z)")
_LIMIT = 20_000
"""Longest expression or tag in characters; anything longer is text."""


def close_tag(text: str, start: int) -> int:
    """Offset behind the tag that opens at ``start``; when none does, the negative offset from which to go on."""
    name = _NAME.match(text, start)
    if name is None:
        return -(start + 1)
    at = name.end()
    while match := _IN_TAG.search(text, at, start + _LIMIT):
        char, at = match[0], match.end()
        if char == ">":
            return at
        if char in "\"'":
            at = _string(text, at, char)
        elif char == "{":
            at = close_braces(text, match.start())
            if at < 0:
                return at
        else:
            return -match.start()
    return -max(at, name.end())


def close_braces(text: str, start: int) -> int:
    """Offset behind the ``}`` that closes the ``{`` at ``start``; when none does, the negative offset from which to go on."""
    depth, at, blank = 0, start, -1
    while match := _IN_BRACES.search(text, at, start + _LIMIT):
        char, at = match[0], match.end()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return at
        elif char in "\"'`":
            at = _string(text, at, char)
        elif char in ("//", "/*"):
            at = _skip(text, at, "\n" if char == "//" else "*/", start + _LIMIT)
        elif blank < 0:
            blank = match.start()
    return -(blank if blank > start else max(at, start + 1))


def close_module(text: str, start: int) -> int:
    """The end of the ``import`` or ``export`` statement at ``start``: the first blank line outside of all brackets."""
    depth, at, first = 0, start, -1
    while match := _IN_MODULE.search(text, at, start + _LIMIT):
        char, at = match[0], match.end()
        if char in "{[(":
            depth += 1
        elif char in "}])":
            depth -= 1
        elif char in "\"'`":
            at = _string(text, at, char)
        elif char in ("//", "/*"):
            at = _skip(text, at, "\n" if char == "//" else "*/", start + _LIMIT)
            at -= char == "//"
        elif depth <= 0:
            return match.start()
        elif first < 0:
            first = match.start()
    return first if first >= 0 else min(len(text), start + _LIMIT)


def _string(text: str, at: int, quote: str) -> int:
    """Offset behind the string's closing quote; ``at`` itself when its line (a template: its paragraph) does not close it."""
    end = text.find("\n\n" if quote == "`" else "\n", at, at + _LIMIT)
    closed = text.find(quote, at, end if end >= 0 else at + _LIMIT)
    while closed > 0 and text[closed - 1] == "\\":
        closed = text.find(quote, closed + 1, end if end >= 0 else at + _LIMIT)
    return closed + 1 if closed >= 0 else at


def _skip(text: str, at: int, closing: str, limit: int) -> int:
    found = text.find(closing, at, limit)
    return found + len(closing) if found >= 0 else at
