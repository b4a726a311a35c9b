"""The blocks of one section after another: where each stands, what it says, what it stands in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from markdown_it.token import Token

from corpus.draft import SectionDraft
from corpus.html_text import html_parts
from corpus.inline import Inline, read_inline
from corpus.lines import Lines, align_cell, cell_spans
from corpus.masks import Masked
from corpus.model import Block, BlockKind, Page
from corpus.role_map import RoleMap
from corpus.traced import Traced

Spans = list[tuple[int, int]]


class Blocks:
    """Adds blocks to the current section; ``items`` and ``quotes`` are the containers around the current token."""

    def __init__(self, page: Page, masked: Masked, draft: SectionDraft) -> None:
        self.page = page
        self.masked = masked
        self.lines = Lines(masked.text)
        self.draft = draft
        self.roles = RoleMap(masked.roles)
        self.items: list[int] = []
        self.numbers: list[int] = []
        self.quotes: list[str] = []

    @property
    def parent(self) -> int:
        """Index of the list item around the current token, or -1."""
        return self.items[-1] if self.items else -1

    def add(self, kind: BlockKind, span: tuple[int, int], base: int, **more: object) -> int:
        """Add a block whose plain text begins at ``base`` and ends where the section's text ends now."""
        values = {"parent": self.parent, "depth": len(self.numbers), "role": self._role(span[0]), **more}
        return self.draft.add_block(Block(kind, *span, base, max(self.draft.length, base), **values))  # type: ignore[arg-type]

    def _role(self, offset: int) -> str:
        """The innermost role of the quotes around, else of the admonitions, else ``quote`` within a plain quote."""
        named = next((role for role in reversed(self.quotes) if role and role != "quote"), "")
        return named or self.roles.at(offset) or ("quote" if any(self.quotes) else "")

    def hidden(self, start: int, end: int) -> Spans:
        """The raw spans within ``start``:``end`` that the mask covered."""
        spans = self.masked.hidden
        return spans[max(bisect_left(spans, (start,)) - 1, 0) : bisect_left(spans, (end,))]

    def _cuts(self, inline: Inline) -> list[int]:
        """The mask's cuts as plain offsets of ``inline``."""
        starts = inline.plain.starts
        cuts = self.masked.cuts
        found = cuts[bisect_left(cuts, starts[0]) : bisect_right(cuts, inline.plain.ends[-1])]
        return [bisect_left(starts, cut) for cut in found]

    # -- lists --------------------------------------------------------------------------------------------------

    def open_list(self, token: Token) -> None:
        """A list begins; its items are counted from its first number."""
        self.numbers.append(int(token.attrGet("start") or 1) - 1 if token.type == "ordered_list_open" else -1)

    def open_item(self, line: int) -> None:
        """An item begins on ``line``."""
        number = 0
        if self.numbers and self.numbers[-1] >= 0:
            self.numbers[-1] += 1
            number = self.numbers[-1]
        start = self.lines.content_start(line)
        self.items.append(self.add(BlockKind.ITEM, (start, start), self.draft.next_plain, number=number))

    def close_item(self) -> None:
        """An item's raw span runs to the end of what stands in it."""
        index = self.items.pop()
        if index >= 0:
            self.draft.change(index, end=max(self.draft.blocks[index].end, self.draft.blocks[-1].end))

    # -- text ---------------------------------------------------------------------------------------------------

    def paragraph(self, token: Token) -> None:
        """Running text: of its own, or the first text of the item around it."""
        inline = self.inline(token)
        if not inline.plain.text.strip():
            return
        start, end = inline.plain.starts[0], inline.plain.ends[-1]
        first, last = token.map or (0, 0)
        span = self.lines.content_start(first), max(self.lines.content_end(last - 1), end)
        base = self.draft.append(inline.plain)
        index = self.parent
        if index >= 0 and self.draft.open_item(index):
            self.draft.change(index, plain_start=base, plain_end=self.draft.length, end=span[1])
        else:
            index = self.add(BlockKind.PARAGRAPH, span, base)
        self.draft.add_sentences(index, inline, base, self.hidden(start, end), self._cuts(inline))
        self.draft.add_links(inline)

    def inline(self, token: Token) -> Inline:
        """The content of an inline token in page offsets, without what the mask covers."""
        first, last = token.map or (0, 0)
        offsets = self.lines.align(token.content, first, last)
        content = read_inline(token.children or [])
        if not offsets or not content.plain.text.strip():
            return Inline()
        moved = content.moved(offsets)
        return moved.without(self.hidden(offsets[0], offsets[-1] + 1))

    def code(self, token: Token) -> None:
        """A code block; lines that hold nothing but a covered tag are left out."""
        first, last = token.map or (0, 0)
        content = token.content.rstrip("\n")
        offsets = self.lines.align(content, first + (token.type == "fence"), last)
        traced = Traced(content, offsets, [at + 1 for at in offsets]) if offsets else Traced()
        start, end = self.lines.content_start(first), self.lines.content_end(last - 1)
        covered = self.hidden(start, end)
        base = self.draft.append(_uncovered(traced, covered) if covered else traced)
        info = token.info.split()
        self.add(BlockKind.CODE, (start, end), base, language=info[0].strip("{}.").lower() if info else "")

    def html(self, token: Token) -> None:
        """Raw HTML: the tags are not text, what stands between them is."""
        first, last = token.map or (0, 0)
        start, end = self.lines.start(first), self.lines.content_end(last - 1)
        covered = self.hidden(start, end)
        for part in html_parts(self.masked.text, start, end):
            inline = Inline(plain=part.traced).without(covered)
            if not inline.plain.text.strip():
                continue
            base = self.draft.append(inline.plain)
            index = self.add(BlockKind.CODE if part.code else BlockKind.PARAGRAPH, (part.start, part.end), base)
            if not part.code:
                cuts = part.cuts if inline.plain is part.traced else ()
                self.draft.add_sentences(index, inline, base, [(part.start, part.end)], cuts)

    # -- tables -------------------------------------------------------------------------------------------------

    def table(self, tokens: list[Token], index: int) -> int:
        """A table with its rows, from ``table_open`` at ``index``; gives the index behind its last token."""
        first, last = tokens[index].map or (0, 0)
        base = self.draft.next_plain
        table = self.add(BlockKind.TABLE, (self.lines.content_start(first), self.lines.content_end(last - 1)), base)
        while tokens[index].type != "table_close":
            if tokens[index].type == "tr_open":
                index = self._row(tokens, index, table)
            index += 1
        self.draft.change(table, plain_start=base, plain_end=max(self.draft.length, base))
        return index + 1

    def _row(self, tokens: list[Token], index: int, table: int) -> int:
        """Read one row; gives the index of its closing token. The header's cells are kept with the table."""
        line = (tokens[index].map or (0, 0))[0]
        span = self.lines.content_start(line), self.lines.content_end(line)
        places = cell_spans(self.masked.text, *span)
        base, header = self.draft.next_plain, tokens[index + 1].type == "th_open"
        cells: list[str] = []
        texts: list[tuple[Inline, int]] = []
        while tokens[index].type != "tr_close":
            if tokens[index].type == "inline":
                inline = self._cell(tokens[index], places[len(cells)] if len(cells) < len(places) else (span[1], span[1]))
                cells.append(inline.plain.text)
                if inline.plain.text:
                    texts.append((inline, self.draft.append(inline.plain)))
            index += 1
        if header:
            self.draft.change(table, cells=tuple(cells))
        row = table if header else self.add(BlockKind.ROW, span, base, parent=table, cells=tuple(cells))
        for inline, at in texts:
            if not header:
                self.draft.add_sentences(row, inline, at, self.hidden(inline.plain.starts[0], inline.plain.ends[-1]))
                self.draft.add_links(inline)
        return index

    def _cell(self, token: Token, span: tuple[int, int]) -> Inline:
        offsets = align_cell(self.masked.text, token.content, span)
        if not offsets:
            return Inline()
        return read_inline(token.children or []).moved(offsets).without(self.hidden(offsets[0], offsets[-1] + 1))


def _uncovered(traced: Traced, covered: Spans) -> Traced:
    """Code without the covered tags: a line of nothing else goes with its line feed, spaces inside other lines stay."""
    kept: list[int] = []
    line: list[int] = []
    dropped = False
    for index, at in enumerate([*traced.starts, -1]):
        if at >= 0 and traced.text[index] != "\n":
            place = bisect_left(covered, (at + 1,)) - 1
            inside = place >= 0 and covered[place][0] <= at < covered[place][1]
            dropped = dropped or inside
            if not inside:
                line.append(index)
            continue
        if not dropped or any(not traced.text[place].isspace() for place in line):
            kept += [*line, *([index] if at >= 0 else [])]
        line, dropped = [], False
    while kept and traced.text[kept[-1]] == "\n":
        kept.pop()
    return traced.only(kept)
