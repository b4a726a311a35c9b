"""The evaluator itself is tested by breaking what it measures: the figures that should move do, and only they."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.answer import Answer, Option, Verdict
from app.engine import Assistant
from app.evaluate.metrics import abstention
from app.evaluate.records import Record
from index import Embedder, Linear

Measure = Callable[..., tuple[dict[str, Any], list[Record]]]
Make = Callable[..., Any]
GOOD = {
    "correct": 1, "pass": 1, "citation_precision": 1, "citation_recall": 1, "verbatim": 1, "wrong_answers": 0, "too_long": 0, "dead_links": 0,
    "hit@1": 1, "hit@3": 1, "hit@5": 1, "hit@10": 1, "mrr": 1, "ndcg@10": 1, "recall@10": 1,
    "abstention_precision": 1, "abstention_recall": 1, "abstention_f1": 1, "false_declines": 0, "follow_ups": 1, "conversations": 1,
}  # fmt: skip


def moved(found: dict[str, Any]) -> set[str]:
    """The figures that are not those of the unbroken asker."""
    return {name for name, value in GOOD.items() if found["values"].get(name) != value}


def test_an_asker_without_fault_has_perfect_figures(scripted: Make, measure: Measure) -> None:
    found, records = measure(scripted())
    assert found["values"] == GOOD
    assert not found["reasons"]
    assert [record.name for record in records][-2:] == ["m1/1", "m1/2"]
    assert found["counts"] == {"rows": 9, "questions": 10, "answerable": 8, "to_decline": 2, "with_gold_sections": 6}


def test_a_broken_ranker_moves_retrieval_and_what_hangs_on_it(scripted: Make, measure: Measure) -> None:
    found, _ = measure(scripted(order=lambda sections: sections[::-1]))
    assert found["values"]["hit@1"] == 0
    assert found["values"]["hit@3"] == 1
    assert found["values"]["mrr"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["values"]["ndcg@10"] == 0.5
    assert found["values"]["citation_precision"] == 0
    assert moved(found) & {"verbatim", "abstention_recall", "recall@10", "dead_links"} == set()
    assert found["reasons"] == {"retrieved but ranked lower": 8}


def test_a_broken_ranker_of_the_real_assistant_moves_retrieval(docker_assistant: Assistant, encoder: Embedder, measure: Measure) -> None:
    broken = Assistant(docker_assistant.library, encoder)
    weights = {name: -weight for name, weight in broken.retriever.ranker.weights.items()}
    broken.retriever.ranker = Linear(weights)
    whole, _ = measure(docker_assistant)
    found, _ = measure(broken)
    for name in ("hit@1", "mrr", "ndcg@10", "pass", "correct"):
        assert found["values"][name] < whole["values"][name] - 0.1
    assert found["values"]["verbatim"] == whole["values"]["verbatim"] == 1
    assert whole["values"]["dead_links"] == 0


def test_shuffled_citations_move_citations_and_the_proof_of_quotes_only(scripted: Make, measure: Measure) -> None:
    def shuffle(answer: Answer) -> Answer:
        cited = [replace(one, section=answer.hits[1].section) for one in answer.citations]
        return replace(answer, citations=tuple(cited))

    found, records = measure(scripted(shuffle))
    assert moved(found) == {"citation_precision", "citation_recall", "verbatim"}
    assert found["values"]["citation_precision"] == 0
    assert found["values"]["verbatim"] == 0
    assert any("is not within" in fault for fault in records[0].faults)


def test_a_dropped_sentence_moves_pass_and_the_proof_of_quotes_only(scripted: Make, measure: Measure) -> None:
    def drop(answer: Answer) -> Answer:
        if not answer.citations:
            return answer
        first = answer.citations[0].quotes[0]
        return replace(answer, markdown=answer.markdown.replace(first.markdown, ""), text=answer.text.replace(first.plain, ""))

    found, records = measure(scripted(drop))
    assert moved(found) == {"correct", "pass", "wrong_answers", "verbatim", "conversations"}
    assert found["values"]["pass"] == 0.5
    assert found["values"]["verbatim"] == 0
    assert found["reasons"] == {"right section but wrong sentences": 4}
    assert "word for word" in records[0].faults[0]


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_one_word_put_in_is_noticed(scripted: Make, measure: Measure, form: str) -> None:
    found, _ = measure(scripted(lambda answer: replace(answer, **{form: getattr(answer, form) + "really"})))
    assert moved(found) == {"verbatim"}


def test_answering_everything_moves_abstention(scripted: Make, measure: Measure) -> None:
    def answer_all(answer: Answer) -> Answer:
        return replace(asker.answer(answer.question, answer.hits), confidence=0.5) if answer.verdict.declined else answer

    asker = scripted(answer_all)
    found, _ = measure(asker)
    assert moved(found) == {"correct", "citation_precision", "wrong_answers", "abstention_precision", "abstention_recall", "abstention_f1"}
    assert found["values"]["abstention_recall"] == 0
    assert found["values"]["wrong_answers"] == 0.2
    assert found["reasons"] == {"wrongly answered": 2}
    assert found["risk_coverage"] == [[0.8, 0.0], [1.0, 0.2]]
    assert found["other"]["aurc"] == pytest.approx(0.04)


def test_declining_everything_moves_false_declines(scripted: Make, measure: Measure) -> None:
    asker = scripted(lambda answer: asker.decline(answer.question, answer.hits))
    found, _ = measure(asker)
    assert found["values"]["false_declines"] == 1
    assert found["values"]["pass"] == 0
    assert found["values"]["abstention_recall"] == 1
    assert found["values"]["abstention_precision"] == 0.2
    assert found["values"]["hit@1"] == 1
    assert found["reasons"] == {"wrongly declined": 8}


def test_the_figures_of_declining_are_those_of_the_plain_functions(scripted: Make, measure: Measure) -> None:
    def some(answer: Answer) -> Answer:
        return asker.decline(answer.question, answer.hits) if "container" in answer.question else answer

    asker = scripted(some)
    found, records = measure(asker)
    plain = abstention([record.declined for record in records], [record.answerable for record in records])
    names = ("precision", "recall", "f1")
    assert [found["values"][f"abstention_{name}"] for name in names] == pytest.approx([getattr(plain, name) for name in names], abs=1e-6)
    assert found["values"]["false_declines"] == pytest.approx(plain.false_declines, abs=1e-6)


def test_overconfidence_moves_calibration(scripted: Make, measure: Measure) -> None:
    calm, _ = measure(scripted())
    found, _ = measure(scripted(lambda answer: replace(answer, confidence=0.2)))
    assert calm["other"]["ece"] == pytest.approx(0.1)
    assert found["other"]["ece"] == pytest.approx(0.8)


def test_asking_back_is_wrong_on_an_answerable_question_and_right_on_one_to_decline(scripted: Make, measure: Measure) -> None:
    def ask_back(answer: Answer) -> Answer:
        option = Option("Docker", "What is Docker?")
        return replace(answer, verdict=Verdict.CLARIFY, citations=(), statements=(), options=(option,))

    _, records = measure(scripted(ask_back))
    outcome = {record.name: record.passed for record in records}
    assert not outcome["d1"]
    assert outcome["x1"]


def test_an_answer_that_is_too_long_is_missed_as_that(scripted: Make, measure: Measure) -> None:
    found, records = measure(scripted(lambda answer: replace(answer, markdown=answer.markdown + " word" * 300)))
    assert found["values"]["too_long"] == 1
    assert found["reasons"] == {"too long": 8}
    assert "250 are allowed" in records[0].detail


NOWHERE = '{"id": "n", "question": "What is Docker?", "must": [["a word that is nowhere"]]}'
FORBIDDEN = '{"id": "n", "question": "What is Docker?", "must": [["containerization"]], "forbid": ["open-source"]}'
LATER = '{"id": "n", "turns": [{"question": "what is this", "must": [["lightweight approach"]]}, {"question": "docker vs vm", "must": [["kernel"]]}]}'


@pytest.mark.parametrize(("row", "reason"), [(NOWHERE, "not in the sources"), (FORBIDDEN, "right section but wrong sentences")])
def test_the_cause_of_a_miss_is_named(scripted: Make, measure: Measure, tmp_path: Path, row: str, reason: str) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(row)
    found, _ = measure(scripted(), [file])
    assert list(found["reasons"]) == [reason]


def test_a_section_that_is_not_found_at_all_is_named_so(scripted: Make, measure: Measure) -> None:
    found, _ = measure(scripted(order=lambda sections: sections[1:2]))
    assert found["reasons"] == {"not retrieved": 8}
    assert found["values"]["recall@10"] == 0


def test_a_later_turn_that_another_reading_would_find_is_a_misunderstood_follow_up(
    scripted: Make, measure: Measure, tmp_path: Path
) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text(LATER)
    asker = scripted()
    asker.ask = lambda question, history=(): asker.answer(question, asker.search("what is this"))
    _, records = measure(asker, [file])
    assert [record.reason for record in records] == ["retrieved but ranked lower", "misunderstood follow-up"]


def test_a_question_that_breaks_the_program_is_told_and_the_others_are_asked(scripted: Make, measure: Measure) -> None:
    def crash(answer: Answer) -> Answer:
        if "bread" in answer.question:
            raise RuntimeError("boom")
        return answer

    found, records = measure(scripted(crash))
    assert found["other"]["crashed"] == 1
    assert [record.detail for record in records if record.reason == "crashed"] == ["RuntimeError: boom"]
    assert len(records) == 10
