"""`docklore verify`: every answer in a file re-checked against an index."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.verify import verify_answer
from corpus import DockloreError
from index import Library

_FIX = "Give what `docklore ask --json` or `docklore ask --batch` printed."


def recheck(file: str, library: Library, say: Callable[[str], None]) -> int:
    """Say every problem of the answers in ``file``; 1 when there is one."""
    answers = problems = 0
    for name, answer in _answers(file):
        answers += 1
        for problem in verify_answer(answer, library):
            problems += 1
            say(f"{name}: {problem}")
    if not answers:
        raise DockloreError(f"{file} holds no answer.", _FIX)
    print(f"{answers} answers, {problems} problems")
    return 1 if problems else 0


def _answers(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise DockloreError(f"{file} cannot be read: {error.strerror}.", _FIX) from error
    except UnicodeDecodeError as error:
        raise DockloreError(f"{file} is not UTF-8.", _FIX) from error
    for name, value in _objects(file, text):
        for number, answer in enumerate(_of(value), 1):
            if not isinstance(answer, dict):
                raise DockloreError(f"{name} holds no answer.", _FIX)
            yield f"{name} answer {number}", answer


def _of(value: Any) -> list[Any]:
    """The answers of an object: itself, or those of a line of a batch; a line's error is none."""
    if not isinstance(value, dict):
        return [value]
    if "answers" in value:
        return list(value["answers"])
    return [] if "error" in value else [value.get("answer", value)]


def _objects(file: str, text: str) -> Iterator[tuple[str, Any]]:
    """The whole text as one object, else an object a line."""
    try:
        yield file, json.loads(text)
        return
    except ValueError:
        pass
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"{file}:{number}", json.loads(line)
            except ValueError as error:
                raise DockloreError(f"{file}:{number} is not JSON.", _FIX) from error
