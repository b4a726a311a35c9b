"""Plain text that remembers where each of its characters stands in the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.model import Run


@dataclass(slots=True)
class Traced:
    """Plain text, and for each of its characters the half-open span of source that it stands for."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, text: str, starts: Iterable[int], ends: Iterable[int]) -> None:
        """Append text with its spans."""
        self.text += text
        self.starts.extend(starts)
        self.ends.extend(ends)

    def moved(self, offsets: list[int]) -> Traced:
        """The same text with every position looked up in ``offsets``."""
        return Traced(self.text, [offsets[at] for at in self.starts], [offsets[at - 1] + 1 for at in self.ends])

    def only(self, kept: Sequence[int]) -> Traced:
        """The characters at the indices ``kept``."""
        return Traced("".join(self.text[at] for at in kept), [self.starts[at] for at in kept], [self.ends[at] for at in kept])

    def runs(self, base: int) -> list[Run]:
        """The text as runs; ``base`` is the plain offset of its first character."""
        runs: list[Run] = []
        for index, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            last = runs[-1] if runs else None
            exact = last is not None and last.plain_length == last.raw_length
            if last is not None and exact and end == start + 1 and last.raw + last.raw_length == start:
                runs[-1] = last._replace(plain_length=last.plain_length + 1, raw_length=last.raw_length + 1)
            else:
                runs.append(Run(base + index, 1, start, end - start))
        return runs
