"""What opens a page: YAML between ``---``, TOML between ``+++``, or a JSON object."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass

import yaml

_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n")
_SIMPLE = re.compile(r"^(title|linkTitle|description)[ \t]*[:=][ \t]*[\"']?([^\n\"']*[^\s\"'])", re.MULTILINE)
_CLOSING = {fence: re.compile(rf"^{re.escape(fence)}[ \t]*\r?$\n?", re.MULTILINE) for fence in ("---", "+++")}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values that open a page, and where they end."""

    values: dict[str, object]
    end: int
    fault: str = ""
    """Why they cannot be read, if so; they are not shown all the same."""


def front_matter(text: str) -> FrontMatter:
    """The front matter of a page; empty when there is none, without values when it cannot be read."""
    if text.startswith("{"):
        return _json(text)
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter({}, 0)
    closing = _CLOSING[opening[1]].search(text, opening.end())
    if not closing:
        return FrontMatter({}, 0)
    body = text[opening.end() : closing.start()]
    try:
        values = yaml.safe_load(body) if opening[1] == "---" else tomllib.loads(body.replace("\r\n", "\n"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _faulty(body, closing.end(), opening[1] == "---", error)
    if values is not None and not isinstance(values, dict):
        return FrontMatter({}, 0)
    return FrontMatter({str(key): value for key, value in (values or {}).items()}, closing.end())


def _faulty(body: str, end: int, yaml_: bool, error: Exception) -> FrontMatter:
    """What single lines say all the same; text between two rules is no front matter."""
    if yaml_ and not _looks_like_yaml(body):
        return FrontMatter({}, 0)
    simple = {match[1]: match[2] for match in _SIMPLE.finditer(body)}
    return FrontMatter(dict(simple), end, " ".join(str(error).split())[:200])


def _looks_like_yaml(body: str) -> bool:
    """Whether some line sets a key: text between two rules is no front matter."""
    return any(re.match(r"[\w.-]+[ \t]*:|[ \t]*:", line) for line in body.splitlines()[:50])


def _json(text: str) -> FrontMatter:
    """Hugo's JSON front matter: an object that ends before a line feed."""
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter({}, 0)
    rest = text[end : end + 1]
    return FrontMatter(values, end) if isinstance(values, dict) and values and rest in ("", "\n", "\r") else FrontMatter({}, 0)
