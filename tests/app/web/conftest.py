"""The whole site over the source text, in this process; and a browser, where the system has one."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.api import install_errors, router
from app.chat import Vote
from app.engine import Assistant
from app.settings import Settings
from app.web import install_web
from corpus import Source, parse_source, read_sources
from index import Embedder, build, load

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

EVIL = """---
title: Evil page
secret: front-matter-secret
---

# Evil page

<!-- asks: what is a wibblefrotz? | asks-comment-secret -->

A wibblefrotz is a small <b>thing</b> <script>window.__ran=1</script> with <img src=x onerror="window.__ran=1"> in it.

## Second part

[good](other.md#there) [bad anchor](other.md#nowhere) [dead](missing.md) [out](https://example.com/x) [run](javascript:alert(1)) [here](#second-part)
![picture](https://example.com/p.png) <a href="other.md">raw link</a> <a href="missing.md">raw dead</a>

<div style="position:fixed;inset:0" onclick="window.__ran=1" id="main">block text</div>

<form action="https://example.com"><input name="q"></form>

| Name |  |
|:-----|---:|
| `a \\| b` | one **two** |

```dockerfile
# comment
FROM alpine:3.22
RUN echo "$HOME" --flag
```
"""
OTHER = "# Other\n\n## There\n\nThe other page says that frotzwibbles are green. See [back](evil.md).\n"


def make_site(assistant: Assistant, votes: list[Vote] | None = None, settings: Settings | None = None) -> ASGIApp:
    """What `docklore serve` serves; with votes when a list takes them."""
    app = FastAPI(title="Docklore", docs_url=None, redoc_url=None)
    install_errors(app)
    app.include_router(router(lambda: assistant, anyio.CapacityLimiter(4)))
    return install_web(app, lambda: assistant, settings or Settings(), votes.append if votes is not None else None)


@pytest.fixture(scope="session")
def odd_assistant(encoder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the source text and two pages that a hostile author wrote."""
    folder = tmp_path_factory.mktemp("odd")
    pages = folder / "pages"
    (pages / "sub").mkdir(parents=True)
    (pages / "evil.md").write_text(EVIL, encoding="utf-8")
    (pages / "other.md").write_text(OTHER, encoding="utf-8")
    (pages / "sub" / "index.md").write_text("# Sub\n\nSee [leaf](leaf.md) and [up](../other.md).\n", encoding="utf-8")
    (pages / "sub" / "leaf.md").write_text("# Leaf\n\nSee [index](index.md) and [other](/other.md).\n", encoding="utf-8")
    sources = [*parse_source("builtin:docker"), Source("odd", pages)]
    build(folder / "index", read_sources(sources), ["builtin:docker", str(pages)], encoder)
    return Assistant(load(folder / "index"), encoder)


@pytest.fixture(scope="session")
def client(odd_assistant: Assistant) -> Iterator[TestClient]:
    """The site without a browser."""
    with TestClient(make_site(odd_assistant, []), base_url="http://127.0.0.1") as client:  # type: ignore[arg-type]
        yield client


@dataclass
class Server:
    """The site on a port of its own."""

    base: str
    votes: list[Vote] = field(default_factory=list)


@contextlib.contextmanager
def running(site: ASGIApp) -> Iterator[str]:
    """A site, served over HTTP by a thread of this process; gives its address."""
    import uvicorn

    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", access_log=False, server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(15)


@pytest.fixture(scope="session")
def server(odd_assistant: Assistant) -> Iterator[Server]:
    """The site on a port of its own."""
    votes: list[Vote] = []
    with running(make_site(odd_assistant, votes)) as base:
        yield Server(base, votes)


@pytest.fixture(scope="session")
def serving() -> Callable[[ASGIApp], contextlib.AbstractContextManager[str]]:
    """Serves any site."""
    return running


@pytest.fixture(scope="module")  # not longer: playwright leaves its event loop running in this thread
def chromium() -> Iterator[Any]:
    """The system's Chromium; tests that need it are skipped, saying so, where there is none."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("No Chromium here (Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's source, from `DOCKLORE_TEST_AXE` or the folder that `make axe` would fill; never in the repository."""
    import os

    places = [os.environ.get("DOCKLORE_TEST_AXE", ""), str(Path.home() / ".cache/docklore-test/node_modules/axe-core/axe.min.js")]
    found = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if found is None:
        pytest.skip("axe-core is not here: npm install axe-core, and set DOCKLORE_TEST_AXE to its axe.min.js")
    return found.read_text("utf-8")
