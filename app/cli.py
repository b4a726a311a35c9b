"""The `docklore` command: results to stdout, remarks to stderr; exit 0 good, 1 an error with its fix, 2 usage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.evaluate.command import drift_options, evaluate_options, verify_options
from corpus.errors import DockloreError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. Errors that a person can mend are one line on stderr."""
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options)
    except DockloreError as error:
        print(f"docklore: {error.problem} {error.fix}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        print("docklore: stopped.", file=sys.stderr)
        return 1


def program_version() -> str:
    """The installed version."""
    try:
        return version("docklore")
    except PackageNotFoundError:
        return "unknown"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="docklore", description="Answers Docker questions in words quoted from its sources.")
    parser.add_argument("--version", action="version", version=f"docklore {program_version()}")
    commands = parser.add_subparsers(dest="name", required=True, metavar="COMMAND")
    _index_options(commands.add_parser("index", help="build or update an index"))
    _lint_options(commands.add_parser("lint", help="list what is wrong with a folder of documentation"))
    _ask_options(commands.add_parser("ask", help="answer a question, or a batch of them"))
    _search_options(commands.add_parser("search", help="list the sections found for a question"))
    _serve_options(commands.add_parser("serve", help="serve the chat page, the reader and the API"))
    evaluate_options(commands.add_parser("evaluate", help="measure the answers to a Q&A test set"))
    verify_options(commands.add_parser("verify", help="check every quote of an answer against the index"))
    drift_options(commands.add_parser("drift", help="list what changed between two indexes"))
    return parser


def _index_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", action="append", metavar="[NAME=]PATH", help="builtin, builtin:docker, a folder or a file; repeatable")
    parser.add_argument("--config", type=Path, metavar="FILE", help="a file that names sources (YAML or TOML)")
    parser.add_argument("--strict", action="store_true", help="fail when a page cannot be read, instead of skipping it")
    parser.add_argument("--index", type=Path, metavar="DIR", help="folder to build in; default: DOCKLORE_INDEX or the data folder")
    parser.set_defaults(command=run_index)


def _lint_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of documentation, or one file")
    parser.add_argument("--format", choices=["text", "json", "github"], default="text", help="how findings are printed (default text)")
    parser.set_defaults(command=run_lint)


def _ask_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", help="the question")
    parser.add_argument("--batch", metavar="FILE", help="JSON Lines of questions; - for standard input")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument("--scope", metavar="NAME", help="only this source, or pages below this id")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index to answer from")
    parser.set_defaults(command=run_ask, parser=parser)


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", help="what to look for")
    parser.add_argument("-k", type=int, default=5, metavar="N", help="how many sections (default 5)")
    parser.add_argument("--explain", action="store_true", help="show what matched, each feature and its weight")
    parser.add_argument("--json", action="store_true", help="print the hits as JSON")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index to search")
    parser.set_defaults(command=run_search)


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to bind (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to bind (default 7860)")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the index to answer from")
    parser.set_defaults(command=run_serve)


def run_index(options: argparse.Namespace) -> int:
    """Build or update an index; prints what it holds."""
    from app.progress import progress_bar, say
    from app.service import BUILTIN, build_encoder, place_of, read_arguments
    from app.settings import load_settings, quiet_libraries
    from index import build

    quiet_libraries()
    settings = load_settings()
    folder = place_of(settings, options.index).folder
    sources = options.source or ([] if options.config else [BUILTIN])
    reading = read_arguments(sources, options.config, strict=options.strict)
    embedder = build_encoder(settings, say)
    with progress_bar("Embedding") as progress:
        manifest = build(folder, reading, sources, embedder, progress)
    for remark in reading.remarks:
        say(f"Skipped: {remark}")
    counts = ", ".join(f"{count} {name}" for name, count in manifest.counts.items())
    print(f"{folder}: {counts}; {manifest.id}")
    return 1 if reading.remarks else 0


def run_lint(options: argparse.Namespace) -> int:
    """Print the findings of a folder; 1 when any of them is an error."""
    from corpus.lint import as_annotations, as_json, as_text, is_error, lint
    from corpus.sources import Source

    findings = lint(Source("docs", options.folder))
    print({"text": as_text, "json": as_json, "github": as_annotations}[options.format](findings))
    return 1 if any(is_error(finding) for finding in findings) else 0


def run_ask(options: argparse.Namespace) -> int:
    """Answer one question, or a batch."""
    if (options.question is None) == (options.batch is None):
        options.parser.error("give a question, or --batch FILE")
    from app.batch import run_batch
    from app.form import answer_json
    from app.plain import print_answer

    assistant = _assistant(options.index)
    if options.batch is not None:
        return run_batch(assistant, options.batch, sys.stdout)
    answer = assistant.ask(options.question, scope=options.scope)
    if options.json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=1))
    else:
        print_answer(answer, sys.stdout)
    return 0


def run_search(options: argparse.Namespace) -> int:
    """List the sections found for a question."""
    from app.form import hit_json
    from app.plain import print_hits

    assistant = _assistant(options.index)
    hits = assistant.search(options.question, max(options.k, 1))
    if options.json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        print_hits(hits, assistant.retriever.ranker, sys.stdout, explain=options.explain)
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from app.serve import serve

    return serve(options.index, options.host, options.port)


def _assistant(index: Path | None):  # type: ignore[no-untyped-def]
    from app.progress import progress_bar, say
    from app.service import open_assistant
    from app.settings import load_settings, quiet_libraries

    quiet_libraries()
    with progress_bar("Embedding") as progress:
        return open_assistant(load_settings(), index, say, progress)


if __name__ == "__main__":
    sys.exit(main())
