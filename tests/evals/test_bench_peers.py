"""LangChain's stock hybrid as it is measured: its own parts, our encoder, codes in the ensemble's order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from evals.bench.peers import NEEDED, EncoderEmbeddings, StockHybrid, missing_peers
from knowledge.static_encoder import Matrix

NO_EXTRA = "LangChain's hybrid is not installed, only `make bench` needs it: pip install 'motcua[bench]'"
WORDS = ("cước", "kết", "khai", "hôn")


class WordEncoder:
    """Unit rows that say which of a few words a text has."""

    name = "words"

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        rows = np.array([[1e-3 + (word in text.split()) for word in WORDS] for text in texts], dtype=np.float32)
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    encode_passages = encode_queries


def test_rows_of_an_encoder_arrive_in_order_beyond_one_batch() -> None:
    texts = [f"{word} {number}" for number in range(100) for word in WORDS]

    rows = EncoderEmbeddings(WordEncoder()).embed_documents(texts)

    assert [int(np.argmax(row)) for row in rows] == [0, 1, 2, 3] * 100
    assert EncoderEmbeddings(WordEncoder()).embed_query("kết") == pytest.approx(rows[1])


def test_what_is_missing_is_named() -> None:
    assert set(missing_peers()) <= set(NEEDED)


def test_a_procedure_stands_at_the_place_of_its_first_passage() -> None:
    for library in NEEDED[:3]:
        pytest.importorskip(library, reason=NO_EXTRA)
    passages = [
        ("1", "Cấp thẻ căn cước"),
        ("1", "Ảnh chân dung"),
        ("2", "Đăng ký kết hôn"),
        ("2", "Tờ khai đăng ký kết hôn"),
        ("3", "Đăng ký khai sinh"),
    ]

    found = StockHybrid(passages, WordEncoder()).find("Đăng ký kết hôn")

    assert found[0] == "2"
    assert sorted(found) == ["1", "2", "3"]


def test_the_best_of_the_half_that_is_named_first_wins_a_tie() -> None:
    for library in NEEDED[:3]:
        pytest.importorskip(library, reason=NO_EXTRA)
    others = [(f"{number}", f"giấy khai {number}") for number in range(3, 10)]
    passages = [("1", "Căn cước khai kết hôn"), ("2", "thẻ cước"), *others]

    found = {
        first: StockHybrid(passages, WordEncoder(), vectors_first=first).find("Căn cước") for first in (True, False)
    }

    assert (found[False][0], found[True][0]) == ("1", "2")


def test_a_passage_that_two_procedures_share_counts_for_both() -> None:
    for library in NEEDED[:3]:
        pytest.importorskip(library, reason=NO_EXTRA)
    others = [(f"{number}", f"giấy khai sinh {number}") for number in range(3, 10)]
    passages = [("1", "thẻ căn cước"), ("2", "thẻ căn cước"), *others]

    found = StockHybrid(passages, WordEncoder()).find("căn cước")

    assert set(found[:2]) == {"1", "2"}
