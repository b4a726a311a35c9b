"""Opening an index: which one is meant, built first where the default place has none or another program's."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine import Assistant
from app.settings import Settings
from corpus import DockloreError, Reading, builtin_sources, parse_source, read_sources
from corpus.source_file import load_sources
from index import FORMAT, Embedder, Manifest, build, corpus_hash, encoder_path, load, load_encoder, read_manifest, rebuild_command
from index.embedder import Progress

Say = Callable[[str], None]
BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of an index, and whether it is the default place (which is built when it must be)."""

    folder: Path
    default: bool


def place_of(settings: Settings, named: Path | None) -> Place:
    """``--index``, else ``DOCKLORE_INDEX``, else the default place."""
    folder = named or settings.index
    return Place(folder, False) if folder else Place(settings.default_index, True)


def open_assistant(settings: Settings, named: Path | None, say: Say, progress: Progress | None = None) -> Assistant:
    """The assistant over the index that is meant.

    Raises :class:`DockloreError` when a named folder holds no index, the index is damaged, or another model made it.
    """
    place = place_of(settings, named)
    if not place.default:
        read_manifest(place.folder)
    elif not _current(place.folder, settings):
        say(f"Building the index of the built-in corpus in {place.folder} (once; a few minutes) ...")
        build_index(place.folder, [BUILTIN], build_encoder(settings, say), progress)
    embedder = encoder(settings, say)
    library = load(place.folder)
    if library.manifest.fingerprint != embedder.fingerprint:
        problem = f"The index {place.folder} was made with model {library.manifest.model}, this program is set to {embedder.name}."
        raise DockloreError(problem, rebuild_command(place.folder, library.manifest.sources))
    return Assistant(library, embedder)


def encoder(settings: Settings, say: Say, threads: int = 1) -> Embedder:
    """The serving encoder, exported first where it is not cached yet."""
    if not encoder_path(settings.encoders, settings.model).is_file():
        say(f"Preparing the model {settings.model} (once) ...")
    return load_encoder(settings.encoders, settings.model, threads)


def build_encoder(settings: Settings, say: Say) -> Embedder:
    """The same encoder with all processors, for building."""
    return encoder(settings, say, os.cpu_count() or 1)


def read_arguments(sources: Sequence[str], config: Path | None = None, *, strict: bool = False) -> Reading:
    """Read what ``--source`` and ``--config`` name. Raises :class:`DockloreError` for a page that cannot be read when ``strict``."""
    found = [source for argument in sources for source in parse_source(argument)]
    reading = read_sources([*found, *(load_sources(config) if config else [])])
    if strict and reading.remarks:
        raise DockloreError(
            f"{len(reading.remarks)} pages cannot be read, the first: {reading.remarks[0]}.", "Mend them, or leave out --strict."
        )
    return reading


def build_index(folder: Path, sources: Sequence[str], embedder: Embedder, progress: Progress | None = None) -> tuple[Manifest, Reading]:
    """Read the sources and publish their index in ``folder``."""
    reading = read_arguments(sources)
    return build(folder, reading, sources, embedder, progress), reading


def _current(folder: Path, settings: Settings) -> bool:
    """Whether the index there is of this program's built-in corpus, format and model."""
    try:
        _, manifest = read_manifest(folder)
    except DockloreError:
        return False
    if manifest.format != FORMAT or manifest.model != settings.model:
        return False
    return manifest.corpus == corpus_hash(read_sources(builtin_sources()).pages)
