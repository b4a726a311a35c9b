"""Evidence: which sentences, items, table rows and code blocks of a section answer a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.answer import Quote
from app.quoting import MAX_CODE_LINES, code_quote, sentence_quote, table_quotes
from app.understand import Reading
from corpus import Block, BlockKind, ChunkKind, Section, Sentence, terms
from index import Library
from index.embedder import Matrix

_LEANS = re.compile(
    r"(?:this|that|these|those|it|its|they|their|them|such|also|then|here|there(?! (?:is|are) no\b)|otherwise|however|therefore|"
    r"in that case|in this case|for this|both|the same|the latter|the former|but|so)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|which results in|therefore|reason|as a result|that is why|otherwise)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that is chosen: sentences of a paragraph, a whole list item, a code block, or a table with rows."""

    block: int
    first: int
    """Number of its first sentence in the section, or -1."""
    last: int
    score: float
    words: int
    leans: bool
    label: bool
    """Whether it says nothing itself: it names what follows (``Docker:``) or points to another page (``See ...``)."""
    kind: BlockKind
    rows: tuple[int, ...] = ()


class Evidence:
    """Scored units of one section for one question."""

    def __init__(self, library: Library, section: Section, reading: Reading, vectors: Matrix) -> None:
        self.library = library
        self.section = section
        self.reading = reading
        self.vectors = vectors
        self.scores = self._sentence_scores()
        self.units = list(self._units())

    # -- scoring ------------------------------------------------------------------------------------------------

    def _sentence_scores(self) -> list[float]:
        """Cosine with the question, plus a third of the weighted share of its terms that the sentence has."""
        section = self.section
        if not section.sentences:
            return []
        cosines = (self.library.vectors_of_sentences(section) @ self.vectors.T).max(axis=1)
        return [float(cosine) + 0.33 * self.share(section.text_of(s)) for cosine, s in zip(cosines, section.sentences, strict=True)]

    def share(self, text: str) -> float:
        """The weighted share of the question's term groups that ``text`` has."""
        query = self.reading.query
        total = sum(query.weights)
        present = set(terms(text))
        held = sum(w for group, w in zip(query.terms, query.weights, strict=True) if present.intersection(group))
        return held / total if total else 0.0

    def _block_scores(self, kind: ChunkKind) -> dict[tuple[int, int], float]:
        rows = self.library.chunk_rows[self.library.numbers[self.section.id]]
        chosen = [row for row in rows if self.library.chunks[row].kind is kind]
        if not chosen:
            return {}
        cosines = (self.library.vectors.rows(chosen) @ self.vectors.T).max(axis=1)
        spans = [(self.library.chunks[row].start, self.library.chunks[row].end) for row in chosen]
        return {span: float(cosine) for span, cosine in zip(spans, cosines, strict=True)}

    # -- units --------------------------------------------------------------------------------------------------

    def _units(self) -> Iterator[Unit]:
        numbers: dict[int, list[int]] = {}
        for number, sentence in enumerate(self.section.sentences):
            numbers.setdefault(sentence.block, []).append(number)
        code = self._block_scores(ChunkKind.CODE)
        rows = self._block_scores(ChunkKind.ROW)
        for index, block in enumerate(self.section.blocks):
            match block.kind:
                case BlockKind.CODE:
                    yield self._code_unit(index, block, code)
                case BlockKind.TABLE:
                    yield self._table_unit(index, block, rows)
                case BlockKind.ITEM if index in numbers:
                    yield self._text_unit(index, block, numbers[index])
                case BlockKind.PARAGRAPH:
                    for number in numbers.get(index, []):
                        yield self._text_unit(index, block, [number])

    def _text_unit(self, index: int, block: Block, numbers: list[int]) -> Unit:
        sentences = [self.section.sentences[number] for number in numbers]
        text = self.section.plain[sentences[0].plain_start : sentences[-1].plain_end]
        score = max(self.scores[number] for number in numbers)
        words = len(text.split())
        label = text.rstrip().endswith(":") or self._points_away(text, sentences[0])
        return Unit(index, numbers[0], numbers[-1], score, words, bool(_LEANS.match(text)), label, block.kind)

    def _points_away(self, text: str, sentence: Sentence) -> bool:
        """Whether a sentence only sends the reader to a link."""
        linked = any(sentence.start <= link.start < sentence.end for link in self.section.links)
        return linked and text.startswith("See ")

    def _code_unit(self, index: int, block: Block, scores: dict[tuple[int, int], float]) -> Unit:
        text = self.section.text_of(block)
        long = text.count("\n") + 1 > MAX_CODE_LINES
        score = -1.0 if long or not text.strip() else scores.get((block.start, block.end), 0.0) + 0.33 * self.share(text)
        return Unit(index, -1, -1, score, 0, False, False, block.kind)

    def _table_unit(self, index: int, block: Block, scores: dict[tuple[int, int], float]) -> Unit:
        rows = [number for number, other in enumerate(self.section.blocks) if other.kind is BlockKind.ROW and other.parent == index]
        rated = {row: self._row_score(row, scores) for row in rows}
        best = sorted(rows, key=lambda row: (-rated[row], row))
        keep = sorted(best[:8] if len(rows) <= 10 else best[:3])
        return Unit(index, -1, -1, max(rated.values(), default=-1.0), 0, False, False, block.kind, tuple(keep))

    def _row_score(self, row: int, scores: dict[tuple[int, int], float]) -> float:
        block = self.section.blocks[row]
        return scores.get((block.start, block.end), 0.0) + 0.5 * self.share(" ".join(block.cells))

    # -- choosing -----------------------------------------------------------------------------------------------

    @property
    def best(self) -> float:
        """The highest score of any text unit."""
        return max(self.scores, default=0.0)

    def lead(self, loyalty: float = 0.62) -> Unit | None:
        """The direct answer: the section's opening sentence, unless its score is below ``loyalty`` times the best one's."""
        text = [unit for unit in self.units if unit.first >= 0 and not unit.label and self._role(unit) != "warning"]
        if not text:
            return None
        top = max(text, key=lambda unit: (unit.score, -unit.first))
        first = text[0]
        return first if not first.leans and first.score >= loyalty * top.score else top

    def choose(self, budget: int, floor: float, code: int, tables: int = 1, lead: Unit | None = None) -> list[Unit]:
        """Units within ``budget`` words whose score is at least ``floor`` times the best, in source order, the lead included.

        At most ``code`` code blocks and ``tables`` tables. A unit that leans on the one before brings it or is left out.
        """
        chosen: dict[Unit, None] = {}
        words = 0
        ranked = sorted(self.units, key=lambda unit: (-unit.score, unit.block, unit.first))
        if lead:
            ranked = [lead, *(unit for unit in ranked if unit != lead)]
        for unit in ranked:
            if unit.first < 0 or unit.label or (unit != lead and unit.score < floor * self.best):
                continue
            group = [other for other in self._with_support(unit) if other not in chosen]
            size = sum(other.words for other in group)
            if group and (words + size <= budget or not chosen):
                chosen.update(dict.fromkeys(group))
                words += size
        for kind, most in ((BlockKind.CODE, code), (BlockKind.TABLE, tables)):
            chosen.update(dict.fromkeys([unit for unit in ranked if unit.kind is kind and unit.score > 0][:most]))
        return self._ordered(chosen)

    def _ordered(self, chosen: dict[Unit, None]) -> list[Unit]:
        return sorted(chosen, key=lambda unit: (unit.block, unit.first))

    def _with_support(self, unit: Unit) -> list[Unit]:
        """The unit and, while it leans, the ones before it; empty when it leans on nothing that can be quoted."""
        group = [unit]
        while group[0].leans:
            before = self._before(group[0])
            if before is None or len(group) > 3:
                return []
            group.insert(0, before)
        return group

    def _before(self, unit: Unit) -> Unit | None:
        text = [other for other in self.units if other.first >= 0]
        at = text.index(unit)
        before = text[at - 1] if at else None
        return before if before and not before.label and not (before.leans and at == 1) else None

    def _role(self, unit: Unit) -> str:
        return self.section.blocks[unit.block].role

    # -- quoting ------------------------------------------------------------------------------------------------

    def elements(self, units: Sequence[Unit]) -> list[Element]:
        """The chosen units as they are shown: neighbouring sentences joined, items gathered in lists."""
        elements: list[Element] = []
        for unit in units:
            element = self._element(unit)
            last = elements[-1] if elements else None
            if last and _joined(last, element):
                elements[-1] = replace(last, quotes=(*last.quotes, *element.quotes))
            else:
                elements.append(element)
        return elements

    def _element(self, unit: Unit) -> Element:
        section = self.section
        block = section.blocks[unit.block]
        if unit.kind is BlockKind.CODE:
            return Element("code", (code_quote(section, block),), unit.block, block.role)
        if unit.kind is BlockKind.TABLE:
            return Element("table", tuple(table_quotes(section, unit.block, unit.rows)), unit.block, block.role)
        quote = sentence_quote(section, section.sentences[unit.first : unit.last + 1])
        form = "items" if block.kind is BlockKind.ITEM else "paragraph"
        return Element(form, (quote,), unit.block, block.role)


@dataclass(frozen=True, slots=True)
class Element:
    """Quotes that are shown together: a ``paragraph``, ``items`` of a list, a ``code`` block, or a ``table``."""

    form: str
    quotes: tuple[Quote, ...]
    block: int
    role: str = ""


def _joined(last: Element, element: Element) -> bool:
    """Whether an element continues the one before: items of a list, or sentences of one block."""
    if last.form != element.form:
        return False
    return (element.form == "items" and last.role == element.role) or (element.form == "paragraph" and last.block == element.block)


def causes_first(evidence: Evidence) -> None:
    """For troubleshooting: list items, which name a cause and its fix, count more than the prose around them."""
    raised = []
    for unit in evidence.units:
        item = evidence.section.blocks[unit.block].kind is BlockKind.ITEM
        raised.append(replace(unit, score=unit.score + 0.5) if item and unit.first >= 0 and not unit.label else unit)
    evidence.units = raised


def reason_bonus(evidence: Evidence) -> None:
    """For a why-question: sentences that give a reason count more."""
    evidence.units = [
        replace(unit, score=unit.score + 0.12) if unit.first >= 0 and _gives_reason(evidence, unit) else unit for unit in evidence.units
    ]


def _gives_reason(evidence: Evidence, unit: Unit) -> bool:
    section = evidence.section
    text = section.plain[section.sentences[unit.first].plain_start : section.sentences[unit.last].plain_end]
    return bool(_REASON.search(text))
