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
    app = FastAPI(title="Docklore", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    install_errors(app)
    app.include_router(router(lambda: assistant, anyio.CapacityLimiter(settings.workers)))
    return install_web(app, lambda: assistant, settings)
