"""Sends each code block and inline span to the checker of its language."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.facts.call_reading import read_call
from corpus.facts.compose_check import check_compose
from corpus.facts.daemon_check import check_json
from corpus.facts.dockerfile_check import check_dockerfile
from corpus.facts.findings import Remark
from corpus.facts.readers.markdown import Block, Span
from corpus.facts.scripts_in import DOCKERFILE, JSON, YAML, block_calls, inner_blocks, span_calls


def check_block(block: Block) -> Iterator[Remark]:
    """What is wrong in a fenced block; nothing for languages that hold no facts of ours."""
    for call in block_calls(block):
        for reading in read_call(call):
            yield from reading.remarks
    for part in (block, *inner_blocks(block)):
        yield from _check_file(part)


def check_span(span: Span) -> Iterator[Remark]:
    """What is wrong in inline code that begins with `docker`; its codes begin with `span-`."""
    for call in span_calls(span):
        for reading in read_call(call):
            for remark in reading.remarks:
                yield Remark(span.line, f"span-{remark.code}", remark.message)


def _check_file(block: Block) -> Iterator[Remark]:
    if block.language in DOCKERFILE:
        yield from check_dockerfile(block.text, block.line)
    elif block.language in YAML:
        yield from check_compose(block.text, block.line)
    elif block.language in JSON:
        yield from check_json(block.text, block.line, block.before)
