"""The syntaxes that documentation generators add to Markdown, and which generator reads which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, StrEnum, auto


class Syntax(Flag):
    """One addition to Markdown each; a page may hold several."""

    NONE = 0
    MDX = auto()
    """Components, imports and exports, ``{expressions}``; no indented code."""
    DIRECTIVES = auto()
    """``:::note`` ... ``:::``."""
    HUGO = auto()
    """Shortcodes ``{{< name >}}`` and ``{{% name %}}``."""
    LIQUID = auto()
    """Jekyll's ``{% tag %}`` and ``{{ output }}``."""
    ATTRIBUTES = auto()
    """``{: .class #id }`` lists behind or under what they describe."""
    MKDOCS = auto()
    """``!!! note``, ``??? note``, ``=== "Tab"`` and ``--8<--`` snippets."""
    TAGS = HUGO | LIQUID


class Generator(StrEnum):
    """A site generator: it decides the syntax of its pages and how anchors are made."""

    MARKDOWN = "markdown"
    DOCUSAURUS = "docusaurus"
    HUGO = "hugo"
    JEKYLL = "jekyll"
    MKDOCS = "mkdocs"


SYNTAX = {
    Generator.MARKDOWN: Syntax.NONE,
    Generator.DOCUSAURUS: Syntax.MDX | Syntax.DIRECTIVES,
    Generator.HUGO: Syntax.HUGO,
    Generator.JEKYLL: Syntax.LIQUID | Syntax.ATTRIBUTES,
    Generator.MKDOCS: Syntax.MKDOCS | Syntax.ATTRIBUTES,
}
_NAMES = {flag.name.lower(): flag for flag in Syntax if flag.name}


@dataclass(frozen=True, slots=True)
class Dialect:
    """The generator of a page, and every syntax that it is read with."""

    generator: Generator = Generator.MARKDOWN
    syntax: Syntax = Syntax.NONE

    def __str__(self) -> str:
        """``hugo``, or ``markdown+directives`` when the page holds more than its generator's own syntax."""
        more = self.syntax & ~SYNTAX[self.generator]
        return "+".join([self.generator, *(name for name, flag in _NAMES.items() if flag & more)])


def parse_dialect(name: str) -> Dialect:
    """The dialect that :class:`Dialect` writes as ``name``; ``mdx`` and ``github`` are other names of two generators.

    Raises ``ValueError`` when a part of the name is unknown.
    """
    first, *more = name.strip().lower().split("+")
    generator = Generator({"mdx": "docusaurus", "github": "markdown", "commonmark": "markdown", "": "markdown"}.get(first, first))
    syntax = SYNTAX[generator]
    for part in more:
        if part not in _NAMES:
            raise ValueError(f"{part!r} is no syntax; known are {', '.join(_NAMES)}")
        syntax |= _NAMES[part]
    return Dialect(generator, syntax)
