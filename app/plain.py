"""Answers and hits as text on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from app.answer import Answer
from app.form import path_of
from index import Hit, Linear


def print_answer(answer: Answer, out: TextIO) -> None:
    """The answer's Markdown, then its sources; for a decline the closest sections."""
    if answer.interpreted_as:
        print(f"(understood as: {answer.interpreted_as})\n", file=out)
    print(answer.markdown, file=out)
    if answer.citations:
        print("\nSources", file=out)
        for citation in answer.citations:
            print(f"[{citation.n}] {' > '.join(path_of(citation.section))} ({citation.section.id})", file=out)
    if answer.closest:
        print("\nClosest sections", file=out)
        for section in answer.closest:
            print(f"- {' > '.join(path_of(section))} ({section.id})", file=out)


def print_hits(hits: Sequence[Hit], ranker: Linear, out: TextIO, *, explain: bool) -> None:
    """One line a hit; with ``explain`` the chunk that matched and each feature's value, weight and product."""
    for hit in hits:
        print(f"{hit.rank:2} {hit.score:.3f} {hit.section.id}", file=out)
        if explain:
            chunk, cosine = hit.matches[0]
            print(f"     matched {chunk.kind.value} ({cosine:.2f}): {' '.join(chunk.text.split())[:100]}", file=out)
            for name, value in hit.features.items():
                weight = ranker.weights.get(name, 0.0)
                print(f"     {name:12} {value:6.3f} x {weight:5.2f} = {value * weight:6.3f}", file=out)
