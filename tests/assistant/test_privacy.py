"""Personal details go, everything else stays: every message of `privacy_cases.yaml`, and what holds for any text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.privacy import redact, redact_echo

_CASES = yaml.safe_load((Path(__file__).parent / "privacy_cases.yaml").read_text(encoding="utf-8"))
_SUITES = Path(__file__).parents[2] / "evals" / "suites"
_PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")


@pytest.mark.parametrize("case", _CASES["personal"])
def test_a_personal_detail_goes_and_the_rest_stays(case: str) -> None:
    kept = redact(re.sub("[<>]", "", case))

    assert _PLACEHOLDER.sub("<>", kept) == re.sub("<[^>]*>", "<>", case)


@pytest.mark.parametrize("case", _CASES["harmless"])
def test_what_is_nobodys_own_stays(case: str) -> None:
    assert redact(case) == case


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("căn cước 001099012345", "căn cước [SỐ GIẤY TỜ]"),
        ("gọi 0912 345 678", "gọi [SỐ ĐIỆN THOẠI]"),
        ("thư a.b@example.org", "thư [EMAIL]"),
        ("thẻ 4111111111111111", "thẻ [SỐ THẺ]"),
        ("stk 0071000123456", "stk [SỐ TÀI KHOẢN]"),
        ("mst 8123456789", "mst [MÃ SỐ THUẾ]"),
        ("bhxh 7912345678", "bhxh [MÃ SỐ BẢO HIỂM]"),
        ("hồ sơ H26.1-240501-0003", "hồ sơ [MÃ HỒ SƠ]"),
        ("xe 59A-123.45", "xe [BIỂN SỐ]"),
        ("sinh ngày 12/3/1990", "sinh ngày [NGÀY SINH]"),
        ("ở số 12 ngõ 5 đường Láng, phường Láng", "ở [ĐỊA CHỈ], phường Láng"),
        ("tôi tên là Nguyễn Văn An", "tôi tên là [HỌ TÊN]"),
        ("mật khẩu là abc@123", "mật khẩu là [MẬT KHẨU]"),
        ("OTP 482913", "OTP [MÃ OTP]"),
        ("facebook.com/hoa.le.90", "[TRANG CÁ NHÂN]"),
        ("ở 21.028511, 105.804817", "ở [TỌA ĐỘ]"),
    ],
)
def test_a_placeholder_says_what_stood_there(told: str, kept: str) -> None:
    assert redact(told) == kept


def test_a_run_of_digits_that_no_card_has_is_a_number() -> None:
    assert redact("số 4111111111111112") == "số [SỐ]"


def test_decomposed_marks_are_the_same_words() -> None:
    assert redact("to\u0302i te\u0302n la\u0300 Nguye\u0302\u0303n Va\u0306n An nhe\u0301") == (
        "to\u0302i te\u0302n la\u0300 [HỌ TÊN] nhe\u0301"
    )


def test_what_a_reply_repeats_of_a_question_goes_and_figures_of_the_record_stay() -> None:
    question = "căn cước 001099012345 của tôi ở đâu"

    assert redact_echo("Bạn hỏi về 001099012345. Hotline 02438251234.", question) == (
        "Bạn hỏi về [SỐ]. Hotline 02438251234."
    )


_pieces = st.sampled_from(
    [
        *("0912345678", "001099012345", "12/3B", "Nguyễn", "Văn", "An", "nguyen", "van", "ông", "bà", "tên là", "số"),
        *(
            "ngõ 5",
            "đường",
            "sinh ngày",
            "12/3/1990",
            "a@b.vn",
            "stk",
            "cccd",
            "59A-123.45",
            "[HỌ TÊN]",
            "[SỐ]",
            "[",
            "]",
        ),
        *("1.001193", "123/2015/NĐ-CP", "75.000 đồng", "không", "một", "hai", "\u200b", "/", "-", ".", " ", ",", "\n"),
    ]
)


@settings(deadline=None)
@given(st.lists(_pieces, max_size=14).map(" ".join) | st.lists(_pieces, max_size=14).map("".join))
@example("0 9 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0")
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_refused(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.text("abc xyz,;:?!\n", max_size=20))
def test_no_phone_number_survives_wherever_it_stands(number: str, around: str) -> None:
    assert number not in redact(f"{around} {number} {around}")


@given(st.from_regex(r"[0-9]{9,15}", fullmatch=True))
def test_no_number_of_nine_digits_or_more_survives(number: str) -> None:
    kept = number[:1] != "0" and number.endswith("00000")  # an amount

    assert re.search(r"\d", redact(f"số {number} nhé")) is None or kept


@given(st.from_regex(r"0[0-9]{2,3}([ .-][0-9]{3,4}){2,3}", fullmatch=True))
def test_of_a_number_in_groups_one_group_at_most_survives(number: str) -> None:
    assert re.fullmatch(r"số \[[^]]+\](?:[ .-]\d{1,4})? nhé", redact(f"số {number} nhé"))


@given(st.from_regex(r"0[0-9]{11}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_no_identity_number_survives_in_groups_of_three(number: str, gap: str) -> None:
    written = gap.join(number[place : place + 3] for place in range(0, 12, 3))

    assert redact(f"cccd {written} nhé") == "cccd [SỐ GIẤY TỜ] nhé"


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "0 ",
        "12/",
        "a@",
        "a.",
        "Nguyễn ",
        "nguyen van ",
        "số 1 ",
        "ngõ 1 ",
        "tên ",
        "ông ",
        "không ",
        "[",
        "H'",
        "84 ",
        "stk ",
        "otp ",
        "mk là ",
        "vợ tôi ",
        "fb.",
        "8.1234 ",
    ],
)
def test_long_texts_are_read_to_their_end(unit: str) -> None:
    long = unit * (60_000 // len(unit))

    assert "0912345678" not in redact(f"{long}\n0912345678")


def test_no_question_of_the_suites_for_finding_holds_a_personal_detail() -> None:
    questions = [
        said
        for name in ("dev_finding", "dev_outside", "dev_portal", "dev_talks")
        for case in map(json.loads, (_SUITES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
        for said in ([case["question"]] if case.get("question") else [turn["user"] for turn in case["turns"]])
    ]

    assert [question for question in questions if redact(question) != question] == []


def test_no_title_of_the_portal_changes(shared: Path) -> None:
    heading = "Tên thủ tục:"
    titles = [
        line.removeprefix(heading).strip()
        for path in sorted((shared / "corpora" / "portal_text").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()[:8]
        if line.startswith(heading)
    ]

    assert len(titles) > 4_000
    assert [title for title in titles if redact(title) != title] == []
