"""The test set: read strictly, with file and line in every problem."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.evaluate.cases import Case, Problem, in_split, in_tune_split, satisfies
from app.evaluate.checks import survey
from app.evaluate.testset import read_cases
from corpus import DockloreError
from index import Library

GOOD = {"id": "a1", "question": "what is a container", "must": [["isolation"]], "sections": ["docker#what-is-a-container"]}
MALFORMED = [
    ("not json", "not JSON"),
    ('{"id": "a", "question": "\\ud800"}', "half a surrogate pair"),
    ('["list"]', "not a JSON object"),
    ("[" * 100_000, "nested too deep"),
    ('{"question": "x", "must": [["y"]]}', "id is missing"),
    ('{"id": "a", "must": [["y"]]}', "question is missing"),
    ('{"id": "a", "question": "x", "musts": [["y"]]}', "unknown field 'musts'"),
    ('{"id": "a", "question": "x", "must": ["y"]}', "must, group 1 is no list of strings"),
    ('{"id": "a", "question": "x", "must": [[]]}', "empty group"),
    ('{"id": "a", "question": "x", "must": [["`*`"]]}', "would stand in every text"),
    ('{"id": "a", "question": "x", "must": [["y"]], "answerable": false}', "answerable is false, but"),
    ('{"id": "a", "question": "x", "answerable": true}', "answerable is true, but"),
    ('{"id": "a", "question": " ", "must": [["y"]]}', "the question is empty"),
    ('{"id": "a", "turns": []}', "no list of 1 to 50 turns"),
    ('{"id": "a", "turns": [{"question": "x", "kind": "y"}]}', "turn 1: unknown field 'kind'"),
    ('{"id": "a", "question": "x", "turns": [{"question": "x"}]}', "a row with turns has no question"),
]


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(("line", "told"), MALFORMED)
def test_a_malformed_line_is_told_with_its_place_and_the_rest_is_read(tmp_path: Path, line: str, told: str) -> None:
    file = write(tmp_path / "set.jsonl", {**GOOD, "id": "a0"}, "", line, GOOD)
    first, problem, last = read_cases([file])
    assert isinstance(first, Case)
    assert isinstance(last, Case)
    assert isinstance(problem, Problem)
    assert str(problem).startswith(f"{file}:3: ")
    assert told in str(problem)


def test_a_line_that_is_not_text_or_far_too_long_is_told(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_bytes(b"\xff\xfe\n" + b"x" * 2_500_000 + b"\n" + json.dumps(GOOD).encode())
    one, two, good = read_cases([file])
    assert "1: the line is not UTF-8" in str(one)
    assert "2: the line is longer than" in str(two)
    assert isinstance(good, Case)
    assert good.line == 3


def test_an_id_that_stands_twice_is_left_out_even_in_another_file(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.jsonl", GOOD), write(tmp_path / "two.jsonl", GOOD)
    _, problem = read_cases([one, two])
    assert str(problem) == f"{two}:1: id 'a1' stands already at {one}:1; this row is left out"


def test_an_empty_file_and_a_missing_one_are_told(tmp_path: Path) -> None:
    (problem,) = read_cases([write(tmp_path / "set.jsonl", "", "")])
    assert "it holds no question" in str(problem)
    with pytest.raises(DockloreError, match="cannot be read: No such file"):
        list(read_cases([tmp_path / "none.jsonl"]))


def test_a_gold_section_that_is_not_there_is_severe_and_a_weak_must_a_remark(word_library: Library, tmp_path: Path) -> None:
    gone = {**GOOD, "id": "a2", "question": "what is an image", "sections": ["docker#gone"]}
    weak = {**GOOD, "id": "a3", "question": "does it give Isolation?"}
    off = {**GOOD, "id": "a4", "question": "why", "must": [["kubernetes"]]}
    twin = {**GOOD, "id": "a5", "question": "What is a  CONTAINER"}
    found = survey([write(tmp_path / "set.jsonl", GOOD, gone, weak, off, twin)], word_library)
    assert (found.cases, found.severe, found.remarks) == (5, 1, 3)
    told = "\n".join(map(str, found.problems))
    assert "set.jsonl:2: a2: gold section 'docker#gone' is not in the index" in told
    assert "3: a3: the question alone satisfies must" in told
    assert "4: a4: no gold section satisfies must" in told
    assert "5: a5 asks the same as a1" in told


def test_csv_gives_the_same_cases_as_json_lines(tmp_path: Path) -> None:
    table = (
        "\ufeffid,question,kind,must,sections,answerable,conversation\r\n"
        'a,"a ""quoted""\nquestion",howto,docker rm|docker container rm;-f,x#y|x#z,,\r\n'
        'b,piped,howto,"[[""a | b""]]",,,\r\n'
        "c,hello,,,,no,\r\n"
        ",first,talk,one,,,t1\r\n"
        ",second,talk,two,,,t1\r\n"
    )
    file = tmp_path / "set.csv"
    file.write_text(table, encoding="utf-8", newline="")
    cases = [case for case in read_cases([file]) if isinstance(case, Case)]
    assert [case.id for case in cases] == ["a", "b", "c", "t1"]
    assert cases[0].turns[0].question == 'a "quoted"\nquestion'
    assert cases[0].turns[0].must == (("docker rm", "docker container rm"), ("-f",))
    assert cases[0].turns[0].sections == ("x#y", "x#z")
    assert cases[1].turns[0].must == (("a | b",),)
    assert cases[1].line == 4
    assert not cases[2].turns[0].answerable
    assert [turn.question for turn in cases[3].turns] == ["first", "second"]
    assert cases[3].kind == "talk"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("id,questoin\na,b\n", "1: unknown column 'questoin'"),
        ("id,kind\na,b\n", "1: the header needs a column `question`"),
        ("id,question\na,b,c\n", "2: the row has 3 cells, the header 2"),
        ("id,question,answerable\na,b,maybe\n", "2: answerable is 'maybe'"),
        ("id;question\na;\xe9\n", "2: the line is not UTF-8"),
    ],
)
def test_a_malformed_table_is_told_with_its_place(tmp_path: Path, table: str, told: str) -> None:
    file = tmp_path / "set.csv"
    file.write_bytes(table.encode("latin-1"))
    assert f"{file}:{told}" in "\n".join(str(problem) for problem in read_cases([file]))


def test_matching_ignores_case_white_space_stars_and_backticks() -> None:
    assert satisfies([["docker rm -f"], ["gone"]], "Use **`Docker  rm\n-f`**", "it is GONE")
    assert not satisfies([["docker rm -f"], ["kept"]], "Use `docker rm -f`")
    assert satisfies([["one", "two"]], "Two")


def test_the_split_is_by_id_and_leaves_two_thirds_for_measuring() -> None:
    ids = [f"q{number}" for number in range(3000)]
    tune = [name for name in ids if in_tune_split(name)]
    assert 0.25 < len(tune) / len(ids) < 1 / 3
    assert all(in_split(name, "tune") != in_split(name, "test") for name in ids)
    assert in_tune_split("q1") is in_tune_split("q1")
