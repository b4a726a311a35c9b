"""Positions in a configuration file: dotted paths in which `*` stands for a name of the user's choice.

`services.*.build` is the position of a service's `build` mapping. Lists do not count: the entries of a list stand
at the position of the list.
"""

from __future__ import annotations

from collections.abc import Mapping

Shape = Mapping[str, frozenset[str]]


def child(shape: Shape, position: str, key: str) -> str:
    """The position of the value of `key` in a mapping at `position`."""
    free = join(position, "*")
    named = join(position, key)
    below = any(known == free or known.startswith(free + ".") for known in shape)
    return free if below and named not in shape else named


def join(position: str, key: str) -> str:
    """The two as one dotted path."""
    return f"{position}.{key}" if position else key


def is_free(shape: Shape, position: str) -> bool:
    """Whether a mapping at `position` may have any key: the reference gives no list of them."""
    return position not in shape
