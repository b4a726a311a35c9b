"""Two runs side by side: what got better and worse, question by question, and whether that is more than chance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.evaluate.metrics import reciprocal_rank
from app.evaluate.records import Record
from app.evaluate.report import FORMAT
from app.evaluate.significance import mcnemar, permutation
from corpus import DockloreError

MOST_LISTED = 500


def read_report(path: Path) -> dict[str, Any]:
    """A report that an earlier run wrote. Raises :class:`DockloreError` when it is none."""
    fix = "Give the report.json that `docklore evaluate --report DIR` wrote."
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if report["format"] != FORMAT:
            raise DockloreError(f"{path} has report format {report['format']}, this program reads {FORMAT}.", fix)
        assert isinstance(report["questions"], list)
        assert isinstance(report["figures"], dict)
    except OSError as error:
        raise DockloreError(f"{path} cannot be read: {error.strerror}.", fix) from error
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise DockloreError(f"{path} is no report.", fix) from error
    return report


def compare(old: dict[str, Any], figures: dict[str, Any], rows: Iterable[Sequence[Record]]) -> dict[str, Any]:
    """What changed from the report ``old``: questions that both have, figures before and after, p-values."""
    before = {one["name"]: one for one in old["questions"]}
    better: list[dict[str, Any]] = []
    worse: list[dict[str, Any]] = []
    ranks: list[float] = []
    shared = 0
    for record in (record for records in rows for record in records):
        then = before.get(record.name)
        if then is None or then["question"] != record.question:
            continue
        shared += 1
        if record.answerable:
            ranks.append(reciprocal_rank(record.rank) - reciprocal_rank(then["rank"]))
        if bool(then["passed"]) != record.passed:
            (better if record.passed else worse).append(_change(then, record))
    return {
        "index": old["run"]["index"],
        "shared": shared,
        "better": better[:MOST_LISTED],
        "worse": worse[:MOST_LISTED],
        "better_count": len(better),
        "worse_count": len(worse),
        "p_correct": round(mcnemar(len(better), len(worse)), 6),
        "p_mrr": round(permutation(ranks), 6),
        "figures": _both(old["figures"], figures),
    }


def _change(then: dict[str, Any], record: Record) -> dict[str, Any]:
    return {
        "name": record.name, "question": record.question, "before": then["reason"] or "right", "after": record.reason or "right",
        "verdict_before": then["verdict"], "verdict": record.verdict, "rank_before": then["rank"], "rank": record.rank,
    }  # fmt: skip


def _both(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[float | None]]:
    return {name: [old[name]["value"], figure["value"]] for name, figure in new.items() if name in old}
