"""The corpus room: the source text, and how it becomes sections, chunks, sentences and terms."""

from corpus.chunks import heading_line, make_chunks
from corpus.errors import DockloreError
from corpus.model import Block, BlockKind, Chunk, ChunkKind, Link, Page, Section, Sentence, TextMap, section_index
from corpus.reading import Reading, read_sources
from corpus.sentences import sentence_spans
from corpus.source_file import load_sources
from corpus.sources import Source, builtin_sources, parse_source
from corpus.tokens import STOP_WORDS, stem, terms

__all__ = [
    "STOP_WORDS",
    "Block",
    "BlockKind",
    "Chunk",
    "ChunkKind",
    "DockloreError",
    "Link",
    "Page",
    "Reading",
    "Section",
    "Sentence",
    "Source",
    "TextMap",
    "builtin_sources",
    "heading_line",
    "load_sources",
    "make_chunks",
    "parse_source",
    "read_sources",
    "section_index",
    "sentence_spans",
    "stem",
    "terms",
]
