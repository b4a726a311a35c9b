"""Which facts the code of each section mentions: instructions, Compose attributes, commands, flags, daemon keys."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.facts.call_reading import CallReading, Use, read_call
from corpus.facts.commands import Command
from corpus.facts.compose_check import compose_positions, compose_shape
from corpus.facts.daemon_check import daemon_shape, is_daemon_file
from corpus.facts.readers.dockerfile import Instruction, parse_instruction, read_dockerfile
from corpus.facts.readers.markdown import Block, Span, read_page
from corpus.facts.readers.yaml_nodes import YamlError, entries, read_yaml
from corpus.facts.scripts_in import DOCKERFILE, JSON, YAML, block_calls, inner_blocks, span_calls
from corpus.facts.sections import SectionMark, section_marks
from corpus.facts.tables import load

Item = tuple[str, str]  # kind (`instruction`, `attribute`, `command`, `flag`, `daemon`) and name


@dataclass(slots=True)
class SectionMentions:
    """A section, how often its code mentions each item, the flags that stand alone and the commands it names."""

    section: SectionMark
    items: Counter[Item] = field(default_factory=Counter)
    lone_flags: Counter[str] = field(default_factory=Counter)
    known: dict[str, Command] = field(default_factory=dict)


def page_mentions(text: str, path: str) -> list[SectionMentions]:
    """The mentions of each section of a page, in order; code before the first heading is left out."""
    found = [SectionMentions(mark) for mark in section_marks(text, path)]
    blocks, spans, _ = read_page(text)
    for block in blocks:
        if place := _section_at(found, block.line):
            _add_block(place, block)
    for span in spans:
        if place := _section_at(found, span.line):
            _add_span(place, span)
    for place in found:
        _settle_lone_flags(place)
    return found


def _section_at(found: list[SectionMentions], line: int) -> SectionMentions | None:
    before = [place for place in found if place.section.line <= line]
    return before[-1] if before else None


def _add_block(place: SectionMentions, block: Block) -> None:
    for call in block_calls(block):
        _add_readings(place, read_call(call))
    for part in (block, *inner_blocks(block)):
        place.items.update(_in_file(part))


def _in_file(block: Block) -> Iterator[Item]:
    if block.language in DOCKERFILE:
        for instruction in read_dockerfile(block.text).instructions:
            yield from _of_instruction(instruction)
    elif block.language in YAML:
        yield from (("attribute", name) for name in _attributes(block.text))
    elif block.language in JSON and is_daemon_file(block.text, block.before):
        yield from (("daemon", name) for name in json.loads(block.text))


def _of_instruction(instruction: Instruction) -> Iterator[Item]:
    yield "instruction", instruction.name
    for option in instruction.options:
        yield "instruction", f"{instruction.name} {option.partition('=')[0]}"


def _attributes(text: str) -> Iterator[str]:
    """Service attributes in a Compose file or a piece of one; top-level elements end with a colon."""
    try:
        trees = read_yaml(text)
    except YamlError:
        return
    for tree in trees:
        positions = compose_positions(tree)
        services = [tree] if "services" in positions else [value for key, _, value in entries(tree) if key == "services"]
        if "" in positions:
            yield from (f"{key}:" for key, _, _ in entries(tree))
        for service in services:
            yield from (key for _, _, value in entries(service) for key, _, _ in entries(value))
        if "services.*" in positions:
            yield from (key for key, _, _ in entries(tree))


def _add_readings(place: SectionMentions, readings: Iterable[CallReading]) -> None:
    for reading in readings:
        name = reading.command.name
        place.known[name] = reading.command
        place.items["command", name] += 1
        for use in reading.uses:
            place.known[use.command.name] = use.command
            place.items["flag", use.name] += 1


def _add_span(place: SectionMentions, span: Span) -> None:
    text = span.text.strip()
    for call in span_calls(span):
        _add_readings(place, read_call(call))
    if text.startswith("-"):
        place.lone_flags[text.split("=")[0].split(" ")[0]] += 1
    elif text.split(" ")[0] in load("dockerfile")["instructions"]:
        place.items.update(_of_instruction(parse_instruction(text, span.line)))
    else:
        place.items.update(_of_word(text, place.section))


def _of_word(text: str, section: SectionMark) -> Iterator[Item]:
    """A single word in code: a Compose attribute or a daemon key, where it cannot be anything else."""
    name = text.rstrip(":").split(".")[0].split(":")[0]
    if name in compose_shape()["services.*"] and ("_" in name or text != name or "compose" in section.path):
        yield "attribute", name
    if name in compose_shape()[""] and text.startswith(f"{name}:"):
        yield "attribute", f"{name}:"
    if name in daemon_shape()[""] and ("-" in name or "daemon" in section.path):
        yield "daemon", name


def _settle_lone_flags(place: SectionMentions) -> None:
    """A flag that stands alone in code belongs to each command of the section that has it."""
    for command in place.known.values():
        for flag, count in place.lone_flags.items():
            option = command.options.get(flag)
            if option is not None:
                place.items["flag", Use(command, option).name] += count
