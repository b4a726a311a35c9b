"""Checks the code of whole Markdown pages, and what comments switch off in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.facts.blocks import check_block, check_span
from corpus.facts.findings import Finding, Remark
from corpus.facts.readers.markdown import Ignore, read_page


def check_text(text: str, path: str = "") -> list[Finding]:
    """All findings of one page, sorted."""
    blocks, spans, ignores = read_page(text)
    remarks: list[Remark] = []
    used: set[Ignore] = set()
    for block in blocks:
        remarks += _unless_ignored(check_block(block), block.ignored, used)
    for span in spans:
        remarks += _unless_ignored(check_span(span), span.ignored, used)
    for ignore in ignores:
        if not ignore.reason:
            remarks.append(Remark(ignore.line, "ignore-reason", "`facts: ignore` needs a reason"))
        elif ignore not in used:
            remarks.append(Remark(ignore.line, "ignore-unused", "`facts: ignore` before a block without findings"))
    return sorted(remark.at(path) for remark in set(remarks))


def _unless_ignored(remarks: Iterable[Remark], ignored: Ignore | None, used: set[Ignore]) -> list[Remark]:
    found = list(remarks)
    if ignored is None:
        return found
    if found:
        used.add(ignored)
    return []


def check_tree(*folders: Path) -> list[Finding]:
    """All findings of the Markdown pages in the folders (or of single pages), sorted.

    Raises FileNotFoundError for a path that does not exist.
    """
    return sorted(finding for page in pages(folders) for finding in check_text(page.read_text("utf-8-sig"), str(page)))


def pages(paths: Iterable[Path]) -> Iterator[Path]:
    """The Markdown files at or below the paths, in order."""
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        found = [path] if path.is_file() else [*path.rglob("*.md"), *path.rglob("*.mdx")]
        yield from sorted(found)
