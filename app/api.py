"""The HTTP API: typed requests, answers as JSON, errors as RFC 9457 problem details that say what to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated

import anyio
from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.address import highlight_url
from app.engine import Assistant
from app.form import Json, answer_json, hit_json, path_of
from app.understand import MAX_HISTORY, MAX_QUESTION

Provide = Callable[[], Assistant]
PROBLEM = "application/problem+json"


class Ask(BaseModel):
    """A question, the earlier questions of its conversation (oldest first), and where to look."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=MAX_QUESTION)
    history: list[Annotated[str, Field(max_length=MAX_QUESTION)]] = Field(default=[], max_length=MAX_HISTORY)
    scope: str | None = Field(default=None, max_length=200)


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """An RFC 9457 problem: what is wrong, and what to do."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type=PROBLEM)


def router(assistant: Provide, limiter: anyio.CapacityLimiter) -> APIRouter:
    """The routes below ``/api/v1`` and the health checks, answering from whatever ``assistant`` gives."""
    routes = APIRouter()

    async def answer(ask: Ask, response: Response) -> Json:
        began = time.perf_counter()
        found = await anyio.to_thread.run_sync(lambda: assistant().ask(ask.question, ask.history, ask.scope), limiter=limiter)
        response.headers["Server-Timing"] = f"answer;dur={(time.perf_counter() - began) * 1000:.1f}"
        return answer_json(found)

    @routes.post("/api/v1/ask")
    async def ask(body: Ask, response: Response) -> Json:
        """The answer to a question."""
        return await answer(body, response)

    @routes.get("/api/v1/ask")
    async def ask_by_query(
        response: Response, q: Annotated[str, Query(max_length=MAX_QUESTION)], scope: Annotated[str | None, Query(max_length=200)] = None
    ) -> Json:
        """The answer to a question without history."""
        return await answer(Ask(question=q, scope=scope), response)

    @routes.get("/api/v1/search")
    async def search(q: Annotated[str, Query(max_length=MAX_QUESTION)], k: Annotated[int, Query(ge=1, le=50)] = 10) -> Json:
        """The sections found for a question, best first, with what explains their rank."""
        hits = await anyio.to_thread.run_sync(lambda: assistant().search(q, k), limiter=limiter)
        return {"question": q, "hits": [hit_json(hit) for hit in hits]}

    @routes.get("/api/v1/sections", response_model=None)
    async def section(id: Annotated[str, Query(max_length=500)]) -> Json | JSONResponse:
        """One section: its raw text and its plain text."""
        found = assistant().library.section(id)
        if found is None:
            return problem(404, "No such section", f"The index has no section {id[:200]!r}. Take the id from a citation.")
        return {
            "section": found.id, "title": found.title, "path": path_of(found), "url": highlight_url(found),
            "start": found.start, "end": found.end, "text": found.page.text[found.start : found.end], "plain": found.plain,
        }  # fmt: skip

    @routes.get("/api/v1/index")
    async def index() -> Json:
        """What the index holds."""
        manifest = assistant().library.manifest
        return {"index": manifest.id, "model": manifest.model, "sources": list(manifest.sources), "counts": manifest.counts}

    @routes.get("/healthz")
    async def health() -> Json:
        """The process runs."""
        return {"status": "ok"}

    @routes.get("/readyz")
    async def ready() -> Json:
        """The index is loaded."""
        return {"status": "ready", "index": assistant().library.id}

    return routes


def install_errors(app: FastAPI) -> None:
    """Errors of any route as problem details."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
        return problem(422, "The request is not valid", f"{where}: {first['msg']}. See /openapi.json for what is expected.")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        details = {
            404: "There is nothing at this address. The API begins at /api/v1, the page is /chat.",
            405: "Use the method that /openapi.json names.",
        }
        return problem(error.status_code, str(error.detail), details.get(error.status_code, str(error.detail)))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        return problem(500, "Internal error", "Docklore failed on this request. Nothing was lost; please report it with the question.")
