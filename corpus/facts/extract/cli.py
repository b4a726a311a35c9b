"""Commands and flags of `docker`, its plugins and `dockerd`, from the generated option tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.facts.extract.pages import cells, code_spans, parts

_DAEMON_FLAG = re.compile(r"^ {1,6}(?:-(\w), )?--([a-z][a-z0-9-]*)(?: (\S+))? {2,}\S")
_FLAG_TYPE_BOOL = "bool"
_FOLDERS = ("cli/docs/reference/commandline", "buildx/docs/reference", "compose/docs/reference")


@dataclass(slots=True)
class Command:
    """A command as one page describes it: its names, options, sub-commands; a group may take words too."""

    names: set[str]
    own_names: set[str]
    options: dict[str, dict[str, object]] = field(default_factory=dict)
    subcommands: set[str] = field(default_factory=set)
    takes_words: bool = False


def read_commands(root: Path) -> list[Command]:
    """All commands of the reference, aliases merged into one command each.

    Raises FileNotFoundError when a folder of the reference is missing.
    """
    found: list[Command] = []
    for folder in _FOLDERS:
        pages = sorted((root / folder).glob("*.md"))
        if not pages:
            raise FileNotFoundError(f"no command pages in {root / folder}")
        found += [_read_page(page) for page in pages if page.stem != "index"]
    found.append(_read_daemon(root / "cli/docs/reference/dockerd.md"))
    return _merge(found)


def _read_page(page: Path) -> Command:
    name = "" if page.stem == "docker" else page.stem.replace("_", " ")
    text = page.read_text("utf-8")
    command = Command({name}, {name}, takes_words="|COMMAND]" in text)
    for part in parts(text):
        if part.title == "Aliases":
            command.names |= _aliases(name, part.lines)
        elif part.title == "Options":
            _read_options(command, part.lines)
        elif part.title == "Subcommands":
            command.subcommands |= {span for row in map(cells, part.lines) if row for span in code_spans(row[0])}
    return command


def _aliases(name: str, lines: Iterable[str]) -> set[str]:
    """The other names of a command; none for `buildx debug build`, whose page repeats those of `buildx build`."""
    found = {span.removeprefix("docker ") for line in lines for span in code_spans(line)}
    parent = name.rpartition(" ")[0]
    deep = parent.count(" ") > 0
    return set() if deep and not any(alias.rpartition(" ")[0] == parent for alias in found) else found


def _read_options(command: Command, lines: Iterable[str]) -> None:
    for row in map(cells, lines):
        names = code_spans(row[0]) if len(row) >= 4 else []
        if not names:
            continue
        long = next((name for name in names if name.startswith("--")), names[0])
        short = next((name for name in names if not name.startswith("--")), "")
        command.options[long] = _option(short, row[1].strip("`") or _FLAG_TYPE_BOOL, row[3])


def _option(short: str, kind: str, description: str) -> dict[str, object]:
    option: dict[str, object] = {"value": kind != _FLAG_TYPE_BOOL}
    if short:
        option["short"] = short
    if "deprecated" in description.lower():
        option["deprecated"] = True
    return option


def _read_daemon(page: Path) -> Command:
    command = Command({"dockerd"}, {"dockerd"})
    for line in page.read_text("utf-8").splitlines():
        match = _DAEMON_FLAG.match(line)
        if match:
            short = f"-{match[1]}" if match[1] else ""
            command.options[f"--{match[2]}"] = _option(short, match[3] or _FLAG_TYPE_BOOL, line)
    return command


def _merge(commands: list[Command]) -> list[Command]:
    merged: list[Command] = []
    for command in commands:
        same = [other for other in merged if other.names & command.names]
        for other in same:
            merged.remove(other)
            command = _joined(other, command)
        merged.append(command)
    return merged


def _joined(first: Command, second: Command) -> Command:
    return Command(
        first.names | second.names,
        first.own_names | second.own_names,
        {**first.options, **second.options},
        first.subcommands | second.subcommands,
        first.takes_words or second.takes_words,
    )


def canonical(command: Command) -> str:
    """The name under which a command stands in the table: the longest with a page, plugins first."""
    return min(command.own_names, key=lambda name: (-len(name.split()), not name.startswith("buildx"), name))


def cli_table(root: Path) -> dict[str, object]:
    """The table: canonical name -> aliases, options, whether it groups others and yet takes words of its own."""
    commands = {canonical(command): command for command in read_commands(root)}
    return {
        name: {
            "aliases": sorted(commands[name].names - {name}),
            "group": bool(commands[name].subcommands),
            **({"words": True} if commands[name].takes_words else {}),
            "options": dict(sorted(commands[name].options.items())),
        }
        for name in sorted(commands)
    }
