"""Remarks and progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from index.embedder import Progress


def say(remark: str) -> None:
    """One remark on standard error."""
    print(remark, file=sys.stderr, flush=True)


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A progress function that draws a bar with rate and time left on a terminal, and a line every tenth elsewhere."""
    if sys.stderr.isatty():
        with _rich_bar(title) as progress:
            yield progress
    else:
        yield _Tenths(title).show


@contextmanager
def _rich_bar(title: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


class _Tenths:
    def __init__(self, title: str) -> None:
        self.title = title
        self.shown = -1

    def show(self, done: int, total: int) -> None:
        tenth = done * 10 // max(total, 1)
        if tenth > self.shown:
            self.shown = tenth
            say(f"{self.title}: {done}/{total}")
