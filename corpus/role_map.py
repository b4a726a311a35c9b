"""Which admonition stands around an offset of a page."""

from __future__ import annotations

from bisect import bisect_right


class RoleMap:
    """The role of the innermost admonition at an offset."""

    def __init__(self, roles: list[tuple[int, int, str]]) -> None:
        self._at: list[int] = []
        self._roles: list[str] = []
        opened: list[tuple[int, str]] = []
        for start, end, role in roles:
            self._close(opened, start)
            opened.append((end, role))
            self._note(start, role)
        self._close(opened, -1)

    def _close(self, opened: list[tuple[int, str]], before: int) -> None:
        while opened and (before < 0 or opened[-1][0] <= before):
            end, _ = opened.pop()
            self._note(end, opened[-1][1] if opened else "")

    def _note(self, at: int, role: str) -> None:
        self._at.append(at)
        self._roles.append(role)

    def at(self, offset: int) -> str:
        """The role at ``offset``, or the empty string."""
        place = bisect_right(self._at, offset) - 1
        return self._roles[place] if place >= 0 else ""
