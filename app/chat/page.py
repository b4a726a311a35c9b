"""The Gradio page: it shows what :class:`app.chat.talk.Talk` gives. Everything that a tab knows travels as plain strings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from app.chat.examples import SHOWN, topics
from app.chat.feedback import Feedback, vote_on
from app.chat.parts import Component, Parts, Scopes, make_parts, padded, shown, words
from app.chat.talk import Conversation, Provide, Talk
from app.chat.wire import read_history, unpack
from app.engine import Assistant

if TYPE_CHECKING:
    import gradio

Updates = list[Component]


def build_chat(provide: Provide, feedback: Feedback | None = None, path: str = "/chat") -> gradio.Blocks:
    """The chat page over whatever assistant ``provide`` gives; votes are offered only where ``feedback`` takes them."""
    import gradio as gr

    offered = topics(provide())
    page = _Page(gr, Talk(provide), path, voting=feedback is not None)
    with gr.Blocks(title="Docklore", analytics_enabled=False) as demo:
        parts = make_parts(gr, offered, scopes(provide()))
        _wire_questions(parts, page)
        _on(demo.load, page.opened(), None, parts.outputs())
        if parts.topic is not None:
            chosen = _Topic(gr, offered)
            _on(parts.topic.change, chosen.chips, parts.topic, parts.chips)
        if feedback is not None:
            _wire_votes(gr, parts, feedback)
    return demo


def scopes(assistant: Assistant) -> Scopes:
    """Where answers can be looked for: everything, and each source by name when there is more than one."""
    pages = assistant.library.pages
    everything = [("All sources", "")]
    if len({page.source for page in pages}) < 2:
        return everything
    names = dict.fromkeys(page.id.partition("/")[0] for page in pages)
    return everything + [(name, name) for name in names]


def _on(event: Callable[..., Any], handler: Callable[..., Any], inputs: Any, outputs: Any) -> None:
    """Wire an event: answered in its own request, without Gradio's queue, and no part of its public API."""
    event(handler, inputs, outputs, queue=False, show_progress="hidden", api_visibility="private")


def _wire_questions(parts: Parts, page: _Page) -> None:
    outputs = parts.outputs()
    _on(parts.box.submit, page.asked, [parts.box, parts.history, parts.scope], outputs)
    for chip in parts.chips:
        _on(chip.click, page.asked, [chip, parts.history, parts.scope], outputs)
    for at, choice in enumerate(parts.choices):
        _on(choice.click, page.choice(at), [parts.pressed, parts.history, parts.scope], outputs)
    _on(parts.fresh.click, page.cleared, None, outputs)
    _on(parts.restore.click, page.restored, parts.history, outputs)


@dataclass(frozen=True, slots=True)
class _Page:
    """The handlers: strings in, what the components show out."""

    gr: ModuleType
    talk: Talk
    path: str
    voting: bool

    def asked(self, message: str, history: str, scope: str) -> Updates:
        """One more question."""
        return self._shown(self.talk.respond(message, history, scope))

    def choice(self, at: int) -> Callable[[str, str, str], Updates]:
        """The handler of the button at a place under an answer."""

        def choose(pressed: str, history: str, scope: str) -> Updates:
            offered = read_history(pressed)
            return self.asked(offered[at].question if at < len(offered) else "", history, scope)

        return choose

    def cleared(self) -> Updates:
        """A new conversation."""
        return self._shown(Conversation())

    def restored(self, history: str) -> Updates:
        """The conversation that the tab remembers."""
        return self._shown(self.talk.replay(read_history(history)))

    def opened(self) -> Callable[..., Updates]:
        """The handler for opening the page: ``?q=`` is put in the box and not asked, ``?c=`` is a linked conversation."""
        from gradio import Request

        def open_page(request: Request) -> Updates:
            query = request.query_params
            conversation = self.talk.replay(unpack(query.get("c", "")))
            linked = conversation.last is not None and not conversation.last.index.startswith(query.get("i", ""))
            updates = self._shown(conversation, words("other_index.md.j2") if linked else "")
            updates[2] = query.get("q", "")[:8000]
            return updates

        open_page.__annotations__["request"] = Request
        return open_page

    def _shown(self, conversation: Conversation, notice: str = "") -> Updates:
        return shown(self.gr, conversation, self.path, voting=self.voting, notice=notice)


@dataclass(frozen=True, slots=True)
class _Topic:
    """Changes the examples with the topic."""

    gr: ModuleType
    offered: dict[str, tuple[str, ...]]

    def chips(self, name: str) -> Updates:
        return [self.gr.update(value=value, visible=bool(value)) for value in padded(self.offered.get(name, ()), SHOWN)]


def _wire_votes(gr: ModuleType, parts: Parts, feedback: Feedback) -> None:
    vote = parts.vote

    def take(ballot: str, good: bool, reason: str = "", note: str = "") -> Updates:
        found = vote_on(ballot, good, reason, note)
        if found:
            feedback(found)
        return [gr.update(visible=False), gr.update(visible=False), gr.update(visible=True)]

    _on(vote.yes.click, lambda ballot: take(ballot, True), parts.ballot, vote.outputs())
    _on(vote.no.click, lambda: [gr.update(visible=False), gr.update(visible=True), gr.update(visible=False)], None, vote.outputs())
    _on(
        vote.send.click,
        lambda ballot, reason, note: take(ballot, False, reason or "", note),
        [parts.ballot, vote.reason, vote.note],
        vote.outputs(),
    )
