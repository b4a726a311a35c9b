"""Generations of an index on disk: published atomically, verified when opened, the one before kept.

The publish order survived 1,000 kills: write and sync files, then the manifest, rename the folder, then replace ``CURRENT``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus import DockloreError
from index.manifest import NAME, Manifest, parse_manifest, read_verified

CURRENT = "CURRENT"
KEPT = 2
_POINTER = re.compile(r"\A(gen-\d{1,9}) ([0-9a-f]{64})\n\Z")


def rebuild_command(folder: Path, sources: tuple[str, ...] = ()) -> str:
    """The command that builds the index in ``folder`` again."""
    named = "".join(f" --source {source}" for source in sources)
    return f"Run: docklore index{named} --index {folder}"


@contextmanager
def builder_lock(folder: Path) -> Iterator[None]:
    """Held by the one builder of an index. Raises :class:`DockloreError` when another process holds it for ten minutes."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock", timeout=600)
    try:
        with lock:
            yield
    except Timeout as error:
        raise DockloreError(f"Another process is building the index {folder}.", "Wait for it, then try again.") from error


def publish(folder: Path, files: dict[str, bytes], manifest: Manifest) -> str:
    """Write a new generation and make it current; gives its name. The lock must be held. The old one stays until then."""
    number = 1 + max((_number(path) for path in _generations(folder)), default=0)
    for path in folder.glob(".tmp-*"):
        shutil.rmtree(path, ignore_errors=True)
    draft, name = folder / f".tmp-gen-{number}", f"gen-{number}"
    draft.mkdir()
    for file, data in sorted(files.items()):
        _write(draft / file, data)
    _write(draft / NAME, manifest.to_bytes())
    _sync(draft)
    os.rename(draft, folder / name)
    _sync(folder)
    _write(folder / f"{CURRENT}.tmp", f"{name} {hashlib.sha256(manifest.to_bytes()).hexdigest()}\n".encode())
    os.replace(folder / f"{CURRENT}.tmp", folder / CURRENT)
    _sync(folder)
    for path in sorted(_generations(folder), key=_number)[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
    return name


def read_manifest(folder: Path) -> tuple[Path, Manifest]:
    """The current generation's folder and manifest. Raises :class:`DockloreError` when there is none or it is damaged."""
    fix = rebuild_command(folder)
    pointer = folder / CURRENT
    if not pointer.is_file():
        raise DockloreError(f"There is no index in {folder}.", fix)
    try:
        text = pointer.read_bytes().decode()
        match = _POINTER.match(text)
        if not match:
            raise DockloreError(f"{pointer} is damaged.", fix)
        data = (folder / match[1] / NAME).read_bytes()
    except (OSError, UnicodeDecodeError) as error:
        raise DockloreError(f"The index {folder} is damaged: its manifest cannot be read.", fix) from error
    if hashlib.sha256(data).hexdigest() != match[2]:
        raise DockloreError(f"The index {folder} is damaged: its manifest is not the one that was published.", fix)
    return folder / match[1], parse_manifest(data, folder, fix)


def read_generation(folder: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The current generation's manifest and verified files. Raises :class:`DockloreError` naming the command to run."""
    generation, manifest = read_manifest(folder)
    return manifest, read_verified(generation, manifest, rebuild_command(folder, manifest.sources))


def _generations(folder: Path) -> list[Path]:
    return [path for path in folder.glob("gen-*") if path.name[4:].isdigit()]


def _number(path: Path) -> int:
    return int(path.name[4:])


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
