"""YAML as nodes with their lines, so that a finding can say where; anchors and merge keys followed."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

YamlError = yaml.YAMLError


def read_yaml(text: str) -> list[Node]:
    """The documents of the text as node trees; raises YamlError when it does not parse."""
    return [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]


def error_line(error: yaml.YAMLError) -> int:
    """The line, from 0, at which reading failed."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line if mark is not None else 0


def entries(node: Node) -> Iterator[tuple[str, int, Node]]:
    """Key, line from 0 and value of each entry of a mapping; nothing for other nodes."""
    if not isinstance(node, MappingNode):
        return
    for key, value in node.value:
        if isinstance(key, ScalarNode):
            yield str(key.value), key.start_mark.line, value


def keys(node: Node) -> list[str]:
    """The keys of a mapping; [] for other nodes."""
    return [key for key, _, _ in entries(node)]
