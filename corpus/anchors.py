"""Heading anchors as site generators make them, so that public links land."""

from __future__ import annotations

import unicodedata


def github_slug(heading: str) -> str:
    """The anchor that GitHub and Docusaurus (github-slugger) give a heading's plain text.

    Lower case; letters, marks, digits, connector punctuation, ``-`` and spaces stay; spaces become ``-``.
    """
    kept = (char for char in heading.strip().lower() if _kept(char))
    return "".join(kept).replace(" ", "-")


def _kept(char: str) -> bool:
    return char in "- _" or unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Pc"


class AnchorCounter:
    """Numbers repeated anchors of one page: ``name``, ``name-1``, ``name-2`` (github-slugger's rule)."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def unique(self, slug: str) -> str:
        """``slug``, or ``slug-N`` when it was used before on this page."""
        candidate = slug
        while candidate in self._used:
            self._used[slug] += 1
            candidate = f"{slug}-{self._used[slug]}"
        self._used[candidate] = 0
        return candidate

    def reserve(self, anchor: str) -> str:
        """Take an anchor that the source names itself (``{#id}``), numbered only if it is taken."""
        return self.unique(anchor)
