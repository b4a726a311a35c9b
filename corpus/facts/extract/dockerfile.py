"""Dockerfile instructions, their options, mount types with their keys, and parser directives, from BuildKit's page."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.facts.extract.pages import Part, cells, code_spans, parts

PAGE = "buildkit/frontend/dockerfile/docs/reference.md"
_OPTION_HEADING = re.compile(r"^([A-Z]+) --([a-z-]+)$")
_OPTION = re.compile(r"--([a-z][a-z-]*)")
_MOUNT_HEADING = re.compile(r"^RUN --mount=type=([a-z]+)$")


def dockerfile_table(root: Path) -> dict[str, object]:
    """The table: `instructions` (name -> options), `mounts` (type -> keys), `directives`.

    Raises FileNotFoundError without the page, ValueError when the page has no list of instructions.
    """
    page = parts((root / PAGE).read_text("utf-8"))
    instructions = _instructions(page)
    _options(page, instructions)
    return {
        "instructions": {name: sorted(instructions[name]) for name in sorted(instructions)},
        "mounts": {name: sorted(keys) for name, keys in sorted(_mounts(page).items())},
        "directives": sorted(_directives(page)),
    }


def _instructions(page: list[Part]) -> dict[str, set[str]]:
    overview = next(part for part in page if part.title == "Overview")
    names = [span for row in map(cells, overview.lines) if row for span in code_spans(row[0])]
    if not names:
        raise ValueError(f"no table of instructions in {PAGE}: has the reference changed its form?")
    return {name: set() for name in names}


def _options(page: list[Part], instructions: dict[str, set[str]]) -> None:
    current = ""
    for part in page:
        if part.level == 2:
            current = part.title.split()[0]
        heading = _OPTION_HEADING.match(part.title)
        if heading:
            instructions[heading[1]].add(f"--{heading[2]}")
        if part.level == 2 and current in instructions:
            instructions[current] |= _listed(part, current)


def _listed(part: Part, instruction: str) -> set[str]:
    """Options named in the table, list or synopsis right under an instruction's heading."""
    found: set[str] = set()
    for line in part.lines:
        if line.startswith((f"{instruction} [", "- `--")):
            found |= {f"--{name}" for name in _OPTION.findall(line.split(":")[0])}
        row = cells(line)
        if row and code_spans(row[0]):
            found |= {span for span in code_spans(row[0]) if span.startswith("--")}
    return found


def _mounts(page: list[Part]) -> dict[str, set[str]]:
    mounts: dict[str, set[str]] = {}
    for part in page:
        match = _MOUNT_HEADING.match(part.title)
        if match:
            rows = [row for row in map(cells, part.lines) if row]
            mounts[match[1]] = {"type"} | {key for row in rows for key in code_spans(row[0])}
    return mounts


def _directives(page: list[Part]) -> set[str]:
    start = next(number for number, part in enumerate(page) if part.title == "Parser directives")
    found: set[str] = set()
    for part in page[start + 1 :]:
        if part.level <= 2:
            break
        found.add(part.title)
    return found
