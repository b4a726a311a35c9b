"""Reads a call of `docker` word by word: which command it names, which flags it uses, and what does not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from corpus.facts.commands import Command, Option, commands
from corpus.facts.findings import Remark
from corpus.facts.readers.calls import Call, docker_calls
from corpus.facts.readers.shell_parts import ShellCommand, Word

# Flags end at the first plain words of these: what follows belongs to the program run in the container.
_OWN_WORDS = {
    "container run": 1,
    "container create": 1,
    "container exec": 1,
    "container top": 1,
    "compose run": 1,
    "compose exec": 1,
    "service create": 1,
    "help": 0,
}
_HELP = {"--help", "-h"}


@dataclass(frozen=True, slots=True)
class Use:
    """A flag in use, with the command it belongs to: `-f` in `docker compose -f x up` is one of `compose`."""

    command: Command
    option: Option

    @property
    def name(self) -> str:
        """Command and long flag, such as `container run --name`."""
        return f"{self.command.name} {self.option.name}".strip()


@dataclass(slots=True)
class CallReading:
    """What a call says: its command, the flags it uses in order, its faults, and the words run in a container."""

    command: Command
    uses: list[Use] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    inner: tuple[Word, ...] = ()


def read_call(call: Call) -> Iterator[CallReading]:
    """The reading of the call, then those of docker calls that it runs inside a container."""
    reading = _Walk(call.words).run()
    yield reading
    if reading.inner:
        for inner in docker_calls(ShellCommand(reading.inner[0].line, list(reading.inner))):
            yield from read_call(inner)


class _Walk:
    """Goes through the words of a call once, descending from command to sub-command."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.at = 0
        self.path: list[str] = []
        self.plain = 0
        self.reading = CallReading(commands().by_name[""])

    def run(self) -> CallReading:
        reading = self.reading
        flags_ended = False
        while self.at < len(self.words) and not reading.command.open:
            word = self.words[self.at]
            self.at += 1
            if reading.command.group and _is_placeholder(word):
                break
            if word.text == "--":
                flags_ended = True
            elif _is_flag(word) and not flags_ended:
                self._flag(word)
            elif reading.command.group and not self.plain:
                if not self._descend(word):
                    break
            elif self._is_last_plain():
                reading.inner = tuple(self.words[self.at :])
                break
        return reading

    def _is_last_plain(self) -> bool:
        self.plain += 1
        return self.plain >= _OWN_WORDS.get(self.reading.command.name, len(self.words) + 1)

    def _descend(self, word: Word) -> bool:
        name = " ".join([*self.path, word.text])
        command = commands().by_name.get(name)
        if command is None and self.reading.command.takes_words:
            self.plain += 1
            return True
        if command is None:
            if not word.opaque:
                self._fault(word, "unknown-command", f"`docker {name}` is not a command{_meant_command(name)}")
            return False
        self.path.append(word.text)
        self.reading.command = command
        return True

    def _flag(self, word: Word) -> None:
        name, equals, _ = word.text.partition("=")
        options = self.reading.command.options
        if name in _HELP and name not in options:
            return
        if not name.startswith("--"):
            self._letters(word)
            return
        option = options.get(name)
        if option is None:
            self._unknown(word, name)
            return
        self._use(word, option)
        if option.value and not equals:
            self.at += 1

    def _letters(self, word: Word) -> None:
        """Short flags, alone or joined: `-it`, `-p80:80`, `-d=true`."""
        letters = word.text[1:]
        for place, letter in enumerate(letters):
            option = self.reading.command.options.get(f"-{letter}")
            if option is None:
                self._unknown(word, f"-{letter}")
                return
            self._use(word, option)
            if option.value:
                self.at += place == len(letters) - 1
                return
            if letters[place + 1 : place + 2] == "=":
                return

    def _use(self, word: Word, option: Option) -> None:
        self.reading.uses.append(Use(self.reading.command, option))
        if option.deprecated:
            self._fault(word, "deprecated-flag", f"`{self._full()} {option.name}` is deprecated or hidden")

    def _unknown(self, word: Word, name: str) -> None:
        known = [option for option in self.reading.command.options if option.startswith("--")]
        close = get_close_matches(name, known, 1, 0.75)
        hint = f" (is `{close[0]}` meant?)" if close else ""
        self._fault(word, "unknown-flag", f"`{self._full()}` has no flag `{name}`{hint}")

    def _fault(self, word: Word, code: str, message: str) -> None:
        self.reading.remarks.append(Remark(word.line, code, message))

    def _full(self) -> str:
        """The command as people type it."""
        return " ".join(self.path if self.path[:1] == ["dockerd"] else ["docker", *self.path])


def _is_flag(word: Word) -> bool:
    text = word.text
    return text.startswith("-") and len(text) > 1 and not text[1].isdigit()


def _is_placeholder(word: Word) -> bool:
    """A word that stands for others in a synopsis: `[OPTIONS]`, `COMMAND`, `...`."""
    return word.text.startswith(("[", "<", "...", "…")) or (word.text.isalpha() and word.text.isupper())


def _meant_command(name: str) -> str:
    close = get_close_matches(name, [known for known in commands().by_name if known], 1, 0.8)
    return f" (is `docker {close[0]}` meant?)" if close else ""
