"""The kind of a question, from its wording."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of question that Docklore answers differently."""

    DEFINITION = "definition"
    COMPARISON = "comparison"
    HOWTO = "howto"
    REFERENCE = "reference"
    TROUBLESHOOTING = "troubleshooting"
    YESNO = "yesno"
    WHY = "why"
    LIST = "list"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording that speaks for a kind, and how strongly."""

    kind: Kind
    weight: float
    pattern: re.Pattern[str]


def _cue(kind: Kind, weight: float, pattern: str) -> Cue:
    return Cue(kind, weight, re.compile(pattern, re.IGNORECASE))


CUES = (
    _cue(Kind.SMALLTALK, 6, r"\A\W*(?:hi|hello|hey|thanks?|thank you|good (?:morning|evening|day)|bye|ok(?:ay)?|cool|great)\W*\Z"),
    _cue(Kind.SMALLTALK, 5, r"\b(?:who (?:are you|made you|wrote (?:you|this))|your name|how are you|are you (?:an? )?(?:ai|bot|human|llm))\b"),
    _cue(Kind.COMPARISON, 4, r"\b(?:vs\.?|versus)(?=\s|\Z)"),
    _cue(Kind.COMPARISON, 4, r"\b(?:difference|differences|differ|different from|distinction|compared? (?:to|with)|comparison|compare)\b"),
    _cue(Kind.COMPARISON, 3, r"\b(?:which (?:one|is|of)|better than|instead of|rather than|pros and cons|advantages? (?:of|over))\b"),
    _cue(Kind.COMPARISON, 2.5, r"\b(?:should i (?:use|choose|pick)|when (?:should|do|would) (?:i|you|we) use)\b"),
    _cue(Kind.WHY, 4, r"\A\W*(?:so |but |and )?(?:why|how come|what is the reason|what's the reason|for what reason)\b"),
    _cue(Kind.WHY, 2, r"\bwhy (?:is|are|do|does|did|would|should|can't|not)\b"),
    _cue(Kind.LIST, 3.5, r"\A\W*(?:list|name|enumerate|what are (?:the|all|some)|which [a-z]+s (?:are|exist|does|can))\b"),
    _cue(Kind.LIST, 2, r"\b(?:types|kinds|examples|options|advantages|benefits|use cases|good for|used for) (?:of|are|does|is)?\b"),
    _cue(Kind.DEFINITION, 3.5, r"\A\W*(?:so )?(?:what(?:'s| is| are| does)?|whats|define|definition of|meaning of|explain|describe|tell me about)\b"),
    _cue(Kind.DEFINITION, 2, r"\b(?:what .* mean|meaning|stand for|the purpose of|definition)\b"),
    _cue(Kind.HOWTO, 4, r"\b(?:how (?:do|can|to|should|would|could|does one|might)|how i can|howto|way to|steps to|command (?:to|for))\b"),
    _cue(Kind.HOWTO, 2, r"\A\W*(?:please )?(?:show|add|remove|delete|create|run|build|copy|change|set|get|find|make|install|mount|use|configure|"
         r"start|stop|restart|update|list|clean|clear|share|push|pull|connect|expose|force|limit|turn|enable|disable|move|save|export|import)\b"),
    _cue(Kind.HOWTO, 1.5, r"\b(?:is there (?:a|any) (?:way|command|option)|i (?:want|need|would like|wish|am trying) to|can i|where (?:is|are|can|do))\b"),
    _cue(Kind.REFERENCE, 3, r"\b(?:flag|option|parameter|argument|instruction|directive|syntax|default(?: value)?|valid values?|exit code)s?\b"),
    _cue(Kind.REFERENCE, 2, r"(?<![\w-])--?[a-z][a-z-]+"),
    _cue(Kind.TROUBLESHOOTING, 4, r"\b(?:error|failed|failure|fails|cannot|can't|denied|refused|unable|not found|no such|invalid|exception|"
         r"timed? ?out|timeout|already in use|already allocated|crash(?:es|ed)?|unhealthy|oom|killed|conflict|exited|broken|stuck|hangs?)\b"),
    _cue(Kind.TROUBLESHOOTING, 2.5, r"\b(?:doesn'?t|does not|isn'?t|is not|won'?t|not) (?:work|start|run|connect|resolve|load|respond|update|build|stop|see|find|show)\w*"),
    _cue(Kind.TROUBLESHOOTING, 2, r"\b(?:problem|issue|trouble|wrong|fix|solve|ignored|ignores|missing|empty|lost|disappear(?:s|ed)?|empty|slow)\b"),
    _cue(Kind.TROUBLESHOOTING, 2.5, r"(?:error response from daemon|oci runtime|exit(?:ed)? (?:with )?(?:code|status) \d+|\bE: |:\s*no such file|->)"),
    _cue(Kind.TROUBLESHOOTING, 1.5, r"\A[^?]{0,200}\w: \w[^?]*\Z"),
    _cue(Kind.YESNO, 4, r"\A\W*(?:so |but |and )?(?:is|are|am|do|does|did|can|could|will|would|should|has|have|must|may) (?!you\b|there (?:a|any) (?:way|command))"),
    _cue(Kind.YESNO, 2.5, r"\A\W*(?:whether|is it|will it|does it|is there)\b"),
)  # fmt: skip
_PRIOR: dict[Kind, float] = {Kind.HOWTO: 1.0, Kind.DEFINITION: 0.4, Kind.TROUBLESHOOTING: 0.2}


def kind_probabilities(question: str) -> dict[Kind, float]:
    """The probability of each kind: a softmax over the summed cues."""
    scores = {kind: _PRIOR.get(kind, 0.0) for kind in Kind}
    for cue in CUES:
        if cue.pattern.search(question):
            scores[cue.kind] += cue.weight
    if question.count("\n") >= 2 or len(question) > 300:
        scores[Kind.TROUBLESHOOTING] += 1.0
    exponents = {kind: 2.0**score for kind, score in scores.items()}
    total = sum(exponents.values())
    return {kind: value / total for kind, value in exponents.items()}


def best_kind(probabilities: Mapping[Kind, float]) -> Kind:
    """The most probable kind; ties in the order of :class:`Kind`."""
    return max(Kind, key=lambda kind: probabilities.get(kind, 0.0))
