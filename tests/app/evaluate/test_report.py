"""Reports: the same bytes for the same run, readable by machines and people, and an exit status that tells."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.evaluate.baseline import read_report
from app.evaluate.session import evaluate_with
from corpus import DockloreError

Make = Callable[..., Any]
Options = Callable[..., argparse.Namespace]


def no_answer(answer: Any) -> Any:
    """Leaves the words of every answer about containers away."""
    return replace(answer, markdown="<script>alert(1)</script>", text="") if "container" in answer.question else answer


def test_two_runs_write_the_same_bytes_apart_from_the_times(scripted: Make, questions: Path, tmp_path: Path, options: Options) -> None:
    for name, jobs in (("one", 1), ("two", 3)):
        assert evaluate_with(scripted(no_answer), options(questions, "--report", tmp_path / name, "--jobs", jobs)) == 0
    for file in ("report.json", "junit.xml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    report = read_report(tmp_path / "one" / "report.json")
    assert report["run"]["index"].startswith("sha256:")
    assert report["run"]["model"] == "words"
    assert report["run"]["versions"]["numpy"]
    assert report["run"]["settings"]["split"] == "all"
    assert [one["name"] for one in report["questions"]][-1] == "m1/2"
    assert "milliseconds" not in json.dumps(report)


def test_junit_names_each_miss_with_its_reason(scripted: Make, questions: Path, tmp_path: Path, options: Options) -> None:
    evaluate_with(scripted(lambda answer: replace(no_answer(answer), markdown="a\x00\ud800<b>&")), options(questions, "--report", tmp_path))
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert (suite.get("tests"), len(suite)) == ("10", 10)
    failures = suite.findall("testcase/failure")
    assert str(len(failures)) == suite.get("failures")
    assert any("right section but wrong sentences" in str(failure.get("message")) for failure in failures)


def test_the_page_stands_alone_and_shows_no_markup_of_answers(scripted: Make, questions: Path, tmp_path: Path, options: Options) -> None:
    evaluate_with(scripted(no_answer), options(questions, "--report", tmp_path))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|https?://""", page)
    assert "<script>alert" not in page
    assert page.count("<script>") == page.count("</script>") == 1
    rows = re.search(r'const ROWS = (\[.*\]);\n"use strict"', page, re.DOTALL)
    assert rows
    read = json.loads(rows[1])
    assert len(read) == 10
    assert not read[0]["passed"]
    assert page.count("<svg") == 2


@pytest.mark.browser
def test_the_page_filters_its_questions(scripted: Make, questions: Path, tmp_path: Path, options: Options) -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    evaluate_with(scripted(no_answer), options(questions, "--report", tmp_path))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto((tmp_path / "report.html").as_uri())
        assert page.inner_text("#count") == "4 of 10 questions"
        page.select_option("#outcome", "")
        page.fill("#text", "bread")
        assert page.inner_text("#count") == "1 of 10 questions"
        page.click("[data-filter=reason]")
        page.click("details.question summary")
        page.wait_for_selector("details.question pre")
        assert "alert(1)" in page.inner_text("details.question")
        assert not faults
        browser.close()


def test_a_baseline_tells_what_got_better_and_worse(
    scripted: Make, questions: Path, tmp_path: Path, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate_with(scripted(no_answer), options(questions, "--report", tmp_path / "old"))
    old = read_report(tmp_path / "old" / "report.json")
    capsys.readouterr()

    def other(answer: Any) -> Any:
        return replace(answer, markdown="", text="") if "vm" in answer.question else answer

    evaluate_with(scripted(other), options(questions, "--report", tmp_path / "new"), old)
    out = capsys.readouterr().out
    assert "of 10 shared questions: 4 better, 1 worse (McNemar p = 0.375" in out
    assert "- c1: right -> right section but wrong sentences: docker vs vm" in out
    base = read_report(tmp_path / "new" / "report.json")["baseline"]
    assert [one["name"] for one in base["worse"]] == ["c1"]
    assert base["figures"]["pass"] == [0.5, 0.875]
    assert "| `c1` | docker vs vm | right | right section but wrong sentences |" in (tmp_path / "new" / "summary.md").read_text()


def test_a_file_that_is_no_report_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}")
    with pytest.raises(DockloreError, match="is no report"):
        read_report(file)
    with pytest.raises(DockloreError, match="cannot be read"):
        read_report(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("demands", "status"),
    [
        (["pass=0.5", "false_declines=0"], 0), (["pass=0.51"], 1), (["words_max=3"], 1), (["pass[why]=1"], 0), (["pass[definition]=0.9"], 1),
        (["pass[nothing]=0"], 1),
    ],
)  # fmt: skip
def test_the_exit_status_tells_when_a_figure_is_worse_than_demanded(
    scripted: Make, questions: Path, options: Options, demands: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [part for demand in demands for part in ("--fail-under", demand)]
    assert evaluate_with(scripted(no_answer), options(questions, *arguments)) == status
    assert ("Not good enough: " in capsys.readouterr().err) is bool(status)


def test_a_bad_line_is_told_the_rest_is_evaluated_and_the_status_is_1(
    scripted: Make, questions: Path, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    with questions.open("a") as out:
        out.write('{"id": "d1", "question": "again"}\n{nonsense\n')
    assert evaluate_with(scripted(), options(questions)) == 1
    shown = capsys.readouterr()
    assert f"{questions}:10: id 'd1' stands already at {questions}:1" in shown.err
    assert f"{questions}:11: the line is not JSON" in shown.err
    assert "10 questions: 8 answerable, 2 to decline" in shown.out
    assert evaluate_with(scripted(), options(questions, "--check")) == 1
    assert "2 problems, 0 remarks" in capsys.readouterr().out


def test_nothing_to_ask_is_an_error(scripted: Make, tmp_path: Path, options: Options) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text("")
    with pytest.raises(DockloreError, match="hold no question"):
        evaluate_with(scripted(), options(file))


def test_a_place_that_cannot_be_written_is_an_error(scripted: Make, questions: Path, tmp_path: Path, options: Options) -> None:
    with pytest.raises(DockloreError, match="cannot be written"):
        evaluate_with(scripted(), options(questions, "--report", questions))
    with pytest.raises(DockloreError, match=r"none/x\.md cannot be written: No such file"):
        evaluate_with(scripted(), options(questions, "--summary", tmp_path / "none" / "x.md"))


@pytest.mark.parametrize("demand", ["pass", "pass=x", "speed=3", "=1"])
def test_a_demand_that_cannot_be_read_names_the_metrics(demand: str) -> None:
    from app.evaluate.report import parse_demand

    with pytest.raises(DockloreError, match=r"cannot be read.*citation_precision.*words_max"):
        parse_demand(demand)
