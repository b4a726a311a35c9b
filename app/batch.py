"""`ask --batch`: JSON Lines of questions in, exactly one line out for each, in order, flushed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from app.engine import Assistant
from app.form import Json, answer_json
from corpus import DockloreError


def run_batch(assistant: Assistant, file: str, out: TextIO) -> int:
    """Answer every line of ``file`` (``-`` for standard input); 1 when any line was malformed, after all are done."""
    failed = False
    with _opened(file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            result = answer_line(assistant, line, number)
            failed = failed or "error" in result
            out.write(json.dumps(result, ensure_ascii=True) + "\n")
            out.flush()
    return 1 if failed else 0


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        with open(file, "rb") as stream:
            yield stream
    except OSError as error:
        raise DockloreError(f"{file} cannot be read: {error.strerror}.", "Give a file of JSON Lines, or - for standard input.") from error


def answer_line(assistant: Assistant, line: bytes, number: int) -> Json:
    """The result for one line: ``answer``, ``answers`` for a conversation, or ``error`` saying what the line should be."""
    row: object = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("the line is not a JSON object")
        if "turns" in row:
            return {"id": _id(row), "answers": _answers(assistant, row["turns"])}
        return {"id": _id(row), "answer": answer_json(assistant.ask(_question(row)))}
    except (ValueError, RecursionError) as error:
        name = row.get("id") if isinstance(row, dict) else None
        detail = f'{error}. A line is {{"id": "...", "question": "..."}} or {{"id": "...", "turns": [{{"question": "..."}}]}}.'
        return {"id": name, "line": number, "error": {"title": "The line is malformed", "detail": detail}}


def _id(row: dict[str, object]) -> object:
    return row.get("id")


def _question(row: object) -> str:
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise ValueError("question is missing or no string")
    return str(row["question"])


def _answers(assistant: Assistant, turns: object) -> list[Json]:
    """Each turn sees the earlier questions as its history."""
    if not isinstance(turns, list) or not turns:
        raise ValueError("turns is no list of questions")
    questions = [_question(turn) for turn in turns]
    return [answer_json(assistant.ask(question, questions[:at])) for at, question in enumerate(questions)]
