"""The index room: embedding, FAISS and lexical search, ranking, and the store that keeps a built index."""

from index.embedder import DEFAULT_MODEL, Embedder, SentenceTransformerEmbedder
from index.library import Library, build, corpus_hash, load
from index.manifest import FORMAT, Manifest
from index.onnx_encoder import OnnxEmbedder, encoder_path, load_encoder
from index.query import Hit, Query
from index.ranking import Linear, load_linear, logistic
from index.retrieve import Retriever, asked
from index.store import read_manifest, rebuild_command

__all__ = [
    "DEFAULT_MODEL",
    "FORMAT",
    "Embedder",
    "Hit",
    "Library",
    "Linear",
    "Manifest",
    "OnnxEmbedder",
    "Query",
    "Retriever",
    "SentenceTransformerEmbedder",
    "asked",
    "build",
    "corpus_hash",
    "encoder_path",
    "load",
    "load_encoder",
    "load_linear",
    "logistic",
    "read_manifest",
    "rebuild_command",
]
