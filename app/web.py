"""The site: reader, chat page and hardening put around the API's application."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from app import assets, reader
from app.chat import Feedback, Talk, build_chat, unpack
from app.chat.known import KnownQuestions
from app.chat.show import saved_markdown
from app.engine import Assistant
from app.hardening import Hardening, Policy, mount_chat
from app.settings import Settings

Provide = Callable[[], Assistant]
CHAT = "/chat"


def install_web(app: FastAPI, provide: Provide, settings: Settings, feedback: Feedback | None = None) -> ASGIApp:
    """Everything that a browser sees, added to ``app``; gives what is to be served. Call it after the API's routes are there."""
    app.add_middleware(  # Gradio adds its own, which lets any site in, unless this very class is there
        CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "POST"], allow_headers=["content-type"], max_age=600
    )
    app.include_router(assets.routes())
    app.include_router(reader.routes(provide))
    app.include_router(_doors(provide))
    within_loop(lambda: mount_chat(app, build_chat(provide, feedback, CHAT), CHAT))
    return Hardening(app, Policy(chat=CHAT, head=_chat_head()))


def within_loop(work: Callable[[], None]) -> None:
    """Run ``work`` inside an event loop: where none runs, Gradio opens several for itself and closes none."""

    async def run() -> None:
        work()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run())
    else:
        work()


def _chat_head() -> str:
    return assets.page_templates().get_template("chat_head.html.j2").render()


def _doors(provide: Provide) -> APIRouter:
    """``/`` and ``/chat`` lead to the chat page; ``/conversation.md`` saves a conversation, ``/api/v1/suggest`` completes."""
    router = APIRouter(include_in_schema=False)
    talk = Talk(provide)
    known = _Known(provide)

    @router.get("/")
    def root(request: Request) -> Response:
        """The chat page, with what was asked."""
        return _to_chat(request)

    @router.get(CHAT)
    def chat(request: Request) -> Response:
        """The chat page stands at ``/chat/``."""
        return _to_chat(request)

    @router.get("/conversation.md")
    def save(request: Request, c: str = "") -> Response:
        """The conversation of an address, answered and written as a Markdown document."""
        address = str(request.base_url).rstrip("/")
        headers = {"Content-Disposition": 'attachment; filename="docklore-conversation.md"', "Cache-Control": "no-store"}
        return PlainTextResponse(saved_markdown(talk.replay(unpack(c)), address), media_type="text/markdown", headers=headers)

    @router.get("/api/v1/suggest")
    def suggest(q: Annotated[str, Query(max_length=200)] = "") -> Response:
        """Known questions that go on as the typed words do."""
        return JSONResponse({"questions": known.questions().matching(q)}, headers={"Cache-Control": "no-store"})

    return router


class _Known:
    """The known questions of the library that answers now."""

    def __init__(self, provide: Provide) -> None:
        self._provide = provide
        self._made: tuple[str, KnownQuestions] | None = None

    def questions(self) -> KnownQuestions:
        library = self._provide().library
        made = self._made
        if made is None or made[0] != library.id:
            made = self._made = (library.id, KnownQuestions(library.sections))
        return made[1]


def _to_chat(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse(f"{CHAT}/" + (f"?{query}" if query else ""), 307)
