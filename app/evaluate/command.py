"""The commands `evaluate`, `verify` and `drift`: their options, and what they run. Heavy parts are imported when a command runs."""

from __future__ import annotations

import argparse
from pathlib import Path

_INDEX = "the index to answer from"


def evaluate_options(parser: argparse.ArgumentParser) -> None:
    """Options of `docklore evaluate`."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="questions: JSON Lines, or CSV (.csv)")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write report.html, report.json, junit.xml, summary.md and the records here"
    )
    parser.add_argument("--summary", type=Path, metavar="FILE", help="write the Markdown summary to this file too")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="report.json of an earlier run: list what got better and worse")
    parser.add_argument(
        "--fail-under", action="append", default=[], metavar="METRIC=VALUE",
        help="exit 1 when a figure is worse, as in pass=0.9 or pass[howto]=0.8; repeatable",
    )  # fmt: skip
    parser.add_argument("--split", choices=["all", "tune", "test"], default="all", help="only rows of this split (default all)")
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="rows asked at the same time (default 1)")
    parser.add_argument("--resume", action="store_true", help="go on with the interrupted run in --report DIR")
    parser.add_argument("--compare", choices=["peers"], help="run the usual alternatives on the same questions too")
    parser.add_argument("--check", action="store_true", help="only check the files against the index")
    parser.add_argument("--index", type=Path, metavar="DIR", help=_INDEX)
    parser.set_defaults(command=run_evaluate, parser=parser)


def verify_options(parser: argparse.ArgumentParser) -> None:
    """Options of `docklore verify`."""
    parser.add_argument("file", metavar="FILE", help="an answer of `ask --json`, or the lines of `ask --batch`; - for standard input")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index that the answers are of")
    parser.set_defaults(command=run_verify)


def drift_options(parser: argparse.ArgumentParser) -> None:
    """Options of `docklore drift`."""
    parser.add_argument("old", type=Path, metavar="OLD_INDEX", help="the index before")
    parser.add_argument("new", type=Path, metavar="NEW_INDEX", help="the index after")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="questions: JSON Lines, or CSV (.csv)")
    parser.set_defaults(command=run_drift)


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to 64")
    return int(text)


def run_evaluate(options: argparse.Namespace) -> int:
    """Evaluate; 1 when a row could not be used, a question crashed or a demand is not met."""
    if options.resume and not options.report:
        options.parser.error("--resume needs --report DIR, where the interrupted run left its records")
    from app.evaluate.session import evaluate

    return evaluate(options)


def run_verify(options: argparse.Namespace) -> int:
    """Re-check answers; 1 when one does not hold."""
    from app.evaluate.recheck import recheck
    from app.progress import say
    from app.service import place_of
    from app.settings import load_settings
    from index import load

    library = load(place_of(load_settings(), options.index).folder)
    return recheck(options.file, library, say)


def run_drift(options: argparse.Namespace) -> int:
    """Print what changed between two indexes as Markdown."""
    from app.evaluate.drift import drift_markdown
    from app.evaluate.testset import usable
    from app.progress import say
    from app.service import open_assistant
    from app.settings import load_settings, quiet_libraries

    quiet_libraries()
    settings = load_settings()
    old, new = (open_assistant(settings, folder, say) for folder in (options.old, options.new))
    for part in drift_markdown(old, new, usable(options.files)):
        print(part)
    return 0
