"""The rule by which a text satisfies `must`, and the split of a test set into tune and test."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def normalised(text: str) -> str:
    """Lower case, white space collapsed, ``*`` and backticks dropped."""
    return " ".join(text.lower().replace("*", "").replace("`", "").split())


def satisfies(must: Sequence[Sequence[str]], *texts: str) -> bool:
    """Whether every group has an alternative that one of ``texts`` contains; no groups satisfy nothing."""
    plain = [normalised(text) for text in texts]
    return bool(must) and all(any(normalised(option) in text for option in group for text in plain) for group in must)


def in_tune_split(row_id: str) -> bool:
    """Whether a row belongs to the third of the set that the ranker and the calibration may see, by a hash of its id."""
    return hashlib.sha256(row_id.encode()).digest()[0] % 3 == 0
