"""The one error class of Docklore: what is wrong, and what to do about it."""

from __future__ import annotations


class DockloreError(Exception):
    """A problem that a person can mend; rooms raise it and only the doors (CLI, API, chat) catch it.

    ``problem`` says in one line what is wrong, ``fix`` says in one line what to do.
    """

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(f"{problem} {fix}")
        self.problem = problem
        self.fix = fix
