"""Text for a Markdown view that also understands HTML: answers keep their Markdown, questions are shown letter for letter."""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCE = re.compile(r" {0,12}(`{3,}|~{3,})")
_PLACEHOLDER = re.compile(r"<[A-Za-z][^<>`\n]{0,120}>")
_MARKER = re.compile(r"\[\d{1,3}\](?![(\[:])")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>`|]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BROKEN = {":": "&#58;", ".": "&#46;", "@": "&#64;"}
_CLOSING = ".,;:!?)]}'\"*_"
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_MARKUP = frozenset("\\`*_[]<>|~#&!$@^{}")
_SPECIAL = frozenset("\\`*_[]<>|~#&")


def safe_markdown(markdown: str) -> str:
    """An answer's Markdown with nothing left in it that is read as HTML, an image, or a link; fenced code stays as it is."""
    shown, fence = [], ""
    for line in markdown.split("\n"):
        match = _FENCE.match(line)
        if fence:
            closes = bool(match) and match[1].startswith(fence) and not line.strip().strip(fence[0]) if match else False
            fence = "" if closes else fence
            shown.append(line)
        elif match and "`" not in line[match.end() :]:
            fence = match[1]
            shown.append(line)
        else:
            shown.append(_safe_line(line))
    return "\n".join(shown)


def _safe_line(line: str) -> str:
    parts, at = [], 0
    while at < len(line):
        text, width = _next(line, at)
        parts.append(text)
        at += width
    return "".join(parts)


def _next(line: str, at: int) -> tuple[str, int]:
    """What is written for the characters at ``at``, and how many they are."""
    char = line[at]
    mark = _MARKS.get(char)
    if mark is not None:
        return mark(line, at)
    starts_word = char.isalnum() and not (at and (line[at - 1].isalnum() or line[at - 1] in "._+-@"))
    match = _ADDRESS.match(line, at) if starts_word else None
    if match is None:
        return char, 1
    address = match[0].rstrip(_CLOSING)
    return _in_code(line, at, address) or ("".join(_BROKEN.get(part, part) for part in address), len(address))


def _in_code(line: str, at: int, text: str) -> tuple[str, int] | None:
    """``text`` as a code span; none where a backtick stands beside it, which would join the span."""
    if line[at - 1 : at] == "`" or line[at + len(text) : at + len(text) + 1] == "`":
        return None
    return f"`{text}`", len(text)


def _backslash(line: str, at: int) -> tuple[str, int]:
    return line[at : at + 2], 2


def _code(line: str, at: int) -> tuple[str, int]:
    width = _code_width(line, at)
    text = line[at : at + width]
    return (text.replace("`", "\\`") if not text.strip("`") else text), width


def _angle(line: str, at: int) -> tuple[str, int]:
    match = _PLACEHOLDER.match(line, at)
    return (_in_code(line, at, match[0]) if match else None) or ("&lt;", 1)


def _bracket(line: str, at: int) -> tuple[str, int]:
    match = _MARKER.match(line, at)
    return (match[0], len(match[0])) if match else ("\\[", 1)


def _exclamation(line: str, at: int) -> tuple[str, int]:
    return ("\\!", 1) if line.startswith("![", at) else ("!", 1)


_MARKS: dict[str, Callable[[str, int], tuple[str, int]]] = {
    "\\": _backslash,
    "`": _code,
    "<": _angle,
    "[": _bracket,
    "!": _exclamation,
}


def _code_width(line: str, at: int) -> int:
    """How many characters the code span at ``at`` has; the run of backticks alone when nothing closes it."""
    run = len(line) - at - len(line[at:].lstrip("`"))
    cursor = at + run
    while (opened := line.find("`", cursor)) >= 0:
        width = len(line) - opened - len(line[opened:].lstrip("`"))
        if width == run:
            return opened + width - at
        cursor = opened + width
    return run


def shown_letter_for_letter(text: str) -> str:
    """A person's text as Markdown that shows it unchanged: every mark a numeric entity, white space and lines kept."""
    kept = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if _visible(char))
    return "\n".join(_entities(line) for line in kept.split("\n"))


def _visible(char: str) -> bool:
    return char in "\n\t" or (char not in _INVISIBLE and not _control(char))


def _control(char: str) -> bool:
    return ord(char) < 32 or 127 <= ord(char) < 160 or 0xD800 <= ord(char) < 0xE000


def _entities(line: str) -> str:
    parts = []
    expanded = line.expandtabs(4)
    for at, char in enumerate(expanded):
        if char in _MARKUP or _means_something(expanded, at):
            parts.append(f"&#{ord(char)};")
        elif char == " " and (at == 0 or expanded[at - 1] == " "):
            parts.append("&nbsp;")
        else:
            parts.append(char)
    return "".join(parts)


def _means_something(line: str, at: int) -> bool:
    """Whether a mark that is harmless elsewhere is read as markup here: at the start of a line, or inside an address."""
    char, before = line[at], line[:at]
    if char in "-+=:" and not before.strip(" -+=:"):
        return True
    if char in ".)" and before.strip(" ").isdigit():
        return True
    return (char == ":" and line.startswith("//", at + 1)) or (char == "." and before[-3:].lower() == "www")


def plain_words(text: str) -> str:
    """Words of a source (a title, a path) for use inside Markdown: what would be read as markup is escaped."""
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in " ".join(text.split()))
