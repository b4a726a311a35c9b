"""Writes the tables of facts from a copy of the official reference.

`python -m corpus.facts.build ../shared/docs/official-2026 --date 2026-11 --usage ../shared/docs/site-2017`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.facts.commands import commands
from corpus.facts.extract.cli import cli_table
from corpus.facts.extract.compose import compose_table
from corpus.facts.extract.daemon import daemon_table
from corpus.facts.extract.dockerfile import dockerfile_table
from corpus.facts.extract.usage import usage_table
from corpus.facts.tables import FOLDER, load

_SOURCES = {
    "cli": "docker/cli docs/reference, docker/buildx docs/reference, docker/compose docs/reference (Apache-2.0)",
    "compose": "compose-spec/compose-spec, its pages in Markdown (Apache-2.0)",
    "daemon": "docker/cli docs/reference/dockerd.md (Apache-2.0)",
    "usage": "pages of that reference and of docker/docker.github.io (2017) whose code uses the flag (Apache-2.0)",
    "dockerfile": "moby/buildkit frontend/dockerfile/docs/reference.md (Apache-2.0)",
}


def build(reference: Path, date: str, usage: Sequence[Path] = ()) -> None:
    """Write one JSON file per table, in stable order; `usage` names more folders in which flags are counted.

    Raises FileNotFoundError or ValueError when the reference is not where or what it was.
    """
    tables = {
        "cli": cli_table(reference),
        "compose": compose_table(reference),
        "daemon": daemon_table(reference),
        "dockerfile": dockerfile_table(reference),
    }
    for name, table in tables.items():
        _write(name, date, table)
    load.cache_clear()
    commands.cache_clear()
    _write("usage", date, usage_table([reference, *usage]))


def _write(name: str, date: str, table: object) -> None:
    content = {"source": _SOURCES[name], "date": date, "facts": table}
    (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m corpus.facts.build", description=__doc__)
    parser.add_argument("reference", type=Path, help="folder with cli/, buildx/, compose/, compose-spec/, buildkit/")
    parser.add_argument("--date", required=True, help="month of that copy, such as 2026-11")
    parser.add_argument("--usage", type=Path, action="append", default=[], help="more documentation to count flags in")
    options = parser.parse_args(arguments)
    try:
        build(options.reference, options.date, options.usage)
    except (OSError, ValueError) as error:
        print(f"facts: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
