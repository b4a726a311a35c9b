"""Spelling: a word that neither English nor the sources know becomes the nearest word that the sources use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_WORD = re.compile(r"(?<![\w./:@<>$\\-])[A-Za-z]{4,20}(?![\w/:@\\-]|\.\w)")
_QUESTION_WORDS = """
    difference between docker container containers image images virtual machine what when where which why how does mean explain
    compare versus better delete remove create start stop restart build volume volumes network networks install uninstall update
    upgrade without with should command syntax example file folder directory memory password permission denied connect connection
    error environment variable variables address compose service services
    """.split()


@cache
def english() -> dict[str, int]:
    """English words and how often they are used (symspellpy's list of 82,765 words)."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    pairs = (line.split() for line in text.splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2}


class Speller:
    """Corrects words against the vocabulary of the sources."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: dict[str, int] = dict.fromkeys(_QUESTION_WORDS, 2)
        for text in texts:
            for word in re.findall(r"[A-Za-z]{3,20}", text):
                counts[word.lower()] = counts.get(word.lower(), 0) + 1
        self.counts = counts
        self._targets = sorted(word for word, count in counts.items() if count >= 2 and len(word) >= 4)
        self._nearest = lru_cache(maxsize=4096)(self._search)

    def knows(self, word: str) -> bool:
        """Whether the word needs no correction: English has it, or the sources do more than once."""
        lower = word.lower()
        return self.counts.get(lower, 0) >= 2 or lower in english() or (lower.endswith("s") and lower[:-1] in english())

    def correct(self, text: str) -> str:
        """``text`` with unknown words replaced; flags, paths, names with digits and words in capitals stay."""
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if self.knows(word) or (not word.islower() and not word.istitle() and not word.isupper()):
            return word
        found = self._nearest(lower)
        return found.capitalize() if found and word.istitle() else found or word

    def _search(self, word: str) -> str | None:
        """The nearest target within the distance that the word's length allows; ties by frequency, then alphabet."""
        limit = 1 if len(word) < 8 else 2
        near = extract(word, self._targets, scorer=OSA.distance, score_cutoff=limit, limit=20)
        if not near:
            return None
        best = min(near, key=lambda item: (item[1], item[0][0] != word[0], -self.counts.get(item[0], 0), item[0]))
        return str(best[0])
