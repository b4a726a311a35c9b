"""Which section answers which fact: `python -m corpus.facts.coverage DIR` prints a Markdown table with the gaps."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.facts.commands import commands
from corpus.facts.mentions import Item, SectionMentions, page_mentions
from corpus.facts.page_check import pages
from corpus.facts.tables import load, supplement

MOST_USED = 300
_TITLES = {
    "instruction": "Dockerfile instructions and their options",
    "attribute": "Compose service attributes and top-level elements (with a colon)",
    "command": "Commands",
    "flag": f"The {MOST_USED} flags that documentation uses most",
    "daemon": "Keys of daemon.json",
}


@dataclass(frozen=True, slots=True)
class Covered:
    """An item with the sections that mention it in code, the best one first."""

    item: Item
    sections: tuple[SectionMentions, ...]


def wanted() -> list[Item]:
    """Every fact that the handbook should answer, by kind and name."""
    dockerfile = load("dockerfile")["instructions"]
    items: list[Item] = [("instruction", name) for name in dockerfile]
    items += [("instruction", f"{name} {option}") for name, options in dockerfile.items() for option in options]
    items += [("attribute", name) for name in load("compose")["services.*"]]
    items += [("attribute", f"{name}:") for name in load("compose")[""]]
    unwanted = tuple(supplement()["unwanted"])
    named = [name for name, facts in load("cli").items() if name and not facts["group"]]
    items += [("command", name) for name in named if not name.startswith(unwanted)]
    items += [("flag", name) for name in [name for name in load("usage") if not name.startswith(unwanted)][:MOST_USED]]
    return items + [("daemon", name) for name in load("daemon")[""]]


def coverage(folder: Path) -> list[Covered]:
    """Each wanted item with the sections of the folder that mention it.

    Raises FileNotFoundError when the folder does not exist.
    """
    found = [section for page in pages([folder]) for section in page_mentions(page.read_text("utf-8-sig"), _relative(page, folder))]
    return [Covered(item, _ranked(item, found)) for item in wanted()]


def _relative(page: Path, folder: Path) -> str:
    return page.relative_to(folder).as_posix() if folder.is_dir() else page.name


def _ranked(item: Item, found: Iterable[SectionMentions]) -> tuple[SectionMentions, ...]:
    having = [section for section in found if item in section.items]
    return tuple(sorted(having, key=lambda section: (-_weight(item, section), len(section.items), section.section)))


def _weight(item: Item, mentions: SectionMentions) -> int:
    """How much a section is about an item: named in its heading or its asks, or only in its code; errors come last."""
    names = _spellings(item)
    heading, asks = mentions.section.heading, mentions.section.asks
    in_heading = any(name in heading for name in names)
    in_asks = any(name in asks for name in names)
    words = names[0].strip("-").replace("-", " ").replace("_", " ").lower()
    spoken = words in heading.lower()
    return 10 * in_heading + 5 * in_asks + 5 * spoken + min(mentions.items[item], 4) - 6 * heading.startswith("Fix ")


def _spellings(item: Item) -> list[str]:
    kind, name = item
    if kind == "command":
        target = commands().by_name[name]
        return [f"docker {known}" for known, command in commands().by_name.items() if command is target]
    return [name.rpartition(" ")[2] if "--" in name else name.rstrip(":")]


def markdown(covered: Sequence[Covered]) -> str:
    """The coverage as Markdown: per kind how much is covered, the gaps, and the items with their best sections."""
    lines = ["# Coverage", ""]
    for kind, title in _TITLES.items():
        rows = [row for row in covered if row.item[0] == kind]
        gaps = [_shown(row.item) for row in rows if not row.sections]
        lines += [f"## {title}", "", f"{len(rows) - len(gaps)} of {len(rows)} covered.", ""]
        lines += [f"Gaps: {', '.join(f'`{gap}`' for gap in gaps)}.", ""] if gaps else ["No gaps.", ""]
        lines += ["| Item | Section | Sections in all |", "|---|---|---:|"]
        lines += [f"| `{_shown(row.item)}` | {_link(row)} | {len(row.sections)} |" for row in rows if row.sections]
        lines.append("")
    return "\n".join(lines)


def _shown(item: Item) -> str:
    kind, name = item
    plain = kind not in {"command", "flag"} or name.startswith("dockerd")
    return name if plain else f"docker {name}"


def _link(row: Covered) -> str:
    best = row.sections[0].section
    heading = best.heading.replace("|", r"\|").replace("[", r"\[").replace("]", r"\]")
    return f"[{heading}]({best.path}#{best.anchor})"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 0, or 1 with `--strict` and a gap, or 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m corpus.facts.coverage", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strict", action="store_true", help="exit 1 when anything but daemon.json keys has a gap")
    options = parser.parse_args(arguments)
    try:
        covered = coverage(options.folder)
    except OSError as error:
        print(f"facts: {error}", file=sys.stderr)
        return 2
    print(markdown(covered))
    gaps = any(not row.sections for row in covered if row.item[0] != "daemon")
    return int(options.strict and gaps)


if __name__ == "__main__":
    raise SystemExit(main())
