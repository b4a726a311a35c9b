"""A question as it is read: Unicode made uniform, what cannot be seen removed, limits checked."""

from __future__ import annotations

import re
import unicodedata

MAX_QUESTION = 8000
"""Code points that a question may have."""
MAX_HISTORY = 20
_SPACES = re.compile(r"[ \t\u00a0]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """NFKC; control, format (bidi, zero-width) and surrogate characters removed; runs of spaces folded; line feeds kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")
    kept = unicodedata.normalize("NFKC", kept)
    return _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", kept)).strip()
