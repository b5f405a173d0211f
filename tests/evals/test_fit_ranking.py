"""Fitting: what makes right candidates likelier gains weight, and the half kept for figures is never read."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from evals.cases import load_cases, suite_path
from evals.fit_ranking import Asked, Matrix, calibrate, fit, is_for_tuning, read
from knowledge.query import Query, analyse
from knowledge.ranking import WEIGHTS
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

NAMES = list(WEIGHTS)
BY_HAND = ("named", "astray", "unmet", "topicless")
START = np.array([WEIGHTS[name] for name in NAMES])


class RememberingIndex:
    """Says that nothing speaks for any procedure, and remembers what it was asked."""

    def __init__(self, procedures: int) -> None:
        self._procedures = procedures
        self.asked: list[str] = []

    def features(self, query: Query, place: str | None, allowed: None) -> tuple[dict[str, Matrix], None]:
        self.asked.append(query.text)
        return {name: np.zeros(self._procedures) for name in NAMES}, None


def candidates(*rows: dict[str, float], right: int) -> Asked:
    table = np.array([[row.get(name, 0.0) for name in NAMES] for row in rows])
    return Asked(table, np.arange(len(rows)) == right)


def made_up() -> list[Asked]:
    """Questions that today's weights get wrong: the body agrees with the right ones; the last is against all rules."""
    words = {"asked": 0.9, "narrower_scope": 1.0}
    return [
        candidates({"asked": 0.8, "body_words": 1.0}, words, right=0),
        candidates(words, {"asked": 0.7, "body_words": 0.9}, right=1),
        candidates({"asked": 1.0}, {"asked": 0.5, "body_words": 1.0}, {"asked": 0.9}, right=1),
        candidates({"unmet": 1.0, "astray": 1.0, "topicless": 1.0}, {"named": 1.0}, right=0),
    ]


def chance(one: Asked, weights: Matrix) -> float:
    odds = np.exp(one.features @ weights - (one.features @ weights).max())
    return float(odds[one.right].sum() / odds.sum())


@pytest.fixture(scope="module")
def fitted() -> Matrix:
    return fit(made_up())


def test_what_right_candidates_have_gains_weight_and_what_wrong_ones_have_loses(fitted: Matrix) -> None:
    change = dict(zip(NAMES, fitted - START, strict=True))

    assert change["body_words"] > 0.1
    assert change["asked"] < 0
    assert change["narrower_scope"] <= 0


def test_right_candidates_become_likelier(fitted: Matrix) -> None:
    before, after = ([chance(one, weights) for one in made_up()] for weights in (START, fitted))

    assert np.log(after).sum() > np.log(before).sum()
    assert after[2] > before[2]


def test_weights_set_by_hand_stay(fitted: Matrix) -> None:
    assert {name: fitted[NAMES.index(name)] for name in BY_HAND} == {name: WEIGHTS[name] for name in BY_HAND}


def test_a_feature_that_says_nothing_keeps_its_weight(fitted: Matrix) -> None:
    silent = NAMES.index("level")

    assert fitted[silent] == pytest.approx(START[silent], abs=1e-3)


def test_a_case_is_for_tuning_where_the_hash_of_its_id_is_even() -> None:
    ids = [f"case-{number}" for number in range(200)]
    tuning = [name for name in ids if is_for_tuning(name)]

    assert tuning == [name for name in ids if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0]
    assert 60 < len(tuning) < 140


def test_only_the_tuning_half_is_read_as_it_is_and_without_diacritics() -> None:
    cases = [case for case in load_cases([suite_path("dev_outside")])[0].cases if case.question]
    tuning = {case.question for case in cases if is_for_tuning(case.id)}
    held = {case.question for case in cases} - tuning
    index = RememberingIndex(procedures=2)

    list(read(cast(Snapshot, SimpleNamespace(codes=("1.000001", "1.000002"), index=index)), ["dev_outside"]))

    assert tuning
    assert held
    assert set(index.asked) == {analyse(text).text for asked in tuning for text in (asked, fold(asked or "")) if text}
    assert set(index.asked).isdisjoint(analyse(text).text for text in held if text)


def test_the_procedures_that_a_case_names_are_its_right_candidates() -> None:
    case = next(case for case in load_cases([suite_path("everyday")])[0].cases if case.codes and is_for_tuning(case.id))
    codes = ("0.000000", case.codes[0], "0.000001")
    index = RememberingIndex(procedures=3)

    asked = list(read(cast(Snapshot, SimpleNamespace(codes=codes, index=index)), ["everyday"]))

    texts = index.asked
    assert asked[texts.index(analyse(case.question or "").text)].right.tolist() == [False, True, False]


def test_the_curve_of_chances_turns_where_right_and_wrong_meet() -> None:
    sums = np.concatenate([np.linspace(4, 12, 80), np.linspace(8, 16, 80)])
    right = np.repeat([0.0, 1.0], 80)

    middle, slope = calibrate(sums, right)

    assert middle == pytest.approx(10, abs=0.3)
    assert slope > 0.3
