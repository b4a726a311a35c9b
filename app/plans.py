"""Plans: which quotes fill which slots of a kind's template."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.answer import Quote
from app.evidence import Element, Evidence, Unit, causes_first, reason_bonus
from app.quoting import sentence_quote
from app.understand import Kind
from corpus import BlockKind, Section

WORDS = 110
"""Words of prose that an answer aims at; it never has more than 250."""
SECOND = 40
"""Words from a second section."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are compared: its name and what is said of it."""

    name: Quote
    quotes: tuple[Quote, ...]


@dataclass(slots=True)
class Plan:
    """The slots of a template. ``lead`` is the direct answer; ``elements`` follow in source order."""

    kind: Kind
    lead: Quote | None = None
    elements: list[Element] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    closing: list[Quote] = field(default_factory=list)
    extra: list[Element] = field(default_factory=list)
    """From a second section."""
    polarity: str = ""
    """``yes``, ``no`` or ``depends`` where the quoted source itself says so."""

    def quotes(self) -> list[Quote]:
        """Every quote of the plan."""
        found = [self.lead] if self.lead else []
        for element in (*self.elements, *self.extra):
            found.extend(element.quotes)
        for side in self.sides:
            found += [side.name, *side.quotes]
        return [*found, *self.closing]


def make_plan(kind: Kind, evidence: Evidence, rival: Evidence | None = None) -> Plan:
    """The plan of an answer of ``kind`` from one section's evidence; with a ``rival`` that is nearly as likely, both are kept short."""
    words = WORDS if rival is None else WORDS - SECOND
    plan = _MAKERS.get(kind, _howto)(kind, evidence, words)
    if rival is not None and not plan.sides:
        plan.extra = second_view(rival)
    return plan


def second_view(evidence: Evidence) -> list[Element]:
    """The direct answer of a section that is nearly as likely, and its best code block or table."""
    lead = evidence.lead(0.5)
    if lead is None or lead.leans:
        return []
    return evidence.elements(evidence.choose(SECOND, 0.6, code=1, tables=0, lead=lead))


def _filled(kind: Kind, evidence: Evidence, budget: int, floor: float, code: int, tables: int = 1, lead: Unit | None = None) -> Plan:
    lead = lead or evidence.lead()
    units = evidence.choose(budget, floor, code, tables, lead)
    plan = Plan(kind)
    if lead and lead in units and not lead.leans and evidence.section.blocks[lead.block].kind is BlockKind.PARAGRAPH:
        plan.lead = evidence.elements([lead])[0].quotes[0]
        units = [unit for unit in units if unit != lead]
    plan.elements = evidence.elements(units)
    return plan


def _howto(kind: Kind, evidence: Evidence, words: int) -> Plan:
    return _filled(kind, evidence, words, 0.3, code=2, lead=evidence.lead(0.0))


def _troubleshooting(kind: Kind, evidence: Evidence, words: int) -> Plan:
    causes_first(evidence)
    return _filled(kind, evidence, words + 30, 0.2, code=2, lead=evidence.lead(0.0))


def _definition(kind: Kind, evidence: Evidence, words: int) -> Plan:
    return _filled(kind, evidence, words - 30, 0.3, code=1, tables=0)


def _reference(kind: Kind, evidence: Evidence, words: int) -> Plan:
    return _filled(kind, evidence, words - 20, 0.35, code=1, tables=1)


def _list(kind: Kind, evidence: Evidence, words: int) -> Plan:
    return _filled(kind, evidence, words, 0.55, code=1)


def _why(kind: Kind, evidence: Evidence, words: int) -> Plan:
    reason_bonus(evidence)
    top = max((u for u in evidence.units if u.first >= 0 and not u.label), key=lambda u: (u.score, -u.first), default=None)
    return _filled(kind, evidence, words - 20, 0.7, code=0, tables=0, lead=top)


def _yesno(kind: Kind, evidence: Evidence, words: int) -> Plan:
    plan = _filled(kind, evidence, words - 20, 0.7, code=1, tables=0)
    plan.polarity = polarity(plan.lead.plain) if plan.lead else ""
    return plan


def polarity(sentence: str) -> str:
    """``yes``, ``no`` or ``depends`` when the sentence itself begins so; empty when it does not."""
    match = re.match(r"(yes|no|only if|only when|partly|it depends)\b[,.:;]?", sentence.strip(), re.IGNORECASE)
    if not match:
        return ""
    word = match[1].lower()
    return word if word in ("yes", "no") else "depends"


def _comparison(kind: Kind, evidence: Evidence, words: int) -> Plan:
    sides = _sides(evidence)
    if not sides:
        return _filled(kind, evidence, words + 20, 0.3, code=1, tables=1)
    plan = Plan(kind, sides=sides)
    first = next((unit for unit in evidence.units if unit.first >= 0), None)
    if first and evidence.section.blocks[first.block].kind is BlockKind.PARAGRAPH:
        plan.lead = evidence.elements([first])[0].quotes[0]
    plan.closing = _closing(evidence)
    return plan


def _sides(evidence: Evidence) -> list[Side]:
    """Two or more labelled items with items below them: each label is a side, its best items what is said of it."""
    section = evidence.section
    labels = [unit for unit in evidence.units if unit.label and section.blocks[unit.block].kind is BlockKind.ITEM]
    sides = []
    for label in labels:
        below = [unit for unit in evidence.units if unit.first >= 0 and section.blocks[unit.block].parent == label.block]
        if below:
            sides.append(Side(_label_quote(section, label), tuple(_best(evidence, below))))
    return sides if len(sides) >= 2 else []


def _best(evidence: Evidence, units: Sequence[Unit], most: int = 5) -> list[Quote]:
    kept = sorted(sorted(units, key=lambda unit: (-unit.score, unit.block))[:most], key=lambda unit: unit.block)
    return [evidence.elements([unit])[0].quotes[0] for unit in kept]


def _label_quote(section: Section, label: Unit) -> Quote:
    quote = sentence_quote(section, [section.sentences[label.first]])
    end = quote.end - 1 if quote.text.endswith(":") else quote.end
    return Quote(section, quote.start, end, quote.markdown.rstrip(":"), quote.plain.rstrip(":"))


def _closing(evidence: Evidence) -> list[Quote]:
    """The sentences of the paragraph that ends the section, behind its lists."""
    blocks = evidence.section.blocks
    last = max((index for index, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH and block.depth == 0), default=-1)
    items = max((index for index, block in enumerate(blocks) if block.kind is BlockKind.ITEM), default=-1)
    if last < items:
        return []
    return [evidence.elements([unit])[0].quotes[0] for unit in evidence.units if unit.block == last and unit.first >= 0]


_MAKERS: dict[Kind, Callable[[Kind, Evidence, int], Plan]] = {
    Kind.COMPARISON: _comparison,
    Kind.DEFINITION: _definition,
    Kind.HOWTO: _howto,
    Kind.LIST: _list,
    Kind.REFERENCE: _reference,
    Kind.TROUBLESHOOTING: _troubleshooting,
    Kind.WHY: _why,
    Kind.YESNO: _yesno,
}
