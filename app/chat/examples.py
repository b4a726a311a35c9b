"""Example questions by topic: only those that the loaded sources answer are offered."""

from __future__ import annotations

import json
from importlib.resources import files

from app.answer import Verdict
from app.engine import Assistant
from corpus import Section

SHOWN = 4
Topics = dict[str, tuple[str, ...]]
OTHER = "Examples"


def topics(assistant: Assistant) -> Topics:
    """Up to four examples a topic, topics with fewer than two left out; questions of the sources themselves when none fits."""
    known: dict[str, list[str]] = json.loads(files("app.chat").joinpath("examples.json").read_text("utf-8"))
    found: Topics = {}
    for topic, questions in known.items():
        answered = tuple(question for question in questions if _answered(assistant, question))[:SHOWN]
        if len(answered) >= 2:
            found[topic] = answered
    return found or {OTHER: _own_questions(assistant)}


def _answered(assistant: Assistant, question: str) -> bool:
    return assistant.ask(question).verdict is Verdict.ANSWERED


def _own_questions(assistant: Assistant) -> tuple[str, ...]:
    """Questions that sections of the sources name as theirs, spread over the pages."""
    found: dict[str, str] = {}
    for section in assistant.library.sections:
        question = _question(section)
        if question:
            found.setdefault(section.page.id, question)
    return tuple(found.values())[:SHOWN]


def _question(section: Section) -> str:
    if section.title.endswith("?"):
        return section.title
    return next((ask for ask in section.asks if ask.endswith("?")), "")
