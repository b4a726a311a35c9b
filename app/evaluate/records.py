"""What is kept of each question that was asked, and the file of it: one line a row, so that a run can be stopped and resumed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus import DockloreError


class Reason(StrEnum):
    """Why a question was missed; the first that fits, in this order of what to mend."""

    CRASHED = "crashed"
    WRONGLY_ANSWERED = "wrongly answered"
    NOT_IN_SOURCES = "not in the sources"
    FOLLOW_UP = "misunderstood follow-up"
    NOT_RETRIEVED = "not retrieved"
    WRONGLY_DECLINED = "wrongly declined"
    RANKED_LOWER = "retrieved but ranked lower"
    WRONG_SENTENCES = "right section but wrong sentences"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Found:
    """A section that was cited or found, and whether it is a right one."""

    section: str
    right: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One question of a run: what was expected, what came, and how it was judged."""

    id: str
    turn: int
    """0 for a single question, else the position in its conversation, from 1."""
    file: str
    line: int
    kind: str
    topic: str
    source: str
    question: str
    must: Sequence[Sequence[str]]
    forbid: Sequence[str]
    sections: Sequence[str]
    answerable: bool
    verdict: str
    confidence: float
    interpreted_as: str | None
    markdown: str
    words: int
    citations: Sequence[Found]
    hits: Sequence[Found]
    gold_ranks: Sequence[int]
    """Ranks of the gold sections among the hits; of sections that satisfy ``must`` where no gold is named."""
    passed: bool
    reason: str
    """Of :class:`Reason`; empty when it passed."""
    detail: str
    faults: Sequence[str]
    """What :func:`app.verify.verify_answer` found."""
    links: int
    dead_links: int
    milliseconds: float

    @property
    def name(self) -> str:
        """The id, with the turn in a conversation."""
        return f"{self.id}/{self.turn}" if self.turn else self.id

    @property
    def declined(self) -> bool:
        """Whether no answer was given; asking back on a question to decline counts as that."""
        return self.verdict in ("not_covered", "off_topic") or (self.verdict == "clarify" and not self.answerable)

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return self.verdict in ("answered", "partial")

    @property
    def rank(self) -> int | None:
        """The rank of the first right section among the hits."""
        return self.gold_ranks[0] if self.gold_ranks else None


_FIELDS = frozenset(one.name for one in fields(Record))


def to_line(records: Sequence[Record]) -> str:
    """The records of one row as a line of JSON."""
    return json.dumps({"records": [asdict(record) for record in records]}, ensure_ascii=True) + "\n"


def from_line(line: str) -> list[Record]:
    """The records of a line. Raises ``ValueError`` for one that is cut off or of another program."""
    try:
        return [_record(value) for value in json.loads(line)["records"]]
    except (KeyError, TypeError) as error:
        raise ValueError("no line of records") from error


def _record(value: dict[str, Any]) -> Record:
    if set(value) != _FIELDS:
        raise ValueError("a record of another version")
    for key in ("citations", "hits"):
        value[key] = [Found(**one) for one in value[key]]
    return Record(**value)


def read_records(path: Path) -> Iterator[list[Record]]:
    """The records of every row of a finished run, as a stream."""
    with path.open(encoding="utf-8") as stream:
        next(stream, None)
        for line in stream:
            yield from_line(line)


def kept_rows(path: Path, run: dict[str, Any]) -> tuple[list[str], int]:
    """Ids of the rows that an interrupted run finished, and the byte where the next one goes.

    Raises :class:`DockloreError` when the file is of another run (index, model, files or program differ).
    """
    if not path.is_file():
        return [], 0
    ids: list[str] = []
    with path.open("rb") as stream:
        if odd := _differing(stream.readline(), run):
            raise DockloreError(f"{path} is of another run: {odd}.", "Leave --resume away to begin anew.")
        end = stream.tell()
        for line in stream:
            if not line.endswith(b"\n"):
                break
            try:
                ids.append(from_line(line.decode())[0].id)
            except (ValueError, IndexError):
                break
            end += len(line)
    return ids, end


def header(run: dict[str, Any]) -> str:
    """The first line of the file: what the records depend on."""
    return json.dumps({"run": run}, ensure_ascii=True, sort_keys=True) + "\n"


def _differing(head: bytes, run: dict[str, Any]) -> str:
    """What of a file's first line is not as in ``run``; empty when all is."""
    if head == header(run).encode():
        return ""
    try:
        before = json.loads(head)["run"]
        return f"{', '.join(sorted(key for key in {*before, *run} if before.get(key) != run.get(key)))} differ"
    except (ValueError, KeyError, TypeError, AttributeError):
        return "its first line is damaged"
