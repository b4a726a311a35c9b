"""The tables can be made again from the reference, and come out the same; a changed reference is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.facts.extract.cli import cli_table
from corpus.facts.extract.compose import compose_table
from corpus.facts.extract.daemon import daemon_table
from corpus.facts.extract.dockerfile import dockerfile_table
from corpus.facts.tables import load

REFERENCE = Path(__file__).parents[4] / "shared" / "docs" / "official-2026"

PAGES = {
    "cli/docs/reference/commandline/thing_rm.md": (
        "# rm\n\n### Aliases\n\n`docker thing rm`, `docker thing remove`\n\n### Options\n\n"
        "| Name | Type | Default | Description |\n|:--|:--|:--|:--|\n"
        "| [`-f`](#f), [`--force`](#f) | `bool` | | Force \\| it |\n| `--old` | `string` | | Deprecated |\n"
    ),
    "buildx/docs/reference/buildx.md": "# buildx\n",
    "compose/docs/reference/compose.md": "# compose\n",
    "cli/docs/reference/dockerd.md": "  -D, --debug      Debug\n      --dns list   Servers\n",
}


@pytest.mark.skipif(not REFERENCE.exists(), reason="the copy of the official reference is not here")
def test_the_checked_in_tables_are_those_of_the_reference() -> None:
    assert cli_table(REFERENCE) == load("cli")
    assert compose_table(REFERENCE) == load("compose")
    assert daemon_table(REFERENCE) == load("daemon")
    assert dockerfile_table(REFERENCE) == load("dockerfile")


def test_option_tables_aliases_and_the_daemon_help_are_read(tmp_path: Path) -> None:
    for name, text in PAGES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    table = cli_table(tmp_path)
    assert table["thing rm"] == {
        "aliases": ["thing remove"],
        "group": False,
        "options": {"--force": {"value": False, "short": "-f"}, "--old": {"value": True, "deprecated": True}},
    }
    assert table["dockerd"] == {
        "aliases": [],
        "group": False,
        "options": {"--debug": {"value": False, "short": "-D"}, "--dns": {"value": True}},
    }


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no command pages"):
        cli_table(tmp_path)


def test_a_reference_in_another_form_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "cli/docs/reference/dockerd.md"
    page.parent.mkdir(parents=True)
    page.write_text("# daemon\n")
    with pytest.raises(ValueError, match="has the reference changed its form"):
        daemon_table(tmp_path)
