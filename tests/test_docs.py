"""The documents say what the program does: settings, routes, commands, length."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.routing import Mount

from app.cli import _parser
from app.engine import Assistant
from app.server import build_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def routes(owner: FastAPI | APIRouter) -> set[str]:
    """Method and path of every route of ours, included routers too; what is mounted counts by its path."""
    found: set[str] = set()
    for route in owner.routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            found |= routes(included)
        elif isinstance(route, Mount):
            found.add(f"GET {route.path}")
        else:
            methods = set(getattr(route, "methods", None) or {"GET"}) - {"HEAD", "OPTIONS"}
            found.update(f"{method} {getattr(route, 'path', '')}" for method in methods)
    return found


def test_the_settings_table_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^\| `(DOCKLORE_[A-Z_]+)`", README, re.MULTILINE))
    assert named == {f"DOCKLORE_{name.upper()}" for name in Settings.model_fields}


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert README.count("\n") <= 150
    for target in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_command_of_the_readme_is_one_that_the_parser_knows() -> None:
    known = set(_parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]
    used = set(re.findall(r"docklore ([a-z]+)\b", README))
    assert used - {"s"} <= known


def test_the_api_document_lists_every_route(docker_assistant: Assistant) -> None:
    document = (ROOT / "docs" / "api.md").read_text()
    listed = {re.sub(r"\?.*", "", route) for route in re.findall(r"^\| `((?:GET|POST) [^`]+)`", document, re.MULTILINE)}
    running = {re.sub(r"\{[^}]*\}", "{}", route) for route in routes(build_app(docker_assistant, Settings())[0])}
    listed = {re.sub(r"\{[^}]*\}", "{}", route) for route in listed}
    assert running - {"GET /docs", "GET /docs/"} == listed
