"""A page becomes sections: blocks and sentences whose every character maps back to the page."""

from __future__ import annotations

from bisect import bisect_left

from markdown_it.token import Token

from corpus.anchors import AnchorCounter, github_slug
from corpus.draft import SectionDraft
from corpus.html_text import visible_text
from corpus.inline import Inline, Traced, make_parser, read_inline
from corpus.lines import Lines, align_cell, cell_spans
from corpus.masks import Masked
from corpus.model import Block, BlockKind, Page, Section

_ROLES = {"warning": "warning", "caution": "warning", "danger": "warning", "important": "note", "note": "note", "tip": "tip"}


def read_sections(page: Page, masked: Masked) -> list[Section]:
    """The sections of ``page`` in order; ``masked`` is its text with the dialect's syntax blanked.

    A level-1 heading that opens the page is its title and makes no section of its own; what stands under it, before the
    next heading, is the page's opening section. A section without an anchor and without text is left out.
    """
    walker = _Walker(page, masked)
    return [section for section in walker.walk() if section.plain or section.anchor]


class _Walker:
    """Walks markdown-it's block tokens; ``items`` and ``quotes`` are the containers around the current token."""

    def __init__(self, page: Page, masked: Masked) -> None:
        self.page = page
        self.masked = masked
        self.lines = Lines(masked.text)
        self.done: list[Section] = []
        self.anchors = AnchorCounter()
        self.headings: list[tuple[int, str]] = []
        self.items: list[int] = []
        self.numbers: list[int] = []
        self.quotes: list[str] = []
        self.draft = SectionDraft("", page.title, (*page.trail, page.title), 0, 0)

    def walk(self) -> list[Section]:
        tokens = make_parser().parse(self.masked.text)
        index = 0
        while index < len(tokens):
            index = self._token(tokens, index)
        self._finish(len(self.page.text))
        return self.done

    def _token(self, tokens: list[Token], index: int) -> int:
        """Read the token at ``index``; gives the index of the next one to read."""
        token = tokens[index]
        match token.type:
            case "heading_open":
                self._heading(token, tokens[index + 1])
                return index + 3
            case "table_open":
                return self._table(tokens, index)
            case "inline":
                self._paragraph(token)
            case "fence" | "code_block":
                self._code(token)
            case "html_block":
                self._html(token)
            case _:
                self._container(token)
        return index + 1

    def _container(self, token: Token) -> None:
        match token.type:
            case "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1) - 1)
            case "bullet_list_open":
                self.numbers.append(-1)
            case "ordered_list_close" | "bullet_list_close":
                self.numbers.pop()
            case "list_item_open":
                self._open_item(token)
            case "list_item_close":
                self._close_item()
            case "blockquote_open":
                self.quotes.append("")
            case "blockquote_close":
                self.quotes.pop()

    # -- headings -----------------------------------------------------------------------------------------------

    def _heading(self, token: Token, content: Token) -> None:
        level, line = int(token.tag[1:]), _first_line(token)
        title = " ".join(read_inline(content.children or []).plain.text.split())
        if not title:
            return
        anchor = self.anchors.unique(self.masked.heading_ids.get(line) or github_slug(title) or "section")
        if level == 1 and not self.done and not self.draft.anchor and not self.draft.parts:
            return
        self._finish(self.lines.start(line))
        self.headings = [(lvl, text) for lvl, text in self.headings if lvl < level] + [(level, title)]
        path = (*self.page.trail, self.page.title, *(text for _, text in self.headings))
        self.draft = SectionDraft(anchor, title, path, level, self.lines.start(line))
        self.items = [-1] * len(self.items)

    def _finish(self, end: int) -> None:
        asks = [ask for at, text in self.masked.asks if self.draft.start <= at < end for ask in _split_asks(text)]
        self.done.append(self.draft.finish(self.page, end, tuple(asks)))

    # -- lists --------------------------------------------------------------------------------------------------

    def _open_item(self, token: Token) -> None:
        number = 0
        if self.numbers and self.numbers[-1] >= 0:
            self.numbers[-1] += 1
            number = self.numbers[-1]
        start, here = self.lines.content_start(_first_line(token)), self.draft.next_plain
        block = Block(BlockKind.ITEM, start, start, here, here, self._parent(), len(self.numbers), number, role=self._role())
        self.items.append(self.draft.add_block(block))

    def _close_item(self) -> None:
        """An item's raw span runs to the end of what stands in it."""
        index = self.items.pop()
        if index >= 0:
            self.draft.change(index, end=max(block.end for block in self.draft.blocks[index:]))

    def _parent(self) -> int:
        return self.items[-1] if self.items else -1

    def _role(self) -> str:
        return next((role for role in reversed(self.quotes) if role), "")

    # -- text ---------------------------------------------------------------------------------------------------

    def _paragraph(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        offsets = self.lines.align(token.content, first, last)
        content = read_inline(token.children or [])
        if not offsets or not content.plain.text.strip():
            return
        inline = content.moved(offsets)
        self._quote_role(inline)
        parent = self._parent()
        base = self.draft.append(inline.plain)
        start, end = offsets[0], offsets[-1] + 1
        if parent >= 0 and self.draft.open_item(parent):
            self.draft.change(parent, plain_start=base, plain_end=self.draft.length, end=end)
            index = parent
        else:
            index = self._add(BlockKind.PARAGRAPH, start, end, base)
        self.draft.add_sentences(index, inline, base, self._hidden(start, end))
        self.draft.add_links(inline)

    def _add(self, kind: BlockKind, start: int, end: int, base: int, **more: object) -> int:
        block = Block(kind, start, end, base, self.draft.length, self._parent(), len(self.numbers), role=self._role(), **more)  # type: ignore[arg-type]
        return self.draft.add_block(block)

    def _quote_role(self, inline: Inline) -> None:
        """``> **Warning:** ...`` and ``> [!WARNING]`` give the quote that they open its role."""
        if self.quotes and not self.quotes[-1]:
            text = inline.plain.text.lstrip("[!* ").lower()
            self.quotes[-1] = next((role for name, role in _ROLES.items() if text.startswith(name)), "quote")

    def _hidden(self, start: int, end: int) -> list[tuple[int, int]]:
        spans = self.masked.hidden
        low = max(bisect_left(spans, (start, start)) - 1, 0)
        high = bisect_left(spans, (end, end))
        return spans[low:high]

    def _code(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        content = token.content.rstrip("\n")
        offsets = self.lines.align(content, first + (token.type == "fence"), last)
        traced = Traced(content, offsets, [at + 1 for at in offsets]) if offsets else Traced()
        base = self.draft.append(traced)
        info = token.info.split()
        start, end = self.lines.content_start(first), self.lines.content_end(last - 1)
        self._add(BlockKind.CODE, start, end, base, language=info[0].strip("{}.").lower() if info else "")

    def _html(self, token: Token) -> None:
        """Raw HTML: the tags are not text, what stands between them is."""
        first, last = token.map or (0, 0)
        start, end = self.lines.start(first), self.lines.content_end(last - 1)
        traced = visible_text(self.masked.text, start, end)
        if traced.text.strip():
            base = self.draft.append(traced)
            index = self._add(BlockKind.PARAGRAPH, start, end, base)
            self.draft.add_sentences(index, Inline(plain=traced), base, [(start, end)])

    # -- tables -------------------------------------------------------------------------------------------------

    def _table(self, tokens: list[Token], index: int) -> int:
        first, last = tokens[index].map or (0, 0)
        base = self.draft.next_plain
        start, end = self.lines.content_start(first), self.lines.content_end(last - 1)
        table = self._add(BlockKind.TABLE, start, end, base)
        while tokens[index].type != "table_close":
            if tokens[index].type == "tr_open":
                index = self._row(tokens, index, table)
            index += 1
        self.draft.change(table, plain_start=base, plain_end=self.draft.length)
        return index + 1

    def _row(self, tokens: list[Token], index: int, table: int) -> int:
        """Read one row; gives the index of its closing token. The header's cells are kept with the table."""
        line = _first_line(tokens[index])
        start, end = self.lines.content_start(line), self.lines.content_end(line)
        spans = cell_spans(self.masked.text, start, end)
        base = self.draft.next_plain
        cells: list[str] = []
        inlines: list[tuple[Inline, int]] = []
        header = tokens[index + 1].type == "th_open"
        while tokens[index].type != "tr_close":
            if tokens[index].type == "inline":
                inline = self._cell(tokens[index], spans[len(cells)] if len(cells) < len(spans) else (end, end))
                cells.append(inline.plain.text)
                if inline.plain.text:
                    inlines.append((inline, self.draft.append(inline.plain)))
            index += 1
        if header:
            self.draft.change(table, cells=tuple(cells))
        else:
            row = Block(
                BlockKind.ROW,
                start,
                end,
                base,
                max(self.draft.length, base),
                table,
                len(self.numbers),
                cells=tuple(cells),
                role=self._role(),
            )
            self._cell_sentences(self.draft.add_block(row), inlines)
        return index

    def _cell(self, token: Token, span: tuple[int, int]) -> Inline:
        offsets = align_cell(self.masked.text, token.content, span)
        return read_inline(token.children or []).moved(offsets) if offsets else Inline()

    def _cell_sentences(self, row: int, inlines: list[tuple[Inline, int]]) -> None:
        for inline, at in inlines:
            start, end = inline.plain.starts[0], inline.plain.ends[-1]
            self.draft.add_sentences(row, inline, at, self._hidden(start, end))
            self.draft.add_links(inline)


def _first_line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _split_asks(text: str) -> list[str]:
    return [ask for part in text.split("|") if (ask := " ".join(part.split()))]
