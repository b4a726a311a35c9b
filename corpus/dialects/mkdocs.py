"""MkDocs: admonitions and tabs, whose content is indented, become list items of the same width; snippets and attributes go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dialects.roles import role_of
from corpus.masks import Mask
from corpus.scan import numbered_lines

_OPEN = re.compile(r"[ ]*(!!!|\?\?\?\+?|===[!+]?)[ ]+(?=[\w\"])")
_SNIPPET = re.compile(r"[ \t]*;?-{1,}8<-{1,}[ \t]*")
_ATTRIBUTES = re.compile(r"\{:?[ \t]?[.#][A-Za-z_][^{}\n]{0,200}\}|(?<=\))\{[ \t]*[\w-]+=[^{}\n]{0,200}\}")
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]{1,80}:(?:\{[^{}\n]{0,80}\})?")
_TOC = re.compile(r"^\[TOC\][ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class _Container:
    indent: int
    start: int
    role: str


def mask_mkdocs(mask: Mask) -> None:
    """Cover what MkDocs and its usual extensions add."""
    _mask_containers(mask)
    _mask_snippets(mask)
    for pattern in (_ATTRIBUTES, _ICON, _TOC):
        for match in pattern.finditer(mask.raw, mask.start):
            if not mask.is_opaque(match.start()):
                mask.hide(*match.span())


def _mask_containers(mask: Mask) -> None:
    """A container holds the lines that are indented by four behind its first one, and the blank ones between."""
    opened: list[_Container] = []
    for number, start, end in numbered_lines(mask.raw):
        line = mask.raw[start:end]
        if start < mask.start or not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        while opened and indent < opened[-1].indent + 4:
            _close(mask, opened.pop(), start)
        match = _OPEN.match(mask.raw, start, end)
        if match and not mask.is_opaque(match.start(1)):
            role = _open(mask, match, number, end)
            opened.append(_Container(indent, start, role))
    while opened:
        _close(mask, opened.pop(), len(mask.raw))


def _close(mask: Mask, container: _Container, end: int) -> None:
    if container.role:
        mask.result.roles.append((container.start, end, container.role))


def _open(mask: Mask, match: re.Match[str], number: int, end: int) -> str:
    """Write the list marker and keep the title; gives the role, which a tab does not have."""
    start = match.start(1)
    rest = mask.raw[match.end() : end].rstrip()
    name, quoted, title = rest.partition('"')
    title = title.removesuffix('"')
    low = match.end() + len(name) + 1
    mask.result.containers.add(number)
    if quoted and title.strip() and low - start >= 5:
        mask.write(start, low, "+ <b" + " " * (low - start - 5) + ">")
        mask.hide(low + len(title), end)
        mask.result.cuts += [low, low + len(title)]
    else:
        mask.write(start, end, "+ <!-->")
    return "" if match[1].startswith("=") else role_of(name.split()[0] if name.split() else "", "note")


def _mask_snippets(mask: Mask) -> None:
    """``--8<-- "file"``, or a block of names between two bare markers."""
    block = False
    for _, start, end in mask.lines():
        match = _SNIPPET.match(mask.raw, start, end)
        name = mask.raw[match.end() if match else start : end].strip().strip("\"'")
        if match and not name:
            block = not block
        if (match or block) and name and not name.startswith(";"):
            mask.result.includes.append((start, name))
        if match or block:
            mask.hide(start, end)
