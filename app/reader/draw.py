"""A page as HTML: markdown-it's tokens written with the place of every character, so that quotes can be marked exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from app.address import Span
from app.reader.clean import clean_html
from app.reader.code import code_html
from app.reader.pen import UNKNOWN, Highlights, Pen
from corpus.inline import make_parser
from corpus.lines import Lines, align_cell, cell_spans

_TAG = re.compile(r"<[^<>]*>")
_ROLES = {"warning": "warning", "caution": "warning", "danger": "warning", "important": "note", "note": "note", "tip": "tip"}
_ALIGNED = {"text-align:right": "right", "text-align:center": "center"}


@dataclass(frozen=True, slots=True)
class Source:
    """What is drawn: a page's masked text, the anchors of its headings by raw offset, and where its links lead."""

    text: str
    anchors: Mapping[int, str]
    resolve: Callable[[str], str]


def draw(source: Source, spans: Sequence[Span] = ()) -> str:
    """The page's HTML, sanitised, with the raw ``spans`` highlighted."""
    html = _Drawing(source, Highlights(spans)).draw()
    return clean_html(html, set(source.anchors.values()), source.resolve)


class _Drawing:
    """Walks the block tokens; ``cells`` are the raw spans of the current table row's cells that are still to come."""

    def __init__(self, source: Source, highlights: Highlights) -> None:
        self.source = source
        self.highlights = highlights
        self.lines = Lines(source.text)
        self.parser = make_parser()
        self.renderer = RendererHTML()
        self.pen = Pen(highlights)
        self.cells: list[Span] | None = None
        self.links: list[bool] = []

    def draw(self) -> str:
        tokens = self.parser.parse(self.source.text)
        index = 0
        while index < len(tokens):
            index += self._token(tokens, index)
        return self.pen.finish()

    def _token(self, tokens: list[Token], index: int) -> int:
        """Draw the token at ``index``; gives how many tokens were used."""
        token = tokens[index]
        match token.type:
            case "heading_open":
                self._heading(token, tokens[index + 1])
                return 3
            case "inline":
                self._children(token.children or [], self._offsets(token))
            case "fence" | "code_block":
                self._code(token)
            case "html_block":
                first, last = token.map or (0, 0)
                self._html(token.content, self.lines.align(token.content.rstrip("\n"), first, last))
            case "blockquote_open":
                token.attrSet("class", _role(tokens, index))
                self._plain(tokens, index)
            case "table_open":
                self.pen.raw('<div class="scroll" tabindex="0">')
                self._plain(tokens, index)
            case "table_close":
                self._plain(tokens, index)
                self.pen.raw("</div>\n")
            case _:
                self._cell(token)
                self._plain_cell(tokens, index)
        return 1

    def _plain(self, tokens: Sequence[Token], index: int) -> None:
        """A token as markdown-it draws it."""
        self.pen.raw(self.renderer.renderToken(tokens, index, self.parser.options, {}))

    def _plain_cell(self, tokens: Sequence[Token], index: int) -> None:
        """Any other token; a heading cell without words is no heading."""
        words = {"th_open": index + 1, "th_close": index - 1}.get(tokens[index].type)
        if words is not None and not tokens[words].content:
            tokens[index].tag = "td"
        self._plain(tokens, index)

    def _heading(self, token: Token, content: Token) -> None:
        """A heading with its anchor. A level-1 heading without one is the page's title, which the page shows itself."""
        at = self.lines.start(token.map[0]) if token.map else UNKNOWN
        if not content.content.strip() or (token.tag == "h1" and at not in self.source.anchors):
            return
        tag = "h2" if token.tag == "h1" else token.tag
        anchor = self.source.anchors.get(at, "")
        self.pen.raw(f'<{tag} id="{anchor}">' if anchor else f"<{tag}>")
        self._children(content.children or [], self._offsets(content))
        if anchor:
            self.pen.raw(f' <a class="anchor" href="#{anchor}" aria-label="Link to this section">#</a>')
        self.pen.raw(f"</{tag}>\n")

    def _cell(self, token: Token) -> None:
        """Keep where the cells of a row stand; turn a cell's alignment into a class, since no style attribute is shown."""
        if token.type == "tr_open":
            first = token.map[0] if token.map else 0
            self.cells = cell_spans(self.source.text, self.lines.content_start(first), self.lines.content_end(first))
        elif token.type == "tr_close":
            self.cells = None
        elif token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", None)):
            token.attrSet("class", _ALIGNED.get(str(style), ""))

    def _offsets(self, token: Token) -> list[int]:
        """The raw offset of each character of an inline token's content; unknown ones where it cannot be told."""
        first, last = token.map or (0, 0)
        if self.cells is None:
            found = self.lines.align(token.content, first, last)
        else:
            found = align_cell(self.source.text, token.content, self.cells.pop(0)) if self.cells else []
        return found or [UNKNOWN] * len(token.content)

    def _code(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        content = token.content.rstrip("\n")
        offsets = self.lines.align(content, first + (token.type == "fence"), last)
        info = token.info.split()
        self.pen.raw(code_html(content, info[0].strip("{}.").lower() if info else "", offsets, self.highlights))

    def _html(self, html: str, offsets: Sequence[int]) -> None:
        """Raw HTML: the text between its tags is marked where it is quoted; sanitising comes last."""
        cursor = 0
        for match in _TAG.finditer(html):
            self._html_text(html[cursor : match.start()], offsets[cursor : match.start()])
            self.pen.raw(match[0])
            cursor = match.end()
        self._html_text(html[cursor:], offsets[cursor:])

    def _html_text(self, html: str, offsets: Sequence[int]) -> None:
        marked = bool(html.strip()) and any(self.highlights.holds(at) for at in offsets)
        self.pen.raw(f"<mark>{html}</mark>" if marked else html)

    # -- inline -------------------------------------------------------------------------------------------------

    def _children(self, tokens: Sequence[Token], offsets: Sequence[int]) -> None:
        end = 0
        for index, token in enumerate(tokens):
            start, end = token.meta.get("at", (end, end + len(token.content)))
            self._inline(tokens, index, offsets, start)

    def _inline(self, tokens: Sequence[Token], index: int, offsets: Sequence[int], start: int) -> None:
        token = tokens[index]
        match token.type:
            case "text":
                self.pen.text(token.content, _slice(offsets, start, len(token.content)))
            case "text_special":
                self.pen.whole(token.content, _at(offsets, start))
            case "softbreak":
                self.pen.whole("\n", _at(offsets, start))
            case "code_inline":
                self._code_inline(token, offsets, start)
            case "html_inline":
                self.pen.raw(token.content)
            case "image":
                if token.content.strip():
                    self.pen.raw('<span class="image">')
                    self.pen.text(token.content, [UNKNOWN] * len(token.content))
                    self.pen.raw("</span>")
            case "link_open" | "link_close":
                self._link(token)
            case _:
                self._plain(tokens, index)

    def _code_inline(self, token: Token, offsets: Sequence[int], start: int) -> None:
        """Inline code: CommonMark strips one space on each side of a content that has both."""
        _, end = token.meta.get("at", (start, start + len(token.content) + 2 * len(token.markup)))
        inner = start + len(token.markup) + (end - start - 2 * len(token.markup) - len(token.content)) // 2
        self.pen.raw("<code>")
        self.pen.text(token.content, _slice(offsets, inner, len(token.content)))
        self.pen.raw("</code>")

    def _link(self, token: Token) -> None:
        """A link that leads nowhere keeps its words only."""
        if token.nesting == 1:
            address = self.source.resolve(str(token.attrGet("href") or ""))
            self.links.append(bool(address))
            if address:
                token.attrs = {"href": address}
                self.pen.raw(self.renderer.renderToken([token], 0, self.parser.options, {}))
        elif self.links and self.links.pop():
            self.pen.raw("</a>")


def _role(tokens: Sequence[Token], index: int) -> str:
    """The classes of a quote that a word such as ``Warning:`` or ``[!NOTE]`` opens; none for a plain quote."""
    content = next((token.content for token in tokens[index : index + 3] if token.type == "inline"), "")
    opening = content.lstrip("[!* ").lower()
    role = next((role for name, role in _ROLES.items() if opening.startswith(name)), "")
    return f"callout {role}" if role else ""


def _slice(offsets: Sequence[int], start: int, length: int) -> list[int]:
    """``length`` offsets from ``start``; unknown ones where they run out."""
    found = list(offsets[start : start + length])
    return found + [UNKNOWN] * (length - len(found))


def _at(offsets: Sequence[int], index: int) -> int:
    return offsets[index] if index < len(offsets) else UNKNOWN
