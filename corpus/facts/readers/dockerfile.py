"""Reads a Dockerfile, or a piece of one, into instructions: options apart, here-documents and comments skipped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DIRECTIVE = re.compile(r"^#\s*([A-Za-z]+)\s*=\s*(\S.*)$")
_HEREDOC = re.compile(r"<<(-?)(['\"]?)([A-Za-z_]\w*)\2")
_TAKES_DOCUMENTS = frozenset({"RUN", "COPY", "ADD"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `name` in capitals, its leading `--options` as written, and the rest of its text."""

    name: str
    line: int
    options: tuple[str, ...] = ()
    rest: str = ""


@dataclass(slots=True)
class Dockerfile:
    """The instructions of a file and the parser directives at its top with their lines."""

    instructions: list[Instruction] = field(default_factory=list)
    directives: list[tuple[str, int]] = field(default_factory=list)


def read_dockerfile(text: str, line: int = 1) -> Dockerfile:
    """The instructions in order; nothing is checked, any first word counts as an instruction."""
    rows = text.splitlines()
    file = Dockerfile()
    at, escape = _read_directives(rows, line, file)
    while at < len(rows):
        row = rows[at].strip()
        if not row or row.startswith("#"):
            at += 1
            continue
        start = at
        logical, at = _logical_line(rows, at, escape)
        instruction = parse_instruction(logical, line + start)
        file.instructions.append(instruction)
        at = _skip_documents(instruction, rows, at)
    return file


def parse_instruction(logical: str, line: int) -> Instruction:
    """An instruction from its text on one line."""
    name, _, rest = logical.strip().partition(" ")
    options: list[str] = []
    rest = rest.strip()
    while rest.startswith("--"):
        option, _, rest = rest.partition(" ")
        rest = rest.strip()
        if option == "--":
            break
        options.append(option)
    return Instruction(name.upper(), line, tuple(options), rest)


def _read_directives(rows: list[str], line: int, file: Dockerfile) -> tuple[int, str]:
    escape = "\\"
    for number, row in enumerate(rows):
        match = _DIRECTIVE.match(row.strip())
        if not match:
            return number, escape
        file.directives.append((match[1].lower(), line + number))
        if match[1].lower() == "escape":
            escape = match[2].strip()[:1]
    return len(rows), escape


def _logical_line(rows: list[str], at: int, escape: str) -> tuple[str, int]:
    """The line at `at` with its continuations, comments between them dropped, and the number of the next line."""
    pieces: list[str] = []
    while at < len(rows):
        row = rows[at].rstrip()
        at += 1
        if pieces and (not row.strip() or row.lstrip().startswith("#")):
            continue
        if not row.endswith(escape):
            pieces.append(row)
            break
        pieces.append(row[: -len(escape)])
    return " ".join(piece.strip() for piece in pieces), at


def _skip_documents(instruction: Instruction, rows: list[str], at: int) -> int:
    if instruction.name not in _TAKES_DOCUMENTS:
        return at
    for tabs, _, name in _HEREDOC.findall(instruction.rest):
        while at < len(rows):
            row = rows[at]
            at += 1
            if (row.lstrip("\t") if tabs else row) == name:
                break
    return at
