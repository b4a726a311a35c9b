"""A section while it is being read: blocks and sentences are appended, then it is frozen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.inline import Inline
from corpus.masks import merged, overlaps
from corpus.model import Block, BlockKind, Link, Page, Run, Section, Sentence, TextMap
from corpus.sentences import sentence_spans
from corpus.traced import Traced

Spans = Sequence[tuple[int, int]]


@dataclass(slots=True)
class SectionDraft:
    """Collects a section's plain text and everything that points into it."""

    anchor: str
    title: str
    path: tuple[str, ...]
    level: int
    start: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[Run] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def next_plain(self) -> int:
        """Plain offset at which the next part will begin."""
        return self.length + (1 if self.parts else 0)

    def append(self, traced: Traced) -> int:
        """Add a part of plain text; gives its plain offset. Parts are joined by line feeds."""
        base = self.next_plain
        self.runs.extend(traced.runs(base))
        self.parts.append(traced.text)
        self.length = base + len(traced.text)
        return base

    def add_block(self, block: Block) -> int:
        """Add a block; gives its index."""
        self.blocks.append(block)
        return len(self.blocks) - 1

    def change(self, index: int, **changes: int | tuple[str, ...]) -> None:
        """Replace fields of the block at ``index``."""
        self.blocks[index] = replace(self.blocks[index], **changes)  # type: ignore[arg-type]

    def add_sentences(self, block: int, inline: Inline, base: int, hidden: Spans, cuts: Sequence[int] = ()) -> None:
        """Split a part into sentences; ``inline`` is in page offsets, ``hidden`` are raw spans blanked by a mask.

        ``cuts`` are plain offsets within the part that no sentence crosses.
        """
        atoms = sorted(inline.atoms)
        solid = [(a.plain_start, a.plain_end) for a in atoms if a.kind not in ("em", "s")]
        unseen = merged([*inline.hidden, *hidden])
        for start, end in sentence_spans(inline.plain.text, solid, cuts):
            low, high = inline.plain.starts[start], inline.plain.ends[end - 1]
            for atom in atoms[bisect_left(atoms, (start,)) : bisect_left(atoms, (end,))]:
                if atom.plain_start < atom.plain_end <= end:
                    low, high = min(low, atom.start), max(high, atom.end)
            exact = not overlaps(unseen, low, high)
            self.sentences.append(Sentence(block, base + start, base + end, low, high, exact))

    def add_links(self, inline: Inline) -> None:
        """Keep the links of a part."""
        self.links.extend(Link(*link) for link in inline.links)

    def open_item(self, index: int) -> bool:
        """Whether the item at ``index`` still waits for its own text."""
        block = self.blocks[index]
        return block.kind is BlockKind.ITEM and block.plain_end == block.plain_start and index == len(self.blocks) - 1

    def finish(self, page: Page, end: int, asks: tuple[str, ...]) -> Section:
        """The frozen section, which ends at raw offset ``end``."""
        return Section(
            page, self.anchor, self.title, self.path, self.level, self.start, end, "\n".join(self.parts),
            TextMap(tuple(self.runs)), tuple(self.blocks), tuple(self.sentences), tuple(self.links), asks,
        )  # fmt: skip
