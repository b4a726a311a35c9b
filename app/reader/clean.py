"""The last gate before a page is shown: only known tags, attributes and address schemes stay."""

from __future__ import annotations

from collections.abc import Callable, Set

import nh3

from app.address import ROOT

_TAGS = set(
    "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp small span "
    "strong sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
_ATTRIBUTES = {
    "a": {"href", "class", "aria-label"},
    "abbr": {"title"},
    "blockquote": {"class"},
    "code": {"class"},
    "details": {"open"},
    "div": {"class", "tabindex"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "span": {"class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_UNSEEN = {"script", "style", "template", "title", "textarea", "noscript", "iframe", "object", "svg", "math"}
_CLASSES = {"anchor", "callout", "center", "image", "note", "right", "scroll", "tip", "warning"}


def clean_html(html: str, anchors: Set[str], resolve: Callable[[str], str]) -> str:
    """Sanitised HTML; an ``id`` stays only where it is one of the page's own anchors.

    ``resolve`` gives the address for a link that raw HTML in the source made, or nothing where it leads nowhere.
    """

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if value in anchors else None
        if name == "tabindex":
            return value if value == "0" else None
        if name == "class":
            return _class(tag, value)
        if name == "href":
            return value if value.startswith(ROOT) else resolve(value) or None
        return value

    return nh3.clean(
        html, tags=_TAGS, clean_content_tags=_UNSEEN, attributes=_ATTRIBUTES, attribute_filter=keep,
        strip_comments=True, link_rel="noopener noreferrer", url_schemes={"http", "https"},
    )  # fmt: skip


def _class(tag: str, value: str) -> str | None:
    if tag == "code" and value.startswith("language-"):
        return value.split(maxsplit=1)[0]
    if tag == "span" and len(value) <= 3:
        return value
    return " ".join(word for word in value.split() if word in _CLASSES) or None
