"""What a run depends on: index, model, weights, settings, versions, and the files of questions."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from app.evaluate.cases import Split
from index import Library

_PACKAGES = ("docklore", "bm25s", "faiss-cpu", "numpy", "onnxruntime", "tokenizers", "symspellpy")


def about_run(library: Library, files: Iterable[Path], split: Split) -> dict[str, Any]:
    """Names everything that the records of a run depend on."""
    from app.decide import ANSWER, ON_TOPIC

    manifest = library.manifest
    return {
        "index": library.id,
        "corpus": manifest.corpus,
        "model": manifest.model,
        "fingerprint": manifest.fingerprint,
        "program": _hash_of_program(),
        "settings": {"split": split, "answer_from": ANSWER, "on_topic_from": ON_TOPIC},
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "files": [{"name": file.name, "sha256": _sha256(file)} for file in files],
    }


def _hash_of_program() -> str:
    """SHA-256 over the rooms' code, weights and templates: an answer of the same program is the same answer."""
    digest = hashlib.sha256()
    for room in ("corpus", "index", "app"):
        root = Path(str(resources(room)))
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".json", ".j2") and "evaluate" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return "sha256:" + digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
