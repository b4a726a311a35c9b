"""Checks JSON blocks that are a daemon.json against the keys that dockerd's page allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from corpus.facts.findings import Remark
from corpus.facts.positions import Shape
from corpus.facts.readers.yaml_nodes import read_yaml
from corpus.facts.shape_check import check_shape
from corpus.facts.tables import load, supplement


@cache
def daemon_shape() -> Shape:
    """Position -> allowed keys, the supplement included."""
    shape = {position: set(names) for position, names in load("daemon").items()}
    for position, facts in supplement()["daemon"].items():
        shape.setdefault(position, set()).update(facts["keys"])
    return {position: frozenset(names) for position, names in shape.items()}


def check_json(text: str, line: int = 1, before: str = "") -> Iterator[Remark]:
    """JSON that does not parse, and unknown keys when the block is a daemon.json by its keys or the text before it."""
    try:
        json.loads(text)
    except ValueError as error:
        place = getattr(error, "lineno", 1) - 1
        yield Remark(line + place, "json-syntax", f"the block is not valid JSON: {getattr(error, 'msg', error)}")
        return
    if is_daemon_file(text, before):
        for node in read_yaml(text.replace("\t", "  ")):
            yield from check_shape(node, ("",), daemon_shape(), line, _describe)


def is_daemon_file(text: str, before: str) -> bool:
    """At least half of the keys are the daemon's, or nearly, or the text before names the file."""
    try:
        tree = json.loads(text)
    except ValueError:
        return False
    if not isinstance(tree, dict) or _is_client_file(tree):
        return False
    names = list(tree)
    known = sum(bool(get_close_matches(name, daemon_shape()[""], 1, 0.85)) for name in names)
    named = "daemon.json" in before
    if "config.json" in before and not named:
        return False
    return bool(names) and (2 * known >= len(names) if known else named)


def _is_client_file(tree: dict[str, object]) -> bool:
    """A client's config.json also has `proxies`, but by host."""
    proxies = tree.get("proxies")
    return "auths" in tree or (isinstance(proxies, dict) and any(isinstance(value, dict) for value in proxies.values()))


def _describe(key: str, position: str) -> str:
    where = f"`{position.removesuffix('.*')}` in daemon.json" if position else "daemon.json"
    return f"`{key}` is not a key of {where}"
