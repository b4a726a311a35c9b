"""Style sheets, scripts and the icon that the pages share, served from the package with addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

ROOT = "/static/"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json"}
_FOREVER = "public, max-age=31536000, immutable"
_SHORTLY = "public, max-age=300"


@cache
def assets() -> dict[str, bytes]:
    """Every file of ``app/static`` that may be served, by name."""
    found = {}
    for entry in files("app").joinpath("static").iterdir():
        if _suffix(entry.name) in _TYPES:
            found[entry.name] = entry.read_bytes()
    return found


@cache
def asset_url(name: str) -> str:
    """The address of an asset, with the start of its content's hash."""
    return f"{ROOT}{name}?v={hashlib.sha256(assets()[name]).hexdigest()[:12]}"


def routes() -> APIRouter:
    """``/static/<name>``, and the two addresses that browsers ask for at the root of a site."""
    router = APIRouter(include_in_schema=False)

    @router.get(ROOT + "{name}")
    def static(name: str, v: str = "") -> Response:
        """One asset; kept for ever when the address carries its hash."""
        if name not in assets():
            raise HTTPException(404, "No such file")
        return _response(name, forever=asset_url(name).endswith(f"?v={v}"))

    @router.get("/favicon.ico")
    def icon() -> Response:
        """The icon."""
        return _response("icon.svg", forever=False)

    @router.get("/manifest.json")
    def manifest() -> Response:
        """The web app manifest."""
        return _response("app.webmanifest", forever=False)

    return router


def _response(name: str, *, forever: bool) -> Response:
    headers = {"Cache-Control": _FOREVER if forever else _SHORTLY}
    return Response(assets()[name], media_type=_TYPES[_suffix(name)], headers=headers)


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]


@cache
def page_templates() -> Environment:
    """The templates of the pages: values are escaped in HTML; in ``.md.j2`` the caller has made them safe."""
    loader = PackageLoader("app", "templates/pages")
    env = Environment(
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=select_autoescape(enabled_extensions=("html.j2",), disabled_extensions=("md.j2",), default=True),
    )  # fmt: skip
    env.globals["asset"] = asset_url
    return env
