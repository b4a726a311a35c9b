"""How often documentation uses each flag: the pages of real documentation, not the handbook, say what people need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus.facts.call_reading import read_call
from corpus.facts.readers.markdown import read_page
from corpus.facts.scripts_in import block_calls, span_calls


def usage_table(folders: Iterable[Path]) -> dict[str, int]:
    """`COMMAND --flag` -> the number of pages whose code uses it, most used first, ties by name."""
    counts: Counter[str] = Counter()
    for folder in folders:
        for page in sorted(folder.rglob("*.md")):
            counts.update(_flags(page.read_text("utf-8", errors="replace")))
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _flags(text: str) -> set[str]:
    blocks, spans, _ = read_page(text)
    calls = [call for block in blocks for call in block_calls(block)]
    calls += [call for span in spans for call in span_calls(span)]
    readings = [reading for call in calls for reading in read_call(call)]
    uses = [use for reading in readings for use in reading.uses]
    return {use.name for use in uses if not use.option.deprecated and use.option.name != "--help"}
