"""Hugo: shortcodes are hidden, what a paired one holds is not; titles stay, ``ref`` links keep their target."""

from __future__ import annotations

import re

from corpus.dialects.liquid import hide_literal
from corpus.dialects.roles import ROLES, role_of
from corpus.masks import Mask
from corpus.scan_inline import Found

_WORD = re.compile(r"(?:([\w-]+)[ \t]*=[ \t]*)?(?:\"([^\"]*)\"|`([^`]*)`|([^\s\"`=]+))")
_LABELS = ("title", "header", "label", "caption", "summary")
_NAMED = {"tab": "name", "button": "text", "card": "title"}
_POSITIONAL = ("tab", "expand", "details", "accordion", "summary", "tabitem")
_INCLUDES = ("include", "include-md", "includemd", "readfile", "markdown-include", "snippet", "include-file")
_ADMONITIONS = ("admonition", "callout", "alert", "notice", "hint", "blockquote", "info-box")

Word = tuple[str, int, int]
"""A parameter: its name, or the empty string, and the span of its value."""


def mask_hugo(mask: Mask) -> None:
    """Hide every shortcode outside of code."""
    opened: list[tuple[str, int, str]] = []
    comment = -1
    for found in mask.scan.tags:
        if found.kind != "hugo":
            continue
        inner = mask.raw[found.start + 3 : found.end - 3].strip()
        if inner.startswith("/") and not inner.startswith("/*"):
            _close(mask, opened, inner[1:].strip(), found.start)
            if inner[1:].strip() == "comment" and comment >= 0:
                mask.hide(comment, found.end)
            mask.hide(found.start, found.end)
            continue
        name, words = _words(mask, found)
        comment = found.start if name == "comment" else comment
        if name in ROLES or name in _ADMONITIONS:
            opened.append((name, found.start, _role(mask, name, words)))
        _open(mask, found, name, words)
    for start, end in mask.scan.literals:
        hide_literal(mask, start, end)


def _words(mask: Mask, found: Found) -> tuple[str, list[Word]]:
    """The shortcode's name and its parameters."""
    words: list[Word] = []
    for match in _WORD.finditer(mask.raw, found.start + 3, found.end - 3):
        group = next(number for number in (2, 3, 4) if match[number] is not None)
        words.append((match[1] or "", *match.span(group)))
    if not words:
        return "", []
    return mask.raw[words[0][1] : words[0][2]].lower(), words[1:]


def _open(mask: Mask, found: Found, name: str, words: list[Word]) -> None:
    if name in _INCLUDES and words:
        mask.result.includes.append((found.start, mask.raw[words[0][1] : words[0][2]]))
    if name in ("ref", "relref") and words and mask.raw[found.start - 1 : found.start] in '(<"':
        target = mask.raw[words[0][1] : words[0][2]]
        mask.write(found.start, found.end, target if not set(target) & set(" \t\n()") else "")
        return
    label = _label(name, words)
    if label and label[1] < label[2] and "\n" not in mask.raw[label[1] : label[2]]:
        mask.label(found.start, found.end, label[1:])
    else:
        mask.hide(found.start, found.end)


def _label(name: str, words: list[Word]) -> Word | None:
    """The parameter that the reader of the site sees."""
    for word in words:
        if word[0] in _LABELS or (word[0] and word[0] == _NAMED.get(name)):
            return word
    return words[0] if words and not words[0][0] and name in _POSITIONAL else None


def _role(mask: Mask, name: str, words: list[Word]) -> str:
    """The role that an admonition's name, its type or its first word gives."""
    said = next((word for word in words if word[0] in ("type", "color", "style", "")), None)
    return role_of(mask.raw[said[1] : said[2]] if said else "") or role_of(name, "note")


def _close(mask: Mask, opened: list[tuple[str, int, str]], name: str, at: int) -> None:
    """The innermost open admonition of that name ends; those within it that were never closed have no span."""
    place = next((place for place in reversed(range(len(opened))) if opened[place][0] == name.lower()), None)
    if place is not None:
        mask.result.roles.append((opened[place][1], at, opened[place][2]))
        del opened[place:]
