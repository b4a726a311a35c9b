"""Checks a Dockerfile, or a piece of one, against the table of instructions."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from corpus.facts.findings import Remark
from corpus.facts.readers.dockerfile import Instruction, parse_instruction, read_dockerfile
from corpus.facts.tables import load

# What a synopsis or a shortened example has in the place of an instruction or a key.
_PLACEHOLDERS = ("...", "…", "<", "[")


@cache
def _table() -> Any:
    return load("dockerfile")


def check_dockerfile(text: str, line: int = 1) -> Iterator[Remark]:
    """Unknown instructions, options, mount types and mount keys, and misspelt parser directives."""
    file = read_dockerfile(text, line)
    for name, place in file.directives:
        if name not in _table()["directives"] and get_close_matches(name, _table()["directives"], 1, 0.75):
            yield Remark(place, "unknown-directive", f"`# {name}=` is not a parser directive")
    for instruction in file.instructions:
        yield from _check(instruction)


def _check(instruction: Instruction) -> Iterator[Remark]:
    name, line = instruction.name, instruction.line
    if name.startswith(_PLACEHOLDERS):
        return
    known = _table()["instructions"].get(name)
    if known is None:
        yield Remark(line, "unknown-instruction", f"`{name}` is not a Dockerfile instruction")
        return
    for option in instruction.options:
        yield from _check_option(name, option, known, line)
    if name == "ONBUILD" and instruction.rest:
        yield from _check(parse_instruction(instruction.rest, line))
    if name == "HEALTHCHECK" and instruction.rest.split()[:1] not in (["CMD"], ["NONE"]):
        yield Remark(line, "healthcheck-form", "`HEALTHCHECK` needs `CMD` or `NONE` after its options")


def _check_option(name: str, option: str, known: list[str], line: int) -> Iterator[Remark]:
    key, _, value = option.partition("=")
    if key not in known:
        yield Remark(line, "unknown-option", f"`{name}` has no option `{key}`{_meant(key, known)}")
    elif key == "--mount":
        yield from _check_mount(value, line)


def _check_mount(value: str, line: int) -> Iterator[Remark]:
    pairs = [part.partition("=") for part in value.strip("\"'").split(",")]
    kind = next((text for key, _, text in pairs if key == "type"), "bind")
    keys = _table()["mounts"].get(kind)
    if keys is None:
        yield Remark(line, "unknown-mount", f"`RUN --mount` has no type `{kind}`")
        return
    for key, _, _ in pairs:
        if key and key not in keys and not key.startswith(("$", *_PLACEHOLDERS)):
            yield Remark(line, "unknown-mount", f"`RUN --mount=type={kind}` has no key `{key}`{_meant(key, keys)}")


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1, 0.7)
    return f" (is `{close[0]}` meant?)" if close else ""
