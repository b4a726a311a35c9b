"""Sections become chunks: several views of each section, none longer than the model reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.model import Block, BlockKind, Chunk, ChunkKind, Section

Count = Callable[[str], int]
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201d]{8,300})[\"\u201d]")
_CODE_SPAN = re.compile(r"`([^`\n]{12,300})`")
_COMMAND_WORDS = ("docker", "sudo", "curl", "apt", "apt-get", "git", "systemctl", "cat", "ls", "export", "echo", "kubectl")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, list, code block or table: the raw span it stands for, and the pieces between which it may be cut."""

    pieces: tuple[str, ...]
    start: int
    end: int
    head: str = ""
    """Repeated before every part: a table's header row."""
    joint: str = "\n"

    @property
    def text(self) -> str:
        return self.joint.join((self.head, *self.pieces) if self.head else self.pieces)


def make_chunks(section: Section, count: Count, limit: int) -> list[Chunk]:
    """All chunks of a section. ``count`` gives a text's length in word pieces as the model sees it; no chunk exceeds ``limit``.

    A code block, table or list that fits is never cut; a longer one is cut between lines, rows or items, each part
    pointing at the whole.
    """
    chunks = [Chunk(section.id, ChunkKind.HEADING, _fit(heading_line(section), count, limit), section.start, section.end)]
    chunks += [Chunk(section.id, ChunkKind.ASK, _fit(ask, count, limit), section.start, section.end) for ask in section.asks]
    chunks += list(_passages(section, count, limit))
    chunks += list(_rows(section, count, limit))
    chunks += list(_code(section, count, limit))
    chunks += [Chunk(section.id, ChunkKind.ERROR, _fit(text, count, limit), start, end) for text, start, end in error_messages(section)]
    return [chunk for chunk in chunks if chunk.text.strip()]


def heading_line(section: Section) -> str:
    """The heading path as one line, a repeated name said once."""
    names = [name for index, name in enumerate(section.path) if index == 0 or name != section.path[index - 1]]
    return " > ".join(names)


def _passages(section: Section, count: Count, limit: int) -> Iterator[Chunk]:
    head = _fit(heading_line(section), count, limit // 3)
    pending: list[_Unit] = []
    for unit in _units(section):
        joined = "\n".join((head, *(other.text for other in pending), unit.text))
        if pending and count(joined) > limit:
            yield _passage(section, head, pending)
            pending = []
        if count(f"{head}\n{unit.text}") <= limit:
            pending.append(unit)
            continue
        for part in _parts(unit, head, count, limit):
            yield Chunk(section.id, ChunkKind.PASSAGE, part, unit.start, unit.end)
    if pending:
        yield _passage(section, head, pending)


def _passage(section: Section, head: str, units: list[_Unit]) -> Chunk:
    text = "\n".join((head, *(unit.text for unit in units)))
    return Chunk(section.id, ChunkKind.PASSAGE, text, units[0].start, units[-1].end)


def _parts(unit: _Unit, head: str, count: Count, limit: int) -> Iterator[str]:
    """Cut one unit that is too long between its pieces; a single piece that is too long is cut between words."""
    top = f"{head}\n{unit.head}" if unit.head and count(f"{head}\n{unit.head}") < limit // 2 else head
    held: list[str] = []
    for piece in unit.pieces:
        for bit in _bits(piece, top, count, limit):
            if held and count(f"{top}\n{unit.joint.join((*held, bit))}") > limit:
                yield f"{top}\n{unit.joint.join(held)}"
                held = []
            held.append(bit)
    if held:
        yield f"{top}\n{unit.joint.join(held)}"


def _bits(piece: str, top: str, count: Count, limit: int) -> list[str]:
    if count(f"{top}\n{piece}") <= limit:
        return [piece]
    room = max(limit - count(top) - 2, 8)
    words = [word[at : at + 2 * room] for word in piece.split() for at in range(0, len(word), 2 * room)]
    bits: list[str] = []
    held: list[str] = []
    size = 0
    for word in words:
        width = count(word)
        if held and size + width > room:
            bits.append(" ".join(held))
            held, size = [], 0
        held.append(word)
        size += width
    return [*bits, " ".join(held)] if held else bits


def _fit(text: str, count: Count, limit: int) -> str:
    """``text`` cut between words until it fits."""
    words = text.split()
    while len(words) > 1 and count(" ".join(words)) > limit:
        words = words[: max(1, len(words) * 3 // 4)]
    joined = " ".join(words) if len(words) < len(text.split()) else text
    while count(joined) > limit and len(joined) > 8:
        joined = joined[: len(joined) // 2]
    return joined


def _units(section: Section) -> Iterator[_Unit]:
    blocks = section.blocks
    index = 0
    while index < len(blocks):
        last = index
        while last + 1 < len(blocks) and ((blocks[last + 1].depth > 0 and blocks[index].depth > 0) or blocks[last + 1].parent >= index):
            last += 1
        yield _unit(section, blocks[index : last + 1])
        index = last + 1


def _unit(section: Section, group: tuple[Block, ...]) -> _Unit:
    first, end = group[0], max(block.end for block in group)
    if first.kind is BlockKind.TABLE:
        rows = tuple(" | ".join(block.cells) for block in group if block.kind is BlockKind.ROW)
        return _Unit(rows, first.start, end, head=" | ".join(first.cells))
    if len(group) > 1:
        return _Unit(tuple(section.text_of(block) for block in group if section.text_of(block)), first.start, end)
    if first.kind is BlockKind.CODE:
        return _Unit(tuple(section.text_of(first).split("\n")), first.start, end)
    sentences = [s for s in section.sentences if first.plain_start <= s.plain_start < first.plain_end]
    pieces = tuple(section.text_of(sentence) for sentence in sentences) or (section.text_of(first),)
    return _Unit(pieces, first.start, end, joint=" ")


def _rows(section: Section, count: Count, limit: int) -> Iterator[Chunk]:
    """One row, one chunk: each cell said with its column's name."""
    for block in section.blocks:
        if block.kind is BlockKind.ROW and any(block.cells):
            header = section.blocks[block.parent].cells
            names = [*header, *[""] * len(block.cells)]
            said = "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, block.cells, strict=False) if cell)
            yield Chunk(section.id, ChunkKind.ROW, _fit(f"{heading_line(section)}\n{said}", count, limit), block.start, block.end)


def _code(section: Section, count: Count, limit: int) -> Iterator[Chunk]:
    """A code block with the sentence that leads to it."""
    for index, block in enumerate(section.blocks):
        if block.kind is BlockKind.CODE and section.text_of(block).strip():
            lead = _lead(section, index)
            text = "\n".join((section.title, lead, section.text_of(block)))
            yield Chunk(section.id, ChunkKind.CODE, _fit(text, count, limit), block.start, block.end)


def _lead(section: Section, index: int) -> str:
    before = section.blocks[index - 1] if index else None
    if before is None:
        return ""
    sentences = [s for s in section.sentences if before.plain_start <= s.plain_start < before.plain_end]
    return section.text_of(sentences[-1]) if sentences else ""


def error_messages(section: Section) -> list[tuple[str, int, int]]:
    """Messages that a program prints, as ``(text, start, end)``: quoted in the heading, or code spans that are no command."""
    found: dict[str, tuple[int, int]] = {}
    for match in _QUOTED.finditer(section.title):
        found.setdefault(match[1], (section.start, section.end))
    for sentence in section.sentences:
        raw = section.page.text[sentence.start : sentence.end]
        for match in _CODE_SPAN.finditer(raw):
            words = match[1].split()
            if len(words) >= 3 and words[0].lower() not in _COMMAND_WORDS and not words[0].startswith(("-", "$")):
                found.setdefault(match[1], (sentence.start, sentence.end))
    for block in section.blocks:
        if block.kind is BlockKind.CODE and block.language in ("text", "console", "output", "log"):
            for line in section.text_of(block).splitlines():
                if len(line.split()) >= 3:
                    found.setdefault(line.strip(), (block.start, block.end))
    return [(text, *span) for text, span in found.items()]
