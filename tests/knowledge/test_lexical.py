"""Lexical search: BM25 by weighted terms, from files that equal input makes equal."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexical import LexicalIndex, build_lexical, inverse_frequency

DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), min_size=1, max_size=12)


@given(DOCUMENTS, st.lists(st.sampled_from("abcdefz"), min_size=1, max_size=4, unique=True))
def test_scores_are_those_of_bm25s(documents: list[list[str]], question: list[str]) -> None:
    if not any(documents):
        return
    index = build_lexical(documents, k1=0.9, b=0.4)
    vocabulary = {
        term: number for number, term in enumerate(sorted({term for document in documents for term in document}))
    }
    engine = bm25s.BM25(method="lucene", k1=0.9, b=0.4)
    rows = [[vocabulary[term] for term in document] for document in documents]
    engine.index((rows, vocabulary), create_empty_token=False, show_progress=False)

    scores = index.scores({term: 1.0 for term in question})

    known = [vocabulary[term] for term in question if term in vocabulary]
    expected = engine.get_scores(known) if known else np.zeros(len(documents))
    np.testing.assert_allclose(scores, expected, rtol=1e-5, atol=1e-6)


def test_a_weight_scales_what_its_term_adds() -> None:
    index = build_lexical([["a", "b"], ["a"], []], k1=0.9, b=0.4)

    whole, half = index.scores({"b": 1.0}), index.scores({"b": 0.5})

    np.testing.assert_allclose(half * 2, whole)
    assert whole[0] > 0
    assert whole[1] == whole[2] == 0


def test_a_common_term_is_passed_over() -> None:
    index = build_lexical([["a", "b"], ["a"], ["a"]], k1=0.9, b=0.4)

    scores = index.scores({"a": 1.0, "b": 1.0}, common=0.5)

    assert scores.tolist() == index.scores({"b": 1.0}).tolist()


def test_rare_terms_weigh_more_and_unknown_ones_most() -> None:
    index = build_lexical([["a", "b"], ["a"], ["a"]], k1=0.0, b=0.0)

    assert 0 < index.idf("a") < index.idf("b") < index.idf("z")


@given(st.integers(0, 50), st.integers(50, 1000))
def test_rarity_is_never_negative(found_in: int, documents: int) -> None:
    assert inverse_frequency(found_in, documents) > 0


def test_a_saved_index_scores_alike_and_equal_input_gives_equal_files(tmp_path: Path) -> None:
    documents = [["a", "b", "a"], ["c"], ["b", "c"]]
    for name in ("one", "two"):
        build_lexical(documents, k1=0.9, b=0.4).save(tmp_path, name)

    loaded = LexicalIndex.load(tmp_path, "one")

    fresh = build_lexical(documents, k1=0.9, b=0.4)
    assert loaded.scores({"a": 1.0, "c": 0.3}).tolist() == fresh.scores({"a": 1.0, "c": 0.3}).tolist()
    pairs = [(file, tmp_path / file.name.replace("one", "two", 1)) for file in sorted(tmp_path.glob("one.*"))]
    assert all(file.read_bytes() == other.read_bytes() for file, other in pairs)


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_documents_without_a_term_are_found_by_nothing(documents: list[list[str]]) -> None:
    index = build_lexical(documents, k1=0.9, b=0.4)

    assert index.scores({"a": 1.0}).tolist() == [0.0] * len(documents)


def test_coverage_is_the_share_of_a_question_by_rarity_that_a_document_has() -> None:
    index = build_lexical([["a", "b"], ["b"], ["c", "b", "a_b"]], k1=0.9, b=0.4)

    covered = index.coverage({"a": 1.0, "b": 1.0}, np.array([0, 1, 2]))

    both = index.idf("a") + index.idf("b")
    assert covered.tolist() == pytest.approx([1.0, index.idf("b") / both, index.idf("b") / both])


def test_what_no_document_has_lowers_coverage_as_a_syllable_and_not_as_a_pair() -> None:
    index = build_lexical([["a"], ["b"]], k1=0.9, b=0.4)

    alone, with_pair, with_syllable = (
        float(index.coverage(asked, np.array([0]))[0])
        for asked in ({"a": 1.0}, {"a": 1.0, "x_y": 1.0}, {"a": 1.0, "x": 1.0})
    )

    assert alone == with_pair == 1
    assert with_syllable == pytest.approx(index.idf("a") / (index.idf("a") + index.idf("x")))
    assert index.coverage({}, np.array([0, 1])).tolist() == [0, 0]
