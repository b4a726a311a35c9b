"""The sections of a page by line, as far as the coverage table needs them: heading, anchor, asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

from corpus.anchors import AnchorCounter, github_slug

_ASKS = re.compile(r"<!--\s*asks:([^>]*)-->")


@dataclass(frozen=True, slots=True, order=True)
class SectionMark:
    """A heading of a page: where it stands, its anchor, and the questions that its section says it answers."""

    path: str
    line: int
    heading: str
    anchor: str
    asks: str = ""


def section_marks(text: str, path: str) -> list[SectionMark]:
    """The sections of a page in order."""
    tokens = MarkdownIt("commonmark").parse(text)
    anchors = AnchorCounter()
    marks: list[SectionMark] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.map and token.map[1] - token.map[0] == 1:
            heading = tokens[number + 1].content
            marks.append(SectionMark(path, token.map[0] + 1, heading, anchors.unique(github_slug(_plain(heading)))))
        match = _ASKS.search(token.content) if token.type == "html_block" else None
        if match and marks:
            last = marks[-1]
            marks[-1] = SectionMark(last.path, last.line, last.heading, last.anchor, match[1].strip())
    return marks


def _plain(heading: str) -> str:
    return heading.replace("`", "").replace("*", "")
