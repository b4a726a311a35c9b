"""The serving encoder: exported once from sentence-transformers to ONNX, run by onnxruntime without torch."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus import DockloreError
from index.embedder import (
    Matrix,
    Progress,
    SentenceTransformerEmbedder,
    file_sha256,
    fingerprint,
    model_folder,
    window,
)

_SAMPLE = ("What is Docker?", "docker volume rm", "permission denied while trying to connect to the Docker daemon socket " * 6)
MIN_COSINE = 0.9999
BATCH = 32


class OnnxEmbedder:
    """An :class:`index.embedder.Embedder` that needs onnxruntime and tokenizers only."""

    def __init__(self, name: str, encoder: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = model_folder(name)
        self.name = name
        self.fingerprint = fingerprint(folder)
        self.max_tokens = window(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._session = _session(onnxruntime, encoder, threads)
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Texts are embedded in batches of equal length, so padding never changes a vector."""
        encoded = [self._ids(text) for text in texts]
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda at: (len(encoded[at]), at))
        low = 0
        while low < len(order):
            length = len(encoded[order[low]])
            high = low
            while high < min(low + BATCH, len(order)) and len(encoded[order[high]]) == length:
                high += 1
            batch = order[low:high]
            ids = np.array([encoded[at] for at in batch], dtype=np.int64)
            rows[batch] = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
            low = high
            if progress:
                progress(low, len(order))
        return rows

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def count_tokens(self, text: str) -> int:
        """Word pieces of ``text``, special tokens included."""
        return len(self._tokenizer.encode(text).ids)


def _session(onnxruntime: Any, encoder: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(encoder), options, providers=["CPUExecutionProvider"])


def encoder_path(cache: Path, name: str) -> Path:
    """Where the exported encoder of a model is kept, under the model's fingerprint."""
    return cache / fingerprint(model_folder(name)) / "encoder.onnx"


def load_encoder(cache: Path, name: str, threads: int = 1) -> OnnxEmbedder:
    """The serving encoder from the cache, exported first when it is missing or not what was exported.

    One thread serves one question best; a build takes all of them.

    Raises :class:`DockloreError` when the model is not installed or the export does not agree with it.
    """
    path = encoder_path(cache, name)
    if not _intact(path):
        export_encoder(path, SentenceTransformerEmbedder(name))
    return OnnxEmbedder(name, path, threads)


def _intact(path: Path) -> bool:
    note = path.with_suffix(".json")
    try:
        return bool(json.loads(note.read_text())["sha256"] == file_sha256(path))
    except (OSError, ValueError, KeyError, DockloreError):
        return False


def export_encoder(path: Path, embedder: SentenceTransformerEmbedder) -> None:
    """Export ``embedder`` to ``path``, checked against it on a sample, and published atomically.

    Raises :class:`DockloreError` when any cosine is below ``MIN_COSINE``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=path.parent))
    try:
        draft = folder / path.name
        _export(draft, embedder)
        exported = OnnxEmbedder(embedder.name, draft).encode(_SAMPLE)
        cosine = float(np.min(np.sum(exported * embedder.encode(_SAMPLE), axis=1)))
        if cosine < MIN_COSINE:
            problem = f"The exported encoder differs from {embedder.name} (cosine {cosine:.5f})."
            raise DockloreError(problem, "Install the versions of torch and onnx that constraints.txt names.")
        note = {"sha256": file_sha256(draft), "model": embedder.name, "fingerprint": embedder.fingerprint}
        draft.with_suffix(".json").write_text(json.dumps(note, indent=1) + "\n")
        os.replace(draft, path)
        os.replace(draft.with_suffix(".json"), path.with_suffix(".json"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _export(path: Path, embedder: SentenceTransformerEmbedder) -> None:
    import torch

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)

    class Encoder(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, model: torch.nn.Module) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(features["sentence_embedding"], p=2, dim=1)

    sample = embedder.model.tokenizer(["a sample text", "another one too"], return_tensors="pt", padding=True)
    arguments = (sample["input_ids"], sample["attention_mask"])
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", min=2, max=512)}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Encoder(embedder.model).eval(), arguments, str(path), dynamo=True, verbose=False, external_data=False,
            input_names=["input_ids", "attention_mask"], output_names=["unit_vector"],
            dynamic_shapes={"input_ids": axes, "attention_mask": axes},
        )  # fmt: skip
