"""Every command, flag, instruction and key in the code of the handbook exists."""

from __future__ import annotations

from pathlib import Path

from corpus.facts import check_tree

HANDBOOK = Path(__file__).parents[3] / "corpus" / "handbook"


def test_the_handbook_names_nothing_that_does_not_exist() -> None:
    assert [str(finding) for finding in check_tree(HANDBOOK)] == []
