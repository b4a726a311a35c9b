"""The command: results on stdout, remarks on stderr, one line for what went wrong."""

from __future__ import annotations

import io
import json
import socket
from pathlib import Path

import pytest

from app.batch import answer_line, run_batch
from app.cli import main
from app.engine import Assistant
from app.settings import load_settings
from corpus import DockloreError
from index import Embedder


@pytest.fixture
def data(encoder: Embedder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own that has the exported encoder already."""
    exported = next(path for path in tmp_path_factory.getbasetemp().glob("encoders*") if path.is_dir())
    (tmp_path / "encoders").symlink_to(exported)
    monkeypatch.setenv("DOCKLORE_DATA_DIR", str(tmp_path))
    return tmp_path


def test_index_then_ask_then_search(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = str(data / "one")
    assert main(["index", "--source", "builtin:docker", "--index", index]) == 0
    assert "1 pages, 3 sections" in capsys.readouterr().out
    assert main(["ask", "What is Docker?", "--index", index]) == 0
    out = capsys.readouterr().out
    assert "open-source **platform**" in out
    assert "[1] Docker > What is Docker? (docker#what-is-docker)" in out
    assert main(["ask", "What is Docker?", "--json", "--index", index]) == 0
    assert json.loads(capsys.readouterr().out)["citations"][0]["section"] == "docker#what-is-docker"
    assert main(["search", "virtual machine", "-k", "1", "--explain", "--index", index]) == 0
    out = capsys.readouterr().out
    assert "docker#what-is-the-difference-between-docker--a-virtuel-machine" in out
    assert "coverage" in out


def test_a_named_index_that_is_not_there_is_one_line_with_the_command(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "x", "--index", str(data / "none")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "Run: docklore index --index" in error


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", None])
def test_a_bad_source_is_one_line_and_the_old_index_stays(data: Path, capsys: pytest.CaptureFixture[str], content: bytes | None) -> None:
    index, source = str(data / "one"), data / "page.md"
    assert main(["index", "--source", "builtin:docker", "--index", index]) == 0
    if content is not None:
        source.write_bytes(content)
    capsys.readouterr()
    assert main(["index", "--source", str(source), "--index", index]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["ask", "What is Docker?", "--index", index]) == 0


def test_ask_without_a_question_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["ask"])
    assert "give a question, or --batch FILE" in capsys.readouterr().err


def test_batch_gives_one_line_for_each_line_in_order(docker_assistant: Assistant, tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "question": "What is Docker?", "extra": 1}',
        "",
        '{"id": "b", "turns": [{"question": "what is a container"}, {"question": "and is it portable?"}]}',
        "not json",
        '{"id": "c"}',
        '{"id": "d", "question": ""}',
        '{"id": "e", "question": "' + "x" * 9000 + '"}',
        '["list"]',
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(rows))
    out = io.StringIO()
    assert run_batch(docker_assistant, str(file), out) == 1
    results = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [result["id"] for result in results] == ["a", "b", None, "c", "d", "e", None]
    assert results[0]["answer"]["verdict"] == "answered"
    assert len(results[1]["answers"]) == 2
    assert results[1]["answers"][1]["interpreted_as"]
    assert results[2]["line"] == 4
    assert "malformed" in results[2]["error"]["title"]
    assert results[4]["answer"]["verdict"] == "off_topic"
    assert "8000" in results[5]["answer"]["markdown"]


@pytest.mark.parametrize("line", [b"\xff", b'{"id": 1, "question": 5}', b'{"turns": []}', b'{"turns": [1]}', b"[" * 5000, b"null"])
def test_a_malformed_line_is_an_error_object(docker_assistant: Assistant, line: bytes) -> None:
    result = answer_line(docker_assistant, line, 3)
    assert result["line"] == 3
    assert "question" in str(result["error"])


def test_an_unknown_setting_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKLORE_PORT_7860_TCP", "tcp://10.0.0.1")
    with pytest.raises(DockloreError, match=r"Unknown setting DOCKLORE_PORT_7860_TCP.*DOCKLORE_PORT.*enableServiceLinks"):
        load_settings()
    monkeypatch.delenv("DOCKLORE_PORT_7860_TCP")
    monkeypatch.setenv("DOCKLORE_PORT", "high")
    with pytest.raises(DockloreError, match="Setting DOCKLORE_PORT is wrong"):
        load_settings()


def test_a_taken_port_is_one_line_naming_a_free_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert "Try: docklore serve --port" in capsys.readouterr().err
