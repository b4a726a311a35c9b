"""Which blocks are shell, and how their text becomes commands: prompts, output lines and dialects."""

from __future__ import annotations

import re

from corpus.facts.readers.shell import read_shell
from corpus.facts.readers.shell_parts import ShellCommand

_DIALECTS = {
    "bash": "sh", "sh": "sh", "shell": "sh", "zsh": "sh", "ash": "sh", "fish": "sh",
    "console": "sh", "shell-session": "sh", "terminal": "sh", "shellsession": "sh",
    "powershell": "powershell", "pwsh": "powershell", "ps1": "powershell", "posh": "powershell",
    "bat": "cmd", "batch": "cmd", "cmd": "cmd", "dos": "cmd",
}  # fmt: skip
_TRANSCRIPTS = frozenset({"console", "shell-session", "terminal", "shellsession"})
_PROMPT = re.compile(r"^(?:PS [^>]*>|[\w.@~:/-]*[$#>%]) +")


def is_script(language: str) -> bool:
    """Whether blocks of that language hold shell commands."""
    return language in _DIALECTS


def read_script(text: str, line: int, language: str) -> list[ShellCommand]:
    """The commands of a block; in a transcript only what stands after a prompt, never the output."""
    dialect = _DIALECTS.get(language, "sh")
    first = text.lstrip().splitlines()[:1]
    if language in _TRANSCRIPTS or (dialect == "sh" and first and first[0].startswith("$ ")):
        text = _typed(text, dialect)
    return read_shell(text, line, dialect)


def _typed(text: str, dialect: str) -> str:
    """The text with output lines blanked and prompts removed; line numbers stay."""
    kept: list[str] = []
    continued = False
    escape = {"sh": "\\", "powershell": "`", "cmd": "^"}[dialect]
    for row in text.splitlines():
        prompt = _PROMPT.match(row)
        typed = continued or prompt is not None
        start = prompt.end() if prompt and not continued else 0
        kept.append(row[start:] if typed else "")
        continued = typed and row.rstrip().endswith(escape)
    return "\n".join(kept) + "\n"
