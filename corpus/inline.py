"""Inline Markdown to plain text with a map back to every character, on top of markdown-it-py.

markdown-it keeps no positions inside a line. Each inline rule is wrapped so that the tokens that it pushes remember where
the rule began and ended; what a rule flushes before it (pending text) ends where the rule begins.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from corpus.traced import Traced

Rule = Callable[[StateInline, bool], bool]
_AT = "at"
MAX_NESTING = 80
"""Blocks nested deeper (two levels a list) are left out by the parser, which recurses."""


def make_parser(*, indented_code: bool = True) -> MarkdownIt:
    """A CommonMark + tables + strikethrough parser whose inline tokens carry ``meta['at'] = (start, end)``."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.disable(["fragments_join", "text_join", *([] if indented_code else ["code"])])
    ruler = parser.inline.ruler
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        ruler.at(name, _tracked(rule))
    return parser


def _tracked(rule: Rule) -> Rule:
    def run(state: StateInline, silent: bool) -> bool:
        start, pending, known = state.pos, len(state.pending), len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            _stamp(state.tokens, known, start - pending, start, state.pos)
        return matched

    return run


def _stamp(tokens: list[Token], known: int, flushed_at: int, start: int, end: int) -> None:
    """Give the tokens from ``known`` on, pushed by one rule, their source span."""
    cursor = start
    for number, token in enumerate(tokens[known:]):
        if _AT in token.meta:
            cursor = token.meta[_AT][1]
        elif token.type != "text":
            token.meta[_AT] = (start, end)
            cursor = start + 1 if token.nesting == 1 else cursor
        elif number == 0 and flushed_at < start and token.content != "":
            token.meta[_AT] = (flushed_at, flushed_at + len(token.content))
        else:
            token.meta[_AT] = (cursor, cursor + len(token.content))
            cursor += len(token.content)


class Atom(NamedTuple):
    """An inline element that a quote may not cut: its span in the plain text, and its source span."""

    plain_start: int
    plain_end: int
    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Inline:
    """What one piece of inline content says: its plain text, uncuttable atoms, links, and markup that is not shown."""

    plain: Traced = field(default_factory=Traced)
    atoms: list[Atom] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    """Source spans of inline HTML and images."""

    def add(self, text: str, start: int) -> None:
        """Append plain text that stands in the source as it is."""
        self.plain.add(text, range(start, start + len(text)), range(start + 1, start + len(text) + 1))

    def add_whole(self, text: str, start: int, end: int) -> None:
        """Append plain text of which every character stands for the whole source span."""
        self.plain.add(text, [start] * len(text), [end] * len(text))

    def moved(self, offsets: list[int]) -> Inline:
        """The same content with source positions looked up in ``offsets`` (the raw offset of each character)."""

        def span(start: int, end: int) -> tuple[int, int]:
            return offsets[start], offsets[end - 1] + 1

        return Inline(
            plain=self.plain.moved(offsets),
            atoms=[Atom(a.plain_start, a.plain_end, *span(a.start, a.end), a.kind) for a in self.atoms],
            links=[(target, *span(start, end)) for target, start, end in self.links],
            hidden=[span(start, end) for start, end in self.hidden],
        )

    def without(self, spans: Sequence[tuple[int, int]]) -> Inline:
        """The same content without the characters whose source begins in ``spans``, which are sorted.

        White space is not doubled; words that would run together keep one space of those that the mask wrote.
        """
        starts, text = self.plain.starts, self.plain.text
        kept: list[int] = []
        after_gap, span, gap = bool(spans), 0, 0
        for index, at in enumerate(starts):
            while span < len(spans) and spans[span][1] <= at:
                span += 1
            if span < len(spans) and spans[span][0] <= at:
                gap = index if not after_gap else gap
                after_gap = True
            elif not (after_gap and text[index].isspace() and (not kept or text[kept[-1]].isspace())):
                if after_gap and kept and text[gap] == " " and text[index].isalnum() and text[kept[-1]].isalnum():
                    kept.append(gap)
                kept.append(index)
                after_gap = after_gap and text[index].isspace()
        if len(kept) == len(text):
            return self
        place = [bisect_left(kept, index) for index in range(len(text) + 1)] if self.atoms else []
        atoms = [atom._replace(plain_start=place[atom.plain_start], plain_end=place[atom.plain_end]) for atom in self.atoms]
        return Inline(self.plain.only(kept), [atom for atom in atoms if atom.plain_start < atom.plain_end], self.links, self.hidden)


def read_inline(tokens: list[Token]) -> Inline:
    """Flatten the children of an inline token that :func:`make_parser` parsed."""
    inline = Inline()
    opened: list[tuple[Token, int, int]] = []
    end = 0
    for token in tokens:
        start, end = token.meta.get(_AT, (end, end + len(token.content)))
        if token.nesting == 1:
            opened.append((token, len(inline.plain.text), start))
        elif token.nesting == -1 and opened:
            _close(inline, *opened.pop(), token, start, end)
        else:
            _leaf(inline, token, start, end)
    return inline


def _close(inline: Inline, opener: Token, plain: int, opened_at: int, token: Token, start: int, end: int) -> None:
    if token.type == "link_close":
        atom = Atom(plain, len(inline.plain.text), opened_at, end, "link")
        inline.links.append((str(opener.attrGet("href") or ""), opened_at, end))
    else:
        width = len(token.markup)
        _, last = opener.meta.get(_AT, (opened_at, opened_at + width))
        atom = Atom(plain, len(inline.plain.text), last - width, start + width, token.tag)
    inline.atoms.append(atom)


def _leaf(inline: Inline, token: Token, start: int, end: int) -> None:
    match token.type:
        case "text":
            inline.add(token.content, start)
        case "text_special":
            inline.add_whole(token.content, start, end)
        case "softbreak" | "hardbreak":
            inline.add_whole(" ", start, end)
        case "code_inline":
            _code(inline, token, start, end)
        case "image":
            inline.hidden.append((start, end))
        case "html_inline":
            if token.content.lower().startswith("<br"):
                inline.add_whole(" ", start, end)
            inline.hidden.append((start, end))


def _code(inline: Inline, token: Token, start: int, end: int) -> None:
    """Inline code: the content's length tells whether CommonMark stripped one space on each side."""
    width = len(token.markup)
    stripped = (end - start - 2 * width - len(token.content)) // 2
    inline.atoms.append(Atom(len(inline.plain.text), len(inline.plain.text) + len(token.content), start, end, "code"))
    inner = start + width + stripped
    inline.add(token.content, inner)
