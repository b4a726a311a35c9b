"""``:::note Title`` ... ``:::`` (Docusaurus): the fences are hidden, the title stays, the blocks between get a role."""

from __future__ import annotations

import re

from corpus.dialects.roles import role_of
from corpus.masks import Mask, note

_OPEN = re.compile(r"([ \t>]*)(:{3,})[ \t]*([A-Za-z][\w-]*)?")


def mask_directives(mask: Mask) -> None:
    """Hide the fences of directives; an inner one has fewer colons or stands within."""
    opened: list[tuple[int, int, str]] = []
    for _, start, end in mask.lines():
        match = _OPEN.match(mask.raw, start, end)
        if not match:
            continue
        if match[3]:
            opened.append((len(match[2]), start, role_of(match[3], "note")))
            _hide_opening(mask, match, end)
        elif not mask.raw[match.end() : end].strip():
            mask.hide(match.start(2), end)
            _close(mask, opened, len(match[2]), start)
    for _, at, role in opened:
        mask.result.roles.append((at, len(mask.raw), role))
    if opened:
        note(mask, opened[0][1], "the directive that opens here is never closed")


def _close(mask: Mask, opened: list[tuple[int, int, str]], colons: int, at: int) -> None:
    """The innermost directive that is not longer than the closing fence ends."""
    place = next((place for place in reversed(range(len(opened))) if opened[place][0] <= colons), None)
    if place is not None:
        for _, start, role in opened[place:]:
            mask.result.roles.append((start, at, role))
        del opened[place:]


def _hide_opening(mask: Mask, match: re.Match[str], end: int) -> None:
    """``[Title]`` or `` Title`` behind the name stays; ``{attributes}`` do not."""
    rest = mask.raw[match.end() : end]
    text = rest[: rest.rfind("{")] if rest.rstrip().endswith("}") and "{" in rest else rest
    shown = text.strip().removeprefix("[").removesuffix("]").strip()
    low = match.end() + rest.find(shown)
    if shown:
        mask.label(match.start(2), end, (low, low + len(shown)))
    else:
        mask.hide(match.start(2), end)
