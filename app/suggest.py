"""Suggestions: next questions that the sources answer, from the neighbours of the section that was cited."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Section
from index import Library

MOST = 3


def suggestions(library: Library, cited: Section, related: Sequence[Section], asked: Sequence[str]) -> tuple[str, ...]:
    """Up to three headings, as questions, of related sections and of the cited section's page, none asked before."""
    near = [*related, *(section for section in library.sections if section.page.id == cited.page.id)]
    known = {_plain(question) for question in asked}
    found: dict[str, str] = {}
    for section in near:
        if section.anchor and section.plain and section.id != cited.id and _plain(section.title) not in known:
            found.setdefault(_plain(section.title), section.title)
    return tuple(list(found.values())[:MOST])


def _plain(question: str) -> str:
    return " ".join(question.lower().split()).strip("?!. ")
