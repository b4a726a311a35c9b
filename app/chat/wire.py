"""What travels between the tab and the server: the questions of a conversation, as JSON in the page and packed in a link."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence

from app.understand import MAX_HISTORY, MAX_QUESTION

ROOM = 28_000
"""Bytes that a history takes at most inside a request; with a question of the greatest length it stays below 64 KB."""
LONGEST_LINK = 6_000
"""Characters of a packed conversation beyond which no link is offered."""
_MOST_UNPACKED = 400_000


def read_history(text: str) -> list[str]:
    """The earlier questions, oldest first; what is no list of questions is no history."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return _questions(found)


def _questions(found: object) -> list[str]:
    if not isinstance(found, list):
        return []
    return [item for item in found if isinstance(item, str) and item.strip() and len(item) <= MAX_QUESTION][-MAX_HISTORY:]


def write_history(questions: Sequence[str]) -> str:
    """The questions as JSON, the oldest left out where they would not fit."""
    kept = list(questions)[-MAX_HISTORY:]
    while (text := json.dumps(kept, ensure_ascii=False)) and _wire_size(text) > ROOM:
        kept.pop(0)
    return text


def _wire_size(text: str) -> int:
    """Bytes of a JSON text as a string inside JSON."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def pack(questions: Sequence[str]) -> str:
    """A conversation's questions for an address."""
    data = zlib.compress(json.dumps(list(questions), ensure_ascii=False).encode("utf-8", "surrogatepass"), 9)
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def unpack(text: str) -> list[str]:
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
