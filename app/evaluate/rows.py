"""A row of a test set to a :class:`Case`, strictly: what does not fit the schema is a problem that names its place."""

from __future__ import annotations

import json
from typing import Any

from app.evaluate.cases import Case, Groups, Problem, Turn, normalise

_JUDGED = frozenset({"question", "must", "forbid", "sections", "answerable", "note"})
_ROW = _JUDGED | {"id", "turns", "kind", "topic", "source"}
_MANY_TURNS = 50


class _RowError(ValueError):
    """What does not fit; becomes a :class:`Problem` with file and line."""


def parse_row(row: dict[str, Any], file: str, line: int) -> Case | Problem:
    """The case that a row describes, or what is wrong with it."""
    try:
        _known(row, _ROW, "")
        json.dumps(row, ensure_ascii=False).encode()
        name = row.get("id")
        if not isinstance(name, str) or not name.strip():
            raise _RowError("id is missing or no string")
        labels = {key: _text(row, key) for key in ("kind", "topic", "source")}
        talk = "turns" in row
        turns = _turns(row) if talk else (_turn(row, ""),)
        labels["kind"] = labels["kind"] or _default_kind(talk, turns)
        return Case(name, turns, talk, **labels, file=file, line=line)
    except _RowError as error:
        return Problem(file, line, str(error))
    except UnicodeEncodeError:
        return Problem(file, line, "the row holds half a surrogate pair, which is no text")


def _default_kind(talk: bool, turns: tuple[Turn, ...]) -> str:
    if talk:
        return "conversation"
    return "other" if turns[0].answerable else "unanswerable"


def _known(row: dict[str, Any], names: frozenset[str], where: str) -> None:
    if unknown := sorted(set(row) - names):
        raise _RowError(f"{where}unknown field {unknown[0]!r}; known: {', '.join(sorted(names))}")


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise _RowError(f"{key} is no string")
    return value.strip()


def _turns(row: dict[str, Any]) -> tuple[Turn, ...]:
    if odd := sorted(set(row) & {"question", "must", "forbid", "sections", "answerable"}):
        raise _RowError(f"a row with turns has no {odd[0]} of its own; put it into a turn")
    turns = row["turns"]
    if not isinstance(turns, list) or not 1 <= len(turns) <= _MANY_TURNS:
        raise _RowError(f"turns is no list of 1 to {_MANY_TURNS} turns")
    return tuple(_turn(turn, f"turn {number}: ") for number, turn in enumerate(turns, 1))


def _turn(value: object, where: str) -> Turn:
    if not isinstance(value, dict):
        raise _RowError(f"{where}the turn is not an object")
    if where:
        _known(value, _JUDGED, where)
    question = value.get("question")
    if not isinstance(question, str):
        raise _RowError(f"{where}question is missing or no string")
    _text(value, "note")
    turn = Turn(
        question, _groups(value, where), _strings(value.get("forbid", []), f"{where}forbid"),
        _strings(value.get("sections", []), f"{where}sections"),
    )  # fmt: skip
    _consistent(turn, value.get("answerable"), where)
    return turn


def _consistent(turn: Turn, answerable: object, where: str) -> None:
    if answerable not in (None, True, False):
        raise _RowError(f"{where}answerable is neither true nor false")
    if answerable is False and turn.answerable:
        raise _RowError(f"{where}answerable is false, but there is must or sections")
    if answerable is True and not turn.answerable:
        raise _RowError(f"{where}answerable is true, but there is no must and no sections")
    if turn.answerable and not turn.question.strip():
        raise _RowError(f"{where}the question is empty")


def _groups(value: dict[str, Any], where: str) -> Groups:
    groups = value.get("must", [])
    if not isinstance(groups, list):
        raise _RowError(f'{where}must is no list of groups, as in [["docker rm", "docker container rm"], ["-f"]]')
    found = tuple(_strings(group, f"{where}must, group {number}") for number, group in enumerate(groups, 1))
    if not all(found):
        raise _RowError(f"{where}must has an empty group")
    return found


def _strings(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _RowError(f"{name} is no list of strings")
    if not all(normalise(part) for part in value):
        raise _RowError(f"{name} has a string that is empty (or only * and `), which would stand in every text")
    return tuple(value)
