"""The pages of one library as a book: their tree, their reading order, their links, and each page drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from app.address import Span
from app.reader.draw import Source, draw
from app.reader.links import LinkMap
from corpus import Page, Section
from corpus.pages import mask_again
from index import Library

KEPT = 256
"""Pages without highlights that are kept drawn."""


@dataclass(slots=True)
class Node:
    """A page or folder of the tree."""

    id: str
    title: str
    page: Page | None = None
    children: dict[str, Node] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in reading order."""
        yield self
        for child in self.children.values():
            yield from child.walk()


class Book:
    """Everything that the reader shows of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._drawn: dict[str, str] = {}
        self._sources: dict[str, Source] = {}

    @cached_property
    def sections(self) -> dict[str, list[Section]]:
        """The sections of each page, in order."""
        found: dict[str, list[Section]] = {page.id: [] for page in self.library.pages}
        for section in self.library.sections:
            found[section.page.id].append(section)
        return found

    @cached_property
    def root(self) -> Node:
        """The tree of all pages; a folder without a page of its own is a node without one."""
        root = Node("", "")
        for page in sorted(self.library.pages, key=lambda page: page.id.split("/")):
            node = root
            parts = page.id.split("/")
            for depth, name in enumerate(parts, 1):
                node = node.children.setdefault(name, Node("/".join(parts[:depth]), _words(name)))
            node.page, node.title = page, page.title
        return root

    @cached_property
    def order(self) -> list[Page]:
        """Every page in reading order."""
        return [node.page for node in self.root.walk() if node.page]

    @cached_property
    def places(self) -> dict[str, int]:
        """Page id -> its place in the reading order."""
        return {page.id: place for place, page in enumerate(self.order)}

    @cached_property
    def links(self) -> LinkMap:
        """What links can lead to."""
        anchors = {page: frozenset(section.anchor for section in sections) for page, sections in self.sections.items()}
        return LinkMap(anchors, frozenset(node.id for node in self.root.walk() if node.children))

    def folder(self, node_id: str) -> Node | None:
        """The node of that id."""
        node: Node | None = self.root
        for name in filter(None, node_id.split("/")):
            node = node.children.get(name) if node else None
        return node

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The pages before and after a page."""
        place = self.places[page.id]
        before = self.order[place - 1] if place else None
        return before, self.order[place + 1] if place + 1 < len(self.order) else None

    def html(self, page: Page, spans: tuple[Span, ...] = ()) -> str:
        """The page as HTML, with raw spans highlighted."""
        if spans:
            return draw(self._source(page), spans)
        if page.id not in self._drawn:
            if len(self._drawn) >= KEPT:
                self._drawn.clear()
            self._drawn[page.id] = draw(self._source(page))
        return self._drawn[page.id]

    def _source(self, page: Page) -> Source:
        if page.id not in self._sources:
            sections = self.sections[page.id]
            mask = mask_again(page.text, page.dialect)
            anchors = {section.start: section.anchor for section in sections if section.anchor}
            self._sources[page.id] = Source(mask.text, anchors, lambda target: self.links.resolve(page, target))
        return self._sources[page.id]


def _words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()
