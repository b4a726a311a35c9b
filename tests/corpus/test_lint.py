"""The documentation check: each kind of fault once, and its three forms of output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.lint import as_annotations, as_json, as_text, is_error, lint
from corpus.sources import Source

GOOD = "# Good\n\n## Part one\n\nText. See [b](sub/b.md#deep), [c](sub/b/), [root](/sub/b#own), [file](x.png), [out](https://x.io/a), [up](#good).\n"
B = '# B\n\n### Deep\n\nSee [good](../good.md#part-one) and [back](../good#part-one).\n\n### One more {#own}\n\n<a name="named"></a>See [n](#named).\n'


def check(tmp_path: Path, files: dict[str, str], **options: bool) -> list[tuple[str, int, str]]:
    for name, text in {"good.md": GOOD, "sub/b.md": B, "x.png": "", **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    return [(Path(found.path).name, found.line, found.code) for found in lint(Source("d", tmp_path), **options)]


def test_good_pages_have_no_findings(tmp_path: Path) -> None:
    assert check(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("# X\n\nSee [a](gone.md).\n", 3, "dead-link"),
        ("# X\n\nSee [a](good.md#gone).\n", 3, "dead-anchor"),
        ("# X\n\nSee [a](#gone).\n", 3, "dead-anchor"),
        ("# X\n\nSee [a](../../../etc/passwd).\n", 3, "dead-link"),
        ('# X\n\nText.\n\n{{< include "gone.md" >}}\n', 5, "missing-include"),
        ('# X\n\nText.\n\n{{< include "../../etc/passwd" >}}\n', 1, "page-note"),
        ("# X\n\n## A {#a}\n\nText.\n\n## B {#a}\n\nText.\n", 7, "duplicate-id"),
        ("# X\n\n## A part\n\n" + "Words are here. " * 250, 3, "long-section"),
        ("# X\n\n## A part\n\n" + "word " * 70 + "end.\n", 5, "long-sentence"),
        ("# X\n\n## Overview\n\nText.\n", 3, "vague-heading"),
        ("# X\n\n## A part\n<!-- asks: How so? | how SO -->\n\nText.\n\n## B part\n<!-- asks: how so -->\n\nText.\n", 8, "shared-ask"),
        ("# X\n\n```bash\ndocker ps\n", 3, "page-note"),
        ("# X\n\nText.\n\n```bash\ndocker ps --nope\n```\n", 6, "unknown-flag"),
        ("\xe9", 1, "unreadable-page"),
    ],
)
def test_each_fault_is_found_at_its_line(tmp_path: Path, text: str, line: int, code: str) -> None:
    assert check(tmp_path, {"x.md": text}) == [("x.md", line, code)]


def test_two_files_with_one_id_are_found(tmp_path: Path) -> None:
    assert check(tmp_path, {"sub/b/README.md": "Text.\n"}) == [("README.md", 1, "page-id-taken")]


def test_commands_are_left_unchecked_on_request(tmp_path: Path) -> None:
    assert check(tmp_path, {"x.md": "# X\n\nText.\n\n```bash\ndocker ps --nope\n```\n"}, facts=False) == []


def test_aliases_and_template_links_are_no_dead_links(tmp_path: Path) -> None:
    files = {
        "x.md": '---\naliases: ["/old/"]\n---\n# X\n\n[a](/old/) [b]({{< ref "good.md" >}}) [c]({{ site.url }}/z)\n',
        "y.md": "# Y\n\n{% raw %}{% endraw %}Text [c]({{ site.url }}/z).\n",
    }
    assert check(tmp_path, files) == []


def test_findings_are_told_as_text_json_and_annotations(tmp_path: Path) -> None:
    (tmp_path / "a,b.md").write_text("# X\n\nSee [a](gone.md).\n\n## Overview\n\n100 % text.\n")
    findings = lint(Source("d", tmp_path))
    assert as_text(findings).splitlines()[0].endswith("a,b.md:3: dead-link: gone.md leads to no page or file of this source")
    assert [(row["line"], row["code"], row["level"]) for row in json.loads(as_json(findings))] == [
        (3, "dead-link", "error"),
        (5, "vague-heading", "warning"),
    ]
    first, second = as_annotations(findings).splitlines()
    assert first.startswith("::error file=") and "a%2Cb.md,line=3,title=dead-link::gone.md" in first
    assert second.startswith("::warning file=")
    assert [is_error(finding) for finding in findings] == [True, False]


def test_the_handbook_has_no_dead_links_and_no_shared_asks() -> None:
    handbook = Path(__file__).resolve().parents[2] / "corpus" / "handbook"
    codes = {finding.code for finding in lint(Source("handbook", handbook, dialect="markdown"), facts=False)}
    assert codes <= {"long-sentence", "long-section", "page-note", "vague-heading"}
