"""Links of a page: those between pages lead to the reader, those that lead nowhere become plain text."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Set
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.address import page_url
from corpus import Page

_SUFFIXES = (".md", ".mdx", ".markdown")
_INDEX_NAMES = ("index", "_index", "readme")


@dataclass(frozen=True, slots=True)
class LinkMap:
    """What can be linked to: the anchors of each page."""

    anchors: Mapping[str, Set[str]]
    folders: Set[str]
    """Ids that other pages stand below; a page of such an id is its folder's index."""

    def resolve(self, page: Page, target: str) -> str:
        """The address that a link of ``page`` leads to; empty when it leads nowhere."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return ""
        if parts.scheme in ("http", "https") and parts.netloc:
            return target
        if parts.scheme or parts.netloc:
            return ""
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        if not path:
            return page_url(page.id, anchor) if anchor in self.anchors[page.id] else ""
        found = next((name for name in self._candidates(page, path) if name in self.anchors), None)
        if found is None:
            return ""
        return page_url(found, anchor if anchor in self.anchors[found] else "")

    def _candidates(self, page: Page, path: str) -> list[str]:
        """Page ids that a path may mean: from the page's folder, from the page as a folder, from the source's root."""
        own = page.id
        bases = [own, posixpath.dirname(own)] if own in self.folders else [posixpath.dirname(own), own]
        if path.startswith("/"):
            bases = [page.source or own.split("/", 1)[0], ""]
        return [_page_id(posixpath.normpath(posixpath.join(base, path.lstrip("/")))) for base in bases]


def _page_id(path: str) -> str:
    """The id of the page that a file path names."""
    stem, suffix = posixpath.splitext(path)
    name = stem if suffix.lower() in _SUFFIXES else path.rstrip("/")
    if posixpath.basename(name).lower() in _INDEX_NAMES:
        name = posixpath.dirname(name)
    return name
