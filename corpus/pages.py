"""Finding and reading source files; each fault is named with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path

from corpus.dialects import dialect_of, mask_page
from corpus.errors import DockloreError
from corpus.front_matter import FrontMatter, front_matter
from corpus.masks import Masked, overlaps
from corpus.syntax import parse_dialect

__all__ = ["FrontMatter", "SourceFile", "find_files", "front_matter", "mask_again", "masked", "page_id", "page_title", "read_text"]

SUFFIXES = (".md", ".mdx", ".markdown")
MAX_BYTES = 8 * 1024 * 1024
_HEADING = re.compile(r"^#[ \t]+([^\n]+)|^([^\s#>\-*+`|<][^\n]*)\n=+[ \t]*$", re.MULTILINE)
_INDEX_NAMES = ("index", "_index", "readme")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: its path on disk and the page id that it will have."""

    path: Path
    id: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which files of a folder are pages: those that an include pattern matches and no exclude pattern does."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Whether the file with this path, relative to its source and with ``/``, is one."""
        return (not self.include or _matches(self.include, path)) and not _matches(self.exclude, path)


def _matches(patterns: Sequence[str], path: str) -> bool:
    """``*`` matches within and across folders; ``**/`` also matches no folder; a folder's name matches all below it."""
    for pattern in patterns:
        plain = pattern.removeprefix("./").rstrip("/")
        forms = {plain, plain.removeprefix("**/"), plain.replace("/**/", "/"), f"{plain}/*"}
        if any(re.match(translate(form), path) for form in forms):
            return True
    return False


def find_files(root: Path, prefix: str = "", chosen: Filter | None = None) -> Iterator[SourceFile]:
    """The Markdown files of a folder (or the one file ``root``), in order of their page ids; links out of it are not followed.

    Raises :class:`DockloreError` when ``root`` is missing, or holds no Markdown file.
    """
    if not root.exists():
        raise DockloreError(f"Source {root} does not exist.", "Check the path given with --source.")
    if root.is_file():
        yield SourceFile(root, _join(prefix, page_id(Path(root.name))))
        return
    inside = root.resolve()
    found = [path for path in _walk(root, inside) if chosen is None or chosen.takes(path.relative_to(root).as_posix())]
    if not found:
        fix = f"Give a folder with {', '.join(SUFFIXES)} files, or change what the source includes and excludes."
        raise DockloreError(f"Source {root} holds no Markdown file.", fix)
    files = [SourceFile(path, _join(prefix, page_id(path.relative_to(root)))) for path in found]
    yield from sorted(files, key=lambda file: (file.id, str(file.path)))


def _walk(folder: Path, inside: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise DockloreError(f"Folder {folder} cannot be read: {error.strerror}.", "Give Docklore permission to read it.") from error
    for entry in entries:
        if entry.name.startswith(".") or (entry.is_symlink() and not _stays(entry, inside)):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry, inside)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def _stays(link: Path, inside: Path) -> bool:
    """Whether a link leads to something within ``inside``; one that leads back to itself does not."""
    try:
        return link.resolve(strict=True).is_relative_to(inside)
    except (OSError, RuntimeError):
        return False


def page_id(path: Path) -> str:
    """The path without suffix, with ``/``; ``index``, ``_index`` and ``README`` take their folder's id."""
    plain = path.with_suffix("")
    if plain.name.lower() in _INDEX_NAMES and len(plain.parts) > 1:
        plain = plain.parent
    return plain.as_posix()


def _join(prefix: str, name: str) -> str:
    return f"{prefix}/{name}" if prefix else name


def read_text(path: Path) -> str:
    """The file decoded as UTF-8, a byte order mark removed, its line ends untouched.

    Raises :class:`DockloreError` when it cannot be read, is no UTF-8, is empty or over 8 MiB.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DockloreError(f"Source file {path} is larger than {MAX_BYTES // 2**20} MiB.", "Split it into pages.")
        data = path.read_bytes()
    except OSError as error:
        fix = "Check the path and that Docklore may read it."
        raise DockloreError(f"Source file {path} cannot be read: {error.strerror}.", fix) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"Source file {path} is not UTF-8 text (byte {error.start})."
        raise DockloreError(problem, "Save it as UTF-8, for example: iconv -t UTF-8.") from error
    if not text.strip():
        raise DockloreError(f"Source file {path} is empty.", "Write text into it or leave it out.")
    return text


def page_title(mask: Masked, matter: FrontMatter, fallback: str) -> str:
    """Front matter ``title``, else the first level-1 heading's words, else ``fallback``'s words."""
    title = matter.values.get("title") or matter.values.get("linkTitle")
    if isinstance(title, str) and title.strip():
        return " ".join(title.split())
    for match in _HEADING.finditer(mask.text, matter.end):
        if overlaps(mask.code, match.start(), match.start() + 1):
            continue
        words = re.sub(r"[*_`]|\[|\]\([^()]*\)", "", (match[1] or match[2]).rstrip("# \t")).strip()
        if words and not words.startswith(("<", "{")):
            return " ".join(words.split())
    name = fallback.rsplit("/", 1)[-1]
    return name.replace("-", " ").replace("_", " ").capitalize()


def masked(text: str, matter: FrontMatter, *, mdx: bool) -> Masked:
    """The page covered as its own text, and whether it is MDX, ask for."""
    return mask_page(text, matter.end, dialect_of(text, ".mdx" if mdx else ".md", None))


def mask_again(text: str, dialect: str) -> Masked:
    """The page covered as it was when it was read: ``dialect`` is the page's own."""
    return mask_page(text, front_matter(text).end, parse_dialect(dialect))
