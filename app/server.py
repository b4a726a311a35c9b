"""The web application: API, chat page and reader in one process."""

from __future__ import annotations

import anyio
from fastapi import FastAPI

from app.api import install_errors, router
from app.engine import Assistant
from app.settings import Settings


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """Everything that `docklore serve` serves, over one assistant."""
    app = FastAPI(title="Docklore", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    install_errors(app)
    app.include_router(router(lambda: assistant, anyio.CapacityLimiter(settings.workers)))
    return app
