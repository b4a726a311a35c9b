"""Internal links, anchors and includes of a folder of documentation: does what they name exist?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpus.facts import Finding
from corpus.lines import Lines
from corpus.masks import overlaps
from corpus.model import Link
from corpus.pages import SUFFIXES, SourceFile, page_id
from corpus.reading import PageReading, escapes
from corpus.sources import Source

_HTML_ID = re.compile(r"\b(?:id|name)=[\"']?([^\"'\s>]+)")
_ALIASES = ("aliases", "redirect_from", "url", "slug", "permalink")
_PAGE_SUFFIXES = (*SUFFIXES, ".html", ".htm")
_KEPT_TARGET = re.compile(r"\{\{[<%][ \t]*(?:rel)?ref\b|\{%-?[ \t]*(?:link|post_url)\b")


class LinkChecker:
    """Knows every page, anchor and other name of a source."""

    def __init__(self, source: Source, read: Iterable[tuple[SourceFile, PageReading]]) -> None:
        self.root = source.root if source.root.is_dir() else source.root.parent
        self.inside = self.root.resolve()
        self.anchors: dict[str, set[str]] = {}
        self.aliases: set[str] = set()
        for file, page in read:
            name = self._name(file)
            self.anchors[name] = _anchors(page)
            self.aliases |= _aliases(page, name)

    def _name(self, file: SourceFile) -> str:
        return page_id(file.path.relative_to(self.root))

    def check(self, file: SourceFile, read: PageReading) -> Iterator[Finding]:
        """The dead links, anchors and includes of one page."""
        lines = Lines(read.page.text)
        folder = posixpath.dirname(file.path.relative_to(self.root).as_posix())
        for offset, name in read.mask.includes:
            if not escapes(file.path.relative_to(self.root), name) and not self._included(folder, name):
                message = f"the file {name} that is included here does not exist"
                yield Finding(str(file.path), lines.number(offset) + 1, "missing-include", message)
        for section in read.sections:
            for link in section.links:
                if found := self._fault(self._name(file), folder, read, link):
                    yield Finding(str(file.path), lines.number(link.start) + 1, *found)

    def _included(self, folder: str, name: str) -> bool:
        """Generators look beside the page, at the root, and in folders of their own."""
        if "{" in name:
            return True
        places = (folder, "", "_includes", "includes", "docs", "layouts/shortcodes", "assets", "static")
        return any(self._exists(posixpath.join(place, name.lstrip("/"))) for place in places)

    def _exists(self, path: str) -> bool:
        """Whether a file or folder stands there, within the source."""
        place = self.root / posixpath.normpath(path)
        try:
            return place.resolve().is_relative_to(self.inside) and place.exists()
        except (OSError, RuntimeError, ValueError):
            return False

    def _fault(self, name: str, folder: str, read: PageReading, link: Link) -> tuple[str, str] | None:
        """Code and message of what is wrong with a link, if anything is."""
        try:
            parts = urlsplit(link.target)
        except ValueError:
            return "dead-link", f"{link.target} is no address"
        raw = read.page.text[link.start : link.end]
        if parts.scheme or parts.netloc or not link.target:
            return None
        if overlaps(read.mask.hidden, link.start, link.end) and "{" in raw and not _KEPT_TARGET.search(raw):
            return None
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        pages = [name] if not path else [page for page in self._pages(name, folder, path) if page in self.anchors]
        if not pages:
            known = self._alias(path) or any(self._exists(place) for place in self._places(folder, path))
            return None if known else ("dead-link", f"{link.target} leads to no page or file of this source")
        if anchor and not any(anchor in self.anchors[page] for page in pages):
            return "dead-anchor", f"{link.target}: {pages[0]} has no anchor {anchor!r}"
        return None

    def _alias(self, path: str) -> bool:
        return path.strip("/").removesuffix(".html") in self.aliases

    def _places(self, folder: str, path: str) -> list[str]:
        if path.startswith("/"):
            return [path.lstrip("/"), *(posixpath.join(top, path.lstrip("/")) for top in ("static", "public", "docs", "content"))]
        return [posixpath.join(folder, path)]

    def _pages(self, name: str, folder: str, path: str) -> list[str]:
        """Page ids that a path may mean: from the page's folder, from the page as a folder, from the source's root."""
        bases = [""] if path.startswith("/") else [folder, name, posixpath.dirname(name), ""]
        found = []
        for base in bases:
            place = posixpath.normpath(posixpath.join(base, path.lstrip("/") if path.startswith("/") else path))
            stem, suffix = posixpath.splitext(place)
            found.append(page_id(Path(place)) if suffix.lower() in _PAGE_SUFFIXES else page_id(Path(place + ".md")))
            if suffix.lower() in _PAGE_SUFFIXES:
                found.append(stem)
        return [place.removeprefix("./") for place in found]


def _anchors(page: PageReading) -> set[str]:
    """The anchors of a page: of its sections, of its opening heading, and of HTML."""
    named = {match[1] for match in _HTML_ID.finditer(page.page.text)} | set(page.mask.heading_ids.values())
    return named | {section.anchor for section in page.sections} | {page.mask.opening} | {"top", "_top"}


def _aliases(page: PageReading, name: str) -> set[str]:
    """Other paths under which a page is known."""
    found: set[str] = set()
    for key in _ALIASES:
        value = page.values.get(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                found.add(item.strip("/").removesuffix(".html"))
                found.add(posixpath.normpath(posixpath.join(posixpath.dirname(name), item.strip("/"))))
    return found
