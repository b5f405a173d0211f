"""Ranking: sums, leads over other names, chances from 0 to 1, and qualifiers counted by kind."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import DamagedModel
from knowledge.ranking import (
    BY_HAND,
    MODEL_FILE,
    MOST_LEAD,
    SURE_BY_HAND,
    QualifierCounts,
    chances,
    leads,
    read_ranking,
    shipped_ranking,
    weigh,
)

SUMS = st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=20)
MODEL = shipped_ranking()


@given(SUMS)
def test_leads_keep_the_order_of_sums_when_every_name_stands_once(sums: list[float]) -> None:
    values = np.array(sums, dtype=np.float32)

    ahead = leads(values, np.arange(len(sums)))

    order = np.argsort(values, kind="stable")
    assert (np.diff(ahead[order]) >= -1e-4).all()
    assert (np.abs(ahead) <= MOST_LEAD).all()


def test_a_name_is_no_rival_of_its_first_record_and_one_of_the_others() -> None:
    sums = np.array([5.0, 5.0, 3.0], dtype=np.float32)

    shared, apart = leads(sums, np.array([7, 7, 8])), leads(sums, np.array([7, 9, 8]))

    assert shared[0] == pytest.approx(2, abs=1e-4)
    assert shared[1] == pytest.approx(apart[1], abs=1e-4)
    assert apart[0] < 0


@given(st.floats(-12, 12, width=32), st.floats(0, 1, width=32))
def test_a_chance_lies_between_0_and_1_and_grows_with_the_lead(ahead: float, likeness: float) -> None:
    features = {name: np.full(2, likeness, dtype=np.float32) for name in MODEL.chance if name not in ("lead", "bias")}
    features |= {name: np.zeros(2, dtype=np.float32) for name in SURE_BY_HAND}

    low, high = chances(features, np.array([ahead - 1, ahead], dtype=np.float32), MODEL)

    assert 0 <= low <= high <= 1


@given(st.sampled_from(sorted(MODEL.final)), st.floats(0, 1, width=32))
def test_more_of_a_feature_moves_the_sum_the_way_of_its_weight(name: str, value: float) -> None:
    base = {feature: np.zeros(1, dtype=np.float32) for feature in MODEL.final}

    moved = weigh(base | {name: np.array([value], dtype=np.float32)}, MODEL.final)

    assert np.isclose(moved[0], MODEL.final[name] * value, atol=1e-4)


def test_the_shipped_weights_point_the_way_that_they_must() -> None:
    assert all(MODEL.final[name] > 0 for name in ("phrased_cosine", "title_cosine", "phrased_middle"))
    assert all(MODEL.final[name] < 0 for name in ("unheard", "elsewhere"))
    assert MODEL.chance["lead"] > 0
    assert {name: MODEL.final[name] for name in BY_HAND} == dict(BY_HAND)


def test_what_is_set_by_hand_outweighs_all_that_is_learned() -> None:
    learned = sum(abs(weight) for name, weight in MODEL.final.items() if name not in BY_HAND)

    assert BY_HAND["named"] > learned
    assert -BY_HAND["astray"] > learned


def test_a_model_says_what_it_was_fitted_on(tmp_path: Path) -> None:
    told = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    file = tmp_path / "ranking.json"
    file.write_text(json.dumps(told | {"final": {"asked": 2.0}}), encoding="utf-8")

    assert set(told["source"]) >= {"questions", "questions_sha256", "encoder"}
    assert told["scores"]
    assert read_ranking(file).final == {"asked": 2.0, **BY_HAND}


def test_qualifiers_are_counted_by_kind() -> None:
    titles = np.array([[True, True, False], [False, False, False]])
    counts = QualifierCounts(titles, ("action", "scope", "scope"))

    features = counts.features(np.array([True, False, True]))

    assert {name: values.tolist() for name, values in features.items()} == {
        "narrower_action": [0, 0],
        "narrower_scope": [1, 0],
        "agreed_action": [1, 0],
        "agreed_scope": [0, 0],
        "wider_action": [0, 1],
        "wider_scope": [1, 1],
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"first": {}, "final": {"asked": "much"}, "chance": {}}',
        '{"first": {}, "final": {"asked": NaN}, "chance": {}}',
    ],
)
def test_a_damaged_model_is_refused_by_name(text: str, tmp_path: Path) -> None:
    file = tmp_path / "ranking.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(DamagedModel, match=r"ranking\.json is damaged"):
        read_ranking(file)
