"""The arithmetic of fitting: what right candidates have gains weight, chances hold, folds are not learned from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evals.ranking_fit import (
    CHANCE,
    FINAL,
    FIRST,
    Asked,
    Judged,
    fit_chance,
    fit_weights,
    hits_at,
    in_folds,
    judge,
    reliability,
)
from knowledge.ranking import BY_HAND

NAMES = sorted({*FINAL, *FIRST, *CHANCE} - {"lead", "bias"} | set(BY_HAND))


def asked(*rows: dict[str, float], right: int | None, fold: int = 0, weight: float = 1.0) -> Asked:
    table = {name: np.array([row.get(name, 0.0) for row in rows]) for name in NAMES}
    chosen = np.arange(len(rows)) == (-1 if right is None else right)
    return Asked(table, chosen, np.arange(len(rows)), weight, "made up", right is not None, fold)


def noisy(count: int, seed: int = 1) -> list[Asked]:
    """Questions whose right candidate is nearer by `phrased_cosine` nine times in ten; `said` says nothing."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        near = [{"phrased_cosine": float(rng.uniform(0, 0.6)), "said": float(rng.uniform())} for _ in range(5)]
        right = int(rng.integers(5))
        if rng.uniform() < 0.9:
            near[right]["phrased_cosine"] = float(rng.uniform(0.5, 1))
        made.append(asked(*near, right=right, fold=number % 5))
    return made


def test_what_right_candidates_have_gains_weight_and_what_says_nothing_gains_little() -> None:
    weights = fit_weights(noisy(400))

    assert weights["phrased_cosine"] > 4
    assert abs(weights["said"]) < 0.2 * weights["phrased_cosine"]
    assert weights["level"] == 0


def test_what_is_set_by_hand_is_respected_and_not_learned() -> None:
    questions = [asked({"astray": 1.0, "asked": 1.0}, {"asked": 0.2}, right=1) for _ in range(20)]

    weights = fit_weights(questions)

    assert set(weights) == set(FINAL)
    assert abs(weights["asked"]) < 0.5  # the hand has settled these; nothing is left to learn


def test_a_question_that_counts_more_pulls_more() -> None:
    one, other = asked({"asked": 1.0}, {"said": 1.0}, right=0), asked({"asked": 1.0}, {"said": 1.0}, right=1)

    assert (
        fit_weights([replace(one, weight=5.0), other])["asked"]
        > 0
        > fit_weights([one, replace(other, weight=5.0)])["asked"]
    )


def test_a_fold_is_judged_by_what_was_learned_from_the_others() -> None:
    questions = noisy(200)
    strange = [asked({"meant": 1.0}, {"phrased_cosine": 0.5}, right=0, fold=4) for _ in range(30)]

    judged = in_folds([*(one for one in questions if one.fold != 4), *strange])["made up"]

    assert sum(one.place == 0 for one in judged[-30:]) == 0


def test_the_first_is_less_sure_where_its_procedure_may_not_be_held() -> None:
    questions = noisy(600)
    final = fit_weights(questions)
    chance = fit_chance([(one, final) for one in questions])

    held = [judge(one, final, chance) for one in questions]
    absent = [judge(one.without_right(), final, chance) for one in questions]

    assert np.mean([one.chance for one in held]) > np.mean([one.chance for one in absent]) + 0.2
    assert abs(np.mean([one.chance for one in held]) - np.mean([one.place == 0 for one in held])) < 0.15


def test_taking_the_right_ones_away_takes_all_of_their_name() -> None:
    question = replace(asked({}, {}, {}, right=1), names=np.array([4, 7, 7]))

    left = question.without_right()

    assert left.names.tolist() == [4]
    assert not left.right.any()
    assert not left.answerable


def test_hits_count_first_places_and_the_first_five() -> None:
    judged = [Judged(0, 0.9, 1), Judged(4, 0.5, 1), Judged(5, 0.5, 1), Judged(None, 0.1, 1)]

    assert hits_at(judged) == {"hit@1": 0.25, "hit@5": 0.5}


def test_reliability_tells_how_far_told_and_true_are_apart() -> None:
    sure = [Judged(0 if number < 8 else 1, 0.95, 1) for number in range(10)]

    lines = reliability(sure)

    assert lines[0] == "chance from 0.9: 10 questions, told 0.950, right 0.800"
    assert lines[-1] == "expected calibration error: 0.150"


def test_a_perfect_chance_has_no_error() -> None:
    told = [Judged(0 if number < 25 else 1, 0.25, 1) for number in range(100)]

    assert reliability(told)[-1] == "expected calibration error: 0.000"


@pytest.mark.parametrize("weights", [{}, {"asked": 1.0}])
def test_one_candidate_leads_by_as_much_as_can_be(weights: dict[str, float]) -> None:
    alone = asked({"asked": 1.0}, right=0)

    judged = judge(alone, {name: weights.get(name, 0.0) for name in FINAL}, dict.fromkeys(CHANCE, 0.0) | {"lead": 1.0})

    assert judged.place == 0
    assert judged.chance > 0.99
