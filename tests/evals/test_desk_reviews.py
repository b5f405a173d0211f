"""From a question that somebody asked to a case that two people agreed on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_house import CODE, DeskHouse, desk_house, lines, send
from evals_fakes import transcript
from starlette.testclient import TestClient

from evals.cases import load_cases
from evals.desk.agreement import Disagreement, agreements, disagreements
from evals.desk.casework import body_of, fields_of, line_of
from evals.desk.errors import CaseRefused
from evals.desk.records import Review, SentenceScore

CASE = {
    "case_question": "cần giấy gì để làm thẻ",
    "case_codes": CODE,
    "case_behavior": "answer",
    "case_facet": "documents",
    "case_must": "Tờ khai\nMẫu số 02",
    "case_must_not": "miễn phí",
    "case_answer": "Cần tờ khai.",
    "clean": "yes",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as house:
        yield house


@pytest.fixture
def lan(house: DeskHouse) -> TestClient:
    return house.reviewer("Lan")


@pytest.fixture
def minh(house: DeskHouse) -> TestClient:
    return house.reviewer("Minh")


@pytest.fixture
def address(house: DeskHouse) -> str:
    house.ask("thẻ cần gì", talk="a", rating=-1)
    house.ask("còn phí", talk="a", rating=-1)
    return "/qa/review/thumbs-down/turn:t-a-2"


def test_the_page_shows_question_sentences_and_the_cited_words(lan: TestClient, address: str) -> None:
    page = lan.get(address).text

    assert "còn phí" in page
    assert '<p class="soft before">thẻ cần gì</p>' in page
    words = re.findall(r'<p class="words">(.*)</p>', page)
    assert words[1:3] == ["- Tờ khai theo Mẫu số 02 [1]", "Lệ phí 75.000 đồng [2]."]
    assert "<q>Tờ khai theo Mẫu số 02</q>" in page
    assert f'href="/thu-tuc/{CODE}"' in page


def test_cited_words_of_another_snapshot_are_not_guessed(house: DeskHouse, lan: TestClient) -> None:
    house.ask("cũ", talk="old", snapshot="năm ngoái")

    page = lan.get("/qa/review/sample/turn:t-old-1").text

    assert "<q>" not in page
    assert "dữ liệu đã đổi từ lúc trả lời" in page


def test_an_answer_of_an_older_version_is_not_said_to_cite_nothing(house: DeskHouse, lan: TestClient) -> None:
    house.ask("cũ", talk="old", cited=())
    house.ask("chào", talk="hello", cited=(), text="Xin chào.")

    old, hello = (lan.get(f"/qa/review/sample/turn:t-{talk}-1").text for talk in ("old", "hello"))

    assert "Vị trí trích của câu trả lời này không được lưu." in old
    assert "Câu trả lời không trích nguồn nào." in hello


def test_a_review_is_kept_and_leads_to_the_next_answer(house: DeskHouse, lan: TestClient, address: str) -> None:
    fields = {
        "score_0": "right",
        "score_1": "wrong",
        "citation_1": "wrong",
        "harmful_1": "yes",
        "note_1": "gọi 0912345678",
    }

    response = send(lan, address, verdict="partly", note="thiếu", action="save", **fields)

    assert (response.status_code, response.headers["location"]) == (303, "/qa/next/thumbs-down")
    assert lan.get("/qa/next/thumbs-down").headers["location"] == "/qa/review/thumbs-down/turn%3At-a-1"
    kept = house.desk.store.judgements.own("turn:t-a-2", "Lan")
    assert kept is not None
    assert (kept.verdict, kept.note, kept.of) == ("partly", "thiếu", 4)
    second = SentenceScore(1, "wrong", "wrong", True, "gọi [SỐ ĐIỆN THOẠI]")
    assert kept.sentences == (SentenceScore(0, "right"), second)


def test_a_review_without_a_verdict_keeps_what_was_typed(house: DeskHouse, lan: TestClient, address: str) -> None:
    response = send(lan, address, score_0="wrong", note="đã gõ", action="save")

    assert response.status_code == 422
    assert "Chưa chọn đánh giá chung" in response.text
    assert 'name="note" value="đã gõ"' in response.text
    assert re.search(r'name="score-0" value="wrong" checked', response.text)
    assert house.desk.store.judgements.all() == []


def test_a_made_up_score_is_refused(house: DeskHouse, lan: TestClient, address: str) -> None:
    assert send(lan, address, verdict="tuyệt vời", action="save").status_code == 422
    assert house.desk.store.judgements.all() == []


def test_skipping_goes_on_and_comes_round(lan: TestClient, address: str) -> None:
    first = lan.get("/qa/next/thumbs-down").headers["location"]
    second = lan.get(f"/qa/next/thumbs-down?after={first.rsplit('/', 1)[1]}").headers["location"]
    third = lan.get(f"/qa/next/thumbs-down?after={second.rsplit('/', 1)[1]}").headers["location"]

    assert {first, second} == {"/qa/review/thumbs-down/turn%3At-a-1", "/qa/review/thumbs-down/turn%3At-a-2"}
    assert third == first


def test_the_second_reviewer_sees_the_first_after_their_own(lan: TestClient, minh: TestClient, address: str) -> None:
    send(lan, address, verdict="wrong", note="bí mật của Lan", action="save")
    before = minh.get(address).text
    send(minh, address, verdict="right", action="save")
    after = minh.get(address).text

    assert "bí mật của Lan" not in before
    assert "đã có một người chấm" in before
    assert "Lan đã chấm: Sai" in after
    assert "bí mật của Lan" in after


def test_a_third_reviewer_is_told_that_two_were_enough(
    house: DeskHouse, lan: TestClient, minh: TestClient, address: str
) -> None:
    for one in (lan, minh):
        send(one, address, verdict="right", action="save")

    response = send(house.reviewer("Hoa"), address, verdict="wrong", action="save")

    assert response.status_code == 422
    assert "đủ hai người" in response.text


def test_one_click_makes_a_draft_that_a_second_person_agrees_to(
    house: DeskHouse, lan: TestClient, minh: TestClient, address: str
) -> None:
    made = send(lan, address, verdict="wrong", action="case", case_before="thẻ cần gì", **CASE)
    hidden = minh.get("/qa/cases/review-001").status_code
    own = send(lan, "/qa/cases/review-001", action="agree").status_code
    send(minh, address, verdict="wrong", action="save")
    agreed = send(minh, "/qa/cases/review-001", action="agree")

    assert made.headers["location"] == "/qa/cases/review-001?made=1"
    assert (hidden, own) == (403, 422)
    assert agreed.headers["location"] == "/qa/cases"
    kept = house.desk.store.drafts.get("review-001")
    assert kept is not None
    assert (kept.status, kept.made_by, kept.agreed_by, kept.item) == ("agreed", "Lan", "Minh", "turn:t-a-2")
    assert kept.body == {
        "slice": "desk",
        "audience": "citizen",
        "origin": "review: Lan",
        "turns": [
            {"user": "thẻ cần gì"},
            {
                "user": "cần giấy gì để làm thẻ",
                "codes": [CODE],
                "must": ["Tờ khai", "Mẫu số 02"],
                "must_not": ["miễn phí"],
                "facet": "documents",
                "behavior": "answer",
            },
        ],
        "answer": "Cần tờ khai.",
    }
    assert house.desk.store.judgements.own("turn:t-a-2", "Lan") is not None


def test_a_second_person_may_edit_instead(house: DeskHouse, lan: TestClient, minh: TestClient, address: str) -> None:
    send(lan, address, verdict="wrong", action="case", **CASE)
    send(minh, address, verdict="wrong", action="save")

    send(minh, "/qa/cases/review-001", action="edit", **(CASE | {"case_must": "Mẫu số 02"}))

    kept = house.desk.store.drafts.get("review-001")
    assert kept is not None
    assert (kept.status, kept.agreed_by) == ("agreed", "Minh")
    assert fields_of(kept.body)["must"] == "Mẫu số 02"
    assert kept.body["origin"] == "review: Lan"


def test_a_case_needs_the_word_that_nothing_personal_is_in_it(house: DeskHouse, lan: TestClient, address: str) -> None:
    response = send(lan, address, verdict="wrong", action="case", **(CASE | {"clean": ""}))

    assert response.status_code == 422
    assert "thông tin cá nhân" in response.text
    assert house.desk.store.drafts.all() == []
    assert house.desk.store.judgements.all() == []


def test_a_new_case_begins_without_a_label_of_the_assistants(lan: TestClient, address: str) -> None:
    page = lan.get(address).text

    assert re.search(r'<input id="case-codes" name="case-codes" value=""', page)
    assert "selected" not in page.split('id="case-behavior"')[1].split("</select>")[0]


def test_a_case_of_a_run_begins_with_what_was_expected(house: DeskHouse, lan: TestClient) -> None:
    labels = {"codes": ["1.000001"], "must": ["có phí"], "behavior": "answer"}
    house.run(transcript("a", (labels, {"codes": ["1.000002"], "text": "sai rồi"})))

    page = lan.get(lan.get("/qa/next/failing").headers["location"]).text

    assert 'name="case-codes" value="1.000001"' in page
    assert ">có phí</textarea>" in page
    assert '<option value="answer" selected>' in page


def test_personal_details_are_taken_out_of_a_case() -> None:
    body = body_of(
        {
            "question": "căn cước 001099012345 mất",
            "behavior": "refuse",
            "note": "gọi 0912345678",
            "before": "tôi là Nguyễn Văn An",
        },
        "Lan",
    )

    told = str(body)
    assert "[SỐ GIẤY TỜ]" in told
    assert not [secret for secret in ("001099012345", "0912345678", "Nguyễn Văn An") if secret in told]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"question": "  "}, "còn trống"),
        ({"behavior": ""}, "hành vi"),
        ({"codes": ""}, "mã thủ tục"),
        ({"codes": "khai sinh"}, "không phải mã"),
        ({"behavior": "nhảy"}, "behavior"),
        ({"facet": "màu"}, "facet"),
        ({"question": "x" * 20_001}, "dài hơn"),
    ],
)
def test_what_is_no_case_is_refused_with_the_reason(changed: dict[str, str], reason: str) -> None:
    sent = {"question": "hỏi", "behavior": "answer", "codes": CODE} | changed

    with pytest.raises(CaseRefused, match=reason):
        body_of(sent, "Lan")


def test_a_body_is_the_same_after_a_form_and_back() -> None:
    sent = {name.removeprefix("case_"): value for name, value in CASE.items() if name.startswith("case_")}
    body = body_of(sent | {"before": "một\nhai", "cites": "Mẫu số 02", "unknown": "fee", "slice": "thẻ"}, "Lan")

    assert body_of(fields_of(body), "Lan") == body


def test_the_cases_of_the_desk_are_a_case_file(house: DeskHouse, lan: TestClient, address: str, tmp_path: Path) -> None:
    send(lan, address, verdict="wrong", action="case", **CASE)
    house.desk.store.drafts.agree("review-001", "Minh")
    path = tmp_path / "desk.jsonl"
    path.write_text(json.dumps(line_of(house.desk.store.drafts.all()[0]), ensure_ascii=False) + "\n", encoding="utf-8")

    ((case,),) = [file.cases for file in load_cases([path])]

    assert (case.id, case.origin) == ("review-001", "review: Lan; agreed by Minh")
    assert case.asked()[-1].must == ("Tờ khai", "Mẫu số 02")
    assert lines(path)[0]["answer"] == "Cần tờ khai."


def one_review(reviewer: str, verdict: str, *scores: SentenceScore, of: int = 2, item: str = "turn:t-1") -> Review:
    return Review(item, reviewer, verdict, of, scores)  # type: ignore[arg-type]  # a literal in all calls


def test_agreement_is_counted_question_by_question() -> None:
    first = one_review("Lan", "right", SentenceScore(0, "right", "right"), SentenceScore(1, "wrong"))
    second = one_review("Minh", "wrong", SentenceScore(0, "right", "wrong"), SentenceScore(1, "wrong", "none", True))

    found = agreements([(first, second)])

    assert {name: (one.pairs, one.observed) for name, one in found.items()} == {
        "verdict": (1, 0.0),
        "score": (2, 1.0),
        "citation": (1, 0.0),
        "harmful": (2, 0.5),
    }
    assert found["score"].kappa == 1
    assert [(one.question, one.sentence, one.first, one.second) for one in disagreements([(first, second)])] == [
        ("verdict", None, "right", "wrong"),
        ("citation", 0, "right", "wrong"),
        ("harmful", 1, "no", "yes"),
    ]


def test_sentences_of_different_cuts_are_not_compared() -> None:
    first = one_review("Lan", "right", SentenceScore(0, "right"), of=2)
    second = one_review("Minh", "right", SentenceScore(0, "wrong"), of=3)

    assert agreements([(first, second)])["score"].pairs == 0
    assert disagreements([(first, second)]) == []


def test_a_disagreement_is_shown_and_settled(house: DeskHouse, lan: TestClient, minh: TestClient, address: str) -> None:
    send(lan, address, verdict="wrong", action="save")
    send(minh, address, verdict="right", action="save")
    before = lan.get("/qa/agreement").text

    send(lan, "/qa/agreement", "/qa/settle", item="turn:t-a-2", verdict="partly", note="đã bàn")

    assert "Lan “sai”, Minh “đúng”" in before
    assert "Đã thống nhất: Đúng một phần (đã bàn), Lan ghi" in lan.get("/qa/agreement").text
    assert Disagreement("turn:t-a-2", "verdict", None, "wrong", "right") in disagreements(
        house.desk.store.judgements.pairs()
    )


def test_nothing_judged_has_no_kappa_and_says_so(lan: TestClient) -> None:
    page = lan.get("/qa/agreement").text

    assert page.count("không tính được") == 4
    assert "Không có câu nào hai người chấm khác nhau." in page
