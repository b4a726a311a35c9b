"""Text inside other files: CI steps and inline Dockerfiles in YAML, `Exec...=` lines of systemd units."""

from __future__ import annotations

from collections.abc import Iterator

from yaml.nodes import Node, ScalarNode, SequenceNode

from corpus.facts.readers.shell import read_shell
from corpus.facts.readers.shell_parts import ShellCommand
from corpus.facts.readers.yaml_nodes import YamlError, entries, read_yaml

_STEPS = frozenset({"run", "script", "before_script", "after_script"})
_UNITS = ("ExecStart", "ExecStop", "ExecReload", "ExecCondition")


def pipeline_commands(text: str, line: int) -> Iterator[ShellCommand]:
    """The commands in the steps of a GitHub Actions workflow or a GitLab CI file; none when it does not parse."""
    for script, place in _scalars(text, line, _STEPS):
        yield from read_shell(script, place)


def inline_dockerfiles(text: str, line: int) -> Iterator[tuple[str, int]]:
    """The Dockerfiles that a Compose file holds itself, each with the line where it begins."""
    yield from _scalars(text, line, frozenset({"dockerfile_inline"}))


def _scalars(text: str, line: int, names: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The texts under keys of those names, single or in a list, with their first lines; none in broken YAML."""
    try:
        trees = read_yaml(text)
    except YamlError:
        return
    for tree in trees:
        for node in _under(tree, names, set()):
            yield str(node.value), line + node.start_mark.line + (node.style in {"|", ">"})


def _under(node: Node, names: frozenset[str], seen: set[int]) -> Iterator[ScalarNode]:
    if id(node) in seen:
        return
    seen.add(id(node))
    children = node.value if isinstance(node, SequenceNode) else []
    for child in children:
        yield from _under(child, names, seen)
    for key, _, value in entries(node):
        if key in names:
            scripts = value.value if isinstance(value, SequenceNode) else [value]
            yield from (script for script in scripts if isinstance(script, ScalarNode))
        else:
            yield from _under(value, names, seen)


def unit_commands(text: str, line: int) -> Iterator[ShellCommand]:
    """The commands of a systemd unit or drop-in."""
    for number, row in enumerate(text.splitlines()):
        name, sign, command = row.partition("=")
        if sign and name.strip().startswith(_UNITS) and command.strip():
            yield from read_shell(command.strip().lstrip("-@+!:"), line + number)
