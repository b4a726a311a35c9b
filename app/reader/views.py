"""The reader's routes: contents and search, one page, and the page's raw source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from app.address import page_url, read_spans
from app.assets import page_templates
from app.engine import Assistant
from app.reader.book import Book
from app.reader.search import found
from corpus import Page

Provide = Callable[[], Assistant]
RESULTS = 20
LONGEST_SEARCH = 400
TWIN = ".md"


def routes(provide: Provide) -> APIRouter:
    """``/docs/``, ``/docs/<page id>`` and ``/docs/<page id>.md``, over whatever ``provide`` gives."""
    router = APIRouter(include_in_schema=False)
    shelf = _Shelf(provide)

    @router.get("/docs")
    def bare() -> Response:
        """The contents stand at ``/docs/``."""
        return RedirectResponse("/docs/", 308)

    @router.get("/docs/")
    def contents(request: Request, q: Annotated[str, Query(max_length=8000)] = "") -> Response:
        """The tree of all pages, or what a search found."""
        asked = " ".join(q.split())[:LONGEST_SEARCH]
        if not asked:
            return _answer(request, "contents", book=shelf.book(), node=shelf.book().root)
        hits = [found(hit) for hit in provide().search(asked, RESULTS)]
        return _answer(request, "search", book=shelf.book(), hits=hits, query=asked)

    @router.get("/docs/{path:path}")
    def page(request: Request, path: str, hl: Annotated[str, Query(max_length=2000)] = "") -> Response:
        """A page, its raw source, or a folder's part of the tree."""
        book = shelf.book()
        pages = book.library.pages_by_id
        if path in pages:
            return _page(request, book, pages[path], hl)
        if path.removesuffix(TWIN) in pages:
            return _twin(pages[path.removesuffix(TWIN)])
        if path.endswith("/"):
            return RedirectResponse(page_url(path.rstrip("/")), 308)
        node = book.folder(path)
        if node and node.children:
            return _answer(request, "contents", book=book, node=node)
        return _answer(request, "missing", status=404, book=book, path=path[:200])

    return router


class _Shelf:
    """Holds the book of the library that answers now."""

    def __init__(self, provide: Provide) -> None:
        self._provide = provide
        self._book: Book | None = None

    def book(self) -> Book:
        """The book; a new one when the library was replaced."""
        library = self._provide().library
        book = self._book
        if book is None or book.library is not library:
            book = self._book = Book(library)
        return book


def _page(request: Request, book: Book, page: Page, marks: str) -> Response:
    spans = read_spans(marks, len(page.text))
    before, after = book.neighbours(page)
    return _answer(
        request, "page", book=book, page=page, body=book.html(page, spans), marked=bool(spans),
        sections=[section for section in book.sections[page.id] if section.anchor and section.level <= 3], before=before, after=after,
    )  # fmt: skip


def _twin(page: Page) -> Response:
    """The page's source, word for word."""
    return PlainTextResponse(page.text, media_type="text/markdown", headers={"Cache-Control": "no-cache"})


def _answer(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A template's HTML; nothing but "not modified" when the browser has it already."""
    html = page_templates().get_template(f"{template}.html.j2").render(url=page_url, **values)
    tag = f'"{hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:32]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if status == 200 and request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(html, status, headers)
