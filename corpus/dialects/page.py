"""A page masked: front matter, comments, heading ids, and each syntax of its dialect in turn."""

from __future__ import annotations

from corpus.dialects.directives import mask_directives
from corpus.dialects.hugo import mask_hugo
from corpus.dialects.liquid import mask_attributes, mask_liquid
from corpus.dialects.mdx import mask_mdx
from corpus.dialects.mkdocs import mask_mkdocs
from corpus.masks import Mask, Masked, mask_comments, mask_heading_ids
from corpus.syntax import Dialect, Syntax

_MASKS = (
    (Syntax.MDX, mask_mdx),
    (Syntax.DIRECTIVES, mask_directives),
    (Syntax.HUGO, mask_hugo),
    (Syntax.LIQUID, mask_liquid),
    (Syntax.ATTRIBUTES, mask_attributes),
    (Syntax.MKDOCS, mask_mkdocs),
)


def mask_page(text: str, matter_end: int, dialect: Dialect) -> Masked:
    """``text`` with front matter (up to ``matter_end``) and the dialect's syntax covered."""
    mask = Mask(text, dialect.syntax, matter_end)
    mask.hide(0, matter_end)
    mask_comments(mask)
    mask_heading_ids(mask)
    for syntax, cover in _MASKS:
        if dialect.syntax & syntax:
            cover(mask)
    return mask.finish()
