"""Answers from the source text: quoted, cited, and declined where the text says nothing."""

from __future__ import annotations

import pytest

from app.answer import Answer, QuoteRef, Verdict
from app.engine import Assistant
from app.form import answer_json

WHAT, CONTAINER, DIFFERENCE = (
    "docker#what-is-docker",
    "docker#what-is-a-container",
    "docker#what-is-the-difference-between-docker--a-virtuel-machine",
)
ANSWERED = [
    ("What is Docker?", WHAT, "open-source platform"),
    ("what's a container", CONTAINER, "standardized unit called a container"),
    ("explain containerization to me", CONTAINER, "lightweight approach to virtualization"),
    ("difference between docker and a virtual machine", DIFFERENCE, "they differ in their approach"),
    ("docker vs vm", DIFFERENCE, "emulation of a physical computer"),
    ("Does a container have its own kernel?", DIFFERENCE, "host operating system's kernel"),
    ("Why do containers start faster than VMs?", DIFFERENCE, "slower startup times compared to containers"),
    ("Which one isolates better?", DIFFERENCE, "VMs provide stronger isolation"),
    ("what are containers good for?", CONTAINER, "isolation, portability, and reproducibility"),
    ("when should I use a virtual machine instead?", DIFFERENCE, "running legacy applications"),
    ("Are containers portable?", CONTAINER, "portability"),
    ("what does a VM need that a container does not?", DIFFERENCE, "its own complete operating system"),
    ("what is docker used for", WHAT, "deployment, scaling, and management"),
    ("what is dokcer", WHAT, "open-source platform"),
    ("difference between docker and a virtuel machine", DIFFERENCE, "they differ in their approach"),
]
DECLINED = ["what is the capital of France", "how do I bake bread", "asdfgh", "", "who wrote this?"]
ODD = [
    "   \n ", "x" * 100_000, "\0\1\2\x7f", "<script>alert(1)</script>", "🐳🐳🐳", "\u202edocker\u202c", "?" * 50, "'; DROP TABLE x; --",
    "\ud800", "docker " * 1000, "{{ 7*7 }}", "\ue0000\ue001", "[x](javascript:alert(1))", "%s %n {0}", "ما هو دوكر",
]  # fmt: skip


def bare(text: str) -> str:
    """Letters and digits of plain text; fences and cell borders left out."""
    body = text.strip("`").partition("\n")[2] if text.startswith("```") else text
    return "".join(char for char in body if char.isalnum())


def prose_words(text: str) -> int:
    return len(" ".join(line for line in text.splitlines() if not line.startswith("|")).split())


def check_proof(answer: Answer) -> None:
    """Every statement is glue or a quote whose slice is exact and whose shown form is that slice's."""
    shown = ""
    for statement in answer.statements:
        if isinstance(statement, QuoteRef):
            quote = answer.citations[statement.n - 1].quotes[statement.index]
            assert quote.text == quote.section.page.text[quote.start : quote.end]
            assert bare(quote.plain) in bare(quote.section.plain)
            shown += quote.markdown
        else:
            shown += statement.text
    assert shown == answer.markdown


@pytest.mark.parametrize(("question", "section", "words"), ANSWERED)
def test_the_source_text_answers_with_a_citation(docker_assistant: Assistant, question: str, section: str, words: str) -> None:
    answer = docker_assistant.ask(question)
    assert answer.verdict is Verdict.ANSWERED
    assert section in [citation.section.id for citation in answer.citations]
    assert words in answer.text
    assert "[1]" in answer.markdown
    assert prose_words(answer.text) <= 250
    check_proof(answer)


@pytest.mark.parametrize("question", DECLINED)
def test_what_the_source_does_not_say_is_declined_without_a_citation(docker_assistant: Assistant, question: str) -> None:
    answer = docker_assistant.ask(question)
    assert answer.verdict.declined
    assert answer.citations == ()
    assert answer.markdown


@pytest.mark.parametrize("question", ODD)
def test_odd_input_gets_an_answer_or_a_polite_message(docker_assistant: Assistant, question: str) -> None:
    answer = docker_assistant.ask(question)
    assert answer.markdown
    check_proof(answer)
    assert isinstance(answer_json(answer)["markdown"], str)


def test_a_misspelt_word_is_understood_and_virtual_is_never_corrected(docker_assistant: Assistant) -> None:
    assert docker_assistant.ask("what is dokcer").interpreted_as == "what is docker"
    assert docker_assistant.reader.speller.correct("a virtual machine") == "a virtual machine"
    assert docker_assistant.reader.speller.correct("a virtuel machine") == "a virtual machine"


def test_a_comparison_sets_the_two_sides_side_by_side_and_ends_with_the_summary(docker_assistant: Assistant) -> None:
    answer = docker_assistant.ask("docker vs vm")
    assert "| **Docker** | **Virtual Machine (VM)** |" in answer.markdown
    assert answer.text.rstrip().removesuffix("[1]").rstrip().endswith("applications being deployed.")


def test_the_same_question_gets_the_same_answer(docker_assistant: Assistant) -> None:
    first = answer_json(docker_assistant.ask("Are containers portable?", ["What is Docker?"]))
    assert answer_json(docker_assistant.ask("Are containers portable?", ["What is Docker?"])) == first
    assert answer_json(docker_assistant.ask("Are containers portable?"))["id"] != first["id"]


def test_a_follow_up_is_resolved_from_the_earlier_question(docker_assistant: Assistant) -> None:
    answer = docker_assistant.ask("and is it portable?", ["what is a container"])
    assert answer.verdict is Verdict.ANSWERED
    assert answer.interpreted_as
    assert "container" in answer.interpreted_as
