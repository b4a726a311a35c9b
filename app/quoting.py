"""Quotes: raw spans of a page with the form in which they are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import Quote
from corpus import Block, BlockKind, Section, Sentence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_LINK = re.compile(r"\A!?\[(.*)\]\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])\Z", re.DOTALL)
MAX_CODE_LINES = 25


def sentence_quote(section: Section, sentences: Sequence[Sentence]) -> Quote:
    """One quote of neighbouring sentences of one block: the raw slice from the first's start to the last's end."""
    first, last = sentences[0], sentences[-1]
    start, end = first.start, last.end
    plain = section.plain[first.plain_start : last.plain_end]
    exact = all(sentence.exact for sentence in sentences)
    markdown = shown_markdown(section, start, end) if exact else escape(plain)
    return Quote(section, start, end, " ".join(markdown.split()), " ".join(plain.split()))


def shown_markdown(section: Section, start: int, end: int) -> str:
    """The raw slice with its links reduced to their words (their targets are the source's, not the answer's)."""
    raw, cursor, parts = section.page.text, start, []
    for link in section.links:
        if start <= link.start and link.end <= end and link.start >= cursor:
            parts += [raw[cursor : link.start], _link_words(raw[link.start : link.end])]
            cursor = link.end
    parts.append(raw[cursor:end])
    return "".join(parts)


def _link_words(raw: str) -> str:
    match = _LINK.match(raw)
    return match[1] if match else raw.strip("<>")


def escape(plain: str) -> str:
    """Plain text as Markdown that shows it unchanged."""
    return _SPECIAL.sub(r"\\\1", plain)


def code_quote(section: Section, block: Block) -> Quote:
    """A whole code block."""
    content = section.text_of(block)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", content)), default=0))
    shown = f"{fence}{block.language}\n{content}\n{fence}"
    return Quote(section, block.start, block.end, shown, shown)


def table_quotes(section: Section, table: int, rows: Sequence[int]) -> list[Quote]:
    """A table's header (with its delimiter line) and the chosen rows, each a quote of whole lines."""
    block = section.blocks[table]
    all_rows = [b for b in section.blocks if b.kind is BlockKind.ROW and b.parent == table]
    head_end = all_rows[0].start if all_rows else block.end
    raw = section.page.text
    head = Quote(section, block.start, block.start + len(raw[block.start : head_end].rstrip()), "", _row(block))
    quotes = [_lines(head)]
    quotes += [_lines(Quote(section, b.start, b.end, "", _row(b))) for b in (section.blocks[row] for row in rows)]
    return quotes


def _row(block: Block) -> str:
    """A table's header or row as plain text that still shows to be one."""
    return f"| {' | '.join(block.cells)} |"


def _lines(quote: Quote) -> Quote:
    markdown = "\n".join(line.strip() for line in quote.text.splitlines())
    return Quote(quote.section, quote.start, quote.end, markdown, quote.plain)
