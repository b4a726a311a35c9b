"""The visible text of raw HTML in a page, with its place."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from corpus.traced import Traced

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)(?>\"[^\"<]*\"|'[^'<]*'|[^<>])*+>|<![^<>]*>|<\?[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNSEEN = frozenset(("script", "style", "template"))
_BLOCKS = frozenset(
    "address article aside blockquote br button caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol option p section summary table tbody td tfoot th thead tr ul".split()
)


class HtmlPart(NamedTuple):
    """A stretch of HTML: its visible text, its raw span, whether it is a ``<pre>``, and plain offsets that end a block within."""

    traced: Traced
    start: int
    end: int
    code: bool = False
    cuts: tuple[int, ...] = ()


def html_parts(text: str, start: int, end: int) -> list[HtmlPart]:
    """What a reader sees of the HTML at ``start``:``end``: running text, and each ``<pre>`` by itself; parts without text left out."""
    parts: list[HtmlPart] = []
    opened, pre = start, False
    for match in _TAG.finditer(text, start, end):
        if match[2] and match[2].lower() == "pre" and pre == bool(match[1]):
            parts.append(_part(text, opened, match.start(), pre))
            opened, pre = match.end(), not pre
    parts.append(_part(text, opened, end, pre))
    return [part for part in parts if part.traced.text.strip()]


def _part(text: str, start: int, end: int, pre: bool) -> HtmlPart:
    traced, cuts = Traced(), []
    for low, high, cut in _visible_spans(text, start, end):
        if cut and traced.text:
            cuts.append(len(traced.text))
            if not pre and not traced.text.endswith(" "):
                traced.add(" ", [low], [low])
        _add(traced, text, low, high, folded=not pre)
    return HtmlPart(_trimmed(traced, pre), start, end, pre, tuple(cuts))


def _trimmed(traced: Traced, pre: bool) -> Traced:
    length = len(traced.text.rstrip())
    first = 1 if pre and traced.text.startswith("\n") else 0
    return Traced(traced.text[first:length], traced.starts[first:length], traced.ends[first:length])


def _visible_spans(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Spans between tags, and whether a block begins or ends before each."""
    spans: list[tuple[int, int, bool]] = []
    cursor, cut, unseen = start, False, ""
    for match in _TAG.finditer(text, start, end):
        name = (match[2] or "").lower()
        if unseen and name != unseen:
            continue
        if not unseen and cursor < match.start():
            spans.append((cursor, match.start(), cut))
            cut = False
        cut = cut or name in _BLOCKS
        unseen = name if name in _UNSEEN and not match[1] and not match[0].endswith("/>") else ""
        cursor = match.end()
    if not unseen and cursor < end:
        spans.append((cursor, end, cut))
    return spans


def _add(traced: Traced, text: str, low: int, high: int, *, folded: bool) -> None:
    at = low
    while at < high:
        entity = _ENTITY.match(text, at, high) if text[at] == "&" else None
        width = len(entity[0]) if entity else 1
        shown = unescape(entity[0]) if entity else text[at]
        if not folded or not shown.isspace():
            traced.add(shown, [at] * len(shown), [at + width] * len(shown))
        elif traced.text and not traced.text.endswith(" "):
            traced.add(" ", [at], [at + width])
        at += width
