"""The Docker-aware tokenizer of the lexical index: flags, compounds, paths and error messages stay findable."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_TOKEN = re.compile(r"--?[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*|[.~]?[A-Za-z0-9_]+(?:[-_./:@]+[A-Za-z0-9_]+)*|[^\W_]+")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_PLURAL_ACRONYM = re.compile(r"\A[A-Z]{2,}s\Z")
_SEPARATOR = re.compile(r"[-_./:@~]+")
_HEX_ID = re.compile(r"\A(?=.*\d)[0-9a-f]{10,}\Z")
_IP = re.compile(r"\A\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\Z")
_KEPT_ADDRESSES = ("0.0.0.0", "127.0.0.1", "172.17.0.1", "169.254.169.254")

STOP_WORDS = frozenset(
    """
    a an and are as at be been being but by can could did do does doing done for from get gets getting got had has have having he
    her him his how i if in into is it its just let like me my of on or our out please she should so some such than that the
    their them then there these they this those to too up us use used using very want was we were what when where which while who
    whom whose why will with would you your yours im ive id dont doesnt isnt cant any about am also need needs instead s t d m re
    ve ll one ones something anything thing things way actually really whats hows theres want wants wanted trying try tried know
    """.split()
)  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Porter2 (Snowball English) stem of a lower-case word."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def terms(text: str, *, stop: bool = True) -> list[str]:
    """The terms of ``text`` in order, stop words left out unless ``stop`` is false.

    ``--no-cache`` gives ``--no-cache``, ``no``, ``cach``; ``host.docker.internal`` gives itself and its parts;
    container ids and addresses become ``<id>`` and ``<ip>``.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        if stop and match[0].lower() in STOP_WORDS:
            continue
        for term in _expand(match[0]):
            if not stop or term not in STOP_WORDS:
                found.append(term)
    return found


@lru_cache(maxsize=65536)
def _expand(token: str) -> tuple[str, ...]:
    if _PLURAL_ACRONYM.match(token):
        token = token[:-1]
    lower = token.lower()
    if _HEX_ID.match(lower):
        return ("<id>",)
    if _IP.match(lower):
        return (lower.partition(":")[0],) if lower.startswith(_KEPT_ADDRESSES) else ("<ip>",)
    parts = [stem(part.lower()) for piece in _SEPARATOR.split(token) for part in _PART.findall(piece)]
    if lower.startswith("-"):
        return (lower, *parts) if len(lower) > 2 else (lower,)
    if len(parts) > 1:
        return (lower, *parts)
    return (stem(lower),) if lower in parts or not parts else tuple(parts)
