"""The coverage table says which section answers a fact, and which facts have none."""

from __future__ import annotations

from pathlib import Path

from corpus.facts.coverage import coverage, markdown

PAGE = """\
# Volumes

## Remove a volume

<!-- asks: delete volume | docker volume rm -->

```bash
docker volume rm data
docker run nginx
```

Add `--force` or `-f`.

## Start over

Run `docker volume rm data` and `COPY --from=x` with `depends_on`, `docker compose -f a.yaml up`.
"""


def test_sections_are_ranked_and_gaps_listed(tmp_path: Path) -> None:
    (tmp_path / "volumes.md").write_text(PAGE)
    found = {row.item: [section.section.anchor for section in row.sections] for row in coverage(tmp_path)}
    assert found["command", "volume rm"] == ["remove-a-volume", "start-over"]
    assert found["instruction", "COPY --from"] == ["start-over"]
    assert found["attribute", "depends_on"] == ["start-over"]
    assert found["command", "compose up"] == ["start-over"]
    assert found["flag", "compose --file"] == ["start-over"]
    assert found["instruction", "ADD"] == []


def test_the_table_is_markdown_with_links(tmp_path: Path) -> None:
    (tmp_path / "volumes.md").write_text(PAGE)
    text = markdown(coverage(tmp_path))
    assert "| `docker volume rm` | [Remove a volume](volumes.md#remove-a-volume) | 2 |" in text
    assert "Gaps: `ADD`" in text
