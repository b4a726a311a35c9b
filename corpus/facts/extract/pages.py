"""Small helpers to read the official reference pages: table rows, code spans, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

_SPAN = re.compile(r"`([^`]+)`")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of a page and the lines under it, up to the next heading of any level."""

    level: int
    title: str
    lines: tuple[str, ...]


def code_spans(text: str) -> list[str]:
    """The contents of all inline code spans of a line."""
    return _SPAN.findall(text)


def cells(line: str) -> list[str]:
    """The cells of a Markdown table row, escaped bars kept within their cell; [] for any other line."""
    if not line.lstrip().startswith("|"):
        return []
    inner = line.strip().strip("|").replace(r"\|", "\0")
    return [cell.replace("\0", "|").strip() for cell in inner.split("|")]


def parts(text: str) -> list[Part]:
    """The page cut at its headings, those in code fences excluded."""
    found: list[tuple[int, str, list[str]]] = [(0, "", [])]
    fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line)
        if match:
            found.append((len(match[1]), match[2].strip(), []))
        else:
            found[-1][2].append(line)
    return [Part(level, title, tuple(lines)) for level, title, lines in found]


def fences(text: str, *languages: str) -> Iterator[str]:
    """The contents of the fenced blocks in one of the languages."""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "fence" and token.info.split(" ")[0].strip() in languages:
            yield token.content
