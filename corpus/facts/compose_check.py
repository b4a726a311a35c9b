"""Checks YAML blocks that are Compose files, or plainly pieces of one, against the keys of the specification."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from yaml.nodes import MappingNode, Node

from corpus.facts.findings import Remark
from corpus.facts.positions import Shape
from corpus.facts.readers.yaml_nodes import YamlError, entries, error_line, keys, read_yaml
from corpus.facts.shape_check import check_shape
from corpus.facts.tables import load, supplement

# Keys that show another kind of YAML file: Kubernetes, GitHub Actions, GitLab CI, Ansible, Prometheus and the like.
_FOREIGN = frozenset(
    {"apiVersion", "kind", "jobs", "on", "steps", "script", "stages", "stage", "before_script", "runs-on", "uses",
     "scrape_configs", "global", "hosts", "tasks", "runs", "spec", "pipeline", "image_pull_secrets", "storage", "http"}
)  # fmt: skip
_STRONG = frozenset(
    {"build", "healthcheck", "depends_on", "deploy", "develop", "ports", "env_file", "container_name", "restart",
     "network_mode", "extra_hosts", "logging", "ulimits", "security_opt", "cap_add", "cap_drop", "pull_policy",
     "post_start", "pre_stop", "stop_grace_period", "tmpfs", "sysctls", "gpus", "devices", "volumes_from", "extends",
     "working_dir", "shm_size", "stdin_open", "dns", "read_only", "mem_limit", "blkio_config", "provider"}
)  # fmt: skip


@cache
def compose_shape() -> Shape:
    """Position -> allowed keys, the supplement included."""
    shape = {position: set(names) for position, names in load("compose").items()}
    for position, facts in supplement()["compose"].items():
        shape.setdefault(position, set()).update(facts["keys"])
    return {position: frozenset(names) for position, names in shape.items()}


def check_compose(text: str, line: int = 1) -> Iterator[Remark]:
    """Unknown keys by position in each document that is Compose; a block that does not parse is reported as such."""
    try:
        documents = read_yaml(text)
    except YamlError as error:
        problem = getattr(error, "problem", None) or "cannot be read"
        yield Remark(line + error_line(error), "yaml-syntax", f"the block is not valid YAML: {problem}")
        return
    for document in documents:
        positions = compose_positions(document)
        if positions:
            yield from check_shape(document, positions, compose_shape(), line, _describe)


def compose_positions(node: Node) -> tuple[str, ...]:
    """Where in a Compose file the tree may stand; () when it is not plainly Compose."""
    names = set(keys(node))
    plain = {name for name in names if not name.startswith("x-") and name != "<<"}
    if not plain or plain & _FOREIGN or any(_FOREIGN & set(keys(value)) for _, _, value in entries(node)):
        return ()
    if "services" in plain:
        return ("",) if _is_mapping_of_mappings(node, "services") else ()
    if any(get_close_matches(key, ["services"], 1, 0.85) and _are_services(value) for key, _, value in entries(node)):
        return ("",)
    shape = compose_shape()
    places = tuple(place for place in ("", "services.*") if plain <= shape[place])
    if places and (plain & _STRONG or _is_elements(node)):
        return places
    if len(plain & shape["services.*"]) >= max(2, 0.6 * len(plain)) and plain & _STRONG:
        return ("services.*",)
    return ("services",) if _are_services(node) else ()


def _is_mapping_of_mappings(node: Node, key: str) -> bool:
    values = [value for name, _, value in entries(node) if name == key]
    return all(isinstance(value, MappingNode) for value in values)


def _is_elements(node: Node) -> bool:
    """Only elements such as `volumes:` and `networks:`, each a mapping."""
    elements = {"volumes", "networks", "secrets", "configs", "include", "models", "name"}
    return all(key in elements or key.startswith("x-") for key in keys(node))


def _are_services(node: Node) -> bool:
    """Every value is a mapping that has an image or a build and otherwise mostly keys of a service."""
    service = compose_shape()["services.*"]
    trees = [set(keys(value)) for name, _, value in entries(node) if not name.startswith("x-")]
    return bool(trees) and all(
        tree & {"image", "build", "extends"} and not tree & _FOREIGN and len(tree & service) >= 0.5 * len(tree) for tree in trees
    )


def _describe(key: str, position: str) -> str:
    where = position.replace("services.*", "a service").replace(".*", "").replace("a service.", "a service's ")
    return f"`{key}` is not a key of {where or 'a Compose file'}"
