"""Names of admonitions, in every generator's wording, and the role that a block in one has."""

from __future__ import annotations

_WORDS = {
    "warning": "warning caution danger error attention bug failure fail missing critical alert",
    "note": "note info important abstract summary seealso information notice callout example question quote",
    "tip": "tip hint success check done",
}
ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}


def role_of(name: str, default: str = "") -> str:
    """The role that an admonition's name gives its blocks: ``warning``, ``note`` or ``tip``."""
    return ROLES.get(name.strip().lower().lstrip("!"), default)
