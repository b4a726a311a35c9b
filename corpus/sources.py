"""Sources: the built-in corpus and any folder or file of documentation, read into pages and sections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DockloreError

ROOM = Path(__file__).parent
BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class Source:
    """A named place of documentation. ``name`` is empty for the built-in corpus, whose page ids have no prefix."""

    name: str
    root: Path
    strict: bool = False
    """Whether a page that cannot be read is an error instead of a remark."""
    include: tuple[str, ...] = ()
    """Patterns of the files that are read; all Markdown files when empty."""
    exclude: tuple[str, ...] = ()
    """Patterns of the files that are not."""
    title: str = ""
    """Said first in the heading path of every page."""
    url: str = ""
    """Public address of a page, with ``{path}``, ``{file}`` or ``{version}`` in it."""
    version: str | None = None
    """Label of the version that the source documents."""
    dialect: str = ""
    """Name of the dialect; found out for each page when empty."""


def parse_source(argument: str) -> list[Source]:
    """The sources that one ``--source`` argument names: ``builtin``, ``builtin:docker``, ``PATH`` or ``NAME=PATH``.

    Raises :class:`DockloreError` for a built-in part that does not exist.
    """
    if argument == BUILTIN:
        return builtin_sources()
    if argument.startswith(f"{BUILTIN}:"):
        return [_builtin_part(argument.partition(":")[2])]
    name, equals, path = argument.partition("=")
    if not equals or "/" in name or not name:
        name, path = Path(argument).resolve().stem or "docs", argument
    return [Source(name, Path(path).expanduser())]


def builtin_sources() -> list[Source]:
    """The source text and the handbook."""
    return [_builtin_part("docker"), *([_builtin_part("handbook")] if (ROOM / "handbook").is_dir() else [])]


def _builtin_part(name: str) -> Source:
    parts = {"docker": (ROOM / "docker.mdx", "docusaurus"), "handbook": (ROOM / "handbook", "markdown")}
    if name not in parts:
        raise DockloreError(f"There is no built-in source {name!r}.", f"Use builtin:{' or builtin:'.join(parts)}.")
    root, dialect = parts[name]
    return Source("", root, strict=True, dialect=dialect)
