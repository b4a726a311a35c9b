"""The visible text of raw HTML in a page, with its place."""

from __future__ import annotations

import re
from html import unescape

from corpus.inline import Traced

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<![^<>]*>|<\?[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNSEEN = re.compile(r"<(script|style|template)\b", re.IGNORECASE)


def visible_text(text: str, start: int, end: int) -> Traced:
    """What a reader sees of the HTML at ``start``:``end``: tags, scripts and styles left out, white space folded."""
    traced = Traced()
    for low, high in _visible_spans(text, start, end):
        if traced.text and not traced.text.endswith(" "):
            traced.add(" ", [low], [low])
        _add(traced, text, low, high)
    while traced.text.endswith(" "):
        traced = Traced(traced.text[:-1], traced.starts[:-1], traced.ends[:-1])
    return traced


def _visible_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, cursor = [], start
    for match in _TAG.finditer(text, start, end):
        if match.start() < cursor:
            continue
        spans.append((cursor, match.start()))
        cursor = match.end()
        if unseen := _UNSEEN.match(match[0]):
            closed = text.lower().find(f"</{unseen[1].lower()}", cursor, end)
            cursor = end if closed < 0 else closed
    spans.append((cursor, end))
    return [(low, high) for low, high in spans if text[low:high].strip()]


def _add(traced: Traced, text: str, low: int, high: int) -> None:
    at = low
    while at < high:
        entity = _ENTITY.match(text, at, high) if text[at] == "&" else None
        width = len(entity[0]) if entity else 1
        shown = unescape(entity[0]) if entity else text[at]
        if not shown.isspace():
            traced.add(shown, [at] * len(shown), [at + width] * len(shown))
        elif traced.text and not traced.text.endswith(" "):
            traced.add(" ", [at], [at + width])
        at += width
