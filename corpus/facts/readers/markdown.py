"""Code blocks and inline code of a Markdown page, with their lines and the comments that switch the checker off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_IGNORE = re.compile(r"<!--\s*facts:\s*ignore\b([^>]*)-->")
_DENIED_BEFORE = ("no ", "not ", "no such command as ", "no command ")
_DENIED_AFTER = ("fails", "does not exist", "do not exist", "never existed", "is not a", "is no ", "was never")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A `<!-- facts: ignore REASON -->` comment; it covers the block that follows it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced code block: `line` is that of its first line of code, `before` the text of the block in front of it."""

    language: str
    text: str
    line: int
    before: str = ""
    ignored: Ignore | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """An inline code span; `denied` when the sentence around it says that there is no such thing."""

    text: str
    line: int
    denied: bool = False
    ignored: Ignore | None = None


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def read_page(text: str) -> tuple[list[Block], list[Span], list[Ignore]]:
    """All fenced blocks, all inline code spans and all ignore comments of a page, in order."""
    lines = _without_front_matter(text.splitlines())
    blocks: list[Block] = []
    spans: list[Span] = []
    ignores: list[Ignore] = []
    pending: Ignore | None = None
    before = ""
    for token in _parser().parse("\n".join(lines)):
        comment = _ignore(token)
        if comment is not None:
            ignores.append(comment)
            pending = comment
        elif token.type == "fence" and token.map:
            blocks.append(_block(token, before, pending))
            pending, before = None, ""
        elif token.type == "inline":
            spans += _spans(token, lines, pending)
            pending, before = None, token.content
    return blocks, spans, ignores


def _without_front_matter(lines: list[str]) -> list[str]:
    """The page with its front matter blanked, so that line numbers stay."""
    if lines and lines[0].strip() == "---":
        for number in range(1, len(lines)):
            if lines[number].strip() == "---":
                return [""] * (number + 1) + lines[number + 1 :]
    return lines


def _ignore(token: Token) -> Ignore | None:
    match = _IGNORE.search(token.content) if token.type == "html_block" else None
    return Ignore(token.map[0] + 1 if token.map else 1, match[1].strip()) if match else None


def _block(token: Token, before: str, ignored: Ignore | None) -> Block:
    start = token.map[0] + 2 if token.map else 1
    language = token.info.strip().split(" ")[0].split("{")[0].lower()
    return Block(language, token.content, start, before, ignored)


def _spans(token: Token, lines: list[str], ignored: Ignore | None) -> Iterator[Span]:
    first, last = token.map or [0, len(lines)]
    line, column = first, 0
    for number, child in enumerate(token.children or []):
        if child.type != "code_inline":
            continue
        line, column = _place(child.content, lines, line, column, last)
        yield Span(child.content, line + 1, _denied(token.children or [], number), ignored)


def _denied(children: list[Token], number: int) -> bool:
    before = children[number - 1].content.lower() if number else ""
    after = children[number + 1].content.lower() if number + 1 < len(children) else ""
    return before.endswith(_DENIED_BEFORE) or after.lstrip().startswith(_DENIED_AFTER)


def _place(content: str, lines: list[str], line: int, column: int, last: int) -> tuple[int, int]:
    """Where the span stands, searched from the one before it; a span over two lines counts as its first."""
    start = content.split(" ", maxsplit=1)[0]
    for number in range(line, min(last, len(lines))):
        found = lines[number].find("`" + start, column if number == line else 0)
        found = found if found >= 0 else lines[number].find(content, column if number == line else 0)
        if found >= 0:
            return number, found + len(start)
    return line, column
