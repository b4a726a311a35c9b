"""Running: in order, with threads, interrupted and resumed, in bounded memory."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.evaluate.judge import Judge, length_fault, prose_words
from app.evaluate.records import kept_rows, read_records
from app.evaluate.run import Job, ask_case, run
from app.evaluate.testset import usable
from corpus import DockloreError

ABOUT = {"index": "x"}


def untimed(path: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        for record in row.get("records", []):
            record.pop("milliseconds")
    return rows


def test_threads_change_nothing_but_the_times(scripted: Callable[..., Any], questions: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    run(scripted(), Job((questions,), tmp_path / "one", 9), ABOUT, lambda *step: seen.append(step))
    run(scripted(), Job((questions,), tmp_path / "four", 9, jobs=4), ABOUT)
    assert untimed(tmp_path / "one") == untimed(tmp_path / "four")
    assert seen == [(number, 9) for number in range(1, 10)]


@pytest.mark.parametrize("cut", [0, 7])
def test_an_interrupted_run_is_resumed_where_it_stopped(scripted: Callable[..., Any], questions: Path, tmp_path: Path, cut: int) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    run(scripted(), Job((questions,), whole, 9), ABOUT)
    lines = whole.read_bytes().splitlines(keepends=True)
    part.write_bytes(b"".join(lines[:4]) + lines[4][:cut])
    asked: list[str] = []
    asker = scripted(lambda answer: asked.append(answer.question) or answer)
    assert run(asker, Job((questions,), part, 9, resume=True), ABOUT) == 3
    assert len(asked) == 7
    assert untimed(part) == untimed(whole)
    assert run(asker, Job((questions,), part, 9, resume=True), ABOUT) == 9


def test_a_run_of_another_index_or_of_other_rows_is_not_resumed(scripted: Callable[..., Any], questions: Path, tmp_path: Path) -> None:
    path = tmp_path / "records"
    run(scripted(), Job((questions,), path, 9), ABOUT)
    with pytest.raises(DockloreError, match="is of another run: index differ"):
        kept_rows(path, {"index": "y"})
    (tmp_path / "empty").touch()
    with pytest.raises(DockloreError, match="its first line is damaged"):
        kept_rows(tmp_path / "empty", ABOUT)
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "z", "question": "x"}')
    with pytest.raises(DockloreError, match="holds other rows"):
        run(scripted(), Job((other,), path, 1, resume=True), ABOUT)


def test_a_run_that_is_stopped_keeps_what_it_did(scripted: Callable[..., Any], questions: Path, tmp_path: Path) -> None:
    def stop(answer: Any) -> Any:
        if "portable" in answer.question:
            raise KeyboardInterrupt
        return answer

    path = tmp_path / "records"
    with pytest.raises(KeyboardInterrupt):
        run(scripted(stop), Job((questions,), path, 9), ABOUT)
    assert [records[0].id for records in read_records(path)] == ["d1", "d2", "d3", "c1"]


def test_each_turn_sees_the_earlier_questions(scripted: Callable[..., Any], questions: Path) -> None:
    seen: list[list[str]] = []
    asker = scripted()
    answer = asker.ask

    def ask(question: str, history: Any = ()) -> Any:
        seen.append(list(history))
        return answer(question, history)

    asker.ask = ask
    ask_case(Judge(asker), list(usable([questions]))[-1])
    assert seen == [[], ["what is a container"]]


def test_memory_does_not_grow_with_the_rows(scripted: Callable[..., Any], tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.jsonl"
        with file.open("w") as out:
            out.writelines(
                json.dumps({"id": f"q{number}", "question": f"is it {number}", "note": "x" * 2000}) + "\n" for number in range(rows)
            )
        tracemalloc.start()
        run(scripted(), Job((file,), tmp_path / "records", rows), ABOUT)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(50)
    assert peak(1200) - peak(200) < 1000 * 500


def test_length_is_counted_outside_code_and_tables() -> None:
    markdown = "Two words:\n\n```sh\ndocker run a b c\n```\n\n| a | b |\n| --- | --- |\n\n- **three** more - words"
    assert prose_words(markdown) == 5
    assert length_fault(markdown) == ""
    assert length_fault("```\nx\n```\n\n" * 4) == "4 code blocks, 3 are allowed"
    assert length_fault("```\n" + "x\n" * 26 + "```") == "a code block of 26 lines, 25 are allowed"
