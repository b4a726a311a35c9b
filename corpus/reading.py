"""Reading sources: every file becomes a page and its sections; what cannot be read, and what is odd, is said."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.dialects import SiteFiles, dialect_of, mask_page
from corpus.errors import DockloreError
from corpus.front_matter import front_matter
from corpus.masks import Masked
from corpus.model import Page, Section
from corpus.pages import Filter, SourceFile, find_files, page_title, read_text
from corpus.public import public_url
from corpus.sections import read_sections
from corpus.sources import Source
from corpus.syntax import Dialect, parse_dialect


@dataclass(slots=True)
class Reading:
    """Everything that was read, a remark for each page that was not, and a note for each odd thing in one that was."""

    pages: list[Page] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page, its sections, its front matter, its mask, and what is odd in it."""

    page: Page
    sections: list[Section]
    values: dict[str, object]
    mask: Masked
    notes: list[str]


def read_sources(sources: Iterable[Source]) -> Reading:
    """Read every page of every source.

    A page that cannot be read is skipped with a remark, unless its source is a single file or strict: then it is a
    :class:`DockloreError`. Two files with one id: the second is skipped with a remark.
    """
    reading = Reading()
    for source in sources:
        _read_source(source, reading)
    if not reading.sections:
        raise DockloreError("The sources hold no text to answer from.", "Give a source with at least one section of text.")
    return reading


def _read_source(source: Source, reading: Reading) -> None:
    seen = {page.id: page.title for page in reading.pages}
    reader = PageReader(source)
    for file in reader.files():
        if file.id in seen:
            reading.remarks.append(f"{file.path}: skipped, page id {file.id} is taken already")
            continue
        try:
            read = reader.read(file, _trail(file, source, seen))
        except DockloreError as error:
            if source.strict or source.root.is_file():
                raise
            reading.remarks.append(f"{error.problem} {error.fix}")
            continue
        seen[file.id] = read.page.title
        reading.pages.append(read.page)
        reading.sections.extend(read.sections)
        reading.notes.extend(f"{file.path}: {note}" for note in read.notes)


def _trail(file: SourceFile, source: Source, titles: dict[str, str]) -> tuple[str, ...]:
    """The source's title, and those of the index pages of the folders above a page, below the source's root."""
    root_depth = 1 if source.root.is_dir() else 0
    parts = file.id.split("/")
    folders = ["/".join(parts[:depth]) for depth in range(root_depth + 1, len(parts))]
    return (*([source.title] if source.title else []), *(titles[folder] for folder in folders if folder in titles))


class PageReader:
    """Reads the pages of one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._site = SiteFiles(source.root)
        self._fixed = self._override()

    def _override(self) -> Dialect | None:
        if not self.source.dialect:
            return None
        try:
            return parse_dialect(self.source.dialect)
        except ValueError as error:
            known = "markdown, docusaurus, hugo, jekyll, mkdocs"
            raise DockloreError(f"Source {self.source.name!r} has an unknown dialect: {error}.", f"Use one of {known}.") from error

    def files(self) -> Iterable[SourceFile]:
        """The source's files, in order of their page ids."""
        prefix = self.source.name
        if not prefix and self.source.root.is_dir():
            prefix = self.source.root.name
        return find_files(self.source.root, prefix, Filter(self.source.include, self.source.exclude))

    def read(self, file: SourceFile, trail: tuple[str, ...] = ()) -> PageReading:
        """One page. Raises :class:`DockloreError` when the file cannot be read."""
        text = read_text(file.path)
        matter = front_matter(text)
        dialect = self._dialect(text, file.path)
        mask = mask_page(text, matter.end, dialect)
        path = file.path.relative_to(self.source.root) if self.source.root.is_dir() else Path(file.path.name)
        url = public_url(self.source, path, matter.values, dialect.generator) if self.source.url else None
        page = Page(file.id, text, page_title(mask, matter, file.id), trail, self.source.name, url, self.source.version, str(dialect))
        sections = read_sections(page, mask)
        notes = [*mask.notes]
        if matter.fault:
            notes.insert(0, f"the front matter cannot be read and is left out: {matter.fault}")
        if not any(section.plain for section in sections):
            notes.append("the page holds no text of its own")
        notes += [f"include of {name} leaves the source and is refused" for _, name in mask.includes if escapes(path, name)]
        return PageReading(page, sections, matter.values, mask, notes)

    def _dialect(self, text: str, path: Path) -> Dialect:
        if self._fixed:
            return self._fixed
        generator = self._site.generator(path.parent) if self.source.root.is_dir() else None
        return dialect_of(text, path.suffix, generator)


def escapes(page: Path, name: str) -> bool:
    """Whether a file that a page takes in would stand outside of the source."""
    if name.startswith(("/", "~")) or "\\" in name or ":" in name.partition("/")[0]:
        return not name.startswith("/") or ".." in name.split("/")
    return posixpath.normpath(posixpath.join(page.parent.as_posix(), name)).startswith("..")
