"""An answer as the JSON object that every program reads: `/api/v1/ask`, `ask --json`, `ask --batch`."""

from __future__ import annotations

from app.address import citation_url, highlight_url
from app.answer import Answer, Citation, Glue, Statement
from corpus import Section
from index import Hit

Json = dict[str, object]


def source_url(section: Section) -> str | None:
    """The public address of a section, if its source names one."""
    if not section.page.url:
        return None
    return section.page.url + (f"#{section.anchor}" if section.anchor else "")


def answer_json(answer: Answer) -> Json:
    """The answer as a JSON object with the keys of the HTTP contract, in its order."""
    return {
        "id": answer.id,
        "question": answer.question,
        "interpreted_as": answer.interpreted_as,
        "verdict": answer.verdict.value,
        "kind": answer.kind.value,
        "confidence": answer.confidence,
        "markdown": answer.markdown,
        "text": answer.text,
        "statements": [_statement(statement) for statement in answer.statements],
        "citations": [_citation(citation) for citation in answer.citations],
        "see_also": [section_json(section) for section in answer.see_also],
        "closest": [section_json(section) for section in answer.closest],
        "options": [{"label": option.label, "question": option.question} for option in answer.options],
        "missing": answer.missing,
        "suggestions": list(answer.suggestions),
        "index": answer.index,
    }


def _statement(statement: Statement) -> Json:
    if isinstance(statement, Glue):
        return {"glue": statement.text}
    return {"quote": [statement.n, statement.index]}


def _citation(citation: Citation) -> Json:
    section = citation.section
    return {
        "n": citation.n,
        "section": section.id,
        "title": section.title,
        "path": path_of(section),
        "url": citation_url(citation),
        "source_url": source_url(section),
        "quotes": [{"start": quote.start, "end": quote.end, "text": quote.text} for quote in citation.quotes],
    }


def path_of(section: Section) -> list[str]:
    """The heading path, a name that repeats the one before left out."""
    return [name for at, name in enumerate(section.path) if at == 0 or name != section.path[at - 1]]


def section_json(section: Section) -> Json:
    """A section as it is listed: id, title, reader address."""
    return {"section": section.id, "title": section.title, "url": highlight_url(section)}


def hit_json(hit: Hit) -> Json:
    """A hit with what explains its rank."""
    return {
        **section_json(hit.section),
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "features": {name: round(value, 4) for name, value in hit.features.items()},
        "matches": [{"kind": chunk.kind.value, "text": chunk.text, "cosine": round(cosine, 4)} for chunk, cosine in hit.matches],
    }
