"""All docker calls of a code block or an inline span, and the here-documents in it that are files of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.facts.readers.calls import Call, docker_calls
from corpus.facts.readers.embedded import inline_dockerfiles, pipeline_commands, unit_commands
from corpus.facts.readers.markdown import Block, Span
from corpus.facts.readers.scripts import is_script, read_script
from corpus.facts.readers.shell import read_shell
from corpus.facts.readers.shell_parts import Document, ShellCommand

YAML = frozenset({"yaml", "yml", "compose"})
DOCKERFILE = frozenset({"dockerfile", "docker"})
JSON = frozenset({"json"})
UNIT = frozenset({"ini", "systemd", "service", "unit"})

# Words of sentences: inline code with one of them is a message that begins with "docker", not a command.
_PROSE = frozenset({"does", "not", "is", "was", "has", "cannot", "can", "failed", "the", "for", "daemon", "requires"})
_SPAN_STARTS = ("docker ", "docker-compose ", "dockerd ", "sudo docker ")


def block_calls(block: Block) -> Iterator[Call]:
    """The calls in a shell block, in the steps of a pipeline, in a systemd unit; also those in here-documents."""
    if is_script(block.language):
        yield from _calls(read_script(block.text, block.line, block.language))
    elif block.language in YAML:
        yield from _calls(pipeline_commands(block.text, block.line))
    elif block.language in UNIT:
        yield from _calls(unit_commands(block.text, block.line))
    for inner in inner_blocks(block):
        yield from block_calls(inner)


def span_calls(span: Span) -> Iterator[Call]:
    """The calls in inline code that begins with `docker`, unless it is a message or its sentence denies it."""
    if not span.denied and span.text.startswith(_SPAN_STARTS) and not _PROSE & set(span.text.split()):
        yield from _calls(read_shell(span.text, span.line))


def _calls(found: Iterable[ShellCommand]) -> Iterator[Call]:
    for command in found:
        yield from docker_calls(command)


def inner_blocks(block: Block) -> Iterator[Block]:
    """Files of ours inside the block.

    Here-documents of a shell block that become a Dockerfile, a Compose file, a daemon.json, a script or a systemd
    unit, and `dockerfile_inline` of a Compose file.
    """
    if block.language in YAML:
        yield from (Block("dockerfile", text, line) for text, line in inline_dockerfiles(block.text, block.line))
    if is_script(block.language):
        for command in read_script(block.text, block.line, block.language):
            for document in command.documents:
                language = _language(command, document)
                if language:
                    yield _as_block(document, language)


def _as_block(document: Document, language: str) -> Block:
    return Block(language, document.text, document.line, "daemon.json" if language == "json" else "")


def _language(command: ShellCommand, document: Document) -> str:
    words = [word.text for word in command.words]
    names = [name.rpartition("/")[2].lower() for name in (*command.outputs, *words)]
    if any(name.startswith("dockerfile") for name in names) or _builds_from_input(words):
        return "dockerfile"
    if any(name.endswith((".yaml", ".yml")) for name in names):
        return "yaml"
    if any(name.endswith((".service", ".conf")) for name in names):
        return "ini"
    if document.text.startswith("#!") and "sh" in document.text.splitlines()[0]:
        return "sh"
    return "json" if "daemon.json" in names else ""


def _builds_from_input(words: list[str]) -> bool:
    return "docker" in words and "build" in words and ("-" in words or "-f-" in words)
