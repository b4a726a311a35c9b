"""Addresses of the reader: pages, sections, and sections with highlighted spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote as percent

from app.answer import Citation
from corpus import Section

Span = tuple[int, int]
ROOT = "/docs/"
MOST_SPANS = 50
_SPAN = re.compile(r"[0-9]{1,9}-[0-9]{1,9}")


def page_url(page_id: str, anchor: str = "", spans: Iterable[Span] = ()) -> str:
    """The reader's address of a page: ``/docs/<id>?hl=<start>-<end>,...#<anchor>``."""
    marks = ",".join(f"{start}-{end}" for start, end in spans)
    return ROOT + percent(page_id) + (f"?hl={marks}" if marks else "") + (f"#{percent(anchor)}" if anchor else "")


def highlight_url(section: Section, spans: Iterable[Span] = ()) -> str:
    """The reader's address of a section, with raw spans of its page highlighted."""
    return page_url(section.page.id, section.anchor, spans)


def citation_url(citation: Citation) -> str:
    """The reader's address of a citation: its section, with its quotes highlighted."""
    return highlight_url(citation.section, merge((quote.start, quote.end) for quote in citation.quotes))


def read_spans(text: str, length: int) -> tuple[Span, ...]:
    """The spans that an address names, merged; whatever is no span of a page of ``length`` characters is ignored."""
    found = []
    for part in text.split(",")[:MOST_SPANS]:
        if _SPAN.fullmatch(part):
            start, _, end = part.partition("-")
            if int(start) < int(end) <= length:
                found.append((int(start), int(end)))
    return merge(found)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
