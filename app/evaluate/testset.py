"""The Q&A test set: read as a stream, its rows in order, each row that cannot be used told; with its types and its matching rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.evaluate.cases import Case, Problem, Split, Turn, in_split, in_tune_split, satisfies
from app.evaluate.files import read_rows
from app.evaluate.rows import parse_row

__all__ = ["Case", "Problem", "Split", "Turn", "in_split", "in_tune_split", "read_cases", "satisfies", "usable"]


def read_cases(files: Iterable[Path], split: Split = "all") -> Iterator[Case | Problem]:
    """The rows of JSON Lines and CSV files in their order; a row that cannot be used gives its problem instead.

    Raises :class:`corpus.DockloreError` when a file cannot be read. Of the rows read only the ids are kept.
    """
    seen: dict[str, str] = {}
    for file in files:
        count = 0
        for line, row in read_rows(file):
            count += 1
            found = row if isinstance(row, Problem) else parse_row(row, str(file), line)
            if isinstance(found, Case):
                found = _first_of_its_id(found, seen)
            if isinstance(found, Problem) or in_split(found.id, split):
                yield found
        if not count:
            yield Problem(str(file), 1, "the file is empty: it holds no question")


def _first_of_its_id(case: Case, seen: dict[str, str]) -> Case | Problem:
    place = f"{case.file}:{case.line}"
    before = seen.setdefault(case.id, place)
    if before == place:
        return case
    return Problem(case.file, case.line, f"id {case.id!r} stands already at {before}; this row is left out")


def usable(files: Iterable[Path], split: Split = "all") -> Iterator[Case]:
    """The rows that can be used."""
    return (found for found in read_cases(files, split) if isinstance(found, Case))
