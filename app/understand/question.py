"""From a question and the ones before it to what is searched: one frozen reading that every later step uses."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.understand.followup import Resolved, resolve, topic
from app.understand.kinds import Kind, best_kind, kind_probabilities
from app.understand.normalise import clean
from app.understand.spelling import Speller, english
from app.understand.synonyms import synonym_table
from corpus import terms
from index import Query
from index.lexical import LexicalIndex

_ERROR = re.compile(r"(?:error|failed|fail|cannot|can't|denied|refused|not found|no such|invalid|unable|warning|timeout)", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:docker: )?error response from daemon:|oci runtime (?:create|exec) failed:|container_linux\.go:\d+:|"
    r"runc (?:create|run) failed:|unable to start container process:|failed to (?:solve|create task|create shim task)(?: for container)?:|"
    r"process_linux\.go:\d+:|starting container process caused|rpc error: code = \w+ desc =|\[?error\]?:|docker: |: unknown\b",
    re.IGNORECASE,
)
_PIECE_END = re.compile(r"\n+|\s[-=]>\s|(?<=[.!?])\s+|[\"\u201c\u201d]|\s\(")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
_OLD_COMPOSE = re.compile(r"\bdocker-compose\b(?!\.ya?ml|[-/])", re.IGNORECASE)
ENGLISH_WORDS = 6e11
"""Words of running text that symspellpy's counts stand for."""
TYPICAL = 0.4
"""How typical of the sources a term must be to count for ``Reading.core``."""
MIN_SHARE = 0.004
"""Least share of sections that a term stands in for it to be typical of the sources."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"\S+")
_LONG = 220


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a question."""

    asked: str
    """As asked, cleaned."""
    text: str
    """Spelling corrected, follow-up resolved."""
    interpreted: str | None
    """What the page shows as understood, when it differs from what was asked."""
    kind: Kind
    kinds: dict[Kind, float]
    query: Query
    follow_up: bool = False
    domain: tuple[float, ...] = ()
    """For each term how much more usual it is in the sources than in English, 0 to 1."""
    core: float = 0.0
    """The largest share of sections that has one of the terms typical of the sources: high for ``container``, low for ``git``."""
    known_words: float = 1.0
    """Share of the question's words that English or the sources know."""


class Reader:
    """Reads questions against one library's vocabulary."""

    def __init__(self, lexical: LexicalIndex, speller: Speller) -> None:
        self.lexical = lexical
        self.speller = speller

    def read(self, question: str, history: Sequence[str] = (), scope: str | None = None) -> Reading:
        """The reading of ``question`` after the earlier questions ``history``, oldest first."""
        asked = clean(question)
        corrected = self._current(self.speller.correct(asked))
        earlier = [self._current(self.speller.correct(clean(text))) for text in history]
        resolved = resolve(corrected, earlier)
        kinds = kind_probabilities(corrected)
        kind = best_kind(kinds)
        query = self._query(resolved, topic(earlier), kinds, scope)
        changed = resolved.text if resolved.context or corrected != self._current(asked) else None
        domain = self._domain(corrected)
        return Reading(
            asked, resolved.text, changed, kind, kinds, query, bool(resolved.context),
            domain=tuple(ratio for ratio, _ in domain),
            core=max((share for ratio, share in domain if ratio > TYPICAL), default=0.0),
            known_words=self._known(corrected),
        )  # fmt: skip

    def empty_query(self) -> Query:
        """A query that asks nothing."""
        return Query("")

    @staticmethod
    def _current(text: str) -> str:
        """Names of today: what is asked of ``docker-compose`` is answered with ``docker compose``."""
        return _OLD_COMPOSE.sub("docker compose", text)

    def _domain(self, text: str) -> list[tuple[float, float]]:
        """How typical of the sources each term is (by the ratio of its share of sections to its share of English), and that share."""
        found: dict[str, tuple[float, float]] = {}
        for word in _LETTERS.findall(text):
            for term in terms(word):
                share = self.lexical.share(term)
                usual = english().get(word.lower(), 0) / ENGLISH_WORDS
                ratio = math.log10(share / max(usual, 1e-7)) if share >= MIN_SHARE else 0.0
                found[term] = (min(max((ratio - 1.0) / 3.0, 0.0), 1.0), share)
        return list(found.values())

    def _known(self, text: str) -> float:
        words = _LETTERS.findall(text)
        return sum(self.speller.knows(word) for word in words) / len(words) if words else 0.0

    def _query(self, resolved: Resolved, context: str, kinds: dict[Kind, float], scope: str | None) -> Query:
        text = resolved.text
        focus = [focus_text(text)] if len(text) > _LONG or "\n" in text else []
        focus += [error for error in error_texts(text) if len(error) < 0.8 * len(text)]
        groups, weights = self._groups(text, resolved.context)
        focus = list(dict.fromkeys(part for part in focus if part))
        leaning = 1.0 if resolved.context else 0.0
        named = {kind.value: value for kind, value in kinds.items()}
        return Query(text, groups, weights, tuple(focus), context, leaning, named, scope)

    def _groups(self, text: str, context: str) -> tuple[tuple[tuple[str, ...], ...], tuple[float, ...]]:
        """Term groups with weights; terms that only the earlier questions have count less."""
        carried = set(terms(context)) if context else set()
        table = synonym_table()
        groups: dict[str, tuple[str, ...]] = {}
        weights: dict[str, float] = {}
        for word in _WORD.findall(_BOILERPLATE.sub(" ", text)):
            for term in terms(word):
                groups.setdefault(term, (term, *table.get(term, ())))
                weight = self.weight(term, word.lower().strip("\"'.,:;?!()[]")) * (0.6 if term in carried else 1.0)
                weights[term] = max(weight, weights.get(term, 0.0))
        return tuple(groups.values()), tuple(weights[term] for term in groups)

    def weight(self, term: str, word: str) -> float:
        """How much a term tells of what is asked, 0 to 1: rare in English and in the sources is much.

        ``word`` is what the question says, ``term`` its stem.
        """
        count = english().get(word, 0)
        rarity = 1.0 if not count else min(max((9.3 - math.log10(count)) / 3.0, 0.1), 1.0)
        spread = (self.lexical.idf(term) + 2.0) / (self.lexical.idf("") + 2.0)
        return rarity * spread


def error_texts(text: str, most: int = 2) -> list[str]:
    """What of a pasted message decides: the pieces of the text that speak most of an error, boilerplate removed, best first."""
    pieces = [" ".join(_BOILERPLATE.sub(" ", piece).split()) for piece in _PIECE_END.split(text)]
    rated = [(len(_ERROR.findall(piece)) / (4 + len(piece.split())) ** 0.5, piece) for piece in pieces if len(piece.split()) >= 3]
    best = sorted((item for item in rated if item[0] > 0), key=lambda item: -item[0])
    return [piece[-400:] for _, piece in best[:most]]


def focus_text(text: str) -> str:
    """The sentences of a long story that ask: those with a question mark or a question word, else the first and last."""
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
    asking = [
        part for part in sentences if part.endswith("?") or re.match(r"(?:how|what|why|which|where|can|is|do|does)\b", part, re.IGNORECASE)
    ]
    chosen = asking or [sentences[0], sentences[-1]]
    return " ".join(chosen)[:600]
