"""The layer in front: what is closed, what a body may hold, what every response carries."""

from __future__ import annotations

import json
from collections.abc import Iterator

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from app.hardening import MAX_BODY, Hardening, Policy, plain_data, rewritten
from app.web import within_loop

PREDICT = "/chat/gradio_api/run/predict"
FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}


def test_gradio_still_has_the_switch_that_mounting_forgets() -> None:
    def look() -> None:
        import gradio as gr

        with gr.Blocks() as demo:
            assert demo.has_launched is False
            assert demo.state_session_capacity > 0

    within_loop(look)


@pytest.mark.parametrize(
    "data", [[FILE, ""], [[FILE], ""], [{"url": "http://169.254.169.254/"}], [["a"]], ["x" * 40_001], ["a"] * 9, "text", {"a": 1}]
)
def test_data_that_is_no_plain_text_is_refused(client: TestClient, data: object) -> None:
    answer = client.post(PREDICT, json={"data": data, "fn_index": 0, "session_hash": "s"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "passwd" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'{"data": [NaN]}', b'{"data": ["a"], "event_data": {"path": "/etc/passwd"}}', b'{"data": ["a"], "other": 1}', b"[" * 60_000,
        b"data=1", b'\xff{"data": []}',
    ],
)  # fmt: skip
def test_other_bodies_are_refused(client: TestClient, body: bytes) -> None:
    assert client.post(PREDICT, content=body, headers={"content-type": "application/json"}).status_code == 422


def test_a_body_is_written_anew_so_that_nobody_reads_another_one() -> None:
    twice = b'{"data": [{"path": "/etc/passwd"}], "data": ["plain"], "fn_index": 1}'
    assert json.loads(plain_data(twice) or b"") == {"data": ["plain"], "fn_index": 1}
    assert plain_data(b'{"data": ["plain"], "data": [{"path": "x"}]}') is None
    assert json.loads(plain_data(b'{"data": ["\\ud800"]}') or b"") == {"data": ["?"]}


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=8,
    )
)
def test_only_plain_values_pass(item: object) -> None:
    passed = plain_data(json.dumps({"data": [item]}).encode())
    assert (passed is not None) == (item is None or isinstance(item, bool | int | str))


@pytest.mark.parametrize(
    "path",
    [
        "upload", "gradio_api/upload", "gradio_api/upload_progress", "gradio_api/file=/etc/passwd", "file=/etc/passwd", "gradio_api/file/etc/passwd",
        "gradio_api/proxy=http://x/y", "gradio_api/stream/a/b/c", "custom_component/a/b/c", "gradio_api/component_server", "gradio_api/process_recording",
        "gradio_api/vibe-edit/", "run-history", "gradio_api/runs", "gradio_api/deep_link", "gradio_api/dev/reload", "openapi.json", "gradio_api/info", "monitoring",
        "login", "logout", "svelte/x.js", "gradio_api/heartbeat/x", "gradio_api/queue/join", "gradio_api/call/predict", "gradio_api/api/predict", "gradio_api/",
        "assets/../gradio_api/upload", "assets/%2e%2e/config", "docs", "redoc", "robots.txt", "gradio_api/gradio_api/upload", "UPLOAD",
    ],
)  # fmt: skip
def test_what_the_page_does_not_need_is_closed(client: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        assert client.request(method, f"/chat/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/chat//gradio_api//upload", "//chat/gradio_api/upload", "/chat/gradio_api/upload/"])
def test_slashes_open_nothing(client: TestClient, path: str) -> None:
    assert client.post(path, files={"files": b"x"}).status_code == 404


def test_what_the_page_needs_is_open(client: TestClient) -> None:
    page = client.get("/chat/")
    assert page.status_code == 200
    assert "window.gradio_config" in page.text
    for path in ("/chat/config", "/chat/theme.css", "/favicon.ico", "/manifest.json"):
        assert client.get(path).status_code == 200


def test_the_page_answers_a_question(client: TestClient) -> None:
    config = client.get("/chat/config").json()
    asking = next(entry for entry in config["dependencies"] if entry["targets"][0][1] == "submit")
    answer = client.post(PREDICT, json={"data": ["What is Docker?", "[]", ""], "fn_index": asking["id"], "session_hash": "s"})
    assert answer.status_code == 200
    assert answer.json()["data"][0] == '["What is Docker?"]'
    assert "open-source" in answer.text


def test_no_event_of_the_page_takes_anything_but_text(client: TestClient) -> None:
    config = client.get("/chat/config").json()
    kinds = {component["id"]: component["type"] for component in config["components"]}
    taken = {kinds[number] for entry in config["dependencies"] for number in entry["inputs"]}
    assert taken <= {"textbox", "button", "radio"}
    assert "state" not in kinds.values()
    assert all(entry["queue"] is False for entry in config["dependencies"])


@pytest.mark.parametrize("path", ["/api/v1/ask", PREDICT])
def test_a_body_over_the_limit_is_413(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"

    def pieces() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 1000 + 2):
            yield b"x" * 1000

    assert client.post(path, content=pieces()).status_code == 413


def test_the_content_security_policy_has_a_new_nonce_each_time(client: TestClient) -> None:
    first, second = client.get("/chat/"), client.get("/chat/")
    policy = first.headers["content-security-policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert policy != second.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'nonce-" in policy
    assert "frame-ancestors 'none'" in policy
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"')
    assert first.headers["cache-control"] == "no-store"
    assert "githubusercontent" not in first.text


@pytest.mark.parametrize("path", ["/docs/docker", "/docs/", "/api/v1/index", "/healthz", "/no/such"])
def test_every_other_response_has_the_strict_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_headers_of_others_do_not_change_the_pages_addresses(client: TestClient) -> None:
    page = client.get(
        "/chat/", headers={"x-forwarded-host": "evil.example", "x-gradio-server": "http://evil.example", "forwarded": "host=evil.example"}
    )
    assert "evil.example" not in page.text


def test_other_sites_get_no_leave(client: TestClient) -> None:
    for path in ("/chat/", "/api/v1/index", "/chat/config"):
        assert "access-control-allow-origin" not in client.get(path, headers={"origin": "https://evil.example"}).headers


def test_caching_fits_the_names(client: TestClient) -> None:
    assets = [part.split('"')[0] for part in client.get("/chat/").text.split('src="./assets/')[1:]]
    assert "immutable" in client.get(f"/chat/assets/{assets[0]}").headers["cache-control"]
    assert client.get("/chat/theme.css").headers["cache-control"] == "public, max-age=3600"
    assert client.get("/docs/docker").headers["cache-control"] == "no-cache"
    link = client.get("/docs/docker").text.split('href="/static/reader.css')[1].split('"')[0]
    assert "immutable" in client.get(f"/static/reader.css{link}").headers["cache-control"]
    assert "immutable" not in client.get("/static/reader.css?v=other").headers["cache-control"]
    assert client.get("/static/../settings.py").status_code == 404
    assert client.get("/static/nothing.css").status_code == 404


def test_html_is_compressed_for_those_who_take_it(client: TestClient) -> None:
    packed = client.get("/docs/docker", headers={"accept-encoding": "gzip"})
    plain = client.get("/docs/docker", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.text == plain.text
    assert "content-encoding" not in plain.headers
    assert client.head("/chat/").status_code in (200, 405)


@pytest.mark.parametrize(("path", "place"), [("/", "/chat/"), ("/?q=a%20b", "/chat/?q=a%20b"), ("/chat?q=x", "/chat/?q=x")])
def test_the_door_keeps_the_question(client: TestClient, path: str, place: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == place


def test_event_streams_are_passed_on_piece_by_piece() -> None:
    seen: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def pieces():  # type: ignore[no-untyped-def]
            for number in range(3):
                assert len(seen) == number
                yield f"data: {number}\n\n"

        async def noted(message):  # type: ignore[no-untyped-def]
            await send(message)

        await StreamingResponse(pieces(), media_type="text/event-stream")(scope, receive, noted)

    async def call() -> None:
        async def receive():  # type: ignore[no-untyped-def]
            await anyio.sleep(60)

        async def send(message):  # type: ignore[no-untyped-def]
            if message.get("body"):
                seen.append(message["body"])

        scope = {
            "type": "http",
            "path": "/events",
            "method": "GET",
            "headers": [(b"accept-encoding", b"gzip")],
            "asgi": {"spec_version": "2.4"},
        }
        await Hardening(app, Policy())(scope, receive, send)

    anyio.run(call)
    assert seen == [b"data: 0\n\n", b"data: 1\n\n", b"data: 2\n\n"]


def test_a_responses_own_policy_is_kept() -> None:
    own = HTMLResponse("<p>x</p>", headers={"content-security-policy": "frame-ancestors https://a.example"})
    answer = TestClient(Hardening(own, Policy())).get("/embed")
    assert answer.headers["content-security-policy"] == "frame-ancestors https://a.example"


def test_large_bodies_pass_where_the_policy_says_so() -> None:
    client = TestClient(Hardening(PlainTextResponse("ok"), Policy(large_bodies=("/batch",))))
    assert client.post("/batch", content=b"x" * 100_000).status_code == 200
    assert client.post("/other", content=b"x" * 100_000).status_code == 413


def test_the_page_is_rewritten_once() -> None:
    page = rewritten(
        b'<head>\n<meta property="og:url"\n content="x" /><meta charset="utf-8">\n</head><script>1</script><script src=a></script>',
        "N",
        "<link>",
    )
    assert page == b'<head>\n<meta charset="utf-8">\n<link></head><script nonce="N">1</script><script nonce="N" src=a></script>'
