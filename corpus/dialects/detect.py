"""Which generator made a page: told by the files of its site, by its suffix, and by what only one syntax can mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from corpus.syntax import SYNTAX, Dialect, Generator, Syntax

_FILES = {
    **{f"docusaurus.config.{suffix}": Generator.DOCUSAURUS for suffix in ("js", "ts", "mjs", "cjs")},
    **{f"hugo.{suffix}": Generator.HUGO for suffix in ("toml", "yaml", "yml", "json")},
    **dict.fromkeys(("mkdocs.yml", "mkdocs.yaml"), Generator.MKDOCS),
    **dict.fromkeys(("_config.yml", "_config.yaml", "_config.toml", "_includes", "_layouts", "_posts"), Generator.JEKYLL),
    "_index.md": Generator.HUGO,
}
_SIGNS = (
    (Syntax.HUGO, re.compile(r"\{\{[<%] ?/?[ \t]*[A-Za-z][\w/-]*")),
    (Syntax.LIQUID | Syntax.ATTRIBUTES, re.compile(r"\{%-? (?:include|raw|if|for|assign|capture|highlight|link|unless|comment)\b")),
    (Syntax.ATTRIBUTES, re.compile(r"\{:[ \t]?[.#][A-Za-z][^{}\n]{0,80}\}")),
    (Syntax.DIRECTIVES, re.compile(r"^[ \t]{0,12}:::+[ \t]?[a-z]", re.MULTILINE)),
    (Syntax.MKDOCS, re.compile(r"^[ ]{0,12}(?:(?:!!!|\?\?\?\+?) [a-z]|===[!+]? \"|-{1,2}8<-{1,2})", re.MULTILINE)),
)


class SiteFiles:
    """Looks upward from a page for the files that give its generator away, never above the source's root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[Path, Generator | None] = {}

    def generator(self, folder: Path) -> Generator | None:
        """The generator of the nearest folder, at or above ``folder``, that has its files."""
        if folder in self._known:
            return self._known[folder]
        found = _generator(_names(folder))
        if found is None and folder != self.root and self.root in folder.parents:
            found = self.generator(folder.parent)
        self._known[folder] = found
        return found


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []


def _generator(names: Iterable[str]) -> Generator | None:
    """The generator that a folder's names speak for; a configuration file says more than a folder or ``_index.md``."""
    present = set(names)
    return next((generator for name, generator in _FILES.items() if name in present), None)


def dialect_of(text: str, suffix: str, generator: Generator | None) -> Dialect:
    """The dialect of a page: its site's generator, MDX for ``.mdx``, and what its text shows beyond doubt."""
    if generator is None and suffix.lower() == ".mdx":
        generator = Generator.DOCUSAURUS
    generator = generator or Generator.MARKDOWN
    syntax = SYNTAX[generator] | (Syntax.MDX | Syntax.DIRECTIVES if suffix.lower() == ".mdx" else Syntax.NONE)
    for sign, pattern in _SIGNS:
        if sign & syntax != sign and not (sign & Syntax.LIQUID and syntax & Syntax.HUGO) and pattern.search(text):
            syntax |= sign
    return Dialect(generator, syntax)
