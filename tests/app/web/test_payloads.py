"""Hostile text through every way in: nothing of it runs, loads from outside, or covers the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from fastapi import FastAPI
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from app.chat import Asked, pack
from app.chat.safe import plain_words, safe_markdown, shown_letter_for_letter
from app.hardening import mount_chat
from app.reader.draw import Source, draw
from app.web import within_loop

RUN = "window.__ran=1"
MARKUP = [
    f"<script>{RUN}</script>", "<script src=//evil.example/x.js></script>", f"<img src=x onerror={RUN}>", "<img src=//evil.example/p.png>",
    f"<svg onload={RUN}>", f'<svg><script>{RUN}</script></svg>', f'<svg><a xlink:href="javascript:{RUN}"><text>x</text></a></svg>',
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>", f"<details open ontoggle={RUN}>x</details>", f"<video src=x onerror={RUN}></video>",
    "<video poster=//evil.example/p.png></video>", f"<audio src=x onerror={RUN}>", f'<iframe srcdoc="<script>parent.{RUN[7:]}</script>"></iframe>',
    f"<iframe src=javascript:{RUN}></iframe>", "<iframe src=//evil.example/></iframe>", f'<object data="javascript:{RUN}"></object>',
    "<embed src=//evil.example/x>", "<form action=//evil.example/><button>go</button></form>", f'<button formaction="javascript:{RUN}">x</button>',
    f"<input autofocus onfocus={RUN}>", f"<marquee onstart={RUN}>x</marquee>", f'<a href="javascript:{RUN}">x</a>', f'<a href="java\tscript:{RUN}">x</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">x</a>', f'<math><mtext><style><img src=x onerror={RUN}></style></mtext></math>',
    "<style>@import '//evil.example/x.css'; *{{display:none}}</style>", "<link rel=stylesheet href=//evil.example/x.css>",
    '<meta http-equiv=refresh content="0;url=//evil.example/">', "<base href=//evil.example/>", f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    '<div style="position:fixed;inset:0;z-index:99999;background:red">x</div>', f"<textarea></textarea><img src=x onerror={RUN}>",
    f"[x](javascript:{RUN})", "![x](//evil.example/p.png)", f"[x]: javascript:{RUN}\n[x]", f"<javascript:{RUN}>",
    f"<template><img src=x onerror={RUN}></template>", f"<body onload={RUN}>", f'"><img src=x onerror={RUN}>', f"'-{RUN}-'", f"${{{RUN}}}{{{{{RUN}}}}}",
]  # fmt: skip
WRAPS = [
    "{}", "a {} b", "**{}**", "`{}", "> {}", "- {}", "| a |\n|---|\n| {} |", "# {}", "<b>{}", "<!-- -->{}", "```\n{}", "[{}](x)", "\\{}", "    {}", "{}\n\n{}",
]  # fmt: skip
PAYLOADS = [wrap.replace("{}", markup) for markup, wrap in product(MARKUP, WRAPS)]
HARMLESS = {"text", "softbreak", "hardbreak", "text_special", "paragraph_open", "inline", "paragraph_close"}


def types(markdown: str) -> set[str]:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(markdown)
    return {child.type for token in tokens for child in (token.children or [])} | {token.type for token in tokens}


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) >= 500


def test_no_question_is_read_as_markup() -> None:
    for payload in PAYLOADS:
        assert types(shown_letter_for_letter(payload)) <= HARMLESS, payload
        assert types(f"Understood as: {shown_letter_for_letter(' '.join(payload.split()))}") <= HARMLESS, payload


def test_no_answer_and_no_title_holds_html_a_link_or_an_image() -> None:
    for payload in PAYLOADS:
        assert not {"html_inline", "html_block", "link_open", "image"} & types(safe_markdown(payload)), payload
        assert not {"html_inline", "html_block", "image"} & types(f"1. [{plain_words(payload)}](/docs/x)"), payload


def test_the_search_shows_what_was_typed_as_text(client: TestClient) -> None:
    for markup in MARKUP:
        page = client.get("/docs/", params={"q": f'x" {markup}'}).text
        for tag in ("<img", "<iframe", "<object", "<embed", "onerror=window.__ran=1>", "<svg", "<style", "<base", "<marquee", "<video"):
            assert tag not in page
        assert 'value="x"' not in page


@pytest.fixture
def watched(chromium: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page and what was caught on it: dialogs, requests to other hosts."""
    caught: list[str] = []
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.on("dialog", lambda dialog: (caught.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: caught.append(request.url) if urlsplit(request.url).netloc == "evil.example" else None)
    page.route(lambda url: urlsplit(url).netloc == "evil.example", lambda route: route.abort())
    yield page, caught
    context.close()


def problems(page: Any, caught: list[str]) -> list[str]:
    """What ran, was loaded, or covers the page."""
    page.wait_for_timeout(150)
    found = list(caught)
    if page.evaluate("window.__ran === 1"):
        found.append("ran")
    fixed = "[...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).position === 'fixed' && e.textContent.trim() === 'x').length"
    return found + (["covered"] if page.evaluate(fixed) else [])


@pytest.mark.browser
@pytest.mark.parametrize("number", [0, 2, 3, 4, 8, 14, 30])
def test_the_detectors_work(watched: tuple[Any, list[str]], number: int) -> None:
    page, caught = watched
    page.goto("data:text/html,<p>x")
    page.set_content(f"<base href=http://localhost/><p>{MARKUP[number]}".replace("//evil.example", "http://evil.example"))
    assert problems(page, caught)


@pytest.mark.browser
def test_nothing_of_a_source_page_runs_even_without_a_policy(watched: tuple[Any, list[str]]) -> None:
    page, caught = watched
    for at in range(0, len(PAYLOADS), 20):
        text = "\n\n".join(PAYLOADS[at : at + 20])
        drawn = "".join(draw(Source(payload, {}, lambda target: "")) for payload in PAYLOADS[at : at + 20])
        page.set_content("<base href=http://localhost/>" + drawn + draw(Source(text, {}, lambda target: ""), ((3, 400),)))
        assert problems(page, caught) == [], text


@pytest.mark.browser
def test_nothing_of_a_conversation_runs(watched: tuple[Any, list[str]], server: Any) -> None:
    page, caught = watched
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    questions = ["\n\n".join(PAYLOADS[at : at + 16]) for at in range(0, len(PAYLOADS), 16)]
    for at in range(0, len(questions), 10):
        batch = questions[at : at + 10]
        page.goto(f"{server.base}/chat/?c={pack([Asked(text) for text in batch])}")
        page.locator("#talk .user-row").nth(len(batch) - 1).wait_for()
        assert problems(page, caught) == []
        shown = page.locator("#talk .user-row .md")
        assert shown.locator("a, img, script, svg, iframe, form, input, style, object, video, details").count() == 0
        first = " ".join(shown.first.inner_text().replace("\xa0", " ").split())
        assert first == " ".join(batch[0].split())
    assert faults == []


@pytest.mark.browser
def test_nothing_of_an_address_runs(watched: tuple[Any, list[str]], server: Any) -> None:
    page, caught = watched
    for markup in MARKUP:
        page.goto(f"{server.base}/docs/?q={quote(markup)}")
        assert urlsplit(page.url).path == "/docs/"
    page.goto(f"{server.base}/chat/?q={quote(' '.join(MARKUP))}")
    page.locator("#question textarea").wait_for()
    assert problems(page, caught) == []


@pytest.mark.browser
def test_nothing_of_an_answer_runs_even_without_a_policy(watched: tuple[Any, list[str]], serving: Any) -> None:
    page, caught = watched
    app = FastAPI()
    messages = [safe_markdown(f"before\n\n{payload}\n\nafter {number}") for number, payload in enumerate(PAYLOADS)]

    def mount() -> None:
        import gradio as gr

        with gr.Blocks(analytics_enabled=False) as demo:
            gr.Chatbot([{"role": "assistant", "content": text} for text in messages], elem_id="talk", latex_delimiters=[])
        mount_chat(app, demo)

    within_loop(mount)
    with serving(app) as base:
        page.goto(f"{base}/chat/")
        shown = page.locator("#talk .md")
        shown.nth(len(messages) - 1).wait_for()
        assert problems(page, caught) == []
        assert shown.locator("a, img, script, svg:not(button svg), iframe, form, input, style, object, video, details").count() == 0
        for number, words in enumerate(shown.all_inner_texts()):
            assert words.strip().endswith(f"after {number}") or "```" in PAYLOADS[number]
