"""The API: the contract's object, problem details for what cannot be read, never a 500."""

from __future__ import annotations

import json

import anyio
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api import install_errors, router
from app.engine import Assistant

KEYS = [
    "id", "question", "interpreted_as", "verdict", "kind", "confidence", "markdown", "text",
    "statements", "citations", "see_also", "closest", "options", "missing", "suggestions", "index",
]  # fmt: skip


@pytest.fixture(scope="module")
def client(docker_assistant: Assistant) -> TestClient:
    app = FastAPI(docs_url=None, redoc_url=None)
    install_errors(app)
    app.include_router(router(lambda: docker_assistant, anyio.CapacityLimiter(2)))
    return TestClient(app)


def test_ask_gives_the_object_of_the_contract(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "What is Docker?"})
    body = response.json()
    assert list(body) == KEYS
    assert body["citations"][0]["url"] == "/docs/docker?hl=99-264#what-is-docker"
    quote = body["citations"][0]["quotes"][0]
    section = client.get("/api/v1/sections", params={"id": "docker#what-is-docker"}).json()
    assert quote["text"] in section["text"]
    assert "answer;dur=" in response.headers["server-timing"]
    assert client.get("/api/v1/ask", params={"q": "What is Docker?"}).json() == body


def test_a_decline_has_no_citations(client: TestClient) -> None:
    body = client.post("/api/v1/ask", json={"question": "how do I bake bread"}).json()
    assert (body["verdict"], body["citations"], body["see_also"]) == ("off_topic", [], [])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "question: Field required"),
        ({"question": 5}, "question"),
        ({"question": "x" * 8001}, "8000"),
        ({"question": "x", "history": ["y"] * 21}, "history"),
        ({"question": "x", "colour": "red"}, "colour"),
        ({"question": "\ud83d"}, "unicode"),
    ],
)
def test_a_request_that_is_not_valid_is_a_problem_saying_so(client: TestClient, body: dict[str, object], words: str) -> None:
    response = client.post("/api/v1/ask", content=json.dumps(body), headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["detail"]


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"{", b"[]", b'"x"', b"null"])
def test_a_body_that_is_no_json_object_is_a_problem(client: TestClient, content: bytes) -> None:
    response = client.post("/api/v1/ask", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 422


@pytest.mark.parametrize("question", ["", "\u0000\u0001", "<b>docker</b>", "\u202e", "🐳"])
def test_odd_questions_are_answered_politely(client: TestClient, question: str) -> None:
    body = json.dumps({"question": question, "history": [question]})
    response = client.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200
    assert response.json()["markdown"]


def test_search_sections_index_and_health(client: TestClient) -> None:
    hits = client.get("/api/v1/search", params={"q": "virtual machine", "k": 2}).json()["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert client.get("/api/v1/sections", params={"id": "nope"}).status_code == 404
    assert client.get("/api/v1/index").json()["counts"]["sections"] == 3
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"
    assert client.get("/elsewhere").headers["content-type"] == "application/problem+json"
