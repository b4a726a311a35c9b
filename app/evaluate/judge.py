"""Judging an answer: whether it is right, and when it is not, what to mend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from app.answer import Answer, Verdict
from app.evaluate.cases import Case, Turn, mentioned, normalise, satisfies
from app.evaluate.checks import section_texts
from app.evaluate.records import Found, Reason, Record
from app.form import answer_json
from app.verify import link_lives, links_of, verify_answer
from corpus import Section
from index import Hit, Library

MOST_WORDS, MOST_BLOCKS, MOST_CODE_LINES = 250, 3, 25
"""The length that an answer never exceeds."""
DEPTH = 10
_BLOCK = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)


class Asker(Protocol):
    """What is evaluated: :class:`app.engine.Assistant`, or another way to answer from the same library."""

    @property
    def library(self) -> Library:
        """What it answers from."""
        ...

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to ``question`` after the earlier questions."""
        ...

    def search(self, question: str, k: int = DEPTH, history: Sequence[str] = ()) -> list[Hit]:
        """The sections found."""
        ...


class Judge:
    """Judges the answers of one asker. Safe to call from many threads."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self._texts: list[tuple[Section, str]] | None = None

    def judge(self, case: Case, at: int, answer: Answer, milliseconds: float) -> Record:
        """The record of turn ``at`` (from 0) of a case."""
        turn = case.turns[at]
        reason, detail = self._reason(case, at, answer)
        shown = answer_json(answer)
        urls = links_of(shown)
        return Record(
            id=case.id, turn=at + 1 if case.conversation else 0, file=case.file, line=case.line, kind=case.kind, topic=case.topic,
            source=case.source, question=turn.question, must=turn.must, forbid=turn.forbid, sections=turn.sections,
            answerable=turn.answerable, verdict=answer.verdict.value, confidence=answer.confidence,
            interpreted_as=answer.interpreted_as, markdown=answer.markdown, words=prose_words(answer.markdown),
            citations=[Found(one.section.id, is_right(turn, one.section)) for one in answer.citations],
            hits=[Found(hit.section.id, is_right(turn, hit.section)) for hit in answer.hits[:DEPTH]],
            gold_ranks=gold_ranks(turn, answer.hits), passed=reason is None, reason=reason.value if reason else "", detail=detail,
            faults=verify_answer(shown, self.asker.library), links=len(urls),
            dead_links=sum(not link_lives(url, self.asker.library) for url in urls), milliseconds=round(milliseconds, 3),
        )  # fmt: skip

    def _reason(self, case: Case, at: int, answer: Answer) -> tuple[Reason | None, str]:
        turn = case.turns[at]
        if not turn.answerable:
            declined = answer.verdict.declined or answer.verdict is Verdict.CLARIFY
            return (None, "") if declined else (Reason.WRONGLY_ANSWERED, "the question should have been declined")
        refused = answer.verdict.declined or (answer.verdict is Verdict.CLARIFY and not case.conversation)
        detail = "" if refused else content_fault(turn, answer)
        if not refused and not detail:
            length = length_fault(answer.markdown)
            return (Reason.TOO_LONG, length) if length else (None, "")
        return self._cause(case, at, answer, refused), detail or f"the verdict is {answer.verdict.value}"

    def _cause(self, case: Case, at: int, answer: Answer, refused: bool) -> Reason:
        """The cause of a wrong or missing answer to an answerable question."""
        turn = case.turns[at]
        rank = first_right(turn, answer.hits)
        cited = any(is_right(turn, citation.section) for citation in answer.citations)
        if rank is None and not self._in_sources(turn):
            return Reason.NOT_IN_SOURCES
        if at and not cited and rank != 1 and self._reads_better(case, at, rank):
            return Reason.FOLLOW_UP
        if rank is None and not cited:
            return Reason.NOT_RETRIEVED
        if refused:
            return Reason.WRONGLY_DECLINED
        return Reason.WRONG_SENTENCES if cited else Reason.RANKED_LOWER

    def _reads_better(self, case: Case, at: int, rank: int | None) -> bool:
        """Whether a follow-up finds a right section first when it is read another way: alone, or after all earlier questions."""
        turn = case.turns[at]
        questions = [one.question for one in case.turns[: at + 1]]
        readings = (turn.question, ". ".join(questions), ". ".join(questions[-2:]))
        return any(first_right(turn, self.asker.search(reading, DEPTH)) == 1 for reading in readings) and rank != 1

    def _in_sources(self, turn: Turn) -> bool:
        if any(self.asker.library.section(name) for name in turn.sections):
            return True
        groups = [[normalise(alternative) for alternative in group] for group in turn.must]
        return bool(groups) and any(all(any(one in text for one in group) for group in groups) for _, text in self._normalised())

    def _normalised(self) -> list[tuple[Section, str]]:
        """Every section with its texts as they are matched; made at the first need."""
        if self._texts is None:
            self._texts = [(section, "\0".join(map(normalise, section_texts(section)))) for section in self.asker.library.sections]
        return self._texts


def is_right(turn: Turn, section: Section) -> bool:
    """Whether a section answers: it is gold, or its text satisfies ``must``."""
    return section.id in turn.sections or (bool(turn.must) and satisfies(turn.must, *section_texts(section)))


def first_right(turn: Turn, hits: Sequence[Hit]) -> int | None:
    """The rank of the first section that answers."""
    return next((rank for rank, hit in enumerate(hits[:DEPTH], 1) if is_right(turn, hit.section)), None)


def gold_ranks(turn: Turn, hits: Sequence[Hit]) -> list[int]:
    """Ranks of the gold sections; where none is named, of the sections that satisfy ``must``."""
    named = turn.sections
    return [rank for rank, hit in enumerate(hits[:DEPTH], 1) if (hit.section.id in named if named else is_right(turn, hit.section))]


def content_fault(turn: Turn, answer: Answer) -> str:
    """What is wrong with an answer's content; empty when it is right."""
    if turn.must:
        lacking = [group for group in turn.must if not satisfies([group], answer.markdown, answer.text)]
        if lacking:
            return f"the answer lacks: {' or '.join(lacking[0])}"
    elif not any(citation.section.id in turn.sections for citation in answer.citations):
        return "no gold section is cited"
    said = mentioned(turn.forbid, answer.markdown, answer.text)
    return f"the answer says what it must not: {said[0]}" if said else ""


def prose_words(markdown: str) -> int:
    """Words outside code blocks and tables."""
    prose = _TABLE.sub("", _BLOCK.sub("", markdown))
    return sum(any(character.isalnum() for character in word) for word in prose.split())


def length_fault(markdown: str) -> str:
    """What of an answer is longer than an answer may be; empty when nothing is."""
    words = prose_words(markdown)
    if words > MOST_WORDS:
        return f"{words} words, {MOST_WORDS} are allowed"
    blocks = [match[2].count("\n") for match in _BLOCK.finditer(markdown)]
    if len(blocks) > MOST_BLOCKS:
        return f"{len(blocks)} code blocks, {MOST_BLOCKS} are allowed"
    longest = max(blocks, default=0)
    return f"a code block of {longest} lines, {MOST_CODE_LINES} are allowed" if longest > MOST_CODE_LINES else ""
