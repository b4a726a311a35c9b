"""Templates to answers: Jinja2 joins quotes, and what is glue and what is quote stays known to the character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from app.answer import Citation, Glue, Quote, QuoteRef, Statement
from corpus import Section

_MARK = re.compile("\ue000(\\d+)\ue001")
_CITE = re.compile("\ue002(\\d+)\ue003")
_BLANK = re.compile(r"\n{3,}")
_MARKDOWN = re.compile(r"\*\*|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|^#+ ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer's words: as Markdown, as plain text, as statements, with the citations that it refers to."""

    markdown: str
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


@cache
def environment() -> Environment:
    """The templates, with the filters ``quote`` and ``cite``; a name that a template does not know is an error."""
    loader = PackageLoader("app", "templates")
    # The output is Markdown; every door escapes it for its own medium.
    env = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701
    env.filters["quote"] = _quote
    env.filters["cite"] = _cite
    return env


class _Numbering:
    """Gives each quote that a template shows or cites a mark in the template's output."""

    def __init__(self) -> None:
        self.quotes: list[Quote] = []

    def mark(self, quote: Quote) -> str:
        self.quotes.append(quote)
        return f"\ue000{len(self.quotes) - 1}\ue001"

    def cite(self, quotes: Quote | Sequence[Quote]) -> str:
        first = quotes if isinstance(quotes, Quote) else quotes[0]
        self.quotes.append(first)
        return f"\ue002{len(self.quotes) - 1}\ue003"


@pass_context
def _quote(context: Context, quote: Quote) -> str:
    return _numbering(context).mark(quote)


@pass_context
def _cite(context: Context, quotes: Quote | Sequence[Quote]) -> str:
    return _numbering(context).cite(quotes)


def _numbering(context: Context) -> _Numbering:
    numbering = context["numbering"]
    assert isinstance(numbering, _Numbering)
    return numbering


def render(template: str, **slots: object) -> Rendered:
    """Fill the template ``<template>.md.j2``. In it ``{{ q | quote }}`` shows a quote and ``{{ q | cite }}`` its ``[n]``."""
    numbering = _Numbering()
    raw = environment().get_template(f"{template}.md.j2").render(numbering=numbering, **slots)
    raw = _BLANK.sub("\n\n", raw).strip()
    order = _sections(raw, numbering.quotes)
    raw = _CITE.sub(lambda match: f"[{order[numbering.quotes[int(match[1])].section.id]}]", raw)
    return _assemble(raw, numbering.quotes, order)


def _sections(raw: str, quotes: Sequence[Quote]) -> dict[str, int]:
    order: dict[str, int] = {}
    for match in _MARK.finditer(raw):
        order.setdefault(quotes[int(match[1])].section.id, len(order) + 1)
    return order


def _assemble(raw: str, quotes: Sequence[Quote], order: dict[str, int]) -> Rendered:
    used: dict[int, list[Quote]] = {n: [] for n in order.values()}
    sections: dict[int, Section] = {}
    statements: list[Statement] = []
    markdown: list[str] = []
    text: list[str] = []
    cursor = 0
    for match in _MARK.finditer(raw):
        _glue(raw[cursor : match.start()], statements, markdown, text)
        quote = quotes[int(match[1])]
        n = order[quote.section.id]
        sections[n] = quote.section
        if quote not in used[n]:
            used[n].append(quote)
        statements.append(QuoteRef(n, used[n].index(quote)))
        markdown.append(quote.markdown)
        text.append(quote.plain)
        cursor = match.end()
    _glue(raw[cursor:], statements, markdown, text)
    citations = tuple(Citation(n, sections[n], tuple(used[n])) for n in sorted(used))
    return Rendered("".join(markdown), "".join(text).strip(), tuple(statements), citations)


def _glue(words: str, statements: list[Statement], markdown: list[str], text: list[str]) -> None:
    if words:
        statements.append(Glue(words))
        markdown.append(words)
        text.append(_MARKDOWN.sub("", words))
