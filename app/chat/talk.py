"""A conversation from its questions alone: the server keeps none, and the same questions give the same conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.answer import Answer
from app.chat.wire import read_history, write_history
from app.engine import Assistant
from app.understand import MAX_QUESTION

Provide = Callable[[], Assistant]
KEPT = 256
"""Answers that are kept ready, so that a longer conversation is not answered anew with each question."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer."""

    question: str
    answer: Answer


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
    def questions(self) -> tuple[str, ...]:
        """What was asked."""
        return tuple(turn.question for turn in self.turns)


class Talk:
    """Answers within conversations, from whatever ``provide`` gives."""

    def __init__(self, provide: Provide) -> None:
        self._provide = provide
        self._ready: dict[str, Answer] = {}

    def respond(self, message: str, history: str) -> Conversation:
        """The conversation with one more question; a blank one changes nothing, an over-long one is not kept."""
        earlier = read_history(history)
        if not message.strip():
            return self.replay(earlier)
        turns = self._turns([*earlier, message])
        kept = [*earlier, message] if len(message) <= MAX_QUESTION else earlier
        return Conversation(turns, write_history(kept))

    def replay(self, questions: Sequence[str]) -> Conversation:
        """The conversation that these questions make."""
        history = write_history(questions)
        return Conversation(self._turns(read_history(history)), history)

    def _turns(self, questions: Sequence[str]) -> tuple[Turn, ...]:
        assistant = self._provide()
        return tuple(Turn(question, self._answer(assistant, question, questions[:at])) for at, question in enumerate(questions))

    def _answer(self, assistant: Assistant, question: str, history: Sequence[str]) -> Answer:
        key = hashlib.sha256(json.dumps([assistant.library.id, question, *history]).encode()).hexdigest()
        answer = self._ready.get(key)
        if answer is None:
            answer = assistant.ask(question, history)
            if len(self._ready) >= KEPT:
                self._ready.clear()
            self._ready[key] = answer
        return answer
