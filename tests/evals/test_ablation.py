"""Parts off: a part that is off adds nothing, and understanding can be left out."""

from __future__ import annotations

import pytest
from evals_starter import starter_snapshot

from evals.ablation import VARIANTS, Variant, places, without
from evals.fit_ranking import Question
from knowledge.query import analyse
from knowledge.ranking import BY_HAND, shipped_ranking
from knowledge.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return starter_snapshot(tmp_path_factory.mktemp("house"), 20)


def test_the_weights_of_a_part_that_is_off_are_nothing_and_the_others_stay() -> None:
    model = shipped_ranking()

    thinned = without(model, ("phrased_",))

    assert {weight for name, weight in thinned.final.items() if name.startswith("phrased_")} == {0.0}
    assert thinned.final["title_cosine"] == model.final["title_cosine"]
    assert without(model, ()) is model


def test_every_variant_but_the_first_turns_something_off_that_exists() -> None:
    names = {*shipped_ranking().first, *shipped_ranking().final, *BY_HAND}

    assert VARIANTS[0] == Variant("everything on")
    for variant in VARIANTS[1:]:
        assert variant.features or variant.understanding or not variant.clauses
        assert not variant.features or any(name.startswith(variant.features) for name in names)


def test_a_title_is_found_with_everything_on_and_phrasings_carry_what_no_title_says(snapshot: Snapshot) -> None:
    title = next(summary for summary in snapshot.summaries)

    whole = list(places(snapshot, [Question(title.title, frozenset({title.code}), "title")], VARIANTS[0]))

    assert whole == [0]


def test_a_question_that_nothing_answers_has_no_place(snapshot: Snapshot) -> None:
    (place,) = places(snapshot, [Question("thủ tục nào đó", frozenset({"0.000000"}), "none")], VARIANTS[0])

    assert place > 1000


def test_understanding_can_be_left_out_part_by_part() -> None:
    typed = "lam lai can cuoc bi mat"

    assert "căn cước" in analyse(typed).text
    assert analyse(typed, without=("reading",)).text == typed
    assert any(unit.meanings for unit in analyse("xin giấy độc thân").units)
    assert not any(unit.meanings for unit in analyse("xin giấy độc thân", without=("lexicon",)).units)
