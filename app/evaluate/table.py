"""The figures on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from app.evaluate.report import Report, grouped, shown


def print_report(report: Report, timings: dict[str, Any], peers: Sequence[Report], out: TextIO) -> None:
    """Figures with their intervals, reasons for misses, kinds, and the change since a baseline."""
    from rich.console import Console

    console = Console(file=out, highlight=False, markup=False, emoji=False, width=None if out.isatty() else 100)
    counts = report["counts"]
    console.print(f"{counts['questions']} questions: {counts['answerable']} answerable, {counts['to_decline']} to decline")
    console.print(_figures(report))
    other, speed = report["other"], timings["milliseconds"]
    console.print(
        f"words: median {other['words_median']:.0f}, most {other['words_max']:.0f}; ECE {other['ece']:.3f}; AURC {other['aurc']:.3f}"
    )
    console.print(f"milliseconds: p50 {speed['p50']}, p95 {speed['p95']}, p99 {speed['p99']}")
    if report["reasons"]:
        console.print(
            _plain("Why questions were missed", ["reason", "questions"], [[name, str(n)] for name, n in report["reasons"].items()])
        )
    console.print(_kinds(report))
    if len(peers) > 1:
        console.print(_peers(peers))
    if "baseline" in report:
        for line in _baseline(report["baseline"]):
            console.print(line)


def _figures(report: Report) -> Any:
    rows = []
    for group, figures in grouped(report):
        for at, figure in enumerate(figures):
            found = report["figures"][figure.name]
            interval = f"{shown(found['low'], figure.name)} to {shown(found['high'], figure.name)}"
            rows.append(["" if at else group, figure.name, shown(found["value"], figure.name), interval, f"{found['of']:.0f}"])
    return _plain("", ["", "figure", "value", "95 % interval", "of"], rows)


def _kinds(report: Report) -> Any:
    rows = [
        [
            name,
            str(group["questions"]),
            shown(group["correct"], "correct"),
            shown(group["hit@1"], "hit@1"),
            shown(group["false_declines"], "pass"),
        ]
        for name, group in report["by"]["kind"].items()
    ]
    return _plain("By kind", ["kind", "questions", "right", "right section first", "false declines"], rows)


def _peers(peers: Sequence[Report]) -> Any:
    names = ["correct", "pass", "hit@1", "hit@5", "mrr", "citation_precision", "abstention_recall", "wrong_answers"]
    rows = [[name, *(shown(system["figures"].get(name, {}).get("value"), name) for system in peers)] for name in names]
    return _plain("Beside the usual alternatives", ["figure", *(system["name"] for system in peers)], rows)


def _baseline(base: dict[str, Any]) -> list[str]:
    lines = [f"Since the baseline, of {base['shared']} shared questions: {base['better_count']} better, {base['worse_count']} worse"]
    lines[0] += f" (McNemar p = {base['p_correct']:.3g}; reciprocal ranks: p = {base['p_mrr']:.3g})"
    for sign, changes in (("-", base["worse"]), ("+", base["better"])):
        lines += [f"{sign} {one['name']}: {one['before']} -> {one['after']}: {_printable(one['question'])}" for one in changes]
    return lines


def _printable(question: str) -> str:
    """The start of a question, on one line and without what could steer a terminal."""
    return "".join(character if character.isprintable() else "?" for character in " ".join(question.split())[:100])


def _plain(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=SIMPLE, pad_edge=False)
    for at, name in enumerate(names):
        table.add_column(name, justify="left" if at == 0 or name in ("figure", "95 % interval") else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
