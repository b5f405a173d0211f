"""The search as a LangChain retriever, for anybody's chain. Imported only where LangChain is wanted."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.search import Hit, SearchIndex


class HybridRetriever(BaseRetriever):
    """Documents from a search index: the passages of the best procedures, best procedure first.

    Each document's metadata has `code`, `title`, `field`, `span` (code points of the source text) and `score`
    (the procedure's, 0 to 1).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Any
    """A `SearchIndex`; pydantic cannot check a protocol."""
    limit: int = 10
    """How many procedures are asked for."""
    place: str | None = None
    """The province that questions are about."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain's signature
    ) -> list[Document]:
        index: SearchIndex = self.index
        return [
            document for hit in index.search(query, limit=self.limit, place=self.place) for document in _documents(hit)
        ]


def _documents(hit: Hit) -> list[Document]:
    return [
        Document(
            page_content=passage.text,
            metadata={
                "code": hit.code,
                "title": hit.title,
                "field": passage.field,
                "span": tuple(passage.span),
                "score": hit.score,
            },
        )
        for passage in hit.passages
    ]
