"""What a built index says of itself, and how its files are verified before a byte of them is used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus import DockloreError

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that must agree before an index is used. ``files`` maps a file's name to its size and SHA-256."""

    format: int
    model: str
    fingerprint: str
    dimension: int
    max_tokens: int
    corpus: str
    """SHA-256 over the page ids, titles and texts of all sources."""
    sources: tuple[str, ...]
    counts: dict[str, int]
    files: dict[str, tuple[int, str]]

    def to_bytes(self) -> bytes:
        """The manifest as JSON, keys sorted."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

    @property
    def id(self) -> str:
        """``sha256:`` and the hash of the manifest: names the index in answers."""
        return "sha256:" + hashlib.sha256(self.to_bytes()).hexdigest()


def parse_manifest(data: bytes, folder: Path, fix: str) -> Manifest:
    """The manifest in ``data``. Raises :class:`DockloreError` with ``fix`` when it is none or of another format."""
    try:
        value = json.loads(data)
        if value["format"] != FORMAT:
            raise DockloreError(f"The index {folder} has format {value['format']}, this program reads {FORMAT}.", fix)
        value["sources"] = tuple(value["sources"])
        value["files"] = {name: (int(size), str(digest)) for name, (size, digest) in value["files"].items()}
        return Manifest(**value)
    except (ValueError, KeyError, TypeError) as error:
        raise DockloreError(f"The manifest of {folder} is damaged.", fix) from error


def read_verified(folder: Path, manifest: Manifest, fix: str) -> dict[str, bytes]:
    """The bytes of every file of a generation, each of the size and hash that the manifest says, and no other file there.

    Raises :class:`DockloreError` with ``fix`` for the first that does not fit.
    """
    present = {path.name for path in folder.iterdir()} - {NAME}
    if odd := sorted(present ^ set(manifest.files)):
        state = "is missing" if odd[0] in manifest.files else "does not belong there"
        raise DockloreError(f"The index {folder} is damaged: {odd[0]} {state}.", fix)
    return {name: _verified(folder / name, *manifest.files[name], fix) for name in sorted(manifest.files)}


def _verified(path: Path, size: int, digest: str, fix: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DockloreError(f"The index file {path} cannot be read: {error.strerror}.", fix) from error
    if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
        raise DockloreError(f"The index file {path} is damaged.", fix)
    return data
