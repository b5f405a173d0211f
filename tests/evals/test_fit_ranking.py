"""Fitting: held-out phrasings are asked and never indexed, and the half kept for figures is never read."""

from __future__ import annotations

import hashlib

import pytest
from evals_starter import starter_snapshot

from evals.cases import load_cases, suite_path
from evals.fit_ranking import ask, held_out_questions, is_for_tuning, suite_questions
from evals.ranking_fit import CHANCE, FINAL, FIRST
from knowledge.phrasings import is_held_out, kept_for_training, phrasings_by_code
from knowledge.ranking import BY_HAND
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Thirty starter procedures, indexed without the held-out phrasings."""
    return starter_snapshot(tmp_path_factory.mktemp("house"), 30, kept_for_training(phrasings_by_code()))


def test_a_case_is_for_tuning_where_the_hash_of_its_id_is_even() -> None:
    ids = [f"case-{number}" for number in range(200)]
    tuning = [name for name in ids if is_for_tuning(name)]

    assert tuning == [name for name in ids if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0]
    assert 60 < len(tuning) < 140


def test_only_the_tuning_half_of_a_suite_is_asked_as_it_is_and_without_diacritics() -> None:
    cases = [case for case in load_cases([suite_path("dev_outside")])[0].cases if case.question]
    tuning = {case.question or "" for case in cases if is_for_tuning(case.id)}
    held = {case.question or "" for case in cases} - tuning

    asked = {question.text for question in suite_questions(["dev_outside"])}

    assert tuning
    assert held
    assert asked == {text for question in tuning for text in (question, fold(question))}
    assert asked.isdisjoint(held)


def test_a_fifth_of_the_phrasings_is_held_out_and_what_is_kept_has_none_of_it() -> None:
    every = phrasings_by_code()
    kept = kept_for_training(every)
    count, count_kept = (sum(map(len, said.values())) for said in (every, kept))

    assert 0.18 < 1 - count_kept / count < 0.22
    assert not any(is_held_out(one) for said in kept.values() for one in said)


def test_held_out_phrasings_are_asked_about_procedures_that_the_snapshot_has(snapshot: Snapshot) -> None:
    questions = held_out_questions(snapshot, 10_000)
    held = {code for code in snapshot.codes if any(map(is_held_out, phrasings_by_code().get(code, ())))}

    assert {code for question in questions for code in question.codes} >= held
    assert questions == held_out_questions(snapshot, 10_000)
    said = {fold(one) for code in held for one in phrasings_by_code()[code] if is_held_out(one)}
    assert {fold(question.text) for question in questions} == said


def test_candidates_have_every_feature_that_is_fitted(snapshot: Snapshot) -> None:
    questions = held_out_questions(snapshot, 20)

    asked = list(ask(snapshot, questions))

    assert len(asked) == len(questions)
    for one in asked:
        assert set(one.features) >= {*FINAL, *FIRST, *BY_HAND, *CHANCE} - {"lead", "bias"}
        assert all(len(values) == len(one.right) == len(one.names) for values in one.features.values())
    assert sum(one.right.any() for one in asked) >= 0.8 * len(asked)
