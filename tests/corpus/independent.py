"""A reader that shares nothing with ours: cmark-gfm renders a page, html.parser reads what is visible."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?\n---[ \t]*(\r?\n|\Z)", re.DOTALL)
FENCED = re.compile(r"^[ >]*(`{3,}|~{3,}).*?^[ >]*\1[`~]*[ \t]*$|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|<(code|tt|pre)\b.*?</\2>", re.DOTALL)
HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\w+).*?%\}(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
TOC = re.compile(r"^\* \w+\s*\{:toc\}", re.MULTILINE | re.IGNORECASE)
TEMPLATES = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{:[^}\n]*\}", re.DOTALL)
HEADING_ID = re.compile(r"^(#+ .*?)\s*\{#[\w.-]+\}\s*$", re.MULTILINE)
ALERT = re.compile(r"^(\s*>\s*)\[!(?:NOTE|TIP|WARNING|IMPORTANT|CAUTION)\]\s*$", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
WORD = re.compile(r"\w+")


ADMONITION = re.compile(r"^(\s*)(?:!!!|\?\?\?\+?) *\w+(.*)$", re.MULTILINE)
MKDOCS_ATTRIBUTES = re.compile(r"\{: ?[^}\n]*\}|(?<=\))\{ ?[\w-]+=[^}\n]*\}")
INLINE = frozenset("a abbr b code del em font i img ins kbd mark s small span strong sub sup tt u wbr".split())


class Visible(HTMLParser):
    """Collects the text that a browser shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.unseen += tag in ("script", "style", "template")
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("script", "style", "template") and self.unseen > 0
        self._space(tag)

    def _space(self, tag: str) -> None:
        if tag not in INLINE:
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.texts.append(data)


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower().replace("_", " ")))


def visible_words(page: str, *, jekyll: bool) -> Counter[str]:
    """The words of a page as another reader sees them."""
    text = FRONT.sub("", page).removeprefix("\ufeff")
    text = TOC.sub("", text)
    text = HEADING_ID.sub(r"\1", ALERT.sub(r"\1", text))
    if jekyll:
        text = HIGHLIGHT.sub(r"\n```\1\2```", text)
        text = RAW.sub(lambda raw: raw[1].replace("{", "\x02").replace("}", "\x03"), text)
        text = _outside_code(text, TEMPLATES).replace("\x02", "{").replace("\x03", "}")
    else:
        if ADMONITION.search(text):
            text = re.sub(r"^ {4}(?=<)", "", text, flags=re.MULTILINE)
        text = _outside_code(ADMONITION.sub(r"\1 \2", text), MKDOCS_ATTRIBUTES)
    html = cmarkgfm.markdown_to_html_with_extensions(_outside_code(text, COMMENT), Options.CMARK_OPT_UNSAFE, ["table", "strikethrough"])
    reader = Visible()
    reader.feed(html)
    reader.close()
    return words("".join(reader.texts))


def _outside_code(text: str, pattern: re.Pattern[str]) -> str:
    parts, cursor = [], 0
    for code in FENCED.finditer(text):
        parts += [pattern.sub(" ", text[cursor : code.start()]), code[0]]
        cursor = code.end()
    return "".join([*parts, pattern.sub(" ", text[cursor:])])
