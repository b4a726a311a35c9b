"""Keys of daemon.json by position, from the examples and flags of dockerd's page."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from corpus.facts.extract.pages import fences
from corpus.facts.positions import join

PAGE = "cli/docs/reference/dockerd.md"
_FLAG = re.compile(r"^ {1,6}(?:-\w, )?--([a-z][a-z0-9-]*)(?: (\S+))? {2,}\S")
_FEATURE = re.compile(r"^- `([a-z-]+)`: when set")

# Flags without a key (the proxies have one of their own), and the types of flags that may be repeated.
_FLAGS_ONLY = frozenset({"help", "version", "validate", "config-file", "http-proxy", "https-proxy", "no-proxy"})
_FLAGS_ONLY |= {"add-runtime", "rootless"}
_REPEATED = frozenset({"list", "map", "mapmap", "ulimit", "pool-options"})

# Mappings whose keys the user names, and mappings that hold anything.
_NAMED_BY_USER = frozenset({"runtimes", "default-ulimits"})
_ANYTHING = frozenset({"runtimes.*.options", "default-network-opts", "log-opts"})


def daemon_table(root: Path) -> dict[str, list[str]]:
    """Position -> keys allowed there.

    Raises FileNotFoundError without the page, ValueError when its full example is gone.
    """
    text = (root / PAGE).read_text("utf-8")
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for block in fences(text, "json"):
        _collect(_parse(block), "", keys)
    if len(keys[""]) < 50:
        raise ValueError(f"no full example of daemon.json in {PAGE}: has the reference changed its form?")
    keys["features"] |= {match[1] for line in text.splitlines() if (match := _FEATURE.match(line))}
    keys["features"] = {name for name in keys["features"] if not name.startswith("some-")}
    keys[""] |= _keys_of_flags(text, keys[""])
    return {position: sorted(keys[position]) for position in sorted(keys)}


def _parse(block: str) -> object:
    """The example as data; a piece of a mapping is completed first."""
    whole = block if block.lstrip().startswith("{") else "{" + block.strip().rstrip(",") + "}"
    return json.loads(whole)


def _collect(tree: object, position: str, keys: defaultdict[str, set[str]]) -> None:
    if isinstance(tree, list):
        for entry in tree:
            _collect(entry, position, keys)
    if not isinstance(tree, dict) or position in _ANYTHING:
        return
    for key, value in tree.items():
        if position in _NAMED_BY_USER:
            key = "*"
        else:
            keys[position].add(key)
        _collect(value, join(position, key), keys)


def _keys_of_flags(text: str, known: set[str]) -> set[str]:
    """Keys that the examples leave out: each flag has a key of its name, in the plural when it may be repeated."""
    found: set[str] = set()
    for line in text.splitlines():
        match = _FLAG.match(line)
        if not match or match[1] in _FLAGS_ONLY:
            continue
        name, repeated = match[1], match[2] in _REPEATED
        if repeated and not known & {name, f"{name}s", f"{name.removesuffix('y')}ies"}:
            found.add(f"{name}s")
        elif not repeated:
            found.add(name)
    return found
