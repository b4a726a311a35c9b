"""The commands that exist, ready for look-up: the generated table and the supplement in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.facts.tables import load, supplement


@dataclass(frozen=True, slots=True)
class Option:
    """A flag of a command: its long name, whether a value follows, whether it is on its way out."""

    name: str
    value: bool
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command of `docker`: its full name without `docker`, and its flags by every spelling.

    `open`: its flags and sub-commands are not known to us, any is accepted.
    `takes_words`: a group that also takes arguments of its own.
    """

    name: str
    options: Mapping[str, Option]
    group: bool = False
    open: bool = False
    takes_words: bool = False


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands by every name they go by; "" is `docker` itself."""

    by_name: Mapping[str, Command]

    def resolve(self, words: list[str]) -> tuple[Command, int]:
        """The command that the words name, and how many of them its name took."""
        for length in range(len(words), -1, -1):
            command = self.by_name.get(" ".join(words[:length]))
            if command is not None:
                return command, length
        raise LookupError("the table lacks `docker` itself: run python -m corpus.facts.build")


@cache
def commands() -> Commands:
    """The table in memory, read once."""
    by_name: dict[str, Command] = {}
    extra = supplement()
    for name, facts in load("cli").items():
        options = {**dict(_generated(facts["options"])), **_added(extra["options"].get(name, {}))}
        command = Command(name, options, facts["group"], takes_words=facts.get("words", False))
        names = [name, *facts["aliases"], *extra["aliases"].get(name, {}).get("names", [])]
        by_name.update(dict.fromkeys(names, command))
    for name, facts in extra["commands"].items():
        by_name.update(_supplied(name, facts))
    return Commands(by_name)


def _generated(facts: Mapping[str, Any]) -> Iterator[tuple[str, Option]]:
    for long, fact in facts.items():
        option = Option(long, fact["value"], fact.get("deprecated", False))
        yield long, option
        if "short" in fact:
            yield fact["short"], option


def _added(facts: Mapping[str, Any]) -> dict[str, Option]:
    lines = "|".join(facts.get("options", []))
    return dict(_written(lines, facts.get("deprecated", False)))


def _written(lines: str, deprecated: bool = False) -> Iterator[tuple[str, Option]]:
    """Options from their written form, `-o, --output VALUE|--quiet`."""
    for line in filter(None, lines.split("|")):
        names, _, value = line.replace(", ", ",").partition(" ")
        spellings = names.split(",")
        option = Option(spellings[-1], bool(value), deprecated)
        yield from ((spelling, option) for spelling in spellings)


def _supplied(name: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, Command]]:
    below: Mapping[str, str] = facts.get("subcommands", {})
    yield name, Command(name, _added(facts), bool(below), facts.get("open", False))
    for sub, lines in below.items():
        full = f"{name} {sub}"
        command = Command(full, {}, open=True) if lines == "open" else Command(full, dict(_written(lines)))
        yield full, command
        yield from ((f"{name} {alias}", command) for alias, target in facts.get("aliases", {}).items() if target == sub)
