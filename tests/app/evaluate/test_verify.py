"""Re-checking answers, drift between two indexes, and the usual alternatives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.engine import Assistant
from app.evaluate.drift import drift_markdown
from app.evaluate.peers import passages_of, peers
from app.evaluate.recheck import recheck
from app.evaluate.testset import usable
from app.form import answer_json
from app.verify import link_lives, links_of, verify_answer
from corpus import DockloreError
from index import Library
from tests.fakes import WordEmbedder

Make = Callable[..., Any]


def edited(answer: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(answer))
    change(copy)
    return copy


@pytest.mark.parametrize("question", ["What is Docker?", "docker vs vm", "why are containers light", "how do I bake bread", ""])
def test_answers_of_the_assistant_hold(docker_assistant: Assistant, question: str) -> None:
    answer = answer_json(docker_assistant.ask(question))
    assert verify_answer(answer, docker_assistant.library) == []
    assert all(link_lives(url, docker_assistant.library) for url in links_of(answer))


EDITS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda answer: answer.update(index="sha256:0"), "is of index sha256:0"),
    (lambda answer: answer["citations"][0].update(section="docker#gone"), "section docker#gone is not in the index"),
    (lambda answer: answer["citations"][0].update(url="/docs/docker#gone"), "the address /docs/docker#gone is not that of"),
    (lambda answer: answer["citations"][0].update(n=2), "citation 1 has the number 2"),
    (lambda answer: answer["citations"][0]["quotes"][0].update(text="Docker is closed."), "quote 0: the text is not what stands at"),
    (lambda answer: answer["citations"][0]["quotes"][0].update(end=10**9), "quote 0: the span"),
    (lambda answer: answer["citations"][0]["quotes"][0].update(start=None), "quote 0: the span None"),
    (lambda answer: answer["statements"].pop(0), "quote 0 is not shown"),
    (lambda answer: answer["statements"].append({"quote": [1, 99]}), "refers to quote 99 of citation 1"),
    (lambda answer: answer["statements"].append({"quote": [0, 0]}), "refers to quote 0 of citation 0"),
    (lambda answer: answer.update(markdown=answer["markdown"].replace("open", "closed")), "`markdown` does not show"),
    (lambda answer: answer.update(text="Yes. " + answer["text"]), "`text` does not show"),
    (lambda answer: answer.pop("citations"), "malformed: KeyError 'citations'"),
    (lambda answer: answer.update(statements=3), "malformed: TypeError"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "told"), EDITS)
def test_every_edit_of_an_answer_is_found(scripted: Make, change: Callable[[dict[str, Any]], object], told: str) -> None:
    asker = scripted()
    answer: dict[str, Any] = answer_json(asker.ask("What is Docker?"))
    assert verify_answer(answer, asker.library) == []
    assert told in "\n".join(verify_answer(edited(answer, change), asker.library))


def test_links_within_an_answer_that_lead_nowhere_are_dead(word_library: Library) -> None:
    answer = {
        "citations": [],
        "markdown": "[a](/docs/docker#what-is-docker) [b](/docs/docker) [c](../x.md) `[d](e)` [f](https://example.com)",
    }
    alive = {url: link_lives(url, word_library) for url in links_of(answer)}
    assert alive == {"/docs/docker#what-is-docker": True, "/docs/docker": True, "../x.md": False, "https://example.com": True}


def test_verify_reads_one_answer_or_the_lines_of_a_batch(scripted: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asker = scripted()
    answer: dict[str, Any] = answer_json(asker.ask("What is Docker?"))
    bad = edited(answer, lambda one: one.update(text=""))
    one, many = tmp_path / "one.json", tmp_path / "many.jsonl"
    one.write_text(json.dumps(answer, indent=1))
    many.write_text("\n".join(json.dumps(row) for row in [{"answer": answer}, {"error": {}}, {"answers": [answer, bad]}]))
    told: list[str] = []
    assert recheck(str(one), asker.library, told.append) == 0
    assert recheck(str(many), asker.library, told.append) == 1
    assert told == [f"{many}:3 answer 2: `text` does not show its statements word for word"]
    assert "3 answers, 1 problems" in capsys.readouterr().out
    many.write_text("{}\nx")
    with pytest.raises(DockloreError, match=r"many\.jsonl:2 is not JSON"):
        recheck(str(many), asker.library, told.append)


def test_drift_lists_what_is_answered_differently(scripted: Make, questions: Path) -> None:
    def other(answer: Any) -> Any:
        if "bread" in answer.question:
            return replace(answer, verdict=type(answer.verdict)("not_covered"))
        if "vs" in answer.question:
            return replace(answer, citations=())
        return replace(answer, markdown=answer.markdown + "More `x`.") if "explain" in answer.question else answer

    text = "\n".join(drift_markdown(scripted(), scripted(other), usable([questions])))
    assert "3 of 10 answers changed" in text
    assert "| x2 | how do I bake bread | off_topic | not_covered |" in text
    assert "| c1 | docker vs vm | docker#what-is-the-difference-between-docker--a-virtuel-machine | – |" in text
    assert "<summary>d3: explain containerization to me</summary>" in text
    assert "+More `x`." in text
    assert "0 of 10 answers changed" in "\n".join(drift_markdown(scripted(), scripted(), usable([questions])))


def test_the_alternatives_answer_with_a_passage_and_never_decline(word_library: Library, measure: Callable[..., Any]) -> None:
    systems = peers(word_library, WordEmbedder("docker container vm virtual machine portable"))
    assert list(systems) == ["split-faiss", "bm25", "rrf"]
    for asker in systems.values():
        found, records = measure(asker)
        assert found["values"]["hit@3"] > 0
        assert found["other"]["crashed"] == 0
        assert all(len(record.markdown) <= 1000 for record in records)
    covered = {at for passage in passages_of(word_library) for at in range(passage.start, passage.end)}
    assert covered == set(range(len(word_library.pages[0].text)))
