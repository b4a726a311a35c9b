"""A conversation from its questions alone: the server keeps none, and the same questions give the same conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.answer import Answer
from app.chat.wire import Asked, read_history, write_history
from app.engine import Assistant
from app.understand import MAX_QUESTION

Provide = Callable[[], Assistant]
KEPT = 256
"""Answers that are kept ready, so that a longer conversation is not answered anew with each question."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer."""

    asked: Asked
    answer: Answer

    @property
    def question(self) -> str:
        """What was asked."""
        return self.asked.question


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns that are shown, and the history that the tab keeps for the next question."""

    turns: tuple[Turn, ...] = ()
    history: str = "[]"

    @property
    def last(self) -> Answer | None:
        """The answer to the last question."""
        return self.turns[-1].answer if self.turns else None

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What was asked, and where it was looked for."""
        return tuple(turn.asked for turn in self.turns)


class Talk:
    """Answers within conversations, from whatever ``provide`` gives."""

    def __init__(self, provide: Provide) -> None:
        self._provide = provide
        self._ready: dict[str, Answer] = {}

    def respond(self, message: str, history: str, scope: str = "") -> Conversation:
        """The conversation with one more question; a blank one changes nothing, an over-long one is not kept."""
        earlier = read_history(history)
        if not message.strip():
            return self.replay(earlier)
        asked = [*earlier, Asked(message, scope)]
        return Conversation(self._turns(asked), write_history(asked if len(message) <= MAX_QUESTION else earlier))

    def replay(self, asked: Sequence[Asked]) -> Conversation:
        """The conversation that these questions make."""
        history = write_history(asked)
        return Conversation(self._turns(read_history(history)), history)

    def _turns(self, asked: Sequence[Asked]) -> tuple[Turn, ...]:
        assistant = self._provide()
        questions = [item.question for item in asked]
        return tuple(Turn(item, self._answer(assistant, item, questions[:at])) for at, item in enumerate(asked))

    def _answer(self, assistant: Assistant, asked: Asked, history: Sequence[str]) -> Answer:
        key = hashlib.sha256(json.dumps([assistant.library.id, *asked, *history]).encode()).hexdigest()
        answer = self._ready.get(key)
        if answer is None:
            answer = assistant.ask(asked.question, history, asked.scope or None)
            if len(self._ready) >= KEPT:
                self._ready.clear()
            self._ready[key] = answer
        return answer
