"""The lexical index: BM25 (bm25s, Lucene's variant) over three fields of each section, and which terms a section has."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt

from corpus import BlockKind, Section, heading_line, terms

FIELDS = ("names", "body", "code")
"""``names``: heading path and asks; ``body``: prose and tables; ``code``: code blocks."""
SYNONYM = 0.8
Scores = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def field_terms(section: Section) -> dict[str, list[str]]:
    """The terms of each field of a section."""
    code = [section.text_of(block) for block in section.blocks if block.kind is BlockKind.CODE]
    prose = [section.text_of(block) for block in section.blocks if block.kind not in (BlockKind.CODE, BlockKind.TABLE)]
    names = [heading_line(section), section.title, *section.asks]
    return {"names": terms("\n".join(names)), "body": terms("\n".join(prose)), "code": terms("\n".join(code))}


class LexicalIndex:
    """BM25 scores by field, document frequencies, and term membership of sections."""

    def __init__(self, vocabulary: list[str], fields: dict[str, Any]) -> None:
        self.vocabulary = vocabulary
        self.fields = fields
        self.ids = {term: number for number, term in enumerate(vocabulary)}
        self.size = len(fields[FIELDS[0]])
        self.named = [frozenset(numbers) for numbers in fields["names"]]
        self.members = [frozenset(number for name in FIELDS for number in fields[name][at]) for at in range(self.size)]
        self.phrases = [[frozenset(phrase) for phrase in phrases if phrase] for phrases in fields["phrases"]]
        self.frequency = np.zeros(len(vocabulary), dtype=np.int64)
        for member in self.members:
            self.frequency[list(member)] += 1
        count = self.frequency.astype(np.float64)
        self.idfs = np.log(1 + (self.size - count + 0.5) / (count + 0.5))
        self._bm25 = {name: _bm25(fields[name], self.ids) for name in FIELDS}

    @classmethod
    def build(cls, sections: Sequence[Section]) -> LexicalIndex:
        """Index the sections in the order given."""
        documents = [field_terms(section) for section in sections]
        vocabulary = sorted({term for document in documents for field in document.values() for term in field})
        ids = {term: number for number, term in enumerate(vocabulary)}
        fields: dict[str, Any] = {name: [[ids[term] for term in document[name]] for document in documents] for name in FIELDS}
        fields["phrases"] = [
            [sorted({ids[term] for term in terms(phrase)}) for phrase in (section.title, *section.asks)] for section in sections
        ]
        return cls(vocabulary, fields)

    def to_bytes(self) -> bytes:
        """JSON of the vocabulary and each field's term numbers."""
        return json.dumps({"vocabulary": self.vocabulary, "fields": self.fields}, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> LexicalIndex:
        """The index that :meth:`to_bytes` wrote."""
        value = json.load(io.BytesIO(data))
        return cls(value["vocabulary"], value["fields"])

    def scores(self, field: str, groups: Sequence[tuple[str, ...]]) -> Scores:
        """BM25 of every section's ``field``, shape ``(sections,)``, summed over groups of terms that mean the same.

        The first term of a group counts in full, another one ``SYNONYM`` of that; the best of a group counts.
        """
        total = np.zeros(self.size, dtype=np.float32)
        index = self._bm25[field]
        if index is None:
            return total
        for group in groups:
            parts = [self._term(index, term, 1.0 if at == 0 else SYNONYM) for at, term in enumerate(group) if term in self.ids]
            if parts:
                total += np.maximum.reduce(parts)
        return total

    def _term(self, index: bm25s.BM25, term: str, weight: float) -> Scores:
        scores: Scores = index.get_scores_from_ids([self.ids[term]])
        return scores if weight == 1.0 else scores * np.float32(weight)

    def overlaps(self, sections: Sequence[int], groups: Sequence[tuple[str, ...]]) -> dict[str, npt.NDArray[np.float64]]:
        """How well a section's title and asks match the query's terms, by idf.

        ``ask_overlap``: the best Jaccard index of any of them; ``title_precision``: the share of the title that the query says;
        ``ask_recall``: the largest share of the query that any of them says.
        """
        said = {self.ids[term] for group in groups for term in group if term in self.ids}
        own = {self.ids[group[0]] for group in groups if group[0] in self.ids}
        total = sum(self.idf(group[0]) for group in groups) or 1.0
        rows = [self._overlap(self.phrases[section], said, own, total) for section in sections]
        columns = np.array(rows, dtype=np.float64).reshape(len(rows), 3).T
        return dict(zip(("ask_overlap", "title_precision", "ask_recall"), columns, strict=True))

    def _overlap(self, phrases: list[frozenset[int]], said: set[int], own: set[int], total: float) -> tuple[float, float, float]:
        overlap = precision = recall = 0.0
        for number, phrase in enumerate(phrases):
            weight = float(self.idfs[list(phrase)].sum())
            shared = float(self.idfs[list(phrase & said)].sum()) if phrase & said else 0.0
            direct = float(self.idfs[list(phrase & own)].sum()) if phrase & own else 0.0
            overlap = max(overlap, shared / max(weight + total - shared, shared, 1e-9))
            recall = max(recall, direct / total)
            if number == 0:
                precision = shared / weight if weight else 0.0
        return overlap, precision, recall

    def share(self, term: str) -> float:
        """The share of sections that have the term."""
        return float(self.frequency[self.ids[term]]) / max(self.size, 1) if term in self.ids else 0.0

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency over sections; the highest possible for a term that none has."""
        if term in self.ids:
            return float(self.idfs[self.ids[term]])
        return float(np.log(1 + (self.size + 0.5) / 0.5))

    def holds(self, sections: Sequence[int], groups: Sequence[tuple[str, ...]]) -> tuple[Flags, Flags]:
        """For each section and group of terms, whether the section has one of them in any field, and in its names."""
        ids = [frozenset(self.ids[term] for term in group if term in self.ids) for group in groups]
        anywhere = [[not self.members[section].isdisjoint(group) for group in ids] for section in sections]
        named = [[not self.named[section].isdisjoint(group) for group in ids] for section in sections]
        shape = (len(sections), len(ids))
        return np.array(anywhere, dtype=bool).reshape(shape), np.array(named, dtype=bool).reshape(shape)

    def has(self, section: int, term: str) -> bool:
        """Whether the section has the term in any field."""
        number = self.ids.get(term)
        return number is not None and number in self.members[section]


def _bm25(documents: list[list[int]], vocabulary: dict[str, int]) -> bm25s.BM25 | None:
    if not any(documents):
        return None
    index = bm25s.BM25(method="lucene")
    index.index((documents, dict(vocabulary)), show_progress=False)
    return index
