"""The sources file and public addresses: what it may say, and that each fault is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import DockloreError, load_sources, read_sources
from corpus.pages import Filter
from corpus.public import public_url
from corpus.sources import Source
from corpus.syntax import Generator

YAML = """
sources:
  - builtin:docker
  - name: engine
    path: docs
    include: ["**/*.md"]
    exclude: ["drafts/**"]
    title: Engine docs
    url: https://docs.example.com/{version}/{path}/
    version: "28"
    dialect: hugo
    strict: true
"""
TOML = '[[sources]]\npath = "docs"\nurl = "https://github.com/a/b/blob/main/{file}"\n'


def project(tmp_path: Path, text: str, name: str = "sources.yaml") -> Path:
    for page in ("index.md", "guide/_index.md", "guide/Set Up.md", "drafts/no.md"):
        path = tmp_path / "docs" / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("## Part one\n\nText {{< x >}} here.\n")
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_a_sources_file_says_everything_about_its_sources(tmp_path: Path) -> None:
    sources = load_sources(project(tmp_path, YAML))
    assert [source.name for source in sources] == ["", "engine"]
    reading = read_sources(sources[1:])
    pages = {page.id: page for page in reading.pages}
    assert sorted(pages) == ["engine/guide", "engine/guide/Set Up", "engine/index"]
    page = pages["engine/guide/Set Up"]
    assert (page.url, page.version, page.dialect) == ("https://docs.example.com/28/guide/set-up/", "28", "hugo")
    assert page.trail == ("Engine docs", "Guide")
    assert pages["engine/index"].url == "https://docs.example.com/28/"
    assert reading.sections[0].plain == "Text here."


def test_a_sources_file_may_be_toml_and_name_its_sources_after_their_folders(tmp_path: Path) -> None:
    (source,) = load_sources(project(tmp_path, TOML, "sources.toml"))
    assert source == Source("docs", (tmp_path / "docs").resolve(), url="https://github.com/a/b/blob/main/{file}")
    pages = {page.id: page.url for page in read_sources([source]).pages}
    assert pages["docs/guide/Set Up"] == "https://github.com/a/b/blob/main/guide/Set%20Up.md"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources: [", "is no YAML"),
        ("pages: []", "lists no sources"),
        ("sources: []", "lists no sources"),
        ("sources: [{path: a}]\nmore: 1", "'more' is unknown"),
        ("sources: [{path: a, titel: x}]", "source 1: 'titel' is unknown. Known are name, path"),
        ("sources: [{path: a}, {name: b}]", "source 2 has no path"),
        ("sources: [{path: a, version: 28}]", "'version' must be text. Put it in quotes: version: '28'"),
        ("sources: [{path: a, include: x}]", "'include' must be a list"),
        ("sources: [{path: a, strict: maybe}]", "'strict' must be true or false"),
        ("sources: [{path: a, url: 'https://x.io/'}]", "does not say where a page's path goes"),
        ("sources: [{path: a, url: 'https://x.io/{page}'}]", "does not say where a page's path goes"),
        ("sources: [{path: a, dialect: word}]", "unknown dialect"),
        ("sources: [{path: a, name: 'a/b'}]", "name 'a/b' does not fit"),
        ("sources: [{path: a/docs}, {path: b/docs}]", "two sources are named 'docs'"),
        ("sources: [{path: builtin, title: x}]", "takes no 'title'"),
        ("sources: [5]", "source 1 is no mapping"),
    ],
)
def test_every_fault_of_a_sources_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DockloreError) as caught:
        load_sources(project(tmp_path, text))
    assert said in str(caught.value)


def test_a_missing_sources_file_and_an_unknown_dialect_are_errors(tmp_path: Path) -> None:
    with pytest.raises(DockloreError, match="cannot be read"):
        load_sources(tmp_path / "none.yaml")
    with pytest.raises(DockloreError, match="unknown dialect"):
        read_sources([Source("a", tmp_path, dialect="word")])


@pytest.mark.parametrize(
    ("include", "exclude", "taken"),
    [
        ((), (), {"a.md", "x/b.md", "x/y/c.mdx"}),
        (("x/**",), (), {"x/b.md", "x/y/c.mdx"}),
        (("x",), ("x/y",), {"x/b.md"}),
        (("**/*.md",), (), {"a.md", "x/b.md"}),
        (("*.mdx",), (), {"x/y/c.mdx"}),
        ((), ("**/c.*", "a.md"), {"x/b.md"}),
    ],
)
def test_include_and_exclude_choose_files(include: tuple[str, ...], exclude: tuple[str, ...], taken: set[str]) -> None:
    assert {path for path in ("a.md", "x/b.md", "x/y/c.mdx") if Filter(include, exclude).takes(path)} == taken


@pytest.mark.parametrize(
    ("path", "values", "generator", "url"),
    [
        ("a/b.md", {}, Generator.MARKDOWN, "https://x.io/a/b/"),
        ("README.md", {}, Generator.MARKDOWN, "https://x.io/"),
        ("02-guide/01-Start.md", {}, Generator.DOCUSAURUS, "https://x.io/guide/Start/"),
        ("2024-notes/b.md", {"slug": "/other"}, Generator.DOCUSAURUS, "https://x.io/other/"),
        ("a/b.md", {"slug": "c"}, Generator.DOCUSAURUS, "https://x.io/a/c/"),
        ("a/b.md", {"id": "c"}, Generator.DOCUSAURUS, "https://x.io/a/c/"),
        ("tools/Tools.mdx", {}, Generator.DOCUSAURUS, "https://x.io/tools/"),
        ("A/My Page.md", {"slug": "mine"}, Generator.HUGO, "https://x.io/a/mine/"),
        ("a/b.md", {"url": "/top/"}, Generator.HUGO, "https://x.io/top/"),
        ("a/b.md", {"permalink": "/top/b.html"}, Generator.JEKYLL, "https://x.io/top/b.html/"),
        ("a/b.md", {"permalink": "/:year/"}, Generator.JEKYLL, "https://x.io/a/b/"),
        ("a/b.md", {"url": "https://y.io/z"}, Generator.HUGO, "https://y.io/z"),
    ],
)
def test_public_addresses_are_made_as_the_generator_makes_them(
    path: str, values: dict[str, object], generator: Generator, url: str
) -> None:
    assert public_url(Source("s", Path(), url="https://x.io/{path}/"), Path(path), values, generator) == url
