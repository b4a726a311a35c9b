"""The real encoder: what is exported agrees with sentence-transformers, and strangers are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus import DockloreError
from index import DEFAULT_MODEL, Embedder, SentenceTransformerEmbedder
from index.embedder import model_folder

TEXTS = ["What is Docker?", "docker volume prune -a", "x " * 400, "permission denied"]


def test_the_exported_encoder_agrees_with_sentence_transformers(encoder: Embedder) -> None:
    reference = SentenceTransformerEmbedder(DEFAULT_MODEL)
    cosines = np.sum(encoder.encode(TEXTS) * reference.encode(TEXTS), axis=1)
    assert np.all(cosines > 0.9999)
    assert [encoder.count_tokens(text) for text in TEXTS] == [reference.count_tokens(text) for text in TEXTS]
    assert (encoder.fingerprint, encoder.dimension, encoder.max_tokens) == (reference.fingerprint, 384, 256)


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(encoder: Embedder) -> None:
    together = encoder.encode(TEXTS)
    for row, text in zip(together, TEXTS, strict=True):
        assert np.allclose(encoder.encode([text])[0], row, atol=1e-6)


def test_an_unknown_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DockloreError, match=r"is not installed here .* use all-MiniLM-L6-v2"):
        model_folder(str(tmp_path))
