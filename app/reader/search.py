"""The reader's search: the hits of the same retrieval that answers questions, each with the words that matched."""

from __future__ import annotations

from dataclasses import dataclass

from app.address import Span, highlight_url, merge
from app.form import path_of
from corpus import Section
from index import Hit

LONGEST = 240
"""Characters of an excerpt."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is listed."""

    title: str
    path: tuple[str, ...]
    url: str
    excerpt: str


def found(hit: Hit) -> Found:
    """A hit with an excerpt: the sentences of its best chunk, highlighted where the hit leads."""
    section = hit.section
    spans, excerpt = _matched(section, hit)
    return Found(section.title or section.page.title, tuple(path_of(section)[:-1]), highlight_url(section, spans), excerpt)


def _matched(section: Section, hit: Hit) -> tuple[tuple[Span, ...], str]:
    """Raw spans and words of the sentences that the best-matching chunk holds; the section's first words when it holds none."""
    chunk, _ = hit.matches[0]
    spans: list[Span] = []
    words = ""
    for sentence in section.sentences:
        if chunk.start <= sentence.start and sentence.end <= chunk.end and len(words) < LONGEST:
            words = f"{words} {section.text_of(sentence)}".strip()
            spans.append((sentence.start, sentence.end))
    return merge(spans), shortened(words or section.plain)


def shortened(text: str) -> str:
    """The first words of a text."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST:
        return flat
    return flat[:LONGEST].rsplit(" ", 1)[0] + " …"
