"""Re-checking an answer: every quote of an answer object against the library that it says it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from corpus import Section
from index import Library

_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(\s*<?([^\s()<>]+)")
_CODE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1\s*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
READER = "/docs/"


class _FaultError(ValueError):
    """What does not hold, in one line."""


def verify_answer(answer: Mapping[str, Any], library: Library) -> list[str]:
    """Problems of an answer object (of ``/api/v1/ask``, ``ask --json``); empty when all that it shows stands in the library.

    Checked: the index; each citation's section, address and quotes, to the character; that each statement refers to a quote and each
    quote is shown; that ``markdown`` and ``text`` are the statements in their order, with no word left out or put in.
    """
    problems: list[str] = []
    if answer.get("index") != library.id:
        problems.append(f"the answer is of index {answer.get('index')}, not of {library.id}")
    try:
        quotes = _quotes(answer, library, problems)
        _statements(answer, quotes, problems)
    except (KeyError, TypeError, IndexError, AttributeError, _FaultError) as error:
        problems.append(str(error) if isinstance(error, _FaultError) else f"the answer is malformed: {type(error).__name__} {error}")
    return problems


def _quotes(answer: Mapping[str, Any], library: Library, problems: list[str]) -> dict[tuple[int, int], str]:
    """The plain text of each quote, as the library has it."""
    found: dict[tuple[int, int], str] = {}
    for place, citation in enumerate(answer["citations"], 1):
        number, name = citation["n"], citation["section"]
        section = library.section(name)
        if number != place:
            problems.append(f"citation {place} has the number {number}")
        if section is None:
            problems.append(f"[{number}] section {name} is not in the index")
            continue
        if not link_lives(str(citation["url"]), library) or not str(citation["url"]).endswith(section.anchor):
            problems.append(f"[{number}] the address {citation['url']} is not that of {name}")
        for index, quote in enumerate(citation["quotes"]):
            wrong = _quote_problem(section, quote["start"], quote["end"], quote["text"])
            if wrong:
                problems.append(f"[{number}] quote {index}: {wrong}")
            else:
                found[place, index] = plain_of(section, quote["start"], quote["end"])
    return found


def _quote_problem(section: Section, start: object, end: object, text: object) -> str:
    if not isinstance(start, int) or not isinstance(end, int) or not section.start <= start < end <= section.end:
        return f"the span {start}:{end} is not within {section.id} ({section.start}:{section.end})"
    if section.page.text[start:end] != text:
        return f"the text is not what stands at {start}:{end} of {section.page.id}"
    return ""


def plain_of(section: Section, start: int, end: int) -> str:
    """The plain text that stands for a raw span of the section's page."""
    low, high = len(section.plain), 0
    for run in section.map.runs:
        first, last = max(run.raw, start), min(run.raw + run.raw_length, end)
        if first >= last:
            continue
        if run.plain_length == run.raw_length:
            begin, finish = run.plain + first - run.raw, run.plain + last - run.raw
        else:
            begin, finish = run.plain, run.plain + run.plain_length
        low, high = min(low, begin), max(high, finish)
    return section.plain[low:high]


def _statements(answer: Mapping[str, Any], quotes: Mapping[tuple[int, int], str], problems: list[str]) -> None:
    parts: list[str] = []
    shown: set[tuple[int, int]] = set()
    complete = True
    for statement in answer["statements"]:
        if "glue" in statement:
            parts.append(statement["glue"])
            continue
        number, index = statement["quote"]
        shown.add((number, index))
        if not 1 <= number <= len(answer["citations"]) or not 0 <= index < len(answer["citations"][number - 1]["quotes"]):
            raise _FaultError(f"a statement refers to quote {index} of citation {number}, which is not there")
        complete = complete and (number, index) in quotes
        parts.append(quotes.get((number, index), ""))
    for number, citation in enumerate(answer["citations"], 1):
        problems += [f"[{number}] quote {at} is not shown" for at in range(len(citation["quotes"])) if (number, at) not in shown]
    if complete:
        said = _letters("\n".join(parts))
        problems += [
            f"`{form}` does not show its statements word for word" for form in ("markdown", "text") if _letters(answer[form]) != said
        ]


def _letters(text: str) -> str:
    """Letters and digits, without the fences of code blocks: what markup cannot change."""
    return "".join(character for character in _FENCE.sub("", text) if character.isalnum())


def links_of(answer: Mapping[str, Any]) -> list[str]:
    """Every address that an answer shows: of its citations and further sections, and links within its words."""
    listed = [str(item["url"]) for key in ("citations", "see_also", "closest") for item in answer.get(key, ())]
    return [*listed, *_LINK.findall(_CODE.sub("", str(answer["markdown"])))]


def link_lives(url: str, library: Library) -> bool:
    """Whether an address leads somewhere: within the reader the section must exist; public ones cannot be told offline."""
    if url.startswith(READER):
        path, _, anchor = url[len(READER) :].partition("#")
        page, anchor = unquote(path.partition("?")[0]), unquote(anchor)
        return library.section(f"{page}#{anchor}" if anchor else page) is not None or (not anchor and page in library.pages_by_id)
    return url.startswith(("https://", "http://"))
