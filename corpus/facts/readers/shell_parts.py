"""The parts that shell text is split into."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command with quotes removed; `opaque` when its value is only known at run time."""

    text: str
    line: int
    opaque: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A here-document: its text, the line where the text begins, and whether variables in it are left alone."""

    text: str
    line: int


@dataclass(slots=True)
class ShellCommand:
    """A simple command: its words, the files it is redirected to, the here-documents it reads."""

    line: int
    words: list[Word] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
