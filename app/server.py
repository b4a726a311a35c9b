"""The web application: API, chat page and reader in one process, behind one hardening layer."""

from __future__ import annotations

import anyio
from fastapi import FastAPI
from starlette.types import ASGIApp

from app.api import install_errors, router
from app.engine import Assistant
from app.settings import Settings
from app.web import install_web


def create_app(assistant: Assistant, settings: Settings) -> ASGIApp:
    """Everything that `docklore serve` serves, over one assistant."""
    return build_app(assistant, settings)[1]


def build_app(assistant: Assistant, settings: Settings) -> tuple[FastAPI, ASGIApp]:
    """The application with its routes, and the same behind the hardening layer, which is what is served."""
    app = FastAPI(title="Docklore", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    install_errors(app)
    app.include_router(router(lambda: assistant, anyio.CapacityLimiter(settings.workers)))
    return app, install_web(app, lambda: assistant, settings)
