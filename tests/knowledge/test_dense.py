"""Dense search: exact while vectors are few, and a choice of vectors that loses nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import knowledge.dense
from knowledge.dense import DenseIndex, build_dense
from knowledge.lexical import Floats


def vectors(count: int) -> Floats:
    rows = np.random.default_rng(7).standard_normal((count, 16)).astype(np.float32)
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.fixture(params=["exact", "lists"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DenseIndex:
    if request.param == "lists":
        monkeypatch.setattr(knowledge.dense, "EXACT_UP_TO", 100)
    build_dense(vectors(2000)).save(tmp_path / "index.faiss")
    return DenseIndex.load(tmp_path / "index.faiss")


def test_a_vector_is_nearest_to_itself(index: DenseIndex) -> None:
    numbers, cosines = index.nearest(vectors(2000)[123], 5)

    assert numbers[0] == 123
    assert cosines[0] == pytest.approx(1.0, abs=1e-2)
    assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


def test_the_choice_is_made_before_the_search(index: DenseIndex) -> None:
    allowed = [3, 77, 1999]

    numbers, _ = index.nearest(vectors(2000)[123], 10, allowed)

    assert sorted(numbers.tolist()) == allowed


def test_nothing_allowed_finds_nothing(index: DenseIndex) -> None:
    numbers, cosines = index.nearest(vectors(2000)[0], 10, [])

    assert len(numbers) == len(cosines) == 0


def test_cosines_agree_with_the_product_where_they_are_exact() -> None:
    rows = vectors(50)

    found = build_dense(rows).cosines(rows[:2])

    np.testing.assert_allclose(found, rows[:2] @ rows.T, atol=1e-5)


def test_cosines_of_many_are_exact_for_the_nearest_and_no_higher_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge.dense, "EXACT_UP_TO", 100)
    rows = vectors(2000)

    found = build_dense(rows).cosines(rows[5:6])[0]

    assert found.argmax() == 5
    assert found.min() >= -1.01
    assert len(found) == 2000


def test_equal_vectors_make_equal_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge.dense, "EXACT_UP_TO", 100)

    for name in ("one", "two"):
        build_dense(vectors(2000)).save(tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_no_vectors_are_no_error() -> None:
    empty = build_dense(np.zeros((0, 16), dtype=np.float32))

    assert len(empty.nearest(vectors(1)[0], 3)[0]) == 0
