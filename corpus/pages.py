"""Finding and reading source files; each fault is named with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.errors import DockloreError
from corpus.masks import Mask, Masked, mask_comments, mask_heading_ids, mask_mdx

SUFFIXES = (".md", ".mdx", ".markdown")
MAX_BYTES = 8 * 1024 * 1024
_FRONT_MATTER = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_INDEX_NAMES = ("index", "_index", "readme")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: its path on disk and the page id that it will have."""

    path: Path
    id: str


def find_files(root: Path, prefix: str = "") -> Iterator[SourceFile]:
    """The Markdown files of a folder (or the one file ``root``), in order of their page ids; links out of it are not followed.

    Raises :class:`DockloreError` when ``root`` is missing, or holds no Markdown file.
    """
    if not root.exists():
        raise DockloreError(f"Source {root} does not exist.", "Check the path given with --source.")
    if root.is_file():
        yield SourceFile(root, _join(prefix, page_id(Path(root.name))))
        return
    inside = root.resolve()
    found = [path for path in _walk(root, inside)]
    if not found:
        raise DockloreError(f"Source {root} holds no Markdown file.", f"Give a folder with {', '.join(SUFFIXES)} files.")
    files = [SourceFile(path, _join(prefix, page_id(path.relative_to(root)))) for path in found]
    yield from sorted(files, key=lambda file: (file.id, str(file.path)))


def _walk(folder: Path, inside: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise DockloreError(f"Folder {folder} cannot be read: {error.strerror}.", "Give Docklore permission to read it.") from error
    for entry in entries:
        if entry.name.startswith(".") or (entry.is_symlink() and not entry.resolve().is_relative_to(inside)):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry, inside)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


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


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the ``---`` lines that open a page, and where it ends."""

    values: dict[str, object]
    end: int


def front_matter(text: str) -> FrontMatter:
    """The YAML front matter of a page; empty when there is none or when it is no YAML mapping."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return FrontMatter({}, 0)
    try:
        values = yaml.safe_load(match[1])
    except yaml.YAMLError:
        values = None
    return FrontMatter(values if isinstance(values, dict) else {}, match.end())


def page_title(text: str, matter: FrontMatter, fallback: str) -> str:
    """Front matter ``title``, else the first level-1 heading's words, else ``fallback``'s words."""
    title = matter.values.get("title") or matter.values.get("linkTitle")
    if isinstance(title, str) and title.strip():
        return " ".join(title.split())
    for match in _HEADING.finditer(text, matter.end):
        words = re.sub(r"[*_`]", "", match[1]).strip()
        if words and not words.startswith(("<", "{")):
            return words
    name = fallback.rsplit("/", 1)[-1]
    return name.replace("-", " ").replace("_", " ").capitalize()


def masked(text: str, matter: FrontMatter, *, mdx: bool) -> Masked:
    """The page with front matter, comments, heading ids and, for MDX, components and imports blanked."""
    mask = Mask(text)
    mask.hide(0, matter.end)
    mask_comments(mask)
    mask_heading_ids(mask)
    if mdx:
        mask_mdx(mask)
    return mask.finish()
