"""Follow-ups: a question that leans on the ones before it is given what it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import terms

_LEAD = re.compile(
    r"\A\W*(?:and|or|but|also|then|so|now|what about|how about|what if|same for|instead|ok(?:ay)?|yes|no|still|thanks?)\b[\s,:]*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|its|that|this|these|those|them|they|one|ones|there|the same|the other|both)\b", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"\A\W*(?:(?:please )?(?:show|give)(?: me)?(?: an?| another| some)? (?:example|sample)s?|example|more|tell me more|"
    r"why(?: not)?|how(?: so)?|how come|what else|which (?:one|of them)\b.*|when|where|and\b.*|"
    r"is (?:it|that|this) .{0,40}|does (?:it|that|this) .{0,40}|still .{0,60}|i (?:did|tried) .{0,60}|"
    r"not working.{0,40}|same (?:error|problem).{0,40})\W*\Z",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\A\W*(?:what(?:'s| is| are) (?:an? )?|whats|define|explain|describe)\b", re.IGNORECASE)
_PLATFORM = re.compile(r"\A\W*(?:and |what about |how about )?(?:in|on|with|for|from|using|as) ", re.IGNORECASE)
_PREVIOUS = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """The question as it is searched, and the earlier text that it took; empty when it stands alone."""

    text: str
    context: str


def resolve(question: str, history: Sequence[str]) -> Resolved:
    """Resolve ``question`` against the earlier questions, oldest first. A full question on another topic stands alone."""
    if not history or not leans(question):
        return Resolved(question, "")
    context = topic(history)
    bare = _LEAD.sub("", question).strip() or question
    return Resolved(f"{context.rstrip(' .?!')} - {bare}", context)


def leans(question: str) -> bool:
    """Whether the question cannot be understood alone."""
    words = question.split()
    content = terms(question)
    if len(content) == 1 and _WHOLE.match(question) and not _PRONOUN.search(question):
        return False
    if _ELLIPSIS.match(question):
        return True
    if _LEAD.match(question) and len(content) <= 6:
        return True
    if _PRONOUN.search(question) and len(content) <= 6:
        return True
    return (len(words) <= 5 and len(content) <= 3 and bool(_PLATFORM.match(question))) or len(content) <= 1


def topic(history: Sequence[str]) -> str:
    """The last question that stood alone, and the last one that leaned on it; empty without history."""
    if not history:
        return ""
    taken: list[str] = []
    for question in reversed(history):
        taken.append(question)
        if not leans(question) or len(taken) == _PREVIOUS:
            break
    parts = [taken[-1], *([_LEAD.sub("", taken[0])] if len(taken) > 1 else [])]
    return ". ".join(part.strip(" .?!") for part in parts if part.strip(" .?!"))
