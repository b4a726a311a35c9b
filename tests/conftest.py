"""Shared by all tests: the real encoder, exported once a run, and an index of the source text."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine import Assistant
from app.settings import quiet_libraries
from corpus import parse_source, read_sources
from index import DEFAULT_MODEL, Embedder, build, load, load_encoder

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The serving encoder of the default model."""
    quiet_libraries()
    return load_encoder(tmp_path_factory.mktemp("encoders"), DEFAULT_MODEL)


@pytest.fixture(scope="session")
def docker_index(encoder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the source text alone."""
    folder = tmp_path_factory.mktemp("docker-index")
    build(folder, read_sources(parse_source("builtin:docker")), ["builtin:docker"], encoder)
    return folder


@pytest.fixture(scope="session")
def docker_assistant(encoder: Embedder, docker_index: Path) -> Assistant:
    """The assistant over the source text alone."""
    return Assistant(load(docker_index), encoder)


@pytest.fixture(scope="session")
def shared_docs() -> Path:
    """Real third-party documentation beside the project."""
    docs = SHARED / "docs"
    if not docs.is_dir():
        pytest.skip("../shared/docs is not here")
    return docs
