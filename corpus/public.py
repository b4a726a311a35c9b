"""The public address of a page: the pattern of its source, filled in as the site's generator names pages."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from corpus.errors import DockloreError
from corpus.sources import Source
from corpus.syntax import Generator

_INDEX_NAMES = ("index", "_index", "readme")
_NUMBER = re.compile(r"\d+[-_.][ ]?(?=[^\d])|\d+[ ]+-[ ]+")
_PLACE = re.compile(r"\{(\w*)\}")
_PLACES = ("path", "file", "version")


def check_pattern(pattern: str) -> None:
    """Raises :class:`DockloreError` when ``pattern`` is no public address with a place for the page in it."""
    places = set(_PLACE.findall(pattern))
    if not re.match(r"https?://[^/\s]", pattern) or not places & {"path", "file"} or places - set(_PLACES):
        problem = f"The public address {pattern!r} does not say where a page's path goes."
        raise DockloreError(problem, "Write it like https://docs.example.com/{path}/ or https://github.com/team/docs/blob/main/{file}.")


def public_url(source: Source, path: Path, values: dict[str, object], generator: Generator) -> str:
    """The address of the page at ``path`` below its source; ``values`` are its front matter."""
    named = _named(values, generator)
    place = page_path(path, values, generator)
    if named.startswith(("https://", "http://")):
        return named
    if named.startswith("/"):
        place = named.strip("/")
    elif named:
        place = "/".join([*place.split("/")[:-1], named.strip("/")])
    words = {"path": quote(place), "file": quote(path.as_posix()), "version": quote(source.version or "")}
    head, slashes, rest = source.url.partition("://")
    filled = _PLACE.sub(lambda match: words[match[1]], rest)
    return head + slashes + re.sub(r"/{2,}", "/", filled)


def _named(values: dict[str, object], generator: Generator) -> str:
    """The address that a page gives itself in its front matter."""
    keys = {Generator.HUGO: ("url", "slug"), Generator.JEKYLL: ("permalink",), Generator.DOCUSAURUS: ("slug",)}.get(generator, ())
    named = next((values[key] for key in keys if isinstance(values.get(key), str) and values[key]), "")
    return "" if ":" in str(named) and generator is Generator.JEKYLL else str(named)


def page_path(path: Path, values: dict[str, object], generator: Generator) -> str:
    """The page's path on its site: without suffix, index pages as their folder, each generator's own changes made."""
    parts = list(path.with_suffix("").parts)
    if generator is Generator.DOCUSAURUS:
        parts = [_NUMBER.sub("", part, count=1) if _NUMBER.match(part) else part for part in parts]
        if isinstance(values.get("id"), str):
            parts[-1] = str(values["id"])
        if len(parts) > 1 and parts[-1].lower() == parts[-2].lower():
            parts.pop()
    if generator is Generator.HUGO:
        parts = [part.lower().replace(" ", "-") for part in parts]
    if parts and parts[-1].lower() in _INDEX_NAMES:
        parts.pop()
    return "/".join(parts)
