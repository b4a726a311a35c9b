"""The layer in front of everything: what of Gradio stays reachable, what a request may hold, and headers of every response.

A mounted Gradio 6.31 is not safe without it: it would read files of the server for a question that is shaped like a file.
Plain ASGI; responses are held back only where they are HTML, never where they are event streams.
"""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api import problem

MAX_BODY = 64 * 1024
MAX_ITEMS = 8
MAX_TEXT = 40_000
"""Characters of one string of a question's data: a history of 20 questions is the longest."""
_OPEN = frozenset({"", "assets", "config", "run", "startup-events", "static", "theme.css"})
"""First path parts below the chat page, ``gradio_api`` left out, that its page needs; all others are closed."""
_KEYS = frozenset({"data", "event_data", "event_id", "fn_index", "session_hash", "simple_format", "trigger_id"})
_DROPPED = frozenset({b"x-forwarded-host", b"x-forwarded-prefix", b"x-gradio-server", b"forwarded"})
_COMPRESSED = (
    b"text/",
    b"application/json",
    b"application/javascript",
    b"application/problem+json",
    b"image/svg+xml",
    b"application/manifest+json",
)
_SMALL = 860
"""Bytes below which compression does not pay."""
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)"
_STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {frame}"
)
_CHAT = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors {frame}"
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the layer needs to know of the site."""

    chat: str = "/chat"
    """Where Gradio is mounted."""
    head: str = ""
    """Markup for the end of the chat page's ``<head>``; its ``<script`` tags get the nonce."""
    frame_ancestors: str = "'none'"
    """Who may show the site in a frame."""
    large_bodies: tuple[str, ...] = ()
    """Paths that may take more than :data:`MAX_BODY` and see to their own limit."""


class Hardening:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = _Request(scope, self.policy)
        send = _Reply(send, request, self.policy).send
        if request.closed:
            await problem(404, "Not found", "There is nothing at this address.")(scope, receive, send)
            return
        scope = {**scope, "headers": request.forwarded()}
        if scope["method"] in ("POST", "PUT", "PATCH") and request.path not in self.policy.large_bodies:
            body = await _read(receive, request.length)
            if body is None:
                detail = f"The body is larger than {MAX_BODY // 1024} KB. Shorten the question to the error message and what you did."
                await problem(413, "Request too large", detail)(scope, receive, send)
                return
            if request.inside is not None:
                body = plain_data(body)
                if body is None:
                    detail = "Questions are plain strings. Programs use POST /api/v1/ask; see /openapi.json."
                    await problem(422, "The request is not valid", detail)(scope, receive, send)
                    return
            scope["headers"] = _with_length(scope["headers"], len(body))
            receive = _replay(body, receive)
        await self.app(scope, receive, send)


class _Request:
    """What of a request decides."""

    def __init__(self, scope: Scope, policy: Policy) -> None:
        self.path: str = scope["path"]
        self.method: str = scope["method"]
        self._headers: list[tuple[bytes, bytes]] = list(scope["headers"])
        inside = self.path[len(policy.chat) :] if self.path.startswith(policy.chat) else ""
        self.inside: list[str] | None = None
        """Path parts below the chat page; none when the request is not for it."""
        if inside.startswith("/") or self.path == policy.chat:
            self.inside = [part for part in inside.split("/") if part]
        self.page = self.inside == []
        """Whether the chat page itself is asked for."""

    @property
    def closed(self) -> bool:
        """Whether the path belongs to a part of Gradio that the page does not need."""
        if self.inside is None:
            return False
        parts = self.inside[1:] if self.inside[:1] == ["gradio_api"] else self.inside
        first = parts[0] if parts else ""
        return first not in _OPEN or any(part in (".", "..") for part in parts) or (not parts and bool(self.inside))

    @property
    def length(self) -> int:
        """Bytes of the body as announced; 0 when they are not."""
        value = self.header(b"content-length")
        return int(value) if value.isdigit() and len(value) < 12 else 0

    def header(self, name: bytes) -> bytes:
        """A header's value; empty when it is missing."""
        return next((value for key, value in self._headers if key == name), b"")

    @property
    def gzip(self) -> bool:
        """Whether the browser takes gzip."""
        return b"gzip" in self.header(b"accept-encoding")

    def forwarded(self) -> list[tuple[bytes, bytes]]:
        """The headers without those that anyone can set to change the page's addresses.

        Compression is asked of the layer, not of Gradio, where the page must be rewritten.
        """
        dropped = _DROPPED | {b"accept-encoding"} if self.page else _DROPPED
        return [(key, value) for key, value in self._headers if key not in dropped]


async def _read(receive: Receive, announced: int) -> bytes | None:
    """The whole body; none when it is too large."""
    if announced > MAX_BODY:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            return None
        if not message.get("more_body", False):
            break
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once, then whatever comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _with_length(headers: Iterable[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    kept = [(key, value) for key, value in headers if key not in (b"content-length", b"transfer-encoding")]
    return [*kept, (b"content-length", str(length).encode())]


def plain_data(body: bytes) -> bytes | None:
    """A question's JSON, written anew; none when its data is anything but a few plain strings, numbers and flags.

    Written anew, so that no other reader of the JSON can find in it what this one did not.
    """
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not found.keys() <= _KEYS:
        return None
    data = found.pop("data", [])
    if not isinstance(data, list) or len(data) > MAX_ITEMS or not all(_plain(item) for item in (*data, *found.values())):
        return None
    return json.dumps({**_clean(found), "data": [_text(item) for item in data]}).encode()


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _plain(item: object) -> bool:
    return item is None or isinstance(item, bool | int | float) or (isinstance(item, str) and len(item) <= MAX_TEXT)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _text(value) for key, value in values.items()}


def _text(item: Any) -> Any:
    """Half of a surrogate pair is no text."""
    return item.encode("utf-8", "replace").decode() if isinstance(item, str) else item


class _Reply:
    """Sends a response with the layer's headers; HTML is rewritten and compressed, what streams is passed on at once."""

    def __init__(self, send: Send, request: _Request, policy: Policy) -> None:
        self._send = send
        self._request = request
        self._policy = policy
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._headers(list(message.get("headers", [])))}
            if self._held(message):
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            await self._body(message)
            return
        await self._send(message)

    def _held(self, start: Message) -> bool:
        """Whether the response's start waits for its body."""
        kind = _value(start["headers"], b"content-type")
        empty = start["status"] in (204, 304) or self._request.method == "HEAD"
        coded = _value(start["headers"], b"content-encoding") != b""
        return not empty and not coded and kind.startswith(_COMPRESSED) and not kind.startswith(b"text/event-stream")

    async def _body(self, message: Message) -> None:
        start, more = self._start, message.get("more_body", False)
        assert start is not None
        self._parts.append(message.get("body", b""))
        html = _value(start["headers"], b"content-type").startswith(b"text/html")
        if more and html:
            return
        self._start = None
        if more:
            await self._send(start)
            await self._send(message)
            return
        body = b"".join(self._parts)
        headers = start["headers"]
        if html and self._request.page and start["status"] == 200:
            body = rewritten(body, self._nonce, self._policy.head)
        if self._request.gzip and len(body) > _SMALL:
            body = gzip.compress(body, 6, mtime=0)
            headers = [*headers, (b"content-encoding", b"gzip")]
        headers = [*_with_length(headers, len(body)), (b"vary", b"accept-encoding")]
        await self._send({**start, "headers": headers})
        await self._send({**message, "body": body})

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """The response's headers, and those of the layer that the response does not set itself."""
        policy = _CHAT if self._request.page else _STRICT
        ours = {
            "content-security-policy": policy.format(nonce=self._nonce, frame=self._policy.frame_ancestors),
            "permissions-policy": _PERMISSIONS,
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        if self._request.inside is not None:
            headers = [(key, value) for key, value in headers if key.lower() != b"cache-control"]
            ours["cache-control"] = _chat_cache(self._request.inside)
        known = {key.lower() for key, _ in headers}
        return [*headers, *((key.encode(), value.encode()) for key, value in ours.items() if key.encode() not in known)]


def _chat_cache(parts: list[str]) -> str:
    """Gradio's assets carry hashes in their names; its static files do not; all else is of the moment."""
    first = parts[0] if parts else ""
    if first == "assets":
        return "public, max-age=31536000, immutable"
    if first in ("static", "theme.css"):
        return "public, max-age=3600"
    return "no-store"


def _value(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def rewritten(html: bytes, nonce: str, head: str) -> bytes:
    """The chat page with our head, a nonce in each script tag, and without Gradio's cards for other sites."""
    page = _without_cards(html).replace(b"</head>", head.encode() + b"</head>", 1)
    return page.replace(b"<script", f'<script nonce="{nonce}"'.encode())


def _without_cards(html: bytes) -> bytes:
    parts, cursor = [], 0
    while (opened := html.find(b"<meta", cursor)) >= 0 and (closed := html.find(b">", opened)) >= 0:
        tag = html[opened : closed + 1]
        parts += [html[cursor:opened], b"" if b'="og:' in tag or b'="twitter:' in tag else tag]
        cursor = closed + 1
    return b"".join(parts) + html[cursor:]


def mount_chat(app: Any, demo: Any, path: str = "/chat") -> None:
    """Mount the chat page: no uploads, no queue of its own, no history on the server, no call to any other host."""
    import gradio as gr

    if not hasattr(demo, "has_launched"):
        raise RuntimeError("This version of Gradio has no has_launched: see app/hardening.py before it is used.")
    demo.has_launched = True  # launch() sets it, mounting does not; without it a path in a question is read from disk
    demo.state_session_capacity = 100
    gr.mount_gradio_app(
        app, demo, path=path, footer_links=[], run_history=False, show_error=False, max_file_size=1, ssr_mode=False, mcp_server=False,
        enable_monitoring=False, pwa=False, app_kwargs={"openapi_url": None}, theme=_theme(gr),
    )  # fmt: skip


def _theme(gr: Any) -> Any:
    """Gradio's default theme with the system's fonts, so that none is fetched."""
    sans = ["system-ui", "-apple-system", "Segoe UI", "sans-serif"]
    return gr.themes.Default(font=sans, font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"])
