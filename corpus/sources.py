"""Sources: the built-in corpus and any folder or file of documentation, read into pages and sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import DockloreError
from corpus.model import Page, Section
from corpus.dialects import dialect_of, mask_page
from corpus.pages import SourceFile, find_files, front_matter, page_title, read_text
from corpus.sections import read_sections

ROOM = Path(__file__).parent
BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class Source:
    """A named place of documentation. ``name`` is empty for the built-in corpus, whose page ids have no prefix."""

    name: str
    root: Path
    strict: bool = False
    """Whether a page that cannot be read is an error instead of a remark."""


@dataclass(slots=True)
class Reading:
    """Everything that was read, and a remark for each page that was not."""

    pages: list[Page] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


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
    parts = {"docker": ROOM / "docker.mdx", "handbook": ROOM / "handbook"}
    if name not in parts:
        raise DockloreError(f"There is no built-in source {name!r}.", f"Use builtin:{' or builtin:'.join(parts)}.")
    return Source("", parts[name], strict=True)


def read_sources(sources: Iterable[Source]) -> Reading:
    """Read every page of every source.

    A page that cannot be read is skipped with a remark, unless its source is a single file or strict: then it is a
    :class:`DockloreError`. Two files with one id: the second is skipped with a remark.
    """
    reading = Reading()
    seen: set[str] = set()
    for source in sources:
        for file in _files(source):
            if file.id in seen:
                reading.remarks.append(f"{file.path}: skipped, page id {file.id} is taken already")
                continue
            try:
                page, sections = read_page(file, source, _trail(file, source, reading.pages))
            except DockloreError as error:
                if source.strict or source.root.is_file():
                    raise
                reading.remarks.append(f"{error.problem} {error.fix}")
                continue
            seen.add(file.id)
            reading.pages.append(page)
            reading.sections.extend(sections)
    if not reading.sections:
        raise DockloreError("The sources hold no text to answer from.", "Give a source with at least one section of text.")
    return reading


def _files(source: Source) -> Iterable[SourceFile]:
    prefix = source.name
    if not source.name and source.root.is_dir():
        prefix = source.root.name
    return find_files(source.root, prefix)


def _trail(file: SourceFile, source: Source, pages: list[Page]) -> tuple[str, ...]:
    """Titles of the index pages of the folders above a page, below the source's root."""
    titles = {page.id: page.title for page in pages}
    root_depth = 1 if source.root.is_dir() else 0
    parts = file.id.split("/")
    folders = ["/".join(parts[:depth]) for depth in range(root_depth + 1, len(parts))]
    return tuple(titles[folder] for folder in folders if folder in titles)


def read_page(file: SourceFile, source: Source, trail: tuple[str, ...] = ()) -> tuple[Page, list[Section]]:
    """One page and its sections. Raises :class:`DockloreError` when the file cannot be read."""
    text = read_text(file.path)
    matter = front_matter(text)
    dialect = dialect_of(text, file.path.suffix, None)
    mask = mask_page(text, matter.end, dialect)
    page = Page(file.id, text, page_title(mask, matter, file.id), trail, source.name, dialect=str(dialect))
    return page, read_sections(page, mask)
