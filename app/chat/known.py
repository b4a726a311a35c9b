"""Known questions: what sections say they answer, found by the beginnings of the words typed so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from corpus import Section

MOST = 4
LONGEST = 100
"""Characters beyond which a question is being written, not looked for."""


class KnownQuestions:
    """The asks and the question-like headings of a library, by word."""

    def __init__(self, sections: Iterable[Section]) -> None:
        found: dict[str, str] = {}
        for section in sections:
            titles = [section.title] if section.title.endswith("?") else []
            for question in (*titles, *section.asks):
                found.setdefault(question.lower(), question)
        self.questions: Sequence[str] = list(found.values())
        postings: dict[str, set[int]] = {}
        for number, question in enumerate(self.questions):
            for word in _words(question):
                postings.setdefault(word, set()).add(number)
        self._postings = postings
        self._vocabulary = sorted(postings)

    def matching(self, typed: str, most: int = MOST) -> list[str]:
        """Questions that have a word for each word typed, those that begin alike first, then the shorter."""
        words = _words(typed[:LONGEST])
        if not words or len(typed.strip()) < 3 or len(typed) > LONGEST:
            return []
        numbers = set.intersection(*(self._beginning(word) for word in words))
        start = " ".join(words)
        known = (self.questions[number] for number in numbers)
        ranked = sorted(known, key=lambda text: (not " ".join(_words(text)).startswith(start), len(text), text))
        return [text for text in ranked if " ".join(_words(text)) != start][:most]

    def _beginning(self, word: str) -> set[int]:
        """Numbers of the questions with a word that begins with ``word``."""
        low = bisect_left(self._vocabulary, word)
        high = bisect_left(self._vocabulary, word + "\U0010ffff")
        return set().union(*(self._postings[known] for known in self._vocabulary[low:high]))


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() or char in "-_." else " " for char in text.lower()).split()
