"""The assistant: a question in, an answer out. Stateless and deterministic; safe to call from many threads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.answer import Answer, Verdict
from app.decide import Decision, decide, heavy_gaps, load_judges
from app.elsewhere import Elsewhere
from app.evidence import Evidence
from app.plans import make_plan
from app.render import Rendered, render
from app.suggest import suggestions
from app.understand import MAX_HISTORY, MAX_QUESTION, Kind, Reader, Reading, Speller, clean
from corpus import Section, terms
from index import Embedder, Hit, Library, Retriever, asked, logistic

CLOSEST = 3
SEE_ALSO = 3
COMPLEMENT = 0.03
"""The same, for a section that has an important term of the question that the first section lacks."""
RIVAL = 0.2
"""Least probability that the second section is the better one at which a part of it is shown too."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question with the earlier questions of its conversation, oldest first, and where to look."""

    question: str
    history: tuple[str, ...] = ()
    scope: str | None = None


class Assistant:
    """Answers questions from one library."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self.retriever = Retriever(library, embedder)
        self.reader = Reader(library.lexical, Speller(_texts(library)))
        self.elsewhere = Elsewhere(library, embedder)
        self._judges = load_judges()

    def ask(self, question: str, history: Sequence[str] = (), scope: str | None = None) -> Answer:
        """The answer to ``question``. An empty, unreadable or over-long question gets a polite one, never an error."""
        request = Request(question, tuple(history)[-MAX_HISTORY:], scope)
        refusal = self._refusal(request)
        if refusal:
            return refusal
        reading = self.reader.read(question, request.history, scope)
        if reading.kind is Kind.SMALLTALK and not reading.follow_up and len(reading.query.terms) <= 6:
            return self._declined(request, reading, Decision(Verdict.OFF_TOPIC, 0.0, ()), [], "smalltalk")
        vectors = self.retriever.vectors(reading.query)
        hits = self.retriever.search(reading.query, 10, vectors)
        decision = decide(self.library, reading, hits, self._judges, self.elsewhere.nearness(vectors))
        if decision.verdict.declined:
            return self._declined(request, reading, decision, hits, decision.verdict.value)
        vectors = asked(reading.query, vectors)
        evidence = Evidence(self.library, hits[0].section, reading, vectors)
        second = self._second(reading, hits)
        plan = make_plan(reading.kind, evidence, Evidence(self.library, second.section, reading, vectors) if second else None)
        if not plan.quotes():
            return self._declined(request, reading, Decision(Verdict.NOT_COVERED, decision.confidence, ()), hits, "not_covered")
        rendered = render(reading.kind.value, plan=plan)
        return self._answer(request, reading, decision, hits, rendered)

    def _second(self, reading: Reading, hits: list[Hit]) -> Hit | None:
        """The hit that is shown beside the first: one nearly as likely, or one that has what of the question the first lacks."""
        lacking = heavy_gaps(self.library, reading, hits[0])
        for hit in hits[1:4]:
            chance = logistic(hit.score - hits[0].score)
            if chance >= RIVAL and hit is hits[1]:
                return hit
            if chance >= COMPLEMENT and lacking - heavy_gaps(self.library, reading, hit):
                return hit
        return None

    def search(self, question: str, k: int = 10, history: Sequence[str] = (), scope: str | None = None) -> list[Hit]:
        """The sections found for a question, best first; none for one that holds no words."""
        if not terms(clean(question), stop=False):
            return []
        reading = self.reader.read(question[:MAX_QUESTION], history, scope)
        return self.retriever.search(reading.query, k)

    def _refusal(self, request: Request) -> Answer | None:
        """The answer to a question that cannot be searched."""
        text = clean(request.question)
        reading = Reading(text[:MAX_QUESTION], "", None, Kind.SMALLTALK, {}, self.reader.empty_query())
        none = Decision(Verdict.OFF_TOPIC, 0.0, ())
        if not text:
            return self._declined(request, reading, none, [], "empty")
        if len(request.question) > MAX_QUESTION:
            return self._declined(request, reading, none, [], "too_long", length=len(request.question), limit=MAX_QUESTION)
        if not terms(text, stop=False) or (not terms(text) and not request.history):
            return self._declined(request, reading, none, [], "unreadable")
        return None

    def _answer(self, request: Request, reading: Reading, decision: Decision, hits: list[Hit], rendered: Rendered) -> Answer:
        cited = {citation.section.id for citation in rendered.citations}
        also = [hit.section for hit in hits if hit.section.id not in cited and hit.features["best"] > 0.45][:SEE_ALSO]
        return Answer(
            id=self._id(request), question=request.question, interpreted_as=reading.interpreted, verdict=decision.verdict,
            kind=reading.kind, confidence=decision.confidence, markdown=rendered.markdown, text=rendered.text,
            statements=rendered.statements, citations=rendered.citations, see_also=tuple(also), closest=(), options=(), missing=None,
            suggestions=suggestions(self.library, rendered.citations[0].section, also, (request.question, *request.history)),
            index=self.library.id, hits=tuple(hits),
        )  # fmt: skip

    def _declined(self, request: Request, reading: Reading, decision: Decision, hits: list[Hit], template: str, **slots: object) -> Answer:
        closest: tuple[Section, ...] = ()
        if decision.verdict is Verdict.NOT_COVERED:
            closest = tuple(hit.section for hit in hits[:CLOSEST])
        rendered = render(template, closest=closest, missing=None, **slots)
        return Answer(
            id=self._id(request), question=request.question, interpreted_as=reading.interpreted, verdict=decision.verdict,
            kind=reading.kind, confidence=decision.confidence, markdown=rendered.markdown, text=rendered.text,
            statements=rendered.statements, citations=(), see_also=(), closest=closest, options=(), missing=None,
            suggestions=(), index=self.library.id, hits=tuple(hits),
        )  # fmt: skip

    def _id(self, request: Request) -> str:
        """A hash of question, history, scope and index."""
        parts = json.dumps([request.question, list(request.history), request.scope, self.library.id])
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _texts(library: Library) -> list[str]:
    """What the speller takes its words from."""
    return [text for section in library.sections for text in (section.title, section.plain, *section.asks)]
