"""One evaluation from files to reports: what `docklore evaluate` runs."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.engine import Assistant
from app.evaluate.about import about_run
from app.evaluate.baseline import compare, read_report
from app.evaluate.checks import Survey, survey
from app.evaluate.judge import Asker
from app.evaluate.page import write_page
from app.evaluate.records import read_records
from app.evaluate.report import Report, below, markdown, parse_demand, write_json, write_junit
from app.evaluate.run import Job, run
from app.evaluate.summary import Tally, figures, tally, timings
from app.evaluate.table import print_report
from app.progress import progress_bar, say
from corpus import DockloreError

_SAID = 20
OURS = "docklore"


def evaluate(options: argparse.Namespace) -> int:
    """Open the index and evaluate the files of ``options``."""
    from app.service import open_assistant
    from app.settings import load_settings, quiet_libraries

    for demand in options.fail_under:
        parse_demand(demand)
    old = read_report(options.baseline) if options.baseline else None
    quiet_libraries()
    with progress_bar("Embedding") as progress:
        assistant = open_assistant(load_settings(), options.index, say, progress)
    return evaluate_with(assistant, options, old)


def evaluate_with(assistant: Assistant, options: argparse.Namespace, old: Report | None = None) -> int:
    """Evaluate the files of ``options`` with an assistant that is open; gives the exit status."""
    found = survey(options.files, assistant.library, options.split)
    _say_problems(found)
    if options.check:
        print(f"{found.questions} questions in {found.cases} rows: {found.severe} problems, {found.remarks} remarks")
        return 1 if found.severe or found.remarks else 0
    if not found.cases:
        raise DockloreError("The files hold no question that can be asked.", "Mend the lines named above, or choose another --split.")
    about = about_run(assistant.library, options.files, options.split)
    with _writing(), _folder(options.report) as folder:
        systems = _systems(assistant, options.compare, options.report)
        tallies = {name: _run(asker, name, folder, options, about, found.cases) for name, asker in systems.items()}
        report = _report(tallies, about, found)
        records = _records(folder, OURS)
        if old:
            report["baseline"] = compare(old, report["figures"], read_records(records))
        _write(report, tallies, records, options)
    unmet = below(report, options.fail_under)
    for line in unmet:
        say(f"Not good enough: {line}")
    return 1 if unmet or found.severe or report["other"]["crashed"] else 0


def _say_problems(found: Survey) -> None:
    for problem in found.problems[:_SAID]:
        say(str(problem) if problem.severe else f"{problem} (a remark)")
    if found.severe + found.remarks > _SAID:
        say(f"... and {found.severe + found.remarks - _SAID} more; the report lists them")


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DockloreError(f"{error.filename or 'The report'} cannot be written: {error.strerror}.", "Name another place.") from error


@contextmanager
def _folder(report: Path | None) -> Iterator[Path]:
    if report:
        report.mkdir(parents=True, exist_ok=True)
        yield report
        return
    with tempfile.TemporaryDirectory(prefix="docklore-evaluate-") as folder:
        yield Path(folder)


def _systems(assistant: Assistant, compared: str | None, cache: Path | None) -> dict[str, Asker]:
    """What is run: ours, and with ``--compare peers`` the usual alternatives over the same library."""
    systems: dict[str, Asker] = {OURS: assistant}
    if compared:
        from app.evaluate.peers import peers

        with progress_bar("Embedding for the peers") as progress:
            systems.update(peers(assistant.library, assistant.retriever.embedder, progress, cache))
    return systems


def _records(folder: Path, name: str) -> Path:
    return folder / ("records.jsonl" if name == OURS else f"records-{name}.jsonl")


def _run(asker: Asker, name: str, folder: Path, options: argparse.Namespace, about: dict[str, Any], total: int) -> Tally:
    path = _records(folder, name)
    job = Job(tuple(options.files), path, total, options.split, options.jobs, options.resume)
    with progress_bar("Asking" if name == OURS else f"Asking {name}") as progress:
        kept = run(asker, job, about, progress)
    if kept:
        say(f"{kept} rows were taken from the interrupted run")
    return tally(read_records(path))


def _report(tallies: Mapping[str, Tally], about: dict[str, Any], found: Survey) -> Report:
    report: Report = {
        "run": about,
        "problems": [str(problem) for problem in found.problems],
        "problems_severe": found.severe,
        "problems_remarks": found.remarks,
        **figures(tallies[OURS]),
    }
    if len(tallies) > 1:
        report["peers"] = {name: {"figures": figures(one)["figures"]} for name, one in tallies.items() if name != OURS}
    return report


def _write(report: Report, tallies: Mapping[str, Tally], records: Path, options: argparse.Namespace) -> None:
    clock = timings(tallies[OURS], options.jobs)
    peers: Sequence[Report] = []
    if "peers" in report:
        peers = [{"name": OURS, "figures": report["figures"]}, *({"name": name, **one} for name, one in report["peers"].items())]
    print_report(report, clock, peers, sys.stdout)
    summary = markdown(report, clock, peers)
    if options.summary:
        options.summary.write_text(summary, encoding="utf-8")
    if options.report:
        folder: Path = options.report
        missed = sum(report["reasons"].values())
        write_json(report, records, folder / "report.json")
        write_junit(records, folder / "junit.xml", report["counts"], missed)
        write_page(report, clock, records, folder / "report.html", peers)
        (folder / "summary.md").write_text(summary, encoding="utf-8")
        (folder / "timings.json").write_text(json.dumps(clock, indent=1) + "\n", encoding="utf-8")
        say(f"Report: {folder / 'report.html'}")
