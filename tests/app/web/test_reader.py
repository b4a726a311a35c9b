"""The reader: what is drawn, what is marked, where links lead, what is kept out."""

from __future__ import annotations

import html
import random
import re

import pytest
from starlette.testclient import TestClient

from app.address import merge, page_url, read_spans
from app.engine import Assistant
from app.reader import citation_url
from app.reader.book import Book
from app.reader.code import code_html
from app.reader.links import LinkMap
from app.reader.pen import Highlights
from corpus import Page

MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")


def marked_text(page: str) -> str:
    return " ".join(html.unescape(TAG.sub("", "".join(MARK.findall(page)))).split())


def test_every_sentence_of_the_source_text_is_marked_exactly(docker_assistant: Assistant) -> None:
    book = Book(docker_assistant.library)
    sentences = [(section, sentence) for section in docker_assistant.library.sections for sentence in section.sentences]
    assert len(sentences) > 15
    for section, sentence in sentences:
        page = book.html(section.page, ((sentence.start, sentence.end),))
        assert marked_text(page) == " ".join(section.text_of(sentence).split())


def test_marks_change_nothing_but_marks(odd_assistant: Assistant) -> None:
    book = Book(odd_assistant.library)
    dice = random.Random(7)
    for page in odd_assistant.library.pages:
        plain = book.html(page)
        for _ in range(40):
            start = dice.randrange(len(page.text))
            marked = book.html(page, ((start, start + dice.randrange(1, 200)),))
            assert marked.replace("<mark>", "").replace("</mark>", "") == plain


def test_what_an_answer_quotes_is_what_its_citation_marks(docker_assistant: Assistant, client: TestClient) -> None:
    answer = docker_assistant.ask("docker vs vm")
    assert answer.citations
    for citation in answer.citations:
        shown = marked_text(client.get(citation_url(citation).partition("#")[0]).text)
        for quote in citation.quotes:
            assert " ".join(quote.plain.split()) in shown


def test_spans_that_are_none_are_ignored() -> None:
    assert read_spans("5-9,x,9-5,-1-4,7-,3-99999999,1_0-20,8-12,0-2,5-9-11,٣-٤", 40) == ((0, 2), (5, 12))
    assert read_spans("", 40) == ()
    assert read_spans("0-41", 40) == ()
    assert len(read_spans(",".join(f"{n}-{n + 1}" for n in range(0, 400, 2)), 1000)) == 50
    assert merge([(4, 6), (1, 3), (3, 4), (9, 10)]) == ((1, 6), (9, 10))


@pytest.mark.parametrize("marks", ["zz", "99999-100000", "9-1", "<script>", "1-2" * 300])
def test_a_page_opens_whatever_its_marks_are(client: TestClient, marks: str) -> None:
    answer = client.get("/docs/docker", params={"hl": marks})
    assert answer.status_code == 200
    assert "<mark>" not in answer.text


def test_the_source_texts_own_syntax_is_not_shown(client: TestClient) -> None:
    page = client.get("/docs/docker").text
    assert "TOCInline" not in page
    assert "@theme" not in page
    assert page.count("<h1>") == 1
    assert 'id="what-is-the-difference-between-docker--a-virtuel-machine"' in page
    assert "<strong>platform</strong>" in page


def test_front_matter_and_asks_are_not_shown(client: TestClient) -> None:
    page = client.get("/docs/odd/evil").text
    assert "<h1>Evil page</h1>" in page
    assert "front-matter-secret" not in page
    assert "asks-comment-secret" not in page


def test_html_of_a_source_is_defused(client: TestClient) -> None:
    page = client.get("/docs/odd/evil").text
    text = page[page.index('<div class="text">') :]
    for gone in (
        "<script",
        "onerror",
        "onclick",
        "style=",
        "<form",
        "<input",
        "<img",
        'href="javascript',
        'id="main"',
        "example.com/p.png",
    ):
        assert gone not in text.split("</article>")[0]
    assert "<b>thing</b>" in text
    assert "block text" in text
    assert '<span class="image">picture</span>' in text


def test_links_lead_to_the_reader_or_become_text(client: TestClient) -> None:
    page = client.get("/docs/odd/evil").text
    assert '<a href="/docs/odd/other#there" rel="noopener noreferrer">good</a>' in page
    assert '<a href="/docs/odd/other" rel="noopener noreferrer">bad anchor</a>' in page
    assert '<a href="https://example.com/x" rel="noopener noreferrer">out</a>' in page
    assert '<a href="/docs/odd/evil#second-part" rel="noopener noreferrer">here</a>' in page
    assert '<a href="/docs/odd/other" rel="noopener noreferrer">raw link</a>' in page
    assert ">dead<" not in page
    assert "missing.md" not in page.replace("raw dead", "")


def test_links_are_found_from_folders_and_roots(client: TestClient) -> None:
    index, leaf = client.get("/docs/odd/sub").text, client.get("/docs/odd/sub/leaf").text
    assert 'href="/docs/odd/sub/leaf" rel="noopener noreferrer">leaf' in index
    assert 'href="/docs/odd/other" rel="noopener noreferrer">up' in index
    assert 'href="/docs/odd/sub" rel="noopener noreferrer">index' in leaf
    assert 'href="/docs/odd/other" rel="noopener noreferrer">other' in leaf


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "mailto:a@b.c", "data:text/html,x", "http://[bad", "file:///etc/passwd", "../../../etc/passwd"]
)
def test_other_schemes_lead_nowhere(target: str) -> None:
    links = LinkMap({"a/b": frozenset(), "a/c": frozenset({"x"})}, frozenset({"a"}))
    assert links.resolve(Page("a/b", "", "B"), target) == ""


def test_a_tables_cells_are_marked_one_by_one(odd_assistant: Assistant) -> None:
    page = odd_assistant.library.pages_by_id["odd/evil"]
    at = page.text.index("one **two**")
    assert marked_text(Book(odd_assistant.library).html(page, ((at, at + 11),))) == "one two"
    code = page.text.index("a \\| b")
    assert marked_text(Book(odd_assistant.library).html(page, ((code, code + 6),))) == "a | b"


def test_code_is_coloured_without_changing_it() -> None:
    content = 'FROM alpine\nRUN echo "$HOME" && <x>\n'.rstrip("\n")
    drawn = code_html(content, "dockerfile", list(range(len(content))), Highlights(((5, 11),)))
    assert html.unescape(TAG.sub("", drawn)).strip() == content
    assert '<span class="k">FROM</span>' in drawn
    assert marked_text(drawn) == "alpine"
    assert "<span" not in code_html(content, "no-such-language", [], Highlights(()))


def test_the_twin_is_the_source_word_for_word(client: TestClient, docker_assistant: Assistant) -> None:
    answer = client.get("/docs/docker.md")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.text == docker_assistant.library.pages_by_id["docker"].text


def test_the_contents_list_every_page(client: TestClient, odd_assistant: Assistant) -> None:
    page = client.get("/docs/").text
    for known in odd_assistant.library.pages:
        assert f'href="{page_url(known.id)}"' in page
    assert client.get("/docs/odd").status_code == 200
    assert client.get("/docs/odd/sub/", follow_redirects=False).headers["location"] == "/docs/odd/sub"


def test_a_search_lists_the_retrievals_hits(client: TestClient, odd_assistant: Assistant) -> None:
    first = odd_assistant.search("what is containerization", 1)[0].section
    page = client.get("/docs/", params={"q": "what is containerization"}).text
    assert page.index(page_url(first.page.id)) > 0
    assert f">{html.escape(first.title)}</a>" in page
    assert "<script>alert" not in client.get("/docs/", params={"q": "<script>alert(1)</script>"}).text
    assert "Nothing found" in client.get("/docs/", params={"q": "????"}).text


def test_a_missing_page_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/docs/no/such<b>page")
    assert answer.status_code == 404
    assert "No such page" in answer.text
    assert "<b>page" not in answer.text


def test_previous_and_next_follow_the_tree(client: TestClient) -> None:
    page = client.get("/docs/odd/sub").text
    assert 'rel="prev" href="/docs/odd/other"' in page
    assert 'rel="next" href="/docs/odd/sub/leaf"' in page


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/docs/docker").headers["etag"]
    assert client.get("/docs/docker", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/docs/docker?hl=1-40", headers={"if-none-match": tag}).status_code == 200
