"""A small test set over the source text, and how to run it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.answer import Answer, Citation, Glue, QuoteRef, Verdict
from app.evaluate.command import evaluate_options
from app.evaluate.judge import Asker
from app.evaluate.records import Record, read_records
from app.evaluate.run import Job, run
from app.evaluate.summary import figures, tally
from app.quoting import sentence_quote
from app.understand import Kind
from corpus import Section, parse_source, read_sources
from index import Hit, Library, build, load
from tests.fakes import WordEmbedder

WHAT, CONTAINER, DIFFERENCE = (
    "docker#what-is-docker",
    "docker#what-is-a-container",
    "docker#what-is-the-difference-between-docker--a-virtuel-machine",
)
ROWS: list[dict[str, Any]] = [
    {"id": "d1", "question": "What is Docker?", "kind": "definition", "topic": "basics", "must": [["open-source platform"]], "gold": WHAT},
    {"id": "d2", "question": "what's a container", "kind": "definition", "must": [["standardized unit"]], "gold": CONTAINER},
    {"id": "d3", "question": "explain containerization to me", "kind": "definition", "must": [["lightweight approach"]], "gold": CONTAINER},
    {"id": "c1", "question": "docker vs vm", "kind": "comparison", "must": [["physical computer"]], "gold": DIFFERENCE},
    {"id": "y1", "question": "Are containers portable?", "kind": "yesno", "must": [["containers are portable"]], "gold": DIFFERENCE},
    {"id": "w1", "question": "Why do VMs start slower?", "kind": "why", "must": [["slower startup"]], "gold": DIFFERENCE},
    {"id": "x1", "question": "what is the capital of France", "kind": "offtopic"},
    {"id": "x2", "question": "how do I bake bread", "kind": "offtopic", "answerable": False},
    {"id": "m1", "gold": CONTAINER, "turns": [
        {"question": "what is a container", "must": [["standardized unit"]]}, {"question": "and is it portable?", "must": [["portability"]]},
    ]},
]  # fmt: skip
"""Rows as a test set has them; ``gold`` becomes ``sections`` of the single questions."""


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is written."""
    rest = {key: value for key, value in row.items() if key != "gold"}
    return {**rest, "sections": [row["gold"]]} if "gold" in row and "turns" not in row else rest


Change = Callable[[Answer], Answer]
Measure = Callable[..., tuple[dict[str, Any], list[Record]]]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """The small test set as a file."""
    file = tmp_path / "small.jsonl"
    file.write_text("".join(json.dumps(row_of(row)) + "\n" for row in ROWS), encoding="utf-8")
    return file


@pytest.fixture
def measure(questions: Path, tmp_path: Path) -> Measure:
    """Runs the small set over an asker: its figures and its records."""

    def measured(asker: Asker, files: Sequence[Path] = (), jobs: int = 1) -> tuple[dict[str, Any], list[Record]]:
        path = tmp_path / "records.jsonl"
        run(asker, Job(tuple(files) or (questions,), path, len(ROWS), jobs=jobs), {"index": asker.library.id})
        found = figures(tally(read_records(path)))
        values = {name: one["value"] for name, one in found["figures"].items()}
        return {**found, "values": values}, [record for records in read_records(path) for record in records]

    return measured


class Scripted:
    """Answers each question of the small set from its gold section, in the first twelve sentences of it, and declines all else.

    ``order`` may change the order of the sections found, ``change`` the answer on its way out.
    """

    def __init__(self, library: Library, change: Change | None = None, order: Callable[[list[Section]], list[Section]] = list) -> None:
        self.library = library
        self.change = change or (lambda answer: answer)
        self.order = order
        self.gold = {turn["question"]: gold for row, gold in GOLD for turn in row.get("turns", [row])}

    def search(self, question: str, k: int = 10, history: Sequence[str] = ()) -> list[Hit]:
        gold = next((section for asked, section in self.gold.items() if asked in question), WHAT)
        sections = sorted(self.library.sections, key=lambda section: (section.id != gold, section.id))
        return [Hit(section, rank, 1 / rank, {}, ()) for rank, section in enumerate(self.order(sections), 1)][:k]

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        hits = self.search(question)
        return self.change(self.answer(question, hits) if question in self.gold else self.decline(question, hits))

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        section = hits[0].section
        quotes = tuple(sentence_quote(section, [sentence]) for sentence in section.sentences[:12])
        statements: list[Glue | QuoteRef] = []
        for at in range(len(quotes)):
            statements += [QuoteRef(1, at), Glue(" [1]\n\n")]
        markdown, text = (
            "".join(f"{shown} [1]\n\n" for shown in forms)
            for forms in zip(*((quote.markdown, quote.plain) for quote in quotes), strict=True)
        )
        decline = self.decline(question, hits)
        return replace(
            decline, verdict=Verdict.ANSWERED, confidence=0.9, markdown=markdown, text=text, statements=tuple(statements),
            citations=(Citation(1, section, quotes),),
        )  # fmt: skip

    def decline(self, question: str, hits: Sequence[Hit]) -> Answer:
        return Answer(
            id="", question=question, interpreted_as=None, verdict=Verdict.OFF_TOPIC, kind=Kind.HOWTO, confidence=0.1, markdown="No.",
            text="No.", statements=(Glue("No."),), citations=(), see_also=(), closest=(), options=(), missing=None, suggestions=(),
            index=self.library.id, hits=tuple(hits),
        )  # fmt: skip


GOLD = [(row, row["gold"]) for row in ROWS if "gold" in row]


@pytest.fixture(scope="session")
def word_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library of the source text, embedded by words."""
    folder = tmp_path_factory.mktemp("word-index")
    build(folder, read_sources(parse_source("builtin:docker")), ["builtin:docker"], WordEmbedder("docker container vm"))
    return load(folder)


@pytest.fixture
def scripted(word_library: Library) -> Callable[..., Scripted]:
    """Makes a scripted asker."""
    return partial(Scripted, word_library)


@pytest.fixture
def options() -> Callable[..., argparse.Namespace]:
    """Options of `docklore evaluate`, parsed."""

    def parsed(*arguments: object) -> argparse.Namespace:
        parser = argparse.ArgumentParser()
        evaluate_options(parser)
        return parser.parse_args([str(argument) for argument in arguments])

    return parsed
