"""Pages, sections and chunks as JSON Lines, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from corpus import Block, BlockKind, Chunk, ChunkKind, Link, Page, Section, Sentence, TextMap
from corpus.model import Run

Json = dict[str, Any]


def dump_lines(values: Iterable[Json]) -> bytes:
    """One compact JSON object a line."""
    return "".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n" for value in values).encode()


def load_lines(data: bytes) -> list[Json]:
    """The objects that :func:`dump_lines` wrote."""
    return [json.loads(line) for line in data.decode().split("\n") if line]


def page_record(page: Page) -> Json:
    """A page as a JSON object."""
    return asdict(page)


def page_from(value: Json) -> Page:
    """The page of :func:`page_record`."""
    return Page(**{**value, "trail": tuple(value["trail"])})


def section_record(section: Section) -> Json:
    """A section as a JSON object; the page by its id, blocks and sentences as arrays."""
    return {
        "page": section.page.id, "anchor": section.anchor, "title": section.title, "path": section.path, "level": section.level,
        "start": section.start, "end": section.end, "plain": section.plain, "map": section.map.runs,
        "blocks": [[getattr(block, field.name) for field in fields(Block)] for block in section.blocks],
        "sentences": [[getattr(sentence, field.name) for field in fields(Sentence)] for sentence in section.sentences],
        "links": section.links, "asks": section.asks,
    }  # fmt: skip


def section_from(value: Json, pages: dict[str, Page]) -> Section:
    """The section of :func:`section_record`."""
    return Section(
        page=pages[value["page"]], anchor=value["anchor"], title=value["title"], path=tuple(value["path"]), level=value["level"],
        start=value["start"], end=value["end"], plain=value["plain"], map=TextMap(tuple(Run(*run) for run in value["map"])),
        blocks=tuple(_block(row) for row in value["blocks"]), sentences=tuple(Sentence(*row) for row in value["sentences"]),
        links=tuple(Link(*row) for row in value["links"]), asks=tuple(value["asks"]),
    )  # fmt: skip


def _block(row: list[Any]) -> Block:
    kind, *rest = row
    *middle, cells, role = rest
    return Block(*(BlockKind(kind), *middle, tuple(cells), role))


def chunk_record(chunk: Chunk) -> list[object]:
    """A chunk as a JSON array."""
    return [chunk.section, chunk.kind, chunk.text, chunk.start, chunk.end]


def chunk_from(row: list[Any]) -> Chunk:
    """The chunk of :func:`chunk_record`."""
    section, kind, text, start, end = row
    return Chunk(section, ChunkKind(kind), text, start, end)
