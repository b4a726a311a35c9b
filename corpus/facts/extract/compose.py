"""Keys of a Compose file by position, from the pages of the Compose specification."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from corpus.facts.extract.compose_rules import CLOSED_BY_EXAMPLE, RULES, Rule
from corpus.facts.extract.pages import Part, fences, parts
from corpus.facts.positions import child, join

_KEY = re.compile(r"^[a-z][a-z0-9_]*$")
_BULLET = re.compile(r"^( *)[-*] +(`[^`]+`(?:(?:,| and|, and) `[^`]+`)*)")
_TOP_LEVEL = re.compile(r"^([A-Z][a-z ]+) top-level elements?\b")
Keys = defaultdict[str, set[str]]


def compose_table(root: Path) -> dict[str, list[str]]:
    """Position -> the keys allowed there.

    Raises FileNotFoundError when a page that a rule names is missing, ValueError when a rule finds nothing.
    """
    folder = root / "compose-spec"
    keys: Keys = defaultdict(set)
    keys[""] = _top_level(folder)
    for rule in RULES:
        found = _apply(rule, parts((folder / rule.page).read_text("utf-8")), keys)
        if not found:
            raise ValueError(f"no keys for {rule.position} in {rule.page}: has the reference changed its form?")
    for position in CLOSED_BY_EXAMPLE:
        keys[position] |= set()
    _read_examples(folder, keys)
    return {position: sorted(keys[position]) for position in sorted(keys)}


def _top_level(folder: Path) -> set[str]:
    names = {"include"} if (folder / "14-include.md").exists() else set()
    for page in sorted(folder.glob("*.md")):
        for part in parts(page.read_text("utf-8")):
            match = _TOP_LEVEL.match(part.title) if part.level == 1 else None
            names |= set(match[1].lower().split(" and ")) if match else set()
    return names


def _apply(rule: Rule, page: list[Part], keys: Keys) -> bool:
    before = sum(map(len, keys.values()))
    keys.setdefault(rule.position, set())
    chosen = [part for part in _under(page, rule.heading) if rule.deep or part.title == rule.heading]
    if rule.heading_level:
        for part in chosen:
            if part.level == rule.heading_level:
                keys[rule.position] |= {name for name in re.split(r",\s*", part.title.strip()) if _KEY.match(name)}
    else:
        _read_bullets(rule, [line for part in chosen for line in part.lines], keys)
    return sum(map(len, keys.values())) > before


def _under(page: list[Part], heading: str) -> Iterator[Part]:
    """The part with that heading and the deeper ones below it; the whole page when it is empty."""
    level = 0
    for part in page:
        if heading and part.title == heading:
            level = part.level
        elif level and part.level <= level:
            level = 0
        if level or not heading:
            yield part


def _read_bullets(rule: Rule, lines: list[str], keys: Keys) -> None:
    parent = ""
    for line in lines:
        match = _BULLET.match(line)
        names = [name for name in re.findall(r"`([^`]+)`", match[2]) if _KEY.match(name)] if match else []
        if match and len(match[1]) < 2:
            keys[rule.position] |= set(names)
            parent = names[-1] if names else ""
        elif names and parent and parent in rule.nested:
            keys[join(rule.position, parent)] |= set(names)


def _read_examples(folder: Path, keys: Keys) -> None:
    for page in sorted(folder.glob("*.md")):
        for text in fences(page.read_text("utf-8"), "yaml", "yml"):
            for tree in _load(text):
                _walk(tree, _base(tree, keys), keys)


def _load(text: str) -> list[object]:
    try:
        return [tree for tree in yaml.load_all(text, _Lenient) if isinstance(tree, dict)]
    except yaml.YAMLError:
        return []


class _Lenient(yaml.SafeLoader):
    """Reads the specification's own tags (`!reset`, `!override`) as empty."""


_Lenient.add_multi_constructor("!", lambda loader, suffix, node: None)


def _base(tree: object, keys: Keys) -> str:
    """The position of a fragment, judged by its top keys."""
    assert isinstance(tree, dict)
    names = {str(key) for key in tree}
    if "services" in names or names <= keys[""]:
        return ""
    return "services.*" if names <= keys["services.*"] else "services"


def _walk(tree: object, position: str, keys: Keys) -> None:
    if isinstance(tree, list):
        for entry in tree:
            _walk(entry, position, keys)
    if not isinstance(tree, dict):
        return
    shape: Mapping[str, frozenset[str]] = {known: frozenset(names) for known, names in keys.items()}
    for key, value in tree.items():
        if not _KEY.match(str(key)) or str(key) == "x":
            continue
        if position in CLOSED_BY_EXAMPLE:
            keys[position].add(str(key))
        _walk(value, child(shape, position, str(key)), keys)
