"""A page as a whole: what is wrong is reported at its line, and suppressed only with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.facts import check_text, check_tree
from corpus.facts.check import main

CLEAN = """\
---
title: "`docker nonsense`"
---

# Page

Run `docker ps -a` and `docker compose up -d`, or `docker-compose down` as of old.

```bash
docker run --rm -p 80:80 nginx
cat > compose.yaml <<'EOF'
services:
  web:
    image: nginx
EOF
```

- In a list:

  ```dockerfile
  FROM alpine
  ```

```text
docker nothing is checked here --at-all
```
"""

INVENTIONS = [
    ("Use `docker ps --wrong`.", 1, "span-unknown-flag"),
    ("Some\nwords and `docker wrong`.", 2, "span-unknown-command"),
    ("```bash\ndocker run --wrong x\n```", 2, "unknown-flag"),
    ("```yaml\nservices:\n  a:\n    image: x\n    wrong: 1\n```", 5, "unknown-key"),
    ("```dockerfile\nFROM a\nWRONG x\n```", 3, "unknown-instruction"),
    ('```json\n{"debug": true,\n "wrong": 1}\n```', 3, "unknown-key"),
    ('```sh\ncat > /etc/docker/daemon.json <<END\n{"debug": true, "wrong": 1}\nEND\n```', 3, "unknown-key"),
    ("```yaml\njobs:\n  a:\n    steps:\n      - run: docker wrong\n```", 5, "unknown-command"),
    ("```ini\nExecStart=/usr/bin/dockerd --wrong\n```", 2, "unknown-flag"),
    (
        "```yaml\nservices:\n  a:\n    build:\n      dockerfile_inline: |\n        WRONG y\n```",
        6,
        "unknown-instruction",
    ),
]


def found(text: str) -> list[tuple[int, str]]:
    """Line and code of each finding of a page."""
    return [(finding.line, finding.code) for finding in check_text(text, "page.md")]


def test_a_clean_page_has_no_findings() -> None:
    assert found(CLEAN) == []


@pytest.mark.parametrize(("text", "line", "code"), INVENTIONS)
def test_each_kind_of_invention_is_found_at_its_line(text: str, line: int, code: str) -> None:
    assert found(f"# Page\n\n{text}\n") == [(line + 2, code)]


def test_an_ignore_comment_with_a_reason_covers_the_next_block_only() -> None:
    block = "```bash\ndocker wrong\n```\n\n"
    assert found(f"<!-- facts: ignore shows the error -->\n\n{block}{block}") == [(8, "unknown-command")]


def test_an_ignore_comment_covers_the_spans_of_a_paragraph() -> None:
    assert found("<!-- facts: ignore removed in 2020 -->\n\nOnce `docker wrong` was there.\n") == []


def test_an_ignore_comment_needs_a_reason_and_a_use() -> None:
    assert found("<!-- facts: ignore -->\n\n```bash\ndocker wrong\n```\n") == [(1, "ignore-reason")]
    assert found("<!-- facts: ignore because -->\n\n```bash\ndocker ps\n```\n") == [(1, "ignore-unused")]


def test_a_sentence_that_denies_a_command_or_quotes_a_message_is_no_finding() -> None:
    assert found("There is no `docker build --gpus`, and `docker wrong` does not exist.") == []
    assert found("`docker exporter does not currently support exporting manifest lists`") == []


def test_the_command_line_prints_findings_sorted_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.md").write_text("`docker wrong`\n")
    (tmp_path / "a.md").write_text("```sh\ndocker ps --wrong\n```\n")
    assert main([str(tmp_path)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{tmp_path}/a.md:2: unknown-flag: ")
    assert second.startswith(f"{tmp_path}/b.md:1: span-unknown-command: ")


def test_exit_codes_of_a_clean_folder_and_of_wrong_usage(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    assert main([]) == 2
    with pytest.raises(FileNotFoundError, match="does not exist"):
        check_tree(tmp_path / "missing")
