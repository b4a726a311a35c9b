"""Heading anchors as each site generator makes them, so that public links land. The rules are cited in docs/anchors.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from corpus.syntax import Generator

_ALPHABETIC_SYMBOLS = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
"""The symbols (circled and squared letters) that Unicode counts as alphabetic."""
_COUNTED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)
_DASHES = re.compile(r"-{2,3}")


class Heading(NamedTuple):
    """What an anchor is made of."""

    plain: str
    """The heading's text without markup."""
    source: str
    """Its last line as written, without ``#`` and ``{#id}``."""
    code: tuple[tuple[int, int], ...] = ()
    """Spans of ``plain`` that are inline code."""


class Anchors(Protocol):
    """Makes the anchors of one page, in the order of its headings."""

    def anchor(self, heading: Heading) -> str:
        """The anchor of the next heading that has no id of its own; empty when the generator gives none."""
        ...

    def reserve(self, name: str) -> str:
        """The anchor of the next heading, which names its id itself."""
        ...


def github_slug(heading: str) -> str:
    """The anchor that github-slugger (GitHub, Docusaurus) gives a heading's plain text.

    Lower case; alphabetic characters, marks, decimal digits, connector punctuation, ``-`` and spaces stay; spaces become ``-``.
    """
    return "".join(char for char in heading.strip().lower() if _kept(char)).replace(" ", "-")


def _kept(char: str) -> bool:
    category = unicodedata.category(char)
    if char in "- " or category[0] in "LM" or category in ("Nd", "Nl", "Pc"):
        return True
    return category == "So" and any(low <= ord(char) <= high for low, high in _ALPHABETIC_SYMBOLS)


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


class GitHubAnchors:
    """github-slugger: GitHub and Docusaurus."""

    def __init__(self) -> None:
        self._counter = AnchorCounter()

    def anchor(self, heading: Heading) -> str:
        """The slug of the plain text, numbered from 1."""
        return self._counter.unique(github_slug(heading.plain))

    def reserve(self, name: str) -> str:
        """As written; Docusaurus does not tell its slugger."""
        return name


class HugoAnchors:
    """Hugo with Goldmark, ``autoHeadingIDType = "github"``: made of the heading's source, markup and link addresses included."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._next: dict[str, int] = {}

    def anchor(self, heading: Heading) -> str:
        """Letters, decimal digits and ``_`` in lower case; ``-``, spaces and tabs become ``-``; nothing left is ``heading``."""
        slug = "".join("-" if char in "- \t" else char.lower()[0] for char in heading.source.strip() if _in_hugo(char)) or "heading"
        name = slug
        while name in self._used:
            self._next[slug] = self._next.get(slug, 0) + 1
            name = f"{slug}-{self._next[slug]}"
        return self.reserve(name)

    def reserve(self, name: str) -> str:
        """As written, and not given again."""
        self._used.add(name)
        return name


def _in_hugo(char: str) -> bool:
    category = unicodedata.category(char)
    return char in "- \t_" or category[0] == "L" or category == "Nd"


class KramdownAnchors:
    """Jekyll: kramdown's GFM parser."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def anchor(self, heading: Heading) -> str:
        """Word characters, ``-``, spaces and tabs of the text, in which dashes were typeset already; numbered from 1."""
        text = "".join(_typeset(heading)).lower()
        slug = "".join("-" if char in " \t" else char for char in text if _in_word(char) or char in "- \t")
        count = self._counts[slug] = self._counts.get(slug, -1) + 1
        return f"{slug}-{count}" if count else slug

    def reserve(self, name: str) -> str:
        """As written; kramdown does not count it."""
        return name


def _typeset(heading: Heading) -> Iterable[str]:
    """The text with ``--`` and ``---`` gone outside of code: kramdown has made dashes of them, which no anchor keeps."""
    cursor = 0
    for start, end in heading.code:
        yield _DASHES.sub("", heading.plain[cursor:start])
        yield heading.plain[start:end]
        cursor = end
    yield _DASHES.sub("", heading.plain[cursor:])


def _in_word(char: str) -> bool:
    """Ruby's ``\\p{Word}``."""
    category = unicodedata.category(char)
    return category[0] in "LM" or category in ("Nd", "Pc")


class TocAnchors:
    """MkDocs: the ``toc`` extension of Python-Markdown. ``named`` are the ids that the page's headings name themselves."""

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._used = set(named)
        self._next: dict[str, int] = {}

    def anchor(self, heading: Heading) -> str:
        """ASCII letters, digits, ``_`` and ``-`` in lower case, runs of ``-`` and white space one ``-``; numbered ``_1``, ``_2``."""
        text = unicodedata.normalize("NFKD", heading.plain).encode("ascii", "ignore").decode("ascii")
        kept = "".join(char for char in text if char.isalnum() or char in "_-" or char.isspace()).strip().lower()
        return self.reserve(self._unique("-".join(re.split(r"[-\s]+", kept))))

    def _unique(self, slug: str) -> str:
        if slug and slug not in self._used:
            return slug
        counted = _COUNTED.fullmatch(slug)
        base, number = (counted[1], int(counted[2])) if counted else (slug, 0)
        number = max(number, self._next.get(base, 0)) if number == 0 else number
        while f"{base}_{number + 1}" in self._used:
            number += 1
        if not counted:
            self._next[base] = number + 1
        return f"{base}_{number + 1}"

    def reserve(self, name: str) -> str:
        """As written."""
        self._used.add(name)
        return name


def anchors_for(generator: Generator, named: Iterable[str] = ()) -> Anchors:
    """The anchor rule of a generator, for one page."""
    match generator:
        case Generator.HUGO:
            return HugoAnchors()
        case Generator.JEKYLL:
            return KramdownAnchors()
        case Generator.MKDOCS:
            return TocAnchors(named)
        case _:
            return GitHubAnchors()
