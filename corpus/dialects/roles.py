"""Names of admonitions, in every generator's wording, and the role that a block in one has."""

from __future__ import annotations

ROLES = {
    **dict.fromkeys(("warning", "caution", "danger", "error", "attention", "bug", "failure", "fail", "missing", "critical", "alert"), "warning"),
    **dict.fromkeys(("note", "info", "important", "abstract", "summary", "seealso", "information", "notice", "callout"), "note"),
    **dict.fromkeys(("tip", "hint", "success", "check", "done"), "tip"),
    **dict.fromkeys(("example", "question", "quote"), "note"),
}


def role_of(name: str, default: str = "") -> str:
    """The role that an admonition's name gives its blocks: ``warning``, ``note`` or ``tip``."""
    return ROLES.get(name.strip().lower().lstrip("!"), default)
