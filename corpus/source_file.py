"""The configuration file of many sources, in YAML or TOML: every fault in it is named with its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import DockloreError
from corpus.public import check_pattern
from corpus.sources import BUILTIN, Source, parse_source
from corpus.syntax import parse_dialect

_LISTS = ("include", "exclude")
_TEXTS = ("name", "path", "title", "url", "version", "dialect")
_KNOWN = (*_TEXTS, *_LISTS, "strict")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
EXAMPLE = "sources: [{name: engine, path: docs, url: 'https://docs.example.com/{path}/'}]"


def load_sources(file: Path) -> list[Source]:
    """The sources that a configuration file lists; paths in it are relative to it.

    Raises :class:`DockloreError` when the file cannot be read or says something that it may not.
    """
    entries = _entries(file)
    sources: list[Source] = []
    for number, entry in enumerate(entries, 1):
        sources += _source(entry, f"{file}: source {number}", file.parent)
    names = [source.name for source in sources if source.name]
    for name in names:
        if names.count(name) > 1:
            raise DockloreError(f"{file}: two sources are named {name!r}.", "Give each source a name of its own.")
    return sources


def _entries(file: Path) -> list[Any]:
    try:
        text = file.read_text("utf-8-sig")
        data = tomllib.loads(text) if file.suffix.lower() == ".toml" else yaml.safe_load(text)
    except OSError as error:
        raise DockloreError(f"{file} cannot be read: {error.strerror}.", "Check the path of the sources file.") from error
    except (ValueError, yaml.YAMLError) as error:
        kind = "TOML" if file.suffix.lower() == ".toml" else "YAML"
        raise DockloreError(f"{file} is no {kind}: {' '.join(str(error).split())}.", "Mend it where the message says.") from error
    entries = data.get("sources") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise DockloreError(f"{file} lists no sources.", f"Write, for example: {EXAMPLE}")
    if unknown := sorted(set(map(str, data)) - {"sources"}):
        raise DockloreError(f"{file}: {unknown[0]!r} is unknown.", "Everything stands in the list 'sources'.")
    return entries


def _source(entry: Any, place: str, folder: Path) -> list[Source]:
    """The sources of one entry: one, or the parts of the built-in corpus."""
    values = {"path": entry} if isinstance(entry, str) else entry
    if not isinstance(values, dict):
        raise DockloreError(f"{place} is no mapping.", f"Write, for example: {EXAMPLE}")
    _check(values, place)
    values = dict(values)
    path = values.pop("path")
    if path == BUILTIN or path.startswith(f"{BUILTIN}:"):
        if values:
            raise DockloreError(f"{place}: the built-in corpus takes no {next(iter(values))!r}.", "Give its path alone.")
        return parse_source(path)
    root = (folder / Path(path).expanduser()).resolve()
    name = values.pop("name", "") or root.stem or "docs"
    more: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items()}
    return [Source(name, root, **more)]


def _check(values: dict[str, Any], place: str) -> None:
    """Every key is known and of the right kind, and what has a form of its own keeps to it."""
    for key, value in values.items():
        if key not in _KNOWN:
            raise DockloreError(f"{place}: {key!r} is unknown.", f"Known are {', '.join(_KNOWN)}.")
        if key in _TEXTS and not isinstance(value, str):
            raise DockloreError(f"{place}: {key!r} must be text.", f"Put it in quotes: {key}: '{value}'.")
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise DockloreError(f"{place}: {key!r} must be a list of patterns.", f"Write {key}: ['guide/**'].")
        if key == "strict" and not isinstance(value, bool):
            raise DockloreError(f"{place}: 'strict' must be true or false.", "Write strict: true.")
    if not values.get("path"):
        raise DockloreError(f"{place} has no path.", "Say where its folder or file is: path: docs.")
    if values.get("name") and not _NAME.fullmatch(values["name"]):
        raise DockloreError(f"{place}: the name {values['name']!r} does not fit.", "Use letters, digits, '-', '_' and '.'.")
    if values.get("url"):
        check_pattern(values["url"])
    try:
        parse_dialect(values.get("dialect", ""))
    except ValueError as error:
        raise DockloreError(f"{place}: unknown dialect: {error}.", "Use markdown, docusaurus, hugo, jekyll or mkdocs.") from error
