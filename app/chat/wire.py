"""What travels between the tab and the server: the questions of a conversation, as JSON in the page and packed in a link."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from app.understand import MAX_HISTORY, MAX_QUESTION

ROOM = 28_000
"""Bytes that a history takes at most inside a request; with a question of the greatest length it stays below 64 KB."""
LONGEST_LINK = 6_000
"""Characters of a packed conversation beyond which no link is offered."""
LONGEST_SCOPE = 200
_MOST_UNPACKED = 400_000


class Asked(NamedTuple):
    """A question and where its answer was looked for: a source, or nothing for all of them."""

    question: str
    scope: str = ""


def read_history(text: str) -> list[Asked]:
    """The earlier questions, oldest first; what is no list of questions is no history."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return _questions(found)


def _questions(found: object) -> list[Asked]:
    if not isinstance(found, list):
        return []
    asked = (_asked(item) for item in found)
    return [item for item in asked if item.question.strip() and len(item.question) <= MAX_QUESTION][-MAX_HISTORY:]


def _asked(item: object) -> Asked:
    """A question alone, or a pair of question and scope; an empty question for anything else."""
    match item:
        case str():
            return Asked(item)
        case [str() as question, str() as scope] if len(scope) <= LONGEST_SCOPE:
            return Asked(question, scope)
    return Asked("")


def _written(asked: Sequence[Asked]) -> list[str | list[str]]:
    return [[item.question, item.scope] if item.scope else item.question for item in asked]


def write_history(asked: Sequence[Asked]) -> str:
    """The questions as JSON, the oldest left out where they would not fit."""
    kept = _written(asked)[-MAX_HISTORY:]
    while (text := json.dumps(kept, ensure_ascii=False)) and _wire_size(text) > ROOM:
        kept.pop(0)
    return text


def _wire_size(text: str) -> int:
    """Bytes of a JSON text as a string inside JSON."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def pack(asked: Sequence[Asked]) -> str:
    """A conversation's questions for an address."""
    data = zlib.compress(json.dumps(_written(asked), ensure_ascii=False).encode("utf-8", "surrogatepass"), 9)
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def unpack(text: str) -> list[Asked]:
    """The questions of an address; none when it is damaged or too large."""
    if len(text) > 4 * LONGEST_LINK:
        return []
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        inflater = zlib.decompressobj()
        plain = inflater.decompress(data, _MOST_UNPACKED)
        if not inflater.eof:
            return []
        return _questions(json.loads(plain))
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return []
