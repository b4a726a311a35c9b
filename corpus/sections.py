"""A page becomes sections: blocks and sentences whose every character maps back to the page."""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it.token import Token

from corpus.anchors import AnchorCounter, Heading, anchors_for
from corpus.blocks import Blocks
from corpus.draft import SectionDraft
from corpus.inline import MAX_NESTING, make_parser
from corpus.masks import Masked
from corpus.model import Page, Section
from corpus.syntax import parse_dialect

_ROLES = {"warning": "warning", "caution": "warning", "danger": "warning", "important": "note", "note": "note", "tip": "tip"}
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?=\n|\Z)", re.IGNORECASE)


def read_sections(page: Page, masked: Masked) -> list[Section]:
    """The sections of ``page`` in order; ``masked`` is its text with the dialect's syntax blanked.

    A level-1 heading that opens the page is its title and makes no section of its own; what stands under it, before the
    next heading, is the page's opening section. A section without an anchor and without text is left out.
    """
    walker = _Walker(page, masked)
    return [section for section in walker.walk() if section.plain or section.anchor]


class _Walker:
    """Walks markdown-it's block tokens, and begins a section at each heading."""

    def __init__(self, page: Page, masked: Masked) -> None:
        self.page = page
        self.masked = masked
        self.blocks = Blocks(page, masked, SectionDraft("", page.title, (*page.trail, page.title), 0, 0))
        self.done: list[Section] = []
        self.anchors = anchors_for(parse_dialect(page.dialect).generator, masked.heading_ids.values())
        self.taken = AnchorCounter()
        self.headings: list[tuple[int, str]] = []
        self.written_lists: list[bool] = []

    def walk(self) -> list[Section]:
        tokens = make_parser(indented_code=self.masked.indented_code).parse(self.masked.text)
        index = 0
        while index < len(tokens):
            index = self._token(tokens, index)
        self._finish(len(self.page.text))
        if deep := next((token for token in tokens if token.level >= MAX_NESTING - 2), None):
            line = (deep.map or (0, 0))[0] + 1
            self.masked.notes.append(f"line {line}: lists or quotes are nested too deeply, what stands deeper is not read")
        return self.done

    def _token(self, tokens: list[Token], index: int) -> int:
        """Read the token at ``index``; gives the index of the next one to read."""
        token = tokens[index]
        match token.type:
            case "heading_open":
                self._heading(token, tokens[index + 1])
                return index + 3
            case "table_open":
                return self.blocks.table(tokens, index)
            case "inline":
                self._paragraph(token)
            case "fence" | "code_block":
                self.blocks.code(token)
            case "html_block":
                self.blocks.html(token)
            case "blockquote_open":
                self.blocks.quotes.append("")
            case "blockquote_close":
                self.blocks.quotes.pop()
            case _:
                self._list(token)
        return index + 1

    def _list(self, token: Token) -> None:
        """Lists and their items; those that the mask wrote for an admonition or a tab are none."""
        written = (token.map or (0, 0))[0] in self.masked.containers
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                self.written_lists.append(written)
                if not written:
                    self.blocks.open_list(token)
            case "ordered_list_close" | "bullet_list_close":
                if not self.written_lists.pop():
                    self.blocks.numbers.pop()
            case "list_item_open" if written:
                self.blocks.items.append(self.blocks.parent)
            case "list_item_open":
                self.blocks.open_item((token.map or (0, 0))[0])
            case "list_item_close":
                self.blocks.close_item()

    def _paragraph(self, token: Token) -> None:
        """A paragraph; ``> **Warning:** ...`` and ``> [!WARNING]`` give the quote that they open its role."""
        quotes = self.blocks.quotes
        if quotes and not quotes[-1]:
            if alert := _ALERT.match(token.content):
                quotes[-1] = _ROLES[alert[1].lower()]
                self._hide_alert(token, alert.end())
            else:
                text = token.content.lstrip("!*_ ").lower()
                quotes[-1] = next((role for name, role in _ROLES.items() if text.startswith(name)), "quote")
        self.blocks.paragraph(token)

    def _hide_alert(self, token: Token, end: int) -> None:
        """``[!NOTE]`` is syntax, not text."""
        first, last = token.map or (0, 0)
        offsets = self.blocks.lines.align(token.content, first, last)
        if offsets:
            span = (offsets[0], offsets[min(end, len(offsets) - 1)] + 1)
            self.masked.hidden.insert(bisect_left(self.masked.hidden, span), span)

    # -- headings -----------------------------------------------------------------------------------------------

    def _heading(self, token: Token, content: Token) -> None:
        level, line = int(token.tag[1:]), (token.map or (0, 0))[0]
        title, anchor = self._named(content, line)
        if not title:
            return
        draft = self.blocks.draft
        if level == 1 and not self.done and not draft.anchor and not draft.parts:
            draft.title, self.masked.opening = title, anchor
            return
        self._finish(self.blocks.lines.start(line))
        self.headings = [(lvl, text) for lvl, text in self.headings if lvl < level] + [(level, title)]
        path = (*self.page.trail, self.page.title, *(text for _, text in self.headings))
        self.blocks.draft = SectionDraft(self.taken.unique(anchor), title, path, level, self.blocks.lines.start(line))
        self.blocks.items = [-1] * len(self.blocks.items)

    def _named(self, content: Token, line: int) -> tuple[str, str]:
        """A heading's words and its anchor, as its site's generator makes it."""
        inline = self.blocks.inline(content)
        title = " ".join(inline.plain.text.split())
        if named := self.masked.heading_ids.get(line):
            return title, self.anchors.reserve(named)
        offsets = self.blocks.lines.align(content.content, *(content.map or (0, 0)))
        source = self.page.text[offsets[0] : offsets[-1] + 1].rsplit("\n", 1)[-1] if offsets else content.content
        code = tuple((atom.plain_start, atom.plain_end) for atom in inline.atoms if atom.kind == "code")
        if not title:
            return "", ""
        return title, self.anchors.anchor(Heading(inline.plain.text, source, code)) or "section"

    def _finish(self, end: int) -> None:
        start = self.blocks.draft.start
        asks = self.masked.asks[bisect_left(self.masked.asks, (start,)) : bisect_left(self.masked.asks, (end,))]
        self.done.append(self.blocks.draft.finish(self.page, end, tuple(ask for _, text in asks for ask in _split_asks(text))))


def _split_asks(text: str) -> list[str]:
    return [ask for part in text.split("|") if (ask := " ".join(part.split()))]
