"""Nothing is special-cased: a source of the same shape about a made-up product answers the same shapes of question."""

from __future__ import annotations

import pytest

from app.answer import Verdict
from app.engine import Assistant
from corpus import read_sources
from corpus.sources import ROOM, Source
from index import Embedder, build, load

SWAPS = [
    ("virtual machines", "steam looms"), ("virtual machine", "steam loom"), ("virtuel machine", "steem loom"), ("Virtual Machine", "Steam Loom"),
    ("VMs", "SLs"), ("VM", "SL"), ("virtualization", "weaving"), ("virtualized", "woven"),
    ("containerization", "skeinery"), ("Containerization", "Skeinery"), ("Containers", "Skeins"), ("containers", "skeins"),
    ("Container", "Skein"), ("container", "skein"), ("Docker", "Zorblax"),
]  # fmt: skip
SHAPES = [
    ("What is Zorblax?", "zorblax#what-is-zorblax", "open-source platform"),
    ("what's a skein", "zorblax#what-is-a-skein", "standardized unit called a skein"),
    ("explain skeinery to me", "zorblax#what-is-a-skein", "lightweight approach to weaving"),
    ("difference between zorblax and a steam loom", "zorblax#what-is-the-difference-between-zorblax--a-steem-loom", "they differ in their approach"),
    ("zorblax vs sl", "zorblax#what-is-the-difference-between-zorblax--a-steem-loom", "emulation of a physical computer"),
    ("Does a skein have its own kernel?", "zorblax#what-is-the-difference-between-zorblax--a-steem-loom", "host operating system's kernel"),
    ("Are skeins portable?", "zorblax#what-is-a-skein", "portability"),
    ("what is zorblax used for", "zorblax#what-is-zorblax", "deployment, scaling, and management"),
]  # fmt: skip


@pytest.fixture(scope="module")
def zorblax(encoder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("zorblax")
    text = (ROOM / "docker.mdx").read_text(encoding="utf-8")
    for old, new in SWAPS:
        text = text.replace(old, new)
    assert "Docker" not in text
    (folder / "zorblax.mdx").write_text(text, encoding="utf-8")
    build(folder / "index", read_sources([Source("", folder / "zorblax.mdx")]), ["zorblax.mdx"], encoder)
    return Assistant(load(folder / "index"), encoder)


@pytest.mark.parametrize(("question", "section", "words"), SHAPES)
def test_the_same_shapes_of_question_are_answered(zorblax: Assistant, question: str, section: str, words: str) -> None:
    answer = zorblax.ask(question)
    assert answer.verdict is Verdict.ANSWERED
    assert section in [citation.section.id for citation in answer.citations]
    assert words in answer.text


@pytest.mark.parametrize("question", ["what is the capital of France", "how do I bake bread", "asdfgh"])
def test_what_is_not_there_is_declined(zorblax: Assistant, question: str) -> None:
    assert zorblax.ask(question).verdict.declined
