"""The components of the chat page, and what they show for a conversation. Gradio's module is handed in: it takes seconds to import."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from app.answer import Answer
from app.assets import page_templates
from app.chat.examples import SHOWN, Topics
from app.chat.feedback import LONGEST_NOTE, REASONS, ballot_of
from app.chat.show import messages, why_markdown
from app.chat.talk import Conversation
from app.chat.wire import LONGEST_LINK, pack
from app.understand import MAX_QUESTION

Component = Any
"""A Gradio component; its types are not checked here."""
Scopes = list[tuple[str, str]]
"""Labels and values of where answers are looked for."""
CHOICES = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page that are wired to something."""

    fresh: Component
    talk: Component
    examples: Component
    topic: Component | None
    chips: list[Component]
    after: Component
    choices: list[Component]
    vote: VoteParts
    why: Component
    scope: Component
    box: Component
    links: Component
    history: Component
    pressed: Component
    ballot: Component
    restore: Component

    def outputs(self) -> list[Component]:
        """What an answer changes, in the order of :func:`shown`."""
        return [
            self.history, self.talk, self.box, self.examples, self.after, self.pressed, *self.choices, self.why, self.links,
            self.ballot, *self.vote.outputs(),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class VoteParts:
    """The components of a vote."""

    row: Component
    yes: Component
    no: Component
    reasons: Component
    reason: Component
    note: Component
    send: Component
    thanks: Component

    def outputs(self) -> list[Component]:
        """What a vote changes: the question, the reasons, the thanks."""
        return [self.row, self.reasons, self.thanks]


def words(template: str, **values: object) -> str:
    """The words of one of the page's templates."""
    return page_templates().get_template(template).render(**values).strip()


def make_parts(gr: ModuleType, offered: Topics, scopes: Scopes) -> Parts:
    """Every component, top to bottom; called inside ``gr.Blocks``."""
    with gr.Row(elem_id="head"):
        gr.Markdown(words("head.md.j2"), elem_id="title")
        with gr.Row(elem_id="head-tools"):
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm", min_width=60)
            gr.Button("Dark", elem_id="theme-switch", size="sm", min_width=60)
    talk = gr.Chatbot(
        label="Conversation", elem_id="talk", height="auto", buttons=["copy"], latex_delimiters=[], placeholder=words("empty.md.j2"),
        allow_file_downloads=False, group_consecutive_messages=False, layout="panel", container=False,
    )  # fmt: skip
    examples, topic, chips = _example_parts(gr, offered)
    with gr.Column(elem_id="after", visible=False) as after:
        with gr.Row(elem_classes="chips", elem_id="choices"):
            choices = [gr.Button("", visible=False, size="sm", min_width=60) for _ in range(CHOICES)]
        vote = _vote_parts(gr)
        with gr.Accordion("Why this answer", open=False, elem_id="why"):
            why = gr.Markdown(elem_id="why-text", latex_delimiters=[])
    scope = gr.Radio(scopes, value="", label="Look in", elem_id="scope", visible=len(scopes) > 1)
    box = gr.Textbox(
        label="Your question", placeholder="Ask about Docker, or paste an error", submit_btn="Ask", max_length=MAX_QUESTION,
        lines=1, max_lines=8, elem_id="question", autofocus=True,
    )  # fmt: skip
    links = gr.Markdown(words("links.md.j2", packed=""), elem_id="links")
    history, pressed, ballot = (gr.Textbox(visible="hidden", elem_id=name, label=name) for name in ("history", "pressed", "ballot"))
    restore = gr.Button("Restore", visible="hidden", elem_id="restore")
    return Parts(fresh, talk, examples, topic, chips, after, choices, vote, why, scope, box, links, history, pressed, ballot, restore)


def _example_parts(gr: ModuleType, offered: Topics) -> tuple[Component, Component | None, list[Component]]:
    with gr.Column(elem_id="examples") as holder:
        topic = None
        if len(offered) > 1:
            topic = gr.Radio(list(offered), value=next(iter(offered)), label="Examples", elem_id="topics", container=False)
        with gr.Row(elem_classes="chips"):
            first = next(iter(offered.values()))
            chips = [gr.Button(value, visible=bool(value), size="sm", min_width=60) for value in padded(first, SHOWN)]
    return holder, topic, chips


def _vote_parts(gr: ModuleType) -> VoteParts:
    with gr.Row(elem_id="vote", visible=False) as row:
        gr.Markdown("Was this answer right?")
        yes = gr.Button("Yes", elem_id="vote-yes", size="sm", min_width=60)
        no = gr.Button("No", elem_id="vote-no", size="sm", min_width=60)
    with gr.Column(visible=False, elem_id="vote-reasons") as reasons:
        reason = gr.Radio(list(REASONS), label="What was wrong?", elem_id="vote-reason")
        note = gr.Textbox(label="Note (optional)", max_length=LONGEST_NOTE, elem_id="vote-note")
        send = gr.Button("Send", elem_id="vote-send", size="sm")
    thanks = gr.Markdown(words("thanks.md.j2"), visible=False, elem_id="vote-thanks")
    return VoteParts(row, yes, no, reasons, reason, note, send, thanks)


def padded(values: tuple[str, ...], length: int) -> list[str]:
    """The values, and empty ones up to ``length``."""
    return [*values, *[""] * length][:length]


def shown(gr: ModuleType, conversation: Conversation, path: str, *, voting: bool, notice: str = "") -> list[Component]:
    """What the components of :meth:`Parts.outputs` show for a conversation; the question box is emptied."""
    last = conversation.last
    labels, questions = choices_of(last)
    ballot = ballot_of(last.id, last.index, conversation.turns[-1].question) if last else ""
    turns = messages(conversation)
    if notice:
        turns.insert(0, {"role": "assistant", "content": notice})
    return [
        conversation.history,
        turns,
        "",
        gr.update(visible=last is None),
        gr.update(visible=last is not None),
        json.dumps(questions, ensure_ascii=False),
        *(gr.update(value=label, visible=bool(label)) for label in padded(tuple(labels), CHOICES)),
        why_markdown(last) if last else "",
        _links(conversation, path),
        ballot,
        gr.update(visible=voting and last is not None),
        gr.update(visible=False),
        gr.update(visible=False),
    ]


def choices_of(answer: Answer | None) -> tuple[list[str], list[str]]:
    """Labels and questions of the buttons under an answer: its readings when it asks which is meant, else its suggestions."""
    if answer is None:
        return [], []
    if answer.options:
        return [option.label for option in answer.options], [option.question for option in answer.options]
    return list(answer.suggestions), list(answer.suggestions)


def _links(conversation: Conversation, path: str) -> str:
    packed = pack(conversation.asked) if conversation.turns else ""
    if len(packed) > LONGEST_LINK:
        packed = ""
    return words("links.md.j2", packed=packed, chat=path, index=conversation.last.index[:19] if conversation.last else "")
