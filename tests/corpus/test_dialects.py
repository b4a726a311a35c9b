"""Dialects: what a generator adds is not text, what stands around it is, code is never touched, quotes stay exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Block, BlockKind, Section, read_sources
from corpus.dialects import SiteFiles, dialect_of, mask_page
from corpus.front_matter import front_matter
from corpus.model import Page
from corpus.sections import read_sections
from corpus.sources import Source
from corpus.syntax import Dialect, Generator, Syntax, parse_dialect


def read(text: str, dialect: str) -> list[Section]:
    mask = mask_page(text, front_matter(text).end, parse_dialect(dialect))
    assert len(mask.text) == len(text)
    assert [at for at, char in enumerate(text) if char == "\n"] == [at for at, char in enumerate(mask.text) if char == "\n"]
    return read_sections(Page("p", text, "P", dialect=dialect), mask)


def only(text: str, dialect: str) -> Section:
    (section,) = read(text, dialect)
    for sentence in section.sentences:
        low, high = section.map.raw_span(sentence.plain_start, sentence.plain_end)
        assert sentence.start <= low < high <= sentence.end
    return section


def texts(section: Section) -> list[str]:
    return [section.text_of(block) for block in section.blocks]


def roles(section: Section) -> list[tuple[str, str]]:
    return [(section.text_of(block), block.role) for block in section.blocks]


def codes(section: Section) -> list[tuple[str, str]]:
    return [(block.language, section.text_of(block)) for block in section.blocks if block.kind is BlockKind.CODE]


CODE = "Print `{{.Names}}` or\n\n```bash\ndocker ps --format '{{.Names}}' {% x %} <Tabs> :::note {a}\n```\n\nand\n\n- item\n\n      {{.Indented}}\n"


@pytest.mark.parametrize("dialect", ["markdown", "docusaurus", "hugo", "jekyll", "mkdocs", "markdown+hugo+liquid+directives"])
def test_code_survives_every_dialect(dialect: str) -> None:
    section = only(CODE, dialect)
    assert "Print {{.Names}} or" in section.plain
    assert codes(section)[0] == ("bash", "docker ps --format '{{.Names}}' {% x %} <Tabs> :::note {a}")
    assert dialect == "docusaurus" or codes(section)[1][1] == "{{.Indented}}"


# -- Docusaurus ------------------------------------------------------------------------------------------------------


def test_imports_and_exports_are_hidden_over_all_their_lines() -> None:
    text = "import A from '@a';\nimport {\n  B,\n\n  C,\n} from './b';\n\nexport const toc = [\n  {a: 1},\n\n  {b: ')'},\n];\n\nText.\n\nImport data.\n"
    assert texts(only(text, "docusaurus")) == ["Text.", "Import data."]


def test_components_go_and_their_children_and_labels_stay() -> None:
    text = (
        "<Tabs>\n  <TabItem value='l' label=\"Linux\">\n\n    Run `x`.\n\n    ```bash\n    docker ps\n    ```\n\n  </TabItem>\n"
        "  <TabItem value='w' label=\"Windows\">\n    On <B c={() => 1 > 2} d={{e: 1}}/> Windows.\n  </TabItem>\n</Tabs>\n\n<div style={{a: 1}}>**In** div</div>\n"
    )
    section = only(text, "docusaurus")
    assert texts(section) == ["Linux", "Run x.", "docker ps", "Windows On Windows.", "In div"]
    assert [section.text_of(sentence) for sentence in section.sentences] == ["Linux", "Run x.", "Windows", "On Windows.", "In div"]


def test_expressions_and_mdx_comments_are_hidden_but_strings_are_shown() -> None:
    section = only('A {props.name} b {/* no */} c {"shown"} \\{kept\\}.\n', "docusaurus")
    assert section.plain == "A b c shown {kept}."
    assert section.sentences[0].exact is False


def test_directives_give_their_blocks_a_role_and_keep_their_title() -> None:
    text = ":::warning[Mind this]\n\nOuter **bold**.\n\n:::note\n\nInner.\n\n:::\n\n:::\n\n:::tip My title\nTry.\n:::\n\nPlain.\n"
    section = only(text, "docusaurus")
    assert roles(section) == [
        ("Mind this", "warning"), ("Outer bold.", "warning"), ("Inner.", "note"), ("My title Try.", "tip"), ("Plain.", ""),
    ]  # fmt: skip
    assert [section.text_of(sentence) for sentence in section.sentences][3:5] == ["My title", "Try."]


def test_admonition_components_give_a_role() -> None:
    section = only('<Admonition type="tip" title="Nice">Try it.</Admonition>\n\n<Warning>\n\nCareful.\n\n</Warning>\n', "docusaurus")
    assert roles(section) == [("Nice Try it.", "tip"), ("Careful.", "warning")]


def test_comparisons_in_mdx_text_swallow_nothing() -> None:
    assert only("If a < b and {unclosed\n\nNext <Open paragraph.\n\nLast.\n", "docusaurus").plain.endswith("Last.")


# -- Hugo ------------------------------------------------------------------------------------------------------------


def test_shortcodes_are_hidden_and_what_they_hold_is_not() -> None:
    text = '{{< tabs >}}\n{{< tab name="Linux" >}}\n\n1. One\n\n   ```sh\n   x {{.A}}\n   ```\n\n2. Two {{% sc "a b" %}} end.\n\n{{< /tab >}}\n{{% /tabs %}}\n'
    section = only(text, "hugo")
    assert texts(section) == ["Linux", "One", "x {{.A}}", "Two end."]
    assert [block.number for block in section.blocks if block.kind is BlockKind.ITEM] == [1, 2]


def test_hugo_admonitions_have_roles_and_highlight_is_code() -> None:
    text = (
        '{{< warning >}}\nMind.\n{{< /warning >}}\n\n{{< callout type="tip" title="Hey" >}}\nTry.\n{{< /callout >}}\n\n'
        "{{< highlight bash >}}\necho {{ x }}\n\necho 2\n{{< /highlight >}}\n"
    )
    section = only(text, "hugo")
    assert roles(section)[:2] == [("Mind.", "warning"), ("Hey Try.", "tip")]
    assert codes(section) == [("bash", "echo {{ x }}\n\necho 2")]


def test_ref_links_keep_their_target() -> None:
    section = only('See [this]({{< ref "guide/page.md#x" >}}) and [that]({{% relref "b" %}}).\n', "hugo")
    assert section.plain == "See this and that."
    assert [link.target for link in section.links] == ["guide/page.md#x", "b"]


def test_front_matter_in_toml_and_json_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "_index.md").write_text('+++\ntitle = "Top"\naliases = ["/old/"]\n+++\n\nText one.\n')
    (tmp_path / "b.md").write_text('{"title": "Json"}\nText two.\n')
    reading = read_sources([Source("d", tmp_path)])
    assert [(page.id, page.title, page.dialect) for page in reading.pages] == [("d/_index", "Top", "hugo"), ("d/b", "Json", "hugo")]
    assert [section.plain for section in reading.sections] == ["Text one.", "Text two."]


# -- Jekyll ----------------------------------------------------------------------------------------------------------


def test_liquid_is_hidden_and_what_stands_between_is_not() -> None:
    text = "{% include a.md x=1 %}\n{% if a %}Shown {{ page.x }} text.{% endif %}\n\n{% comment %}\n\ngone\n\n{% endcomment %}\n\nLast.\n"
    assert texts(only(text, "jekyll")) == ["Shown text.", "Last."]


def test_highlight_is_a_code_block_and_raw_tags_are_never_shown() -> None:
    text = "<section>\n{% highlight go %}\nx := {{.A}}\n\ny\n{% endhighlight %}\n</section>\n\n{% raw %}`{{.ID}}`{% endraw %} and `{% raw %}{{.N}}{% endraw %}`.\n\n```bash{% raw %}\ndocker {{.X}}\n{% endraw %}```\n\nAfter.\n"
    section = only(text, "jekyll")
    assert codes(section) == [("go", "x := {{.A}}\n\ny"), ("bash", "docker {{.X}}")]
    assert "{{.ID}} and {{.N}}." in section.plain
    assert section.plain.endswith("After.")


def test_attribute_lists_are_hidden_and_name_their_heading() -> None:
    (section,) = read('## Set\n{: #custom .x }\n\nA [link](b.md){: target="_blank" } here.\n{: .note}\n\n* TOC\n{:toc}\n', "jekyll")
    assert (section.anchor, section.plain) == ("custom", "A link here.")


# -- MkDocs ----------------------------------------------------------------------------------------------------------


def test_mkdocs_admonitions_hold_blocks_of_every_kind() -> None:
    text = '!!! note "My title"\n\n    First.\n\n    ```bash\n    a\n\n    b\n    ```\n\n    ??? warning\n        Nested.\n\n    - item\n\nAfter.\n\n    code\n'
    section = only(text, "mkdocs")
    assert roles(section) == [
        ("My title", "note"), ("First.", "note"), ("a\n\nb", "note"), ("Nested.", "warning"), ("item", "note"), ("After.", ""), ("code", ""),
    ]  # fmt: skip
    item = next(block for block in section.blocks if block.kind is BlockKind.ITEM)
    assert (item.depth, section.text_of(item)) == (1, "item")


def test_content_tabs_keep_their_names_and_are_no_list() -> None:
    section = only(
        '=== "Linux"\n\n    Do linux.\n\n=== "Mac"\n\n    Do mac.\n\n--8<-- "inc.md"\n\n[Go](x.md){ .button } :material-check:\n', "mkdocs"
    )
    assert texts(section) == ["Linux", "Do linux.", "Mac", "Do mac.", "Go"]
    assert {block.kind for block in section.blocks} == {BlockKind.PARAGRAPH}


# -- GitHub, HTML ----------------------------------------------------------------------------------------------------


def test_alerts_have_a_role_and_their_mark_is_no_text() -> None:
    section = only("> [!CAUTION]\n> Data is lost.\n\n> Plain quote.\n", "markdown")
    assert roles(section) == [("Data is lost.", "warning"), ("Plain quote.", "quote")]
    assert section.sentences[0].exact


def test_comments_may_hold_code_and_unclosed_ones_swallow_nothing() -> None:
    text = "Seen.\n\n<!--\n```\nhidden\n```\n-->\n\nStill.\n\n<!-- unclosed\n\nShown too.\n"
    assert texts(only(text, "markdown")) == ["Seen.", "Still.", "unclosed", "Shown too."]


def test_pre_is_code_and_cells_are_sentences_of_their_own() -> None:
    section = only("<table><tr><td>One</td><td>Two</td></tr></table>\n\n<pre>\n$ docker &lt;x&gt;\n  y\n</pre>\n", "markdown")
    assert codes(section) == [("", "$ docker <x>\n  y")]
    assert [section.text_of(sentence) for sentence in section.sentences] == ["One", "Two"]


def test_tabs_before_code_are_kept_in_the_map() -> None:
    section = only("1. Do:\n\n\t```bash\n\tdocker ps\n\t```\n\n\t\tindented\n", "markdown")
    assert [text for _, text in codes(section)] == ["docker ps", " indented"]
    (start, end) = section.map.raw_span(section.plain.index("docker"), section.plain.index(" ps"))
    assert section.page.text[start:end] == "docker"


# -- which dialect ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "generator"),
    [
        ("docusaurus.config.js", Generator.DOCUSAURUS), ("mkdocs.yml", Generator.MKDOCS), ("hugo.toml", Generator.HUGO),
        ("_config.yml", Generator.JEKYLL), ("other.yml", None),
    ],
)  # fmt: skip
def test_site_files_tell_the_generator_of_every_folder_below(tmp_path: Path, name: str, generator: Generator | None) -> None:
    (tmp_path / "site" / "docs").mkdir(parents=True)
    (tmp_path / "site" / name).write_text("")
    assert SiteFiles(tmp_path).generator(tmp_path / "site" / "docs") is generator
    assert SiteFiles(tmp_path).generator(tmp_path) is None


def test_site_files_above_the_source_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("")
    assert SiteFiles(tmp_path / "docs").generator(tmp_path / "docs") is None


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        (":::note\nx\n:::\n", Syntax.DIRECTIVES), ("{{< x >}}", Syntax.HUGO), ("{% raw %}", Syntax.LIQUID | Syntax.ATTRIBUTES),
        ("!!! note\n    x\n", Syntax.MKDOCS), ("`{{.Names}}` and {{ x }}", Syntax.NONE),
    ],
)  # fmt: skip
def test_a_page_without_site_files_is_read_with_what_it_shows(text: str, syntax: Syntax) -> None:
    assert dialect_of(text, ".md", None) == Dialect(Generator.MARKDOWN, syntax)


def test_dialects_are_written_and_read_back() -> None:
    for name in ("markdown", "docusaurus", "hugo+mkdocs", "jekyll+directives"):
        assert str(parse_dialect(name)) == name
    assert str(parse_dialect("mdx")) == "docusaurus"
    with pytest.raises(ValueError, match="'nope' is no syntax"):
        parse_dialect("hugo+nope")


def test_the_configured_dialect_wins(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text {{< x >}} here.\n")
    (tmp_path / "mkdocs.yml").write_text("")
    reading = read_sources([Source("d", tmp_path, dialect="hugo")])
    assert (reading.pages[0].dialect, reading.sections[0].plain) == ("hugo", "Text here.")
    blocks: tuple[Block, ...] = reading.sections[0].blocks
    assert len(blocks) == 1
