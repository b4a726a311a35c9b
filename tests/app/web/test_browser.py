"""A person's path through the site, in the system's Chromium."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
Open = Callable[..., Any]
BOX = "#question textarea"
SHOTS = os.environ.get("DOCKLORE_TEST_SHOTS")
"""A folder for pictures of what the tests see; none are taken without it."""


@pytest.fixture
def opened(chromium: Any, server: Any) -> Iterator[Open]:
    """Opens pages in a context of their own; at the end no page asked another host or had an error."""
    contexts, asked, faults = [], [], []

    def watch(page: Any) -> None:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))

    def opening(path: str, width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=server.base, **options)
        context.set_default_timeout(15_000)
        context.on("page", watch)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        if path.startswith(("/chat", "/?")) or path == "/":
            ready(page)
        return page

    yield opening
    for context in contexts:
        context.close()
    outside = [url for url in asked if urlsplit(url).netloc != urlsplit(server.base).netloc and not url.startswith(("data:", "blob:"))]
    assert outside == []
    assert faults == []


def ready(page: Any) -> None:
    """Wait until the page has opened and heard from the server."""
    page.locator(BOX).wait_for()
    page.locator("#history textarea, #history input").wait_for(state="attached")
    deadline = time.monotonic() + 15
    while page.locator("#history textarea, #history input").input_value() == "" and time.monotonic() < deadline:
        page.wait_for_timeout(30)


def answers(page: Any) -> Any:
    return page.locator("#talk .bot-row")


def ask(page: Any, question: str) -> str:
    """Ask by keyboard and give the answer's words."""
    before = answers(page).count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    answers(page).nth(before).wait_for()
    return str(answers(page).nth(before).inner_text())


def picture(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def test_the_whole_path_of_a_person(opened: Open, server: Any) -> None:
    page = opened("/")
    page.locator("#examples button", has_text="What is Docker?").click()
    answers(page).first.wait_for()
    assert "open-source platform" in answers(page).first.inner_text()
    assert page.input_value(BOX) == ""

    source = answers(page).first.locator("ol a").first
    with page.context.expect_page() as coming:
        source.click()
    reader = coming.value
    reader.wait_for_load_state()
    assert urlsplit(reader.url).path == "/docs/docker"
    assert urlsplit(reader.url).fragment == "what-is-docker"
    assert "".join(reader.locator("mark").all_inner_texts()).startswith("Docker is an open-source platform")
    assert reader.locator("mark").first.bounding_box()["y"] < 900
    reader.close()

    assert "open-source platform" in answers(page).first.inner_text()
    ask(page, "how does it differ from a virtual machine?")
    assert answers(page).count() == 2

    page.locator("#vote-no").click()
    page.locator("#vote-reason label", has_text="Incomplete").click()
    page.fill("#vote-note textarea, #vote-note input", "a note")
    page.locator("#vote-send").click()
    page.locator("#vote-thanks", has_text="Thank you").wait_for()
    assert [(vote.good, vote.reason, vote.note) for vote in server.votes[-1:]] == [(False, "Incomplete", "a note")]

    shared = page.locator("#links a", has_text="Link to this conversation").get_attribute("href")
    other = opened(shared)
    assert answers(other).count() == 2
    assert other.locator("#talk .user-row").first.inner_text().strip() == "What is Docker?"

    page.locator("#fresh").click()
    page.locator("#examples button").first.wait_for()
    assert answers(page).count() == 0


def test_saving_gives_the_conversation_as_markdown(opened: Open) -> None:
    page = opened("/chat/")
    ask(page, "What is Docker?")
    link = page.locator("#links a", has_text="Save as Markdown")
    link.evaluate("link => { link.target = '_self'; }")
    with page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename == "docklore-conversation.md"
    assert "> What is Docker?" in Path(coming.value.path()).read_text("utf-8")


def test_a_linked_question_is_put_in_the_box_and_not_asked(opened: Open) -> None:
    page = opened(f"/?q={quote('what is <b>docker</b>')}")
    assert page.input_value(BOX) == "what is <b>docker</b>"
    page.wait_for_timeout(300)
    assert answers(page).count() == 0


def test_leaving_and_coming_back_keeps_the_conversation(opened: Open) -> None:
    page = opened("/chat/")
    ask(page, "What is Docker?")
    ask(page, "what is a container")
    page.goto("/docs/docker")
    page.go_back()
    ready(page)
    answers(page).nth(1).wait_for()
    page.reload()
    ready(page)
    answers(page).nth(1).wait_for()
    assert answers(page).count() == 2


def test_the_whole_path_by_keyboard(opened: Open) -> None:
    page = opened("/chat/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("What is Docker?")
    page.keyboard.press("Shift+Enter")
    assert answers(page).count() == 0
    page.keyboard.press("Enter")
    answers(page).first.wait_for()
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || document.activeElement.id"))
    reached = "\n".join(str(name) for name in names)
    for wanted in ("What is Docker?", "Why this answer", "Yes", "Ask", "Read the docs"):
        assert wanted in reached


def test_every_control_has_a_name(opened: Open) -> None:
    page = opened("/chat/")
    ask(page, "What is Docker?")
    for role in ("button", "link", "textbox", "radio"):
        for control in page.get_by_role(role).all():
            name = control.evaluate(
                "e => (e.getAttribute('aria-label') || e.innerText || e.title || (e.labels && [...e.labels].map(l => l.innerText).join(' ')) || '').trim()"
            )
            assert name, control.evaluate("e => e.outerHTML.slice(0, 200)")


def test_the_conversation_is_announced(opened: Open) -> None:
    page = opened("/chat/")
    log = page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    ask(page, "What is Docker?")
    assert "open-source" in log.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, axe: str, scheme: str) -> None:
    page = opened("/chat/", color_scheme=scheme)
    picture(page, f"chat-empty-{scheme}")
    assert violations(page, axe) == []
    ask(page, "docker vs vm")
    ask(page, "what is the capital of France")
    ask(page, "what is containerization")
    page.locator("#why button").first.click()
    page.wait_for_timeout(400)
    picture(page, f"chat-answered-{scheme}")
    assert violations(page, axe) == []
    for path in ("/docs/docker?hl=99-264#what-is-docker", "/docs/odd/evil", "/docs/", "/docs/?q=container"):
        page.goto(path)
        picture(page, f"reader-{path.strip('/').replace('/', '-').partition('?')[0]}-{scheme}")
        assert violations(page, axe) == []


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450)])
def test_nothing_scrolls_sideways(opened: Open, width: int, height: int) -> None:
    page = opened("/chat/", width, height)
    ask(page, "docker vs vm")
    ask(page, "x" * 300)
    picture(page, f"chat-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for path in ("/docs/docker", "/docs/odd/evil", "/docs/?q=container"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_switch_changes_the_colours_and_holds(opened: Open) -> None:
    page = opened("/chat/", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme-switch").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    page.goto("/docs/docker")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.locator("[data-theme-switch]").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_motion_is_reduced_where_that_is_wished(opened: Open) -> None:
    page = opened("/docs/docker", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page = opened("/chat/", reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    assert page.evaluate(moving) == 0


def test_the_reader_works_without_scripts(opened: Open) -> None:
    page = opened("/docs/docker?hl=99-264#what-is-docker", java_script_enabled=False)
    assert page.locator("mark").first.inner_text().startswith("Docker is an open-source")
    page.fill("#q", "what is a container")
    page.press("#q", "Enter")
    page.wait_for_load_state()
    page.locator(".hits a").first.click()
    assert "/docs/docker" in page.url


def test_code_is_copied_as_the_source_has_it(opened: Open) -> None:
    page = opened("/docs/odd/evil", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".copy").first.click()
    page.locator(".copy", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == '# comment\nFROM alpine:3.22\nRUN echo "$HOME" --flag'


def test_the_link_is_copied(opened: Open, server: Any) -> None:
    page = opened("/chat/", permissions=["clipboard-read", "clipboard-write"])
    ask(page, "What is Docker?")
    page.locator("#links a", has_text="Link").click()
    page.locator("#links a", has_text="Link copied").wait_for()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith(f"{server.base}/chat/?c=")


def test_ten_tabs_answer(opened: Open) -> None:
    first = opened("/chat/")
    tabs = [first] + [first.context.new_page() for _ in range(9)]
    for tab in tabs[1:]:
        tab.goto("/chat/")
        ready(tab)
    for tab in tabs:
        assert "open-source" in ask(tab, "What is Docker?")


def test_one_question_is_one_request(opened: Open) -> None:
    page = opened("/chat/")
    ask(page, "What is Docker?")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.method))
    times = []
    for number in range(8):
        began = time.monotonic()
        ask(page, f"what is a container {number}")
        times.append(time.monotonic() - began)
    assert seen == ["POST"] * 8
    print(f"answer shown after Enter: median {statistics.median(times) * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms")


def test_known_questions_are_offered_while_typing(opened: Open) -> None:
    page = opened("/chat/")
    page.locator(BOX).press_sequentially("what is a con", delay=5)
    offered = page.locator("#known button")
    offered.first.wait_for()
    assert offered.all_inner_texts() == ["What is a Container?"]
    offered.first.click()
    answers(page).first.wait_for()
    assert "Containerization" in answers(page).first.inner_text()
    offered.first.wait_for(state="detached")


def test_the_page_holds_nothing_that_was_typed_as_markup(opened: Open) -> None:
    page = opened("/chat/")
    text = "use <image> and <details> $(docker ps -aq) $$ $HOME __init__ `x` **b** [a](http://e.x) ![i](http://e.x/p.png)\n- one\n1. two"
    page.fill(BOX, text)
    page.press(BOX, "Enter")
    answers(page).first.wait_for()
    shown = page.locator("#talk .user-row .md").first
    assert shown.inner_text().replace("\xa0", " ").strip() == text
    assert shown.locator("a, img, strong, code, li").count() == 0
