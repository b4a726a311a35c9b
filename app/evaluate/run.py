"""Running a test set: every row asked and judged, in order, with threads, kept in a file that a later run can resume."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.evaluate.cases import Case, Split
from app.evaluate.judge import Asker, Judge
from app.evaluate.records import Reason, Record, header, kept_rows, to_line
from app.evaluate.testset import usable
from corpus import DockloreError

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What to run and how."""

    files: tuple[Path, ...]
    records: Path
    """The file that the records are written to."""
    total: int
    """Rows to expect, for the progress bar."""
    split: Split = "all"
    jobs: int = 1
    resume: bool = False


def run(asker: Asker, job: Job, about: dict[str, Any], progress: Progress | None = None) -> int:
    """Ask and judge every row of the files; gives how many rows were taken from an interrupted run.

    ``about`` names what the records depend on. Memory does not grow with the number of rows.
    """
    done, end = kept_rows(job.records, about) if job.resume else ([], 0)
    cases = usable(job.files, job.split)
    _pass_over(cases, done, job.records)
    job.records.parent.mkdir(parents=True, exist_ok=True)
    with job.records.open("r+b" if end else "wb") as out:
        out.seek(end)
        out.truncate()
        if not end:
            out.write(header(about).encode())
        for count, records in enumerate(_asked(Judge(asker), cases, job.jobs), len(done) + 1):
            out.write(to_line(records).encode())
            out.flush()
            if progress:
                progress(count, max(job.total, count))
    return len(done)


def _pass_over(cases: Iterator[Case], done: Sequence[str], path: Path) -> None:
    for name in done:
        case = next(cases, None)
        if case is None or case.id != name:
            raise DockloreError(f"{path} holds other rows than the files.", "Leave --resume away to begin anew.")


def _asked(judge: Judge, cases: Iterable[Case], jobs: int) -> Iterator[list[Record]]:
    """The records of each row, in order; at most four rows a thread are under way."""
    if jobs <= 1:
        for case in cases:
            yield ask_case(judge, case)
        return
    waiting: deque[Future[list[Record]]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for case in cases:
                waiting.append(pool.submit(ask_case, judge, case))
                if len(waiting) >= 4 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def ask_case(judge: Judge, case: Case) -> list[Record]:
    """Ask the turns of a row one after another; each sees the earlier questions."""
    questions = [turn.question for turn in case.turns]
    return [_ask_turn(judge, case, at, questions[:at]) for at in range(len(case.turns))]


def _ask_turn(judge: Judge, case: Case, at: int, history: list[str]) -> Record:
    question = case.turns[at].question
    began = time.perf_counter()
    try:
        answer = judge.asker.ask(question, history)
        return judge.judge(case, at, answer, 1000 * (time.perf_counter() - began))
    except Exception as error:  # one question that breaks the program must not end the evaluation of the others
        return _crash(case, at, error, 1000 * (time.perf_counter() - began))


def _crash(case: Case, at: int, error: Exception, milliseconds: float) -> Record:
    turn = case.turns[at]
    return Record(
        id=case.id, turn=at + 1 if case.conversation else 0, file=case.file, line=case.line, kind=case.kind, topic=case.topic,
        source=case.source, question=turn.question, must=turn.must, forbid=turn.forbid, sections=turn.sections,
        answerable=turn.answerable, verdict="error", confidence=0.0, interpreted_as=None, markdown="", words=0, citations=[], hits=[],
        gold_ranks=[], passed=False, reason=Reason.CRASHED.value, detail=f"{type(error).__name__}: {error}", faults=[], links=0,
        dead_links=0, milliseconds=round(milliseconds, 3),
    )  # fmt: skip
