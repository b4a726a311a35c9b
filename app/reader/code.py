"""Code blocks: highlighted by language on the server, with the quoted characters marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from app.reader.pen import Highlights

LONGEST = 20_000
"""Characters beyond which a block is shown without colours."""
_NAMES = {"dockerfile": "docker", "shell": "bash", "sh": "bash", "zsh": "bash", "compose": "yaml", "env": "bash", "ps1": "powershell"}


def code_html(content: str, language: str, offsets: Sequence[int], highlights: Highlights) -> str:
    """A ``<pre>`` that holds ``content``; ``offsets`` are the raw offsets of its characters, or empty when not known."""
    parts = []
    for at, text, style in _styled(content, language):
        pieces = highlights.pieces(text, offsets[at : at + len(text)]) if offsets else [(text, False)]
        shown = "".join(f"<mark>{escape(piece)}</mark>" if marked else escape(piece) for piece, marked in pieces)
        parts.append(f'<span class="{style}">{shown}</span>' if style else shown)
    name = "".join(char for char in language if char.isalnum() or char in "-+")
    return f'<pre tabindex="0"><code class="language-{name or "text"}">{"".join(parts)}</code></pre>\n'


def _styled(content: str, language: str) -> Iterator[tuple[int, str, str]]:
    """Offset, text and style class of each token; one token without style when the language is not known."""
    tokens = _tokens(content, language)
    if "".join(text for _, text, _ in tokens) != content:
        tokens = [(0, content, "")]
    yield from tokens


def _tokens(content: str, language: str) -> list[tuple[int, str, str]]:
    from pygments.lexers import get_lexer_by_name
    from pygments.token import STANDARD_TYPES
    from pygments.util import ClassNotFound

    if not language or len(content) > LONGEST:
        return []
    try:
        lexer = get_lexer_by_name(_NAMES.get(language, language))
    except ClassNotFound:
        return []
    return [(at, text, STANDARD_TYPES.get(kind, "")) for at, kind, text in lexer.get_tokens_unprocessed(content)]
