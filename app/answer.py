"""An answer: what every door (chat, API, widget, CLI, evaluator) renders, and owns no wording of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.understand import Kind
from corpus import Section
from index import Hit


class Verdict(StrEnum):
    """What Docklore could do with a question."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    NOT_COVERED = "not_covered"
    OFF_TOPIC = "off_topic"

    @property
    def declined(self) -> bool:
        """Whether there is no answer."""
        return self in (Verdict.NOT_COVERED, Verdict.OFF_TOPIC)


@dataclass(frozen=True, slots=True)
class Quote:
    """A raw span within one page, and how it is shown: as Markdown and as plain text."""

    section: Section
    start: int
    end: int
    markdown: str
    plain: str

    @property
    def text(self) -> str:
        """The raw slice of the page."""
        return self.section.page.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered section and the quotes taken from it."""

    n: int
    section: Section
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Glue:
    """Words of a template."""

    text: str


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """The quote ``index`` of citation ``n``."""

    n: int
    index: int


Statement = Glue | QuoteRef


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of an ambiguous question: what the button says, and the question that it asks."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that Docklore has to say to a question."""

    id: str
    question: str
    interpreted_as: str | None
    verdict: Verdict
    kind: Kind
    confidence: float
    """Probability, 0 to 1, that this is a right answer."""
    markdown: str
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    see_also: tuple[Section, ...]
    closest: tuple[Section, ...]
    options: tuple[Option, ...]
    missing: str | None
    suggestions: tuple[str, ...]
    index: str
    hits: tuple[Hit, ...] = ()
    """What was found, for "why this answer"; not part of the answer's identity."""


def quote_of(citations: Sequence[Citation], statement: QuoteRef) -> Quote:
    """The quote that a statement refers to."""
    return citations[statement.n - 1].quotes[statement.index]
