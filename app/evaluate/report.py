"""A run's report: the object, and its files (JSON, JUnit XML, Markdown); see :mod:`app.evaluate.page` for the HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.evaluate.figures import BY_NAME, FIGURES, OTHER
from app.evaluate.plots import sampled_points
from app.evaluate.records import Record, read_records
from corpus import DockloreError

FORMAT = 1
Report = dict[str, Any]
_CONTROL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_json(report: Report, records: Path, path: Path) -> None:
    """The report as JSON with one line a question: the same bytes for the same run, since times stand in a file of their own."""
    head = json.dumps({"format": FORMAT, **report}, ensure_ascii=False, indent=1).removesuffix("\n}")
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        out.write(head + ',\n "questions": [')
        for at, record in enumerate(chain.from_iterable(read_records(records))):
            out.write((",\n  " if at else "\n  ") + json.dumps(_outcome(record), ensure_ascii=True))
        out.write("\n ]\n}\n")


def _outcome(record: Record) -> dict[str, Any]:
    return {
        "name": record.name, "question": record.question, "passed": record.passed, "reason": record.reason, "detail": record.detail,
        "verdict": record.verdict, "confidence": record.confidence, "rank": record.rank,
        "citations": [found.section for found in record.citations], "words": record.words, "faults": list(record.faults),
    }  # fmt: skip


def write_junit(records: Path, path: Path, counts: dict[str, Any], missed: int) -> None:
    """JUnit XML: a test case a question, a failure where it was missed."""
    head = f'<testsuite name="docklore evaluate" tests="{counts["questions"]}" failures="{missed}" errors="0" skipped="0">'
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{head}\n')
        for record in chain.from_iterable(read_records(records)):
            out.write(_test_case(record))
        out.write("</testsuite>\n</testsuites>\n")


def _test_case(record: Record) -> str:
    name = f"{record.name}: {' '.join(record.question.split())[:120]}"
    place = f"{Path(record.file).stem}.{record.kind}".replace(" ", "_")
    start = f"<testcase classname={_attribute(place)} name={_attribute(name)}"
    if record.passed:
        return f"{start}/>\n"
    told = [
        f"{record.file}:{record.line}",
        record.detail,
        f"verdict: {record.verdict}",
        f"found first: {_first(record)}",
        "",
        record.markdown,
    ]
    body = escape(_CONTROL.sub("?", "\n".join(told)))
    return f"{start}>\n<failure message={_attribute(f'{record.reason}: {record.detail}')}>{body}</failure>\n</testcase>\n"


def _first(record: Record) -> str:
    return record.hits[0].section if record.hits else "nothing"


def _attribute(text: str) -> str:
    return quoteattr(_CONTROL.sub("?", text))


@cache
def templates() -> Environment:
    """The evaluator's templates; HTML ones escape their values."""
    env = Environment(
        loader=PackageLoader("app.evaluate", "templates"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=lambda name: name is not None and ".html" in name,  # noqa: S701 - Markdown is not HTML
    )  # fmt: skip
    env.filters["figure"] = shown
    env.filters["cell"] = lambda text: " ".join(str(text).split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    env.globals["groups"] = grouped
    env.globals["sampled"] = lambda curve: [round(risk, 4) for _, risk in sampled_points(curve, 21)]
    return env


def shown(value: float | None, name: str) -> str:
    """A figure as it is read: a percentage, or three decimals."""
    if value is None:
        return "–"
    if name in ("words_median", "words_max", "crashed"):
        return f"{value:.0f}"
    return f"{100 * value:.1f}\u00a0%" if name in BY_NAME and BY_NAME[name].share else f"{value:.3f}"


def grouped(report: Report) -> list[tuple[str, list[Any]]]:
    """The figures that a run has, under their headings."""
    names = dict.fromkeys(figure.group for figure in FIGURES)
    found = [(group, [figure for figure in FIGURES if figure.group == group and figure.name in report["figures"]]) for group in names]
    return [(group, figures) for group, figures in found if figures]


def markdown(report: Report, timings: dict[str, Any], peers: Sequence[Report] = ()) -> str:
    """The summary for a pull request or a page."""
    return templates().get_template("summary.md.j2").render(report=report, timings=timings, peers=peers)


def below(report: Report, demands: Iterable[str]) -> list[str]:
    """Demands ``METRIC=VALUE`` that the run does not meet; ``pass[howto]=0.8`` is of one kind. Where less is better, more fails."""
    return [failed for demand in demands if (failed := _unmet(report, demand))]


def _unmet(report: Report, demand: str) -> str:
    name, value = parse_demand(demand)
    metric, _, kind = name.partition("[")
    kind = kind.removesuffix("]")
    if kind:
        found = report["by"]["kind"].get(kind, {}).get(metric)
    else:
        found = report["figures"].get(metric, {}).get("value", report["other"].get(metric))
    if found is None:
        return f"{name} was not measured: no question bears on it"
    more_is_better = BY_NAME[metric].more_is_better if metric in BY_NAME else OTHER[metric]
    if (found >= value) if more_is_better else (found <= value):
        return ""
    return f"{name} is {found:.4g}, {'at least' if more_is_better else 'at most'} {value:.4g} is demanded"


def parse_demand(demand: str) -> tuple[str, float]:
    """Name and value of a demand. Raises :class:`DockloreError` for one that cannot be read."""
    name, _, value = demand.rpartition("=")
    name = name.strip()
    try:
        if name.partition("[")[0] not in {*BY_NAME, *OTHER}:
            raise ValueError
        return name, float(value)
    except ValueError as error:
        known = ", ".join([*BY_NAME, *OTHER])
        raise DockloreError(f"--fail-under {demand} cannot be read.", f"Write METRIC=VALUE; metrics: {known}.") from error
