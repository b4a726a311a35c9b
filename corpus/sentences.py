"""Sentence boundaries in plain text, by rule; never inside code, a link or emphasis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

_ENDS = ".!?"
_CLOSERS = "\"')]\u201d\u2019*"
_OPENERS = "\"'([`\u201c\u2018"
_ABBREVIATIONS = frozenset(
    """
    e.g i.e etc vs cf ca approx resp incl fig no nr vol ver st mr mrs ms dr prof inc ltd co corp dept est jan feb mar apr jun jul
    aug sep sept oct nov dec
    """.split()
)
_STILL_ENDING = frozenset({"etc", "no", "co", "inc", "ltd"})


def sentence_spans(text: str, atoms: Iterable[tuple[int, int]] = (), cuts: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text``, trimmed of white space, in order.

    ``atoms`` are spans that no boundary may fall into, ``cuts`` offsets at which a sentence ends whatever its punctuation.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    inside = _inside(sorted(atoms))
    forced = {cut for cut in cuts if cut <= len(text)}
    for end in sorted({*_boundaries(text), *forced}):
        if end in forced or not inside(end):
            _append(spans, text, start, end)
            start = end
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _inside(atoms: list[tuple[int, int]]) -> Callable[[int], bool]:
    cursor = 0

    def check(position: int) -> bool:
        nonlocal cursor
        while cursor < len(atoms) and atoms[cursor][1] <= position:
            cursor += 1
        return any(start < position < end for start, end in atoms[cursor : cursor + 4])

    return check


def _boundaries(text: str) -> Iterator[int]:
    """Offsets just behind a sentence's closing punctuation."""
    length = len(text)
    for index, char in enumerate(text):
        if char not in _ENDS:
            continue
        end = index + 1
        while end < length and text[end] in _CLOSERS:
            end += 1
        if end < length and text[end].isspace() and _starts_sentence(text, end) and not _abbreviation(text, index):
            yield end


def _starts_sentence(text: str, position: int) -> bool:
    while position < len(text) and (text[position].isspace() or text[position] in _OPENERS):
        position += 1
    if position >= len(text):
        return True
    char = text[position]
    return char.isupper() or char.isdigit() or char in "-/$<" or not char.isascii() or text[position - 1] in "`"


def _abbreviation(text: str, dot: int) -> bool:
    if text[dot] != ".":
        return False
    start = dot
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    word = text[start:dot].lower()
    if len(word) == 1 and word.isalpha() and text[start].isupper():
        return True
    return word in _ABBREVIATIONS and word not in _STILL_ENDING
