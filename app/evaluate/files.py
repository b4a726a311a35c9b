"""Files of a test set as rows: JSON Lines and CSV, read as a stream, with the line where each row begins."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from app.evaluate.cases import Problem
from corpus.errors import DockloreError

LONGEST_LINE = 1_000_000
COLUMNS = ("id", "conversation", "question", "kind", "topic", "source", "note", "must", "forbid", "sections", "answerable")
_FIX = "Give a file of JSON Lines (.jsonl) or CSV (.csv)."

Row = tuple[int, "dict[str, Any] | Problem"]


def read_rows(file: Path) -> Iterator[Row]:
    """Line number and row of every row of ``file``; CSV by its suffix, else JSON Lines."""
    try:
        with file.open("rb") as stream:
            yield from _csv_rows(file, stream) if file.suffix.lower() == ".csv" else _json_rows(file, stream)
    except OSError as error:
        raise DockloreError(f"{file} cannot be read: {error.strerror}.", _FIX) from error


def _lines(file: Path, stream: IO[bytes]) -> Iterator[tuple[int, str | Problem]]:
    number = 0
    while data := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE and not data.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, Problem(str(file), number, f"the line is longer than {LONGEST_LINE} bytes")
            continue
        try:
            yield number, data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            yield number, Problem(str(file), number, f"the line is not UTF-8 (byte {error.start + 1})")


def _json_rows(file: Path, stream: IO[bytes]) -> Iterator[Row]:
    for number, line in _lines(file, stream):
        if isinstance(line, Problem):
            yield number, line
        elif line.strip():
            yield number, _json_row(file, number, line)


def _json_row(file: Path, number: int, line: str) -> dict[str, Any] | Problem:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return Problem(str(file), number, f"the line is not JSON: {error.msg} at column {error.colno}")
    except (RecursionError, ValueError):
        return Problem(str(file), number, "the line is not JSON that can be read: nested too deep, or a number too long")
    return row if isinstance(row, dict) else Problem(str(file), number, "the line is not a JSON object")


def _csv_rows(file: Path, stream: IO[bytes]) -> Iterator[Row]:
    """Rows of a CSV file; consecutive ones of the same ``conversation`` are the turns of one row."""
    broken: list[Problem] = []
    reader = csv.reader(_texts(file, stream, broken), strict=True, delimiter=_delimiter(file))
    header: list[str] = []
    talk: tuple[int, dict[str, Any]] | None = None
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield begins, Problem(str(file), begins, f"the row is not CSV: {error}")
            continue
        yield from ((problem.line, problem) for problem in broken)
        broken.clear()
        if cells is None:
            break
        if not header:
            header = [cell.strip().lower() for cell in cells]
            if odd := _header_problem(header):
                yield begins, Problem(str(file), begins, odd)
                return
        elif any(cell.strip() for cell in cells):
            row = _csv_row(file, begins, header, cells)
            name = "" if isinstance(row, Problem) else row.pop("conversation", "")
            if talk and talk[1]["id"] != name:
                yield talk
                talk = None
            if isinstance(row, Problem) or not name:
                yield begins, row
            else:
                talk = _with_turn(talk, begins, name, row)
    if talk:
        yield talk


def _with_turn(talk: tuple[int, dict[str, Any]] | None, line: int, name: str, row: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    about: dict[str, Any] = {key: row.pop(key) for key in ("kind", "topic", "source") if key in row}
    row.pop("id", None)
    if talk is None:
        return line, {"id": name, **about, "turns": [row]}
    talk[1]["turns"].append(row)
    return talk


def _texts(file: Path, stream: IO[bytes], broken: list[Problem]) -> Iterator[str]:
    """Lines for the CSV reader; one that is not UTF-8 reads as a blank one and leaves its problem."""
    for _, line in _lines(file, stream):
        if isinstance(line, Problem):
            broken.append(line)
            yield "\n"
        else:
            yield line


def _delimiter(file: Path) -> str:
    """A semicolon where the header has more of them than commas (spreadsheets of some countries write that)."""
    with file.open("rb") as stream:
        header = stream.readline(LONGEST_LINE)
    return ";" if header.count(b";") > header.count(b",") else ","


def _header_problem(header: list[str]) -> str:
    if unknown := [name for name in header if name not in COLUMNS]:
        return f"unknown column {unknown[0]!r}; known: {', '.join(COLUMNS)}"
    if len(set(header)) < len(header) or "question" not in header:
        return "the header needs a column `question`, and each column once"
    return ""


def _csv_row(file: Path, line: int, header: list[str], cells: list[str]) -> dict[str, Any] | Problem:
    if len(cells) != len(header):
        return Problem(str(file), line, f"the row has {len(cells)} cells, the header {len(header)}")
    row: dict[str, Any] = {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip() or name == "question"}
    try:
        return {name: _cell(name, cell) for name, cell in row.items()}
    except ValueError as error:
        return Problem(str(file), line, str(error))


def _cell(name: str, cell: str) -> object:
    """A cell as its JSON value. Lists: JSON, or ``a|b;c`` for ``must`` (``;`` between groups) and ``a|b`` for the others."""
    text = cell.strip()
    if name in ("must", "forbid", "sections"):
        if text.startswith("["):
            return json.loads(text)
        groups = [[part.strip() for part in group.split("|")] for group in text.split(";")]
        return groups if name == "must" else [part.strip() for part in text.split("|")]
    if name == "answerable":
        if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise ValueError(f"answerable is {text!r}, not true or false")
        return text.lower() in ("true", "yes", "1")
    return cell
