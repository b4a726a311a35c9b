"""What the fact checker reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing in a page that the reference does not know, with the place where it stands.

    `line` counts from 1; `code` is a short stable name such as `unknown-flag`.
    """

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.message}"


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """A finding that does not yet know its page: what the checkers of single blocks return."""

    line: int
    code: str
    message: str

    def at(self, path: str) -> Finding:
        """The finding that says where in which page."""
        return Finding(path, self.line, self.code, self.message)
