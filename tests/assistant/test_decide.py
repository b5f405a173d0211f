"""Decisions: asked back where several fit, answered where one plainly does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.decide import CHOICES, Decision, decide
from assistant.doubt import doubt, doubts, lead, logit, rivals, split_by_reason
from knowledge.search import Hit

FIT = {"asked": 1.0, "phrased_union": 1.0}
LOST = "Cấp lại chứng chỉ môi giới (trong trường hợp chứng chỉ bị cháy, bị mất, bị rách)"
EXPIRED = "Cấp lại chứng chỉ môi giới (trong trường hợp chứng chỉ cũ đã hết hạn)"


def hit(code: str, title: str, score: float, **features: float) -> Hit:
    return Hit(code, title, score, (), features)


def about(decision: Decision) -> tuple[str, list[str]]:
    return decision.kind, [found.code for found in decision.hits]


def test_a_short_question_whose_words_fit_many_objects_is_asked_back() -> None:
    trades = ["thú y", "đấu giá", "biên tập", "dược", "xây dựng"]
    hits = [
        hit(str(place), f"Cấp lại chứng chỉ hành nghề {trade}", 0.7 - place * 0.1, **FIT, opening=0.6)
        for place, trade in enumerate(trades)
    ]

    decision = decide(hits, question="cấp lại chứng chỉ hành nghề")

    assert about(decision) == ("clarify", ["0", "1", "2", "3"])
    assert [found.code for found in decision.close] == ["0", "1", "2", "3", "4"]


def test_the_ordinary_procedure_is_answered_beside_its_special_variants() -> None:
    ordinary = hit("a", "Đăng ký kết hôn", 0.95, **FIT, opening=1.0)
    mobile = hit("b", "Đăng ký kết hôn lưu động", 0.2, **FIT, narrower_scope=1.0)

    assert decide([ordinary, mobile], question="đăng ký kết hôn").kind == "answer"
    assert rivals([ordinary, mobile]) == []


def test_a_long_question_says_enough_for_a_likely_best() -> None:
    hits = [hit("a", "Đăng ký tàu cá", 0.75, opening=0.5), hit("b", "Đăng ký tàu biển", 0.4)]
    long = "nhà em mới đóng chiếc tàu đi biển đánh cá xa bờ giờ muốn làm giấy tờ đăng ký cho nó"

    assert decide(hits, question=long).kind == "answer"
    assert decide(hits, question="đăng ký tàu").kind == "clarify"


def test_a_reason_that_is_not_told_is_asked_for_and_one_that_is_told_is_not() -> None:
    hits = [hit("a", LOST, 0.98, opening=1.0), hit("b", EXPIRED, 0.6, opening=1.0)]

    assert about(decide(hits, question="cấp lại chứng chỉ môi giới")) == ("clarify", ["a", "b"])
    assert decide(hits, question="cấp lại chứng chỉ môi giới bị mất").kind == "answer"
    assert split_by_reason([hit("a", "Cấp lại thẻ", 0.9), hits[1]], "cấp lại thẻ") == []


def test_another_provinces_record_is_no_rival() -> None:
    national = hit("a", "Cấp lại giấy chứng nhận do bị mất", 0.65, **FIT)
    local = hit("b", "Cấp lại giấy chứng nhận bị mất", 0.5, **FIT, elsewhere=1.0)

    assert rivals([national, local]) == []
    assert doubts([national, local])["close"] == 0.0
    assert decide([national, local], question="mất giấy chứng nhận").kind == "answer"


def test_the_only_one_that_fits_is_answered_or_asked_whether_it_is_meant() -> None:
    assert decide([hit("a", "Đăng ký tàu cá", 0.6)], question="tàu").kind == "answer"
    assert about(decide([hit("a", "Đăng ký tàu cá", 0.4)], question="tàu")) == ("clarify", ["a"])


@pytest.mark.parametrize(("score", "administrative", "kind"), [(0.1, True, "none"), (0.2, False, "none")])
def test_a_weak_best_fits_nothing_sooner_without_a_word_of_the_counter(
    score: float, administrative: bool, kind: str
) -> None:
    assert decide([hit("a", "Khai sinh", score)], administrative=administrative).kind == kind
    assert decide([hit("a", "Khai sinh", 0.2)], administrative=True).kind == "clarify"


def test_nothing_found_fits_nothing() -> None:
    assert decide([]) == Decision("none", ())


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_hits_of_a_decision_come_from_the_ranking_in_its_order(scores: list[float]) -> None:
    hits = [hit(str(place), f"Tên {place}", score) for place, score in enumerate(sorted(scores, reverse=True))]

    decision = decide(hits, question="tên")

    places = [int(found.code) for found in decision.hits]
    assert places == sorted(places)
    assert len(decision.hits) <= max(CHOICES, len(hits) if decision.kind == "answer" else 0)
    assert decision.kind != "clarify" or decision.hits == decision.close[:CHOICES]


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_doubt_falls_with_a_surer_best(lower: float, higher: float) -> None:
    lower, higher = sorted((lower, higher))

    assert doubt([hit("a", "Tên", higher)]) <= doubt([hit("a", "Tên", lower)])


def test_a_lead_is_the_distance_of_log_odds_and_finite_at_both_ends() -> None:
    assert logit(0.5) == 0.0
    assert lead(hit("a", "A", 1.0), hit("b", "B", 0.0)) == pytest.approx(27.6, abs=0.1)
