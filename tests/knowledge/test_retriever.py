"""The LangChain retriever: the passages of the best procedures as documents."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from knowledge.passages import Passage
from knowledge.records import Span
from knowledge.retriever import HybridRetriever
from knowledge.search import Hit


class RememberingIndex:
    """Finds one procedure, and remembers how it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, str | None]] = []

    def search(
        self, text: str, *, limit: int = 10, place: str | None = None, codes: Collection[str] | None = None
    ) -> list[Hit]:
        self.asked.append((text, limit, place))
        passages = (
            Passage("1.000001", "title", Span(3, 9), "Đăng ký khai sinh"),
            Passage("1.000001", "steps.0", Span(20, 30), "Nộp hồ sơ"),
        )
        return [Hit("1.000001", "Đăng ký khai sinh", 0.9, passages, {})]


def test_documents_carry_code_field_span_and_score() -> None:
    index = RememberingIndex()
    retriever = HybridRetriever(index=index, limit=4, place="Huế")

    documents = retriever.invoke("làm khai sinh")

    assert [document.page_content for document in documents] == ["Đăng ký khai sinh", "Nộp hồ sơ"]
    assert documents[1].metadata == {
        "code": "1.000001",
        "title": "Đăng ký khai sinh",
        "field": "steps.0",
        "span": (20, 30),
        "score": 0.9,
    }
    assert index.asked == [("làm khai sinh", 4, "Huế")]


def test_it_can_be_asked_in_batches_and_asynchronously() -> None:
    retriever = HybridRetriever(index=RememberingIndex())

    batch = retriever.batch(["a", "b"])
    later = asyncio.run(retriever.ainvoke("a"))

    assert [len(documents) for documents in batch] == [2, 2]
    assert later == batch[0]
