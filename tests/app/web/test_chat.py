"""The chat page's functions: what is shown is what was meant, and a conversation is its questions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.answer import Option, Verdict
from app.chat import Asked, Talk, pack, read_history, unpack
from app.chat.examples import topics
from app.chat.feedback import ballot_of, vote_on
from app.chat.known import KnownQuestions
from app.chat.page import scopes
from app.chat.parts import choices_of
from app.chat.safe import plain_words, safe_markdown, shown_letter_for_letter
from app.chat.show import answer_markdown, messages, saved_markdown, why_markdown
from app.chat.wire import ROOM, write_history
from app.engine import Assistant
from app.hardening import MAX_BODY, MAX_TEXT


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("docker rm <container>", "docker rm `<container>`"),
        ("a <details> and <image>", "a `<details>` and `<image>`"),
        ("1 < 2 and <!-- x --> </b>", "1 &lt; 2 and &lt;!-- x --> &lt;/b>"),
        ("run `docker rm <x>` now <y>", "run `docker rm <x>` now `<y>`"),
        ("``a ` <b>`` <c>", "``a ` <b>`` `<c>`"),
        ("one ` tick <c>", "one \\` tick `<c>`"),
        ("`a`<b> <c>`d` `https://x.y", "`a`&lt;b> &lt;c>`d` \\`https&#58;//x&#46;y"),
        ("said [1] and [12].", "said [1] and [12]."),
        ("see [docs](https://x.y) ![i](z) [1](evil) [a]: b", "see \\[docs](`https://x.y`) \\!\\[i](z) \\[1](evil) \\[a]: b"),
        ("at https://docs.docker.com/a. Then", "at `https://docs.docker.com/a`. Then"),
        ("mail me@example.com or www.x.org", "mail `me@example.com` or `www.x.org`"),
        ("$(docker ps -aq) $$ $HOME __init__ \\<kept\\>", "$(docker ps -aq) $$ $HOME __init__ \\<kept\\>"),
        ("```sh\necho <x> [a](b)\n```\n<x>", "```sh\necho <x> [a](b)\n```\n`<x>`"),
        ("````\n```\n<x>\n````\n<y>", "````\n```\n<x>\n````\n`<y>`"),
        ("| a | b <c> |", "| a | b `<c>` |"),
    ],
)
def test_an_answers_markdown_is_made_safe(written: str, shown: str) -> None:
    assert safe_markdown(written) == shown


def rendered(markdown: str) -> list[str]:
    """Types of the inline and block tokens that a CommonMark reader with HTML and autolinks sees."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(markdown)
    return [child.type for token in tokens for child in (token.children or [])] + [token.type for token in tokens]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab<>[]()!`*_\\&;:/.#-|~\n 1x@h", max_size=60))
def test_no_answer_holds_html_a_link_or_an_image(text: str) -> None:
    seen = rendered(safe_markdown(text.replace("    ", " ")))
    assert not {"html_inline", "html_block", "link_open", "image"} & set(seen)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_a_question_is_shown_letter_for_letter(text: str) -> None:
    markdown = shown_letter_for_letter(text)
    seen = rendered(markdown)
    assert set(seen) <= {"text", "softbreak", "paragraph_open", "inline", "paragraph_close", "text_special", "hardbreak"}
    words = "".join(child.content for token in MarkdownIt().parse(markdown) for child in (token.children or []))
    kept = [char for char in text if char.isalnum() or char in "<>&*_`[]()#"]
    assert [char for char in words if char.isalnum() or char in "<>&*_`[]()#"] == kept


def test_a_usual_question_is_not_peppered_with_entities() -> None:
    assert shown_letter_for_letter("What is Docker, and why (really)?") == "What is Docker, and why (really)?"
    assert shown_letter_for_letter("- a\n1. b\n  c") == "&#45; a\n1&#46; b\n&nbsp;&nbsp;c"


def test_titles_cannot_break_out_of_a_link() -> None:
    assert plain_words("a](b) <c>\n*d*") == "a\\](b) \\<c\\> \\*d\\*"


def test_an_answer_lists_its_sources_with_marked_links(docker_assistant: Assistant) -> None:
    answer = docker_assistant.ask("What is Docker?")
    shown = answer_markdown(answer)
    assert "**Sources**" in shown
    citation = answer.citations[0]
    spans = ",".join(f"{quote.start}-{quote.end}" for quote in citation.quotes[:1])
    assert f"](/docs/docker?hl={spans}" in shown
    assert "[1]" in shown


def test_a_decline_has_no_sources(docker_assistant: Assistant) -> None:
    shown = answer_markdown(docker_assistant.ask("what is the capital of France"))
    assert "Sources" not in shown
    assert "/docs/" not in shown


def test_why_names_what_was_found(docker_assistant: Assistant) -> None:
    shown = why_markdown(docker_assistant.ask("What is Docker?"))
    assert "1. [What is Docker?](/docs/docker#what-is-docker)" in shown
    assert "Verdict: answered" in shown
    assert "Verdict: off topic" in why_markdown(docker_assistant.ask(""))


def test_a_conversation_is_its_questions(docker_assistant: Assistant) -> None:
    talk = Talk(lambda: docker_assistant)
    first = talk.respond("What is Docker?", "")
    second = talk.respond("and a virtual machine?", first.history)
    assert second.asked == (Asked("What is Docker?"), Asked("and a virtual machine?"))
    assert second.turns[0] == first.turns[0]
    assert second.turns[1].answer == docker_assistant.ask("and a virtual machine?", ["What is Docker?"])
    assert Talk(lambda: docker_assistant).replay(unpack(pack(second.asked))) == second
    assert [message["role"] for message in messages(second)] == ["user", "assistant"] * 2


@pytest.mark.parametrize(
    "history", ["", "null", "{", "[1, null, {}, [1], [[], 2], [1, 2, 3]]", '{"a": 1}', "[" * 5000, '["' + "x" * 9000 + '"]']
)
def test_a_damaged_history_is_no_history(docker_assistant: Assistant, history: str) -> None:
    assert len(Talk(lambda: docker_assistant).respond("What is Docker?", history).turns) == 1


def test_each_question_is_answered_from_where_it_was_asked(odd_assistant: Assistant) -> None:
    talk = Talk(lambda: odd_assistant)
    first = talk.respond("What is Docker?", "", "docker")
    second = talk.respond("What is Docker?", first.history, "odd")
    assert second.history == '[["What is Docker?", "docker"], ["What is Docker?", "odd"]]'
    assert second.turns[0] == first.turns[0]
    assert all(citation.section.page.source == "odd" for citation in second.turns[1].answer.citations)
    assert [name for name, _ in scopes(odd_assistant)] == ["All sources", "docker", "odd"]


def test_one_source_needs_no_choice(docker_assistant: Assistant) -> None:
    assert scopes(docker_assistant) == [("All sources", "")]


def test_a_question_with_two_readings_gets_a_button_for_each(docker_assistant: Assistant) -> None:
    options = (Option("The engine", "what is docker engine"), Option("The company", "what is docker inc"))
    answer = replace(docker_assistant.ask("What is Docker?"), verdict=Verdict.CLARIFY, options=options)
    labels, questions = choices_of(answer)
    assert labels == ["The engine", "The company"]
    assert questions == ["what is docker engine", "what is docker inc"]
    assert choices_of(None) == ([], [])


def test_blank_questions_change_nothing_and_long_ones_are_not_kept(docker_assistant: Assistant) -> None:
    talk = Talk(lambda: docker_assistant)
    before = talk.respond("What is Docker?", "")
    assert talk.respond("  \n", before.history) == before
    after = talk.respond("x" * 9000, before.history)
    assert len(after.turns) == 2
    assert after.history == before.history
    assert len(messages(after)[2]["content"]) < 8100


def test_a_history_of_the_longest_questions_fits_into_a_request() -> None:
    worst = '"\U0001f40b' * 4000
    history = write_history([Asked(worst)] * 20)
    body = json.dumps({"data": [worst, history], "session_hash": "x" * 20, "fn_index": 3}, ensure_ascii=False)
    assert len(json.dumps(history, ensure_ascii=False).encode()) <= ROOM
    assert len(body.encode()) <= MAX_BODY
    assert len(history) <= MAX_TEXT


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=50).filter(lambda text: text.strip() != ""), max_size=20))
def test_a_packed_conversation_is_unpacked(questions: list[str]) -> None:
    asked = [Asked(question, "odd" if at % 2 else "") for at, question in enumerate(questions)]
    assert unpack(pack(asked)) == asked


@pytest.mark.parametrize("text", ["", "!", "AAAA", "x" * 30000, pack([Asked("a")])[:-4], pack([Asked("x" * 500_000)])])
def test_a_damaged_link_holds_no_conversation(text: str) -> None:
    assert unpack(text) == []


def test_history_is_bounded() -> None:
    assert len(read_history(json.dumps([f"q{n}" for n in range(100)]))) == 20
    assert read_history(json.dumps([f"q{n}" for n in range(100)]))[-1] == Asked("q99")


def test_a_saved_conversation_is_complete(docker_assistant: Assistant) -> None:
    saved = saved_markdown(Talk(lambda: docker_assistant).replay([Asked("What is Docker?")]), "http://host")
    assert saved.startswith("# Docklore conversation")
    assert docker_assistant.library.id in saved
    assert "> What is Docker?" in saved
    assert "](http://host/docs/docker?hl=" in saved


def test_examples_are_questions_that_the_sources_answer(docker_assistant: Assistant) -> None:
    offered = topics(docker_assistant)
    assert len(offered) >= 1
    for question in next(iter(offered.values())):
        assert not docker_assistant.ask(question).verdict.declined


def test_known_questions_are_found_by_the_beginnings_of_their_words(odd_assistant: Assistant) -> None:
    known = KnownQuestions(odd_assistant.library.sections)
    assert known.matching("what is a con") == ["What is a Container?"]
    assert known.matching("docker dif")[0] == "What is the difference between Docker & a virtuel machine?"
    assert known.matching("wibble") == ["what is a wibblefrotz?"]
    assert known.matching("What is a Container?") == []
    for nothing in ("", "wh", "no such words at all", "x" * 500, "???", "\U0010ffff\U0010ffffz"):
        assert known.matching(nothing) == []


def test_a_vote_is_read_from_what_the_page_was_given() -> None:
    vote = vote_on(ballot_of("id", "sha256:x", "why?\nreally"), False, "Wrong", " note ")
    assert vote is not None
    assert (vote.answer, vote.index, vote.question, vote.good, vote.reason, vote.note) == (
        "id",
        "sha256:x",
        "why?\nreally",
        False,
        "Wrong",
        "note",
    )
    assert vote_on("nonsense", True) is None
    assert vote_on(ballot_of("a", "b", "c"), False, "made up").reason == ""  # type: ignore[union-attr]
