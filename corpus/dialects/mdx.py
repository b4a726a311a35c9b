"""MDX: imports, exports, component tags and expressions are hidden; the children of components, and their labels, are not."""

from __future__ import annotations

import re

from corpus.dialects.roles import role_of
from corpus.jsx import close_module
from corpus.masks import Mask
from corpus.scan_inline import Found

_ESM = re.compile(
    r"import\s+[\"']|import\s+(?:[\w$*{][^;\n]*)?(?:\sfrom\s*[\"\']|\{[^;}\n]*$|,\s*$)"
    r"|export\s+(?:default|const|let|var|function|async|class|\{|\*)"
)
_TAG_NAME = re.compile(r"</?([A-Za-z][\w.:-]*)?")
_LABEL = re.compile(r"\s(?:label|title|summary)=(?:\"([^\"\n]*)\"|'([^'\n]*)')")
_TYPE = re.compile(r"\stype=[\"'](\w+)[\"']")
_LITERAL = re.compile(r"\{[ \t]*(?:\"([^\"\n{}]*)\"|'([^'\n{}]*)'|`([^`$\n{}]*)`)[ \t]*\}")
_BLOCKS = frozenset("div section details summary figure figcaption center article aside main header footer nav".split())


def mask_mdx(mask: Mask) -> None:
    """Hide what is code in MDX outside of code blocks."""
    _mask_modules(mask)
    opened: list[tuple[str, int, str]] = []
    for found in mask.scan.tags:
        if found.kind == "jsx":
            _tag(mask, found, opened)
        elif found.kind == "braces":
            _expression(mask, found)


def _mask_modules(mask: Mask) -> None:
    """``import`` and ``export`` begin a line behind a blank one (or another one) and run to the next blank line."""
    lines = mask.lines()
    after_blank, at = True, 0
    while at < len(lines):
        _, start, end = lines[at]
        if after_blank and _ESM.match(mask.raw, start, end):
            stop = close_module(mask.raw, start)
            mask.hide(start, stop)
            while at < len(lines) and lines[at][1] < stop:
                at += 1
            continue
        after_blank = not mask.raw[start:end].strip()
        at += 1


def _tag(mask: Mask, found: Found, opened: list[tuple[str, int, str]]) -> None:
    """Hide a component's tag, and HTML that only MDX can read; other HTML is left to the HTML reader."""
    match = _TAG_NAME.match(mask.raw, found.start, found.end)
    name = (match[1] or "") if match else ""
    tag = mask.raw[found.start : found.end]
    if name[:1].islower() and "." not in name and "{" not in tag and name not in _BLOCKS:
        return
    if tag.startswith("</"):
        _close(mask, opened, name, found.start)
    elif not tag.endswith("/>") and name[:1].isupper() and (role := _role(name, tag)):
        opened.append((name, found.start, role))
    label = _LABEL.search(tag) if name[:1].isupper() else None
    if label and (label[1] or label[2]):
        low, high = label.span(1 if label[1] else 2)
        mask.label(found.start, found.end, (found.start + low, found.start + high))
    else:
        mask.hide(found.start, found.end)


def _role(name: str, tag: str) -> str:
    """``<Admonition type="tip">``, ``<Warning>``."""
    said = _TYPE.search(tag)
    return role_of(said[1], "note") if said and name.lower() in ("admonition", "callout", "aside", "alert") else role_of(name)


def _close(mask: Mask, opened: list[tuple[str, int, str]], name: str, at: int) -> None:
    place = next((place for place in reversed(range(len(opened))) if opened[place][0] == name), None)
    if place is not None:
        mask.result.roles.append((opened[place][1], at, opened[place][2]))
        del opened[place:]


def _expression(mask: Mask, found: Found) -> None:
    """``{expression}`` is hidden; ``{"a string"}`` is shown, so its words stay."""
    literal = _LITERAL.fullmatch(mask.raw, found.start, found.end)
    if literal:
        low, high = literal.span(next(number for number in (1, 2, 3) if literal[number] is not None))
        mask.hide(found.start, low)
        mask.hide(high, found.end)
    else:
        mask.hide(found.start, found.end)
