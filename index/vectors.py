"""The vector store: exact inner-product search over unit vectors with FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.embedder import Matrix

Ids = npt.NDArray[np.int64]


class VectorStore(Protocol):
    """Nearest vectors by inner product."""

    def search(self, vector: Matrix, k: int) -> tuple[Matrix, Ids]:
        """Scores and row numbers of the ``k`` nearest rows, best first, ties by row number."""
        ...

    def rows(self, ids: Sequence[int] | Ids) -> Matrix:
        """The stored vectors of those rows."""
        ...


class FlatStore:
    """Exact search with ``faiss.IndexFlatIP`` on one thread (two are slower at this size)."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        faiss.omp_set_num_threads(1)
        self._index = index
        self._rows: Matrix = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)

    @classmethod
    def build(cls, vectors: Matrix) -> FlatStore:
        """A store of ``vectors``, shape ``(n, dimension)``, unit length."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> FlatStore:
        """The store that :meth:`to_bytes` wrote; the bytes must have been verified (FAISS notices no flipped bit)."""
        index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        assert isinstance(index, faiss.IndexFlatIP)
        return cls(index)

    def to_bytes(self) -> bytes:
        """The store as FAISS serialises it."""
        return bytes(faiss.serialize_index(self._index))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vector: Matrix, k: int) -> tuple[Matrix, Ids]:
        """See :class:`VectorStore`. FAISS leaves the order of equal scores open; rows are put in order of their number."""
        count = min(k, len(self))
        scores, ids = self._index.search(vector.reshape(1, -1), count)
        order = np.lexsort((ids[0], -scores[0]))
        return scores[0][order], ids[0][order]

    def rows(self, ids: Sequence[int] | Ids) -> Matrix:
        """See :class:`VectorStore`."""
        return self._rows[np.asarray(ids, dtype=np.int64)]
