"""Checks the code of Markdown pages against the facts: `python -m corpus.facts.check DIR...`; exit 1 on findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.facts.page_check import check_tree


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 0 clean, 1 findings, 2 usage."""
    paths = [Path(argument) for argument in (sys.argv[1:] if arguments is None else arguments)]
    if not paths:
        print("usage: python -m corpus.facts.check DIR...", file=sys.stderr)
        return 2
    try:
        findings = check_tree(*paths)
    except OSError as error:
        print(f"facts: {error}", file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
