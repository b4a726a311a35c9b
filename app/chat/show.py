"""A conversation as Markdown: messages for the page, why an answer was given, and the whole for saving."""

from __future__ import annotations

from collections.abc import Sequence

from app.address import citation_url, highlight_url
from app.answer import Answer, Citation
from app.assets import page_templates
from app.chat.safe import plain_words, safe_markdown, shown_letter_for_letter
from app.chat.talk import Conversation, Turn
from app.form import path_of
from corpus import Section
from index import Hit

Message = dict[str, str]
LONGEST_SHOWN = 8_000
EXCERPT = 160


def messages(conversation: Conversation) -> list[Message]:
    """The turns as the chat view takes them."""
    return [message for turn in conversation.turns for message in _messages(turn)]


def _messages(turn: Turn) -> list[Message]:
    question = turn.question[:LONGEST_SHOWN] + (" …" if len(turn.question) > LONGEST_SHOWN else "")
    return [
        {"role": "user", "content": shown_letter_for_letter(question)},
        {"role": "assistant", "content": answer_markdown(turn.answer)},
    ]


def answer_markdown(answer: Answer) -> str:
    """An answer with its sources, or with the closest sections when it is declined."""
    return _fill(
        "answer.md.j2", answer=answer, body=safe_markdown(answer.markdown),
        understood=shown_letter_for_letter(" ".join((answer.interpreted_as or "").split())),
        sources=[_source(citation) for citation in answer.citations], closest=_sections(answer.closest), also=_sections(answer.see_also),
    )  # fmt: skip


def why_markdown(answer: Answer) -> str:
    """Why this answer: what was understood, how sure it is, and what was found."""
    understood = shown_letter_for_letter(" ".join((answer.interpreted_as or answer.question).split())[:400])
    return _fill("why.md.j2", answer=answer, understood=understood, hits=[_hit(hit) for hit in answer.hits[:8]])


def saved_markdown(conversation: Conversation, address: str) -> str:
    """The whole conversation as a Markdown document; ``address`` is put before the reader's addresses."""
    turns = [
        {"question": _quoted(turn.question), "answer": turn.answer, "sources": [_source(c) for c in turn.answer.citations]}
        for turn in conversation.turns
    ]
    index = conversation.last.index if conversation.last else ""
    return _fill("saved.md.j2", turns=turns, address=address, index=index)


def _quoted(question: str) -> str:
    return "\n".join(f"> {line}" for line in question.splitlines())


def _fill(template: str, **values: object) -> str:
    return page_templates().get_template(template).render(**values).strip()


def _source(citation: Citation) -> dict[str, object]:
    return {"n": citation.n, **_section(citation.section, citation_url(citation))}


def _sections(sections: Sequence[Section]) -> list[dict[str, object]]:
    return [_section(section, highlight_url(section)) for section in sections]


def _section(section: Section, url: str) -> dict[str, object]:
    return {"title": plain_words(section.title or section.page.title), "path": plain_words(" › ".join(path_of(section)[:-1])), "url": url}


def _hit(hit: Hit) -> dict[str, object]:
    chunk, cosine = hit.matches[0]
    words = " ".join(chunk.text.split())
    excerpt = words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"
    section = _section(hit.section, highlight_url(hit.section))
    return {
        **section,
        "rank": hit.rank,
        "score": hit.score,
        "kind": chunk.kind.value,
        "cosine": cosine,
        "excerpt": shown_letter_for_letter(excerpt),
    }
