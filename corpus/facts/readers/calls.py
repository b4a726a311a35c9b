"""Finds the calls of `docker` in shell commands, behind `sudo`, `env`, `xargs`, `ssh`, `sh -c` and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.facts.readers.shell import read_shell
from corpus.facts.readers.shell_parts import ShellCommand, Word

PROGRAMS = {"docker": "", "docker.exe": "", "docker-compose": "compose", "dockerd": "dockerd"}

# Shell words that stand before a command, and programs that run the command after their own options:
# the letters and long names are those of their options that take a value of their own.
_SHELL_WORDS = frozenset({"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "&"})
_LOOPS = frozenset({"for", "case", "select", "function"})
_RUNNERS = {
    "sudo": "ugpCrtDh",
    "doas": "uC",
    "env": "uCS",
    "xargs": "IndPLsaE",
    "watch": "nq",
    "timeout": "ks",
    "nice": "n",
    "ionice": "cnp",
    "stdbuf": "ioe",
    "nohup": "",
    "exec": "a",
    "command": "",
    "eval": "",
    "winpty": "",
    "trap": "",
    "setsid": "",
    "systemd-run": "pu",
    "wsl": "due",
    "wsl.exe": "due",
    "ssh": "pilLRoFJbcDeEmOQSwW",
    "sg": "",
    "su": "sg",
    "script": "",
    "snap": "",
    "time": "fo",
}
_LONG_WITH_VALUE = frozenset({"--user", "--group", "--distribution", "--unit", "--property", "--signal", "--interval"})
_SHELLS = frozenset({"sh", "bash", "ash", "zsh", "dash", "pwsh", "powershell", "cmd"})
_ARGUMENT_FIRST = frozenset({"timeout", "ssh", "sg", "snap"})


@dataclass(frozen=True, slots=True)
class Call:
    """A call of docker: its words after the program's name (`compose` in front for the old `docker-compose`)."""

    words: tuple[Word, ...]
    line: int


def docker_calls(command: ShellCommand) -> Iterator[Call]:
    """The calls that a command makes: none, its own, or those in a string it hands to a shell."""
    yield from _calls(list(command.words))


def _calls(words: list[Word]) -> Iterator[Call]:
    words = _strip_assignments(words)
    if not words:
        return
    program = words[0].text.replace("\\", "/").rpartition("/")[2]
    if program in PROGRAMS:
        first = PROGRAMS[program]
        front = [Word(first, words[0].line)] if first else []
        yield Call((*front, *words[1:]), words[0].line)
    elif program in _SHELLS or program == "alias":
        yield from _quoted(words[1:])
    elif program in _SHELL_WORDS:
        yield from _calls(words[1:])
    elif program == "find":
        yield from _calls(_after(words, {"-exec", "-execdir"}))
    elif program in _RUNNERS:
        yield from _run_by(program, words[1:])
    elif program not in _LOOPS:
        yield from _calls(_after(words, {"--"}))


def _strip_assignments(words: list[Word]) -> list[Word]:
    count = 0
    while count < len(words) and _is_assignment(words[count].text):
        count += 1
    return words[count:]


def _is_assignment(text: str) -> bool:
    name, sign, _ = text.partition("=")
    return bool(sign) and name.replace("_", "a").isalnum() and not name[0].isdigit()


def _run_by(program: str, words: list[Word]) -> Iterator[Call]:
    rest = _strip_assignments(_skip_options(words, _RUNNERS[program]))
    if program in _ARGUMENT_FIRST:
        rest = _skip_options(rest[1:], _RUNNERS[program])
    rest = rest[1:] if rest and rest[0].text == "--" else rest
    if rest and rest[0].quoted and " " in rest[0].text:
        yield from _quoted(rest[:1])
    elif rest and rest[0].text in {"-c", "-qc", "-qec"}:
        yield from _quoted(rest[1:])
    else:
        yield from _calls(rest)


def _skip_options(words: list[Word], with_value: str) -> list[Word]:
    count = 0
    while count < len(words) and words[count].text.startswith("-") and words[count].text not in {"-", "--", "-c"}:
        option = words[count].text
        short = not option.startswith("--")
        count += 2 if (short and option[-1] in with_value) or option in _LONG_WITH_VALUE else 1
    return words[count:]


def _after(words: list[Word], names: set[str]) -> list[Word]:
    places = [number for number, word in enumerate(words) if word.text in names]
    return words[places[0] + 1 :] if places else []


def _quoted(words: list[Word]) -> Iterator[Call]:
    """Calls in words that are shell text of their own: `sh -c '...'`, `alias x='...'`."""
    for word in words:
        text = word.text.partition("=")[2] if _is_assignment(word.text) else word.text
        if word.quoted and any(program in text for program in PROGRAMS):
            for command in read_shell(text, word.line):
                yield from docker_calls(command)
