"""Walks a tree of mappings and reports keys that their position does not allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches

from yaml.nodes import Node, SequenceNode

from corpus.facts.findings import Remark
from corpus.facts.positions import Shape, child, is_free
from corpus.facts.readers.yaml_nodes import entries

Describe = Callable[[str, str], str]


def check_shape(node: Node, positions: tuple[str, ...], shape: Shape, line: int, describe: Describe) -> Iterator[Remark]:
    """Unknown keys below `node`, which may stand at any of `positions`; `line` is that of the tree's first line."""
    seen: set[tuple[int, tuple[str, ...]]] = set()
    yield from _walk(node, positions, shape, line, describe, seen)


def _walk(
    node: Node,
    positions: tuple[str, ...],
    shape: Shape,
    line: int,
    describe: Describe,
    seen: set[tuple[int, tuple[str, ...]]],
) -> Iterator[Remark]:
    if (id(node), positions) in seen:
        return
    seen.add((id(node), positions))
    if isinstance(node, SequenceNode):
        for entry in node.value:
            yield from _walk(entry, positions, shape, line, describe, seen)
    for key, place, value in entries(node):
        if key == "<<":
            yield from _walk(value, positions, shape, line, describe, seen)
        elif not key.startswith("x-"):
            allowed = tuple(at for at in positions if is_free(shape, at) or key in shape[at])
            if not allowed:
                yield _unknown(key, place + line, positions, shape, describe)
                continue
            yield from _walk(value, tuple(child(shape, at, key) for at in allowed), shape, line, describe, seen)


def _unknown(key: str, line: int, positions: tuple[str, ...], shape: Shape, describe: Describe) -> Remark:
    known = sorted(set().union(*(shape[at] for at in positions)))
    close = get_close_matches(key, known, 1, 0.7)
    hint = f" (is `{close[0]}` meant?)" if close else ""
    return Remark(line, "unknown-key", describe(key, positions[0]) + hint)
