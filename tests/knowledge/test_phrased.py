"""The view of phrasings: each procedure by the nearest way in which people ask for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import FakeEncoder

from knowledge.lexical import Floats
from knowledge.phrased import CLOSE, PhrasedViews, build_phrased
from knowledge.query import analyse
from knowledge.vietnamese import fold

TITLES = {
    "1.000001": "Thủ tục đăng ký khai sinh",
    "1.000002": "Đăng ký khai sinh (cấp tỉnh)",
    "1.000003": "Cấp lại giấy phép lái xe",
    "1.000004": "Hỗ trợ chi phí hỏa táng",
    "1.000005": "Xóa đăng ký thường trú",
}
PHRASINGS = {
    "1.000002": ("vợ mới đẻ em bé", "con chưa có tên trong sổ"),
    "1.000003": ("rớt mất bằng xe máy",),
    "1.000005": ("rút tên khỏi nhà cũ",),
    "9.999999": ("thiêu xác ông nội",),
}
ENCODER = FakeEncoder()
VIEW = build_phrased(list(TITLES), list(TITLES.values()), PHRASINGS, ENCODER)
WORDS = "đẻ em bé con rớt mất bằng xe máy đăng ký khai sinh hỏa táng bao nhiêu tiền vậy ạ zzz 12"
SPOKEN = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


ALL = np.arange(len(TITLES))


def ask(text: str, view: PhrasedViews = VIEW) -> dict[str, Floats]:
    query = analyse(text)
    vectors = ENCODER.encode_queries([query.matter])
    return view.everywhere(query, vectors) | view.closely(query, vectors, ALL)


def found(values: Floats) -> set[str]:
    """The codes of the procedures with the highest value."""
    return {code for code, value in zip(TITLES, values, strict=True) if value == values.max()}


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("rớt mất bằng xe máy", {"1.000003"}),
        ("rút tên khỏi nhà cũ", {"1.000005"}),
        ("vợ mới đẻ em bé", {"1.000001", "1.000002"}),
    ],
)
def test_a_procedure_is_found_by_its_phrasing_with_and_without_diacritics(question: str, codes: set[str]) -> None:
    assert found(ask(question)["phrased_union"]) == codes
    assert found(ask(fold(question))["phrased_union"]) == codes
    assert found(ask(question)["phrased_cosine"]) == codes


def test_procedures_of_one_bare_name_share_all_their_phrasings() -> None:
    for question in ("em bé mới đẻ", "con chưa có tên", "đăng ký khai sinh"):
        features = ask(question)
        assert all(values[0] == values[1] for values in features.values())
        assert features["phrased_union"][0] > 0
        assert features["phrased_cosine"][0] > 0


def test_a_procedure_without_phrasings_still_has_its_title() -> None:
    title = "hỗ trợ chi phí hỏa táng"
    vectors = ENCODER.encode_queries([title])

    features = VIEW.closely(analyse(title), vectors, ALL)

    assert found(features["phrased_union"]) == found(features["phrased_cosine"]) == {"1.000004"}
    assert features["phrased_cosine"][3] == pytest.approx(1, abs=1e-3)


def test_the_phrasings_of_an_unknown_code_find_nothing() -> None:
    assert ask("thiêu xác ông nội")["phrased_union"].tolist() == [0, 0, 0, 0, 0]


def test_a_phrasing_word_for_word_covers_the_question_and_other_words_take_from_it() -> None:
    whole = ask("rút tên khỏi nhà cũ")["phrased_union"][4]
    diluted = ask("rút tên khỏi con mèo")["phrased_union"][4]

    assert whole == pytest.approx(1, abs=1e-5)
    assert whole > diluted > 0


def test_only_the_nearest_phrasing_counts() -> None:
    fewer = build_phrased(list(TITLES), list(TITLES.values()), {"1.000002": ("vợ mới đẻ em bé",)}, ENCODER)

    near, near_of_fewer = (ask("vợ mới đẻ em bé", view)["phrased_cosine"][0] for view in (VIEW, fewer))

    assert near == pytest.approx(near_of_fewer, abs=1e-3)


@given(SPOKEN)
def test_the_shared_share_lies_between_0_and_1_and_a_cosine_between_minus_1_and_1(question: str) -> None:
    features = ask(question)

    assert set(features) == {*CLOSE, "phrased_near", "phrased_document"}
    assert all(len(values) == len(TITLES) for values in features.values())
    for name in ("phrased_union", "phrased_document"):
        assert ((features[name] >= 0) & (features[name] <= 1 + 1e-5)).all()
    for name in ("phrased_cosine", "phrased_second", "phrased_clause", "phrased_middle"):
        assert (np.abs(features[name]) <= 1 + 1e-3).all()
    assert (features["phrased_second"] <= features["phrased_cosine"] + 1e-6).all()


def test_any_clause_may_be_the_one_that_is_near() -> None:
    query = analyse("rút tên khỏi nhà cũ")
    vectors = ENCODER.encode_queries(["trời mưa", query.matter])

    features = VIEW.closely(query, vectors, ALL)

    assert found(features["phrased_clause"]) == {"1.000005"}
    assert features["phrased_clause"][4] == pytest.approx(1, abs=1e-3)
    assert features["phrased_cosine"][4] < 0.9


def test_candidates_keep_their_order_and_say_the_same_alone_as_among_others() -> None:
    query = analyse("rớt mất bằng xe máy")
    vectors = ENCODER.encode_queries([query.matter])
    whole = VIEW.closely(query, vectors, ALL)

    some = VIEW.closely(query, vectors, np.array([4, 2]))

    for name in CLOSE:
        assert some[name].tolist() == pytest.approx(whole[name][[4, 2]].tolist(), abs=1e-6)


def test_the_words_of_all_phrasings_count_together() -> None:
    features = ask("vợ mới đẻ con chưa có tên")

    assert found(features["phrased_union"]) == {"1.000001", "1.000002"}
    assert features["phrased_union"][0] == pytest.approx(1, abs=1e-5)


def test_a_saved_view_says_the_same(tmp_path: Path) -> None:
    VIEW.save(tmp_path)

    loaded = PhrasedViews.load(tmp_path)

    for question in ("rớt mất bằng", "khai sinh cho em bé", "", "hoả táng bao nhiêu tiền"):
        before, after = ask(question), ask(question, loaded)
        assert {name: values.tolist() for name, values in after.items()} == {
            name: values.tolist() for name, values in before.items()
        }
