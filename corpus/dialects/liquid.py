"""Jekyll: Liquid tags and output are hidden, what stands between them is not; kramdown's ``{: attributes }``."""

from __future__ import annotations

import re
from bisect import bisect_left

from corpus.masks import Mask
from corpus.scan_inline import Found

_RAW = re.compile(r"\{%-?[ \t]*(end)?raw[ \t]*-?%\}")
_LANGUAGE = re.compile(r"highlight[ \t]+([\w+#.-]+)")
_NAME = re.compile(r"\{%-?[ \t]*(\w*)[ \t]*")
_ADDRESS = re.compile(r"\{\{-?[ \t]*[\"']([^\"'\s]*)[\"'][ \t]*\|[ \t]*(?:relative_url|absolute_url)")
_CLOSING_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(?=\n|\Z)")
_TAG_LINE = re.compile(r"[ \t]*<[^<>\n]*>[ \t]*")
_ID = re.compile(r"#([A-Za-z][\w:.-]*)|\bid=[\"']([^\"'\s]+)[\"']")


def mask_liquid(mask: Mask) -> None:
    """Hide tags and output outside of code; ``raw`` tags everywhere, since they are never shown."""
    raw = _raw_spans(mask)
    comment = -1
    for found in mask.scan.tags:
        if found.kind == "output" and not _within(raw, found.start):
            _output(mask, found)
        elif found.kind == "liquid" and not _within(raw, found.start):
            comment = _tag(mask, found, comment)
    for start, end in mask.scan.literals:
        hide_literal(mask, start, end)


def _raw_spans(mask: Mask) -> list[tuple[int, int]]:
    """Hide every ``raw`` tag; gives the spans between them, which Liquid leaves alone."""
    spans, opened = [], -1
    for match in _RAW.finditer(mask.raw, mask.start):
        _hide_raw(mask, *match.span())
        if match[1] and opened >= 0:
            spans.append((opened, match.start()))
            opened = -1
        elif not match[1] and opened < 0:
            opened = match.end()
    return spans


def _hide_raw(mask: Mask, start: int, end: int) -> None:
    """Hide a ``raw`` tag; a closing fence right behind it moves to its place, where it closes."""
    fence = _CLOSING_FENCE.match(mask.raw, end)
    if fence and not mask.raw[mask.raw.rfind("\n", 0, start) + 1 : start].strip():
        mask.write(start, fence.end(1), fence[1])
    else:
        mask.hide(start, end)


def _within(spans: list[tuple[int, int]], offset: int) -> bool:
    """Whether one of the spans, which are in order, holds ``offset``."""
    at = bisect_left(spans, (offset + 1,)) - 1
    return at >= 0 and offset < spans[at][1]


def _tag(mask: Mask, found: Found, comment: int) -> int:
    """Hide one tag; gives where the comment that is open behind it began, or -1."""
    match = _NAME.match(mask.raw, found.start, found.end)
    name = match[1] if match else ""
    words = mask.raw[match.end() if match else found.start : found.end - 2].rstrip("- \t").split()
    if name == "comment":
        comment = found.start
    elif name == "endcomment" and comment >= 0:
        mask.hide(comment, found.end)
        return -1
    elif name in ("include", "include_relative", "include_cached") and words:
        mask.result.includes.append((found.start, words[0].strip("\"'")))
    elif name in ("link", "post_url") and words and mask.raw[found.start - 1 : found.start] == "(":
        mask.write(found.start, found.end, words[0])
        return comment
    mask.hide(found.start, found.end)
    return comment


def _output(mask: Mask, found: Found) -> None:
    """``{{ value }}``: hidden; an address in a link stays its address."""
    match = _ADDRESS.match(mask.raw, found.start, found.end)
    mask.write(found.start, found.end, match[1] if match and mask.raw[found.start - 1 : found.start] == "(" else "")


def hide_literal(mask: Mask, start: int, end: int) -> None:
    """``highlight`` tags become a fence of the same length; an HTML tag on the line before would keep it from being one."""
    above = mask.raw.rfind("\n", 0, max(start - 1, 0)) + 1
    if _TAG_LINE.fullmatch(mask.raw, above, max(start - 1, above)):
        mask.hide(above, start - 1)
    first = mask.raw.find("\n", start, end)
    language = _LANGUAGE.search(mask.raw, start, first)
    mask.write(start, first, "```" + (language[1] if language else ""))
    last = mask.raw.rfind("\n", start, end) + 1
    at = last + len(mask.raw[last:end]) - len(mask.raw[last:end].lstrip())
    mask.write(at, end, "```")


def mask_attributes(mask: Mask) -> None:
    """``{: .class #id }`` is hidden; an id that stands on or under a heading is that heading's."""
    headings = {number: start for number, start, end in mask.lines() if mask.raw.startswith("#", start)}
    places = {start: number for number, start, _ in mask.lines()}
    for found in mask.scan.tags:
        if found.kind != "attributes":
            continue
        line = mask.raw.rfind("\n", max(found.start - 400, 0), found.start) + 1
        number = places.get(line, -1)
        named = _ID.search(mask.raw, found.start, found.end)
        alone = not mask.raw[line : found.start].strip()
        above = number - 1 if alone else number
        if named and above in headings:
            mask.result.heading_ids.setdefault(above, named[1] or named[2])
        if alone and "toc" in mask.raw[found.start + 2 : found.end - 1].split() and number > 0:
            mask.hide(mask.raw.rfind("\n", 0, line - 1) + 1, line - 1)
        mask.hide(found.start, found.end)
