"""The HTML report: one file that needs no network, in which every question, its answer and its reason can be filtered and read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import Any

from markupsafe import Markup

from app.evaluate.plots import reliability_plot, risk_coverage_plot
from app.evaluate.records import Record, read_records
from app.evaluate.report import Report, templates

MOST_ROWS = 5000
"""Questions that the page holds, misses first; a page with more is slow to open. All of them stand in ``records.jsonl``."""
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_page(report: Report, timings: dict[str, Any], records: Path, path: Path, peers: Sequence[Report] = ()) -> None:
    """Write the page, its questions as a stream."""
    template = templates().get_template("report.html.j2")
    stream = template.stream(
        report=report,
        timings=timings,
        peers=peers,
        most=MOST_ROWS,
        risk=Markup(risk_coverage_plot(report["risk_coverage"])),  # noqa: S704 - drawn from numbers
        reliable=Markup(reliability_plot(report["reliability"])),  # noqa: S704 - drawn from numbers
        rows=_rows(records),
    )
    stream.enable_buffering(20)
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        out.writelines(stream)


def _rows(records: Path) -> Iterator[Markup]:
    """The questions as elements of a JavaScript list, misses first."""
    for at, record in enumerate(islice(chain(_those(records, passed=False), _those(records, passed=True)), MOST_ROWS)):
        value = {**asdict(record), "name": record.name, "rank": record.rank}
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPES)
        yield Markup((",\n" if at else "") + text)  # noqa: S704 - escaped for a script element


def _those(records: Path, *, passed: bool) -> Iterator[Record]:
    return (record for record in chain.from_iterable(read_records(records)) if record.passed is passed)
