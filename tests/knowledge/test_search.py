"""Search: the plain procedure for the plain question, the narrow one for the narrow question."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import TITLES, procedure, small_world

from knowledge.encoder import load_encoder
from knowledge.records import Quote
from knowledge.search import HybridIndex
from knowledge.snapshot import Snapshot, build_snapshot, open_snapshot
from knowledge.vietnamese import fold


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    home = tmp_path_factory.mktemp("home")
    build_snapshot(home, small_world(), load_encoder(None))
    return open_snapshot(home, load_encoder(None))


@pytest.fixture(scope="module")
def index(snapshot: Snapshot) -> HybridIndex:
    return snapshot.index


def first(index: HybridIndex, text: str, **options: str) -> str:
    return index.search(text, limit=1, **options)[0].code  # type: ignore[arg-type]  # only `place` is given


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("đăng ký khai sinh", "1.000001"),
        ("tôi muốn hỏi thủ tục đăng ký khai sinh cần giấy tờ gì, hết bao nhiêu tiền", "1.000001"),
        ("đăng ký khai sinh có yếu tố nước ngoài", "1.000002"),
        ("chồng tôi là người Hàn Quốc, khai sinh cho con ở đâu", "1.000002"),
        ("khai sinh có yếu tố nước ngoài ở khu vực biên giới", "1.000003"),
        ("báo tử", "1.000004"),
        ("xin giấy độc thân", "1.000005"),
        ("mất bằng lái phải làm sao", "1.000006"),
        ("cấp giấy phép lái xe", "1.000007"),
        ("nhập hộ khẩu cho vợ", "1.000011"),
        ("cắt khẩu", "1.000012"),
    ],
)
def test_the_right_procedure_comes_first_with_and_without_marks(index: HybridIndex, question: str, code: str) -> None:
    assert first(index, question) == code
    assert first(index, fold(question)) == code


def test_a_national_record_comes_before_a_provinces_own_unless_the_place_matches(index: HybridIndex) -> None:
    question = "hỗ trợ chi phí hỏa táng"

    assert first(index, question) == "1.000009"
    assert first(index, question, place="Lào Cai") == "1.000008"
    assert first(index, question, place="tỉnh Thanh Hoá") == "1.000010"
    assert first(index, question, place="Hà Nội") == "1.000009"


def test_another_provinces_record_comes_last_where_the_question_names_a_place(index: HybridIndex) -> None:
    found = [hit.code for hit in index.search("hỗ trợ chi phí hỏa táng ở Thanh Hóa", limit=len(TITLES))]

    assert found[:2] == ["1.000010", "1.000009"]
    assert found[-1] == "1.000008"


def test_the_national_record_leads_the_provinces_own_clearly(index: HybridIndex) -> None:
    national, local, _ = index.search("hỗ trợ chi phí hỏa táng", limit=3)

    assert national.code == "1.000009"
    assert math.log(national.score / (1 - national.score)) - math.log(local.score / (1 - local.score)) > 0.4


def test_what_embassies_do_stands_behind_the_ordinary_procedure_unless_abroad_is_asked_about(tmp_path: Path) -> None:
    title = "Chứng thực chữ ký trong các giấy tờ, văn bản"
    records = [
        procedure("1.000021", f"Thủ tục {title}", level=None, field="Công chứng, chứng thực"),
        procedure("1.000022", f"{title} (cả trường hợp chứng thực điểm chỉ)", level=None, field="Chứng thực"),
        procedure("1.000023", "Đăng ký thường trú", field="Cư trú"),
    ]
    build_snapshot(tmp_path, records, load_encoder(None))
    index = open_snapshot(tmp_path, load_encoder(None)).index

    assert first(index, "chứng thực chữ ký trong giấy tờ") == "1.000022"
    assert first(index, "chứng thực chữ ký trong giấy tờ ở đại sứ quán") == "1.000021"


def test_a_deed_that_the_title_lacks_is_not_answered(index: HybridIndex) -> None:
    undone = index.search("hủy đăng ký thường trú", limit=3)

    assert undone[0].code == "1.000012"
    assert max(hit.score for hit in index.search("hoãn đăng ký thường trú", limit=1)) < 0.35


@pytest.mark.parametrize("text", ["bao lâu", "1", "lệ phí", "xin", "tôi muốn làm thủ tục", "asdfgh qwerty"])
def test_a_text_about_nothing_scores_next_to_nothing(index: HybridIndex, text: str) -> None:
    assert all(hit.score < 0.02 for hit in index.search(text))


def test_a_word_that_no_part_of_the_record_has_lowers_the_score(index: HybridIndex) -> None:
    (plain,) = index.search("cấp lại giấy phép lái xe", limit=1)
    (strange,) = index.search("cấp lại giấy phép lái tàu vũ trụ", limit=1)

    assert plain.features["unheard"] == 0
    assert strange.features["unheard"] > 0.2
    assert strange.score < plain.score


@pytest.mark.parametrize(
    "question", ["1.000012", "1000012", "mã 1 000012", "thu tuc 1.000012 can gi", "đăng ký khai sinh theo mã 1.000012"]
)
def test_a_procedure_that_is_named_by_its_code_comes_first(index: HybridIndex, question: str) -> None:
    hit = index.search(question, limit=1)[0]

    assert hit.code == "1.000012"
    assert hit.score > 0.9


def test_codes_are_chosen_from_before_the_search(index: HybridIndex) -> None:
    chosen = {"1.000012", "1.000004", "9.999999"}

    hits = index.search("đăng ký khai sinh", codes=chosen)

    assert {hit.code for hit in hits} == {"1.000012", "1.000004"}
    assert index.search("đăng ký khai sinh", codes=["9.999999"]) == []


@given(st.text(max_size=60), st.integers(0, 20))
@settings(max_examples=60)
def test_any_text_gives_at_most_limit_hits_best_first(index: HybridIndex, text: str, limit: int) -> None:
    hits = index.search(text, limit=limit)

    assert len(hits) <= min(limit, len(TITLES))
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.code for hit in hits}) == len(hits)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "\u200b", "🙂"])
def test_a_text_without_a_word_finds_nothing(index: HybridIndex, text: str) -> None:
    assert index.search(text) == []


def test_a_longer_list_begins_with_the_shorter_one(index: HybridIndex) -> None:
    long = [hit.code for hit in index.search("đăng ký", limit=12)]

    assert [hit.code for hit in index.search("đăng ký", limit=3)] == long[:3]
    assert sorted(long) == sorted(TITLES)


def test_passages_point_at_their_words_in_the_source(snapshot: Snapshot) -> None:
    for hit in snapshot.index.search("tờ khai đăng ký khai sinh", limit=3):
        source = snapshot.source_text(hit.code)
        assert source is not None
        assert hit.passages
        for passage in hit.passages:
            assert passage.code == hit.code
            assert Quote(text=source[slice(*passage.span)], span=passage.span).plain == passage.text


def test_the_best_passage_is_the_one_that_is_asked_for(index: HybridIndex) -> None:
    hit = index.search("khai tử: tờ khai theo mẫu nào", limit=1)[0]

    assert hit.code == "1.000004"
    assert hit.passages[0].field == "cases.0.items.0.name"


def test_features_explain_the_score(index: HybridIndex) -> None:
    plain, narrow = (hit.features for hit in index.search("đăng ký khai sinh", codes=["1.000001", "1.000003"]))

    assert plain["narrower_scope"] == 0 < narrow["narrower_scope"]
    assert plain["said"] == pytest.approx(1.0, abs=1e-3)
    assert narrow["said"] < 0.6


def test_the_finding_suite_asks_for_codes_that_the_real_corpus_has(shared: Path) -> None:
    suite = Path(__file__).parents[2] / "evals" / "suites" / "dev_finding.jsonl"
    cases = [json.loads(line) for line in suite.read_text(encoding="utf-8").splitlines()]

    held = {path.stem for path in (shared / "corpora" / "portal_text").glob("*.txt")}

    assert all(case["question"].strip() and case["codes"] for case in cases)
    assert {code for case in cases for code in case["codes"]} <= held
    assert len({case["id"] for case in cases}) == len(cases) >= 150
