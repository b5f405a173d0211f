"""The suites `facets` and `dossiers`: every label is held against the words of the source that it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from evals.cases import Case, load_cases, suite_path

FACETS, DOSSIERS = (file.cases for file in load_cases([suite_path("facets"), suite_path("dossiers")]))
UNITS = {
    "ngày làm việc": "WORKING_DAY",
    "ngày": "DAY",
    "giờ": "HOUR",
    "tháng": "MONTH",
    "phút": "MINUTE",
}
CHANNELS = {"trực tuyến": "ONLINE", "trực tiếp": "DIRECT", "bưu chính": "POSTAL"}
MONEY = re.compile(r"\d[\d.]*\s*(?:đồng|vnđ|vnd|usd)\b", re.IGNORECASE)
DURATION = re.compile(r"\d+\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|phút)\b", re.IGNORECASE)
NOTHING_CHARGED = re.compile(r"(?:0 VNĐ \(\s*\)(?:\s*\|\s*)?)+|Không có thông tin")
PLACEHOLDER = re.compile(r"\d*\s*OTHER")


@cache
def source(folder: Path, code: str) -> str:
    """Return the text of one record as published, in NFC."""
    text = (folder / "corpora" / "portal_text" / f"{code}.txt").read_text(encoding="utf-8")
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def stands_in(label: str, record: str) -> bool:
    """Whether the record says it, in the same words or in its own notation for money, time limits and channels."""
    said = folded(record)
    if folded(label) in said:
        return True
    if folded(label) in CHANNELS:
        return f"Hình thức nộp: {CHANNELS[folded(label)]}" in record
    money = re.fullmatch(r"([\d.]+) đồng", label)
    if money:
        return re.search(rf"(?<![\d.,]){money[1].replace('.', '[.]?')}(?!\d)(?! usd)", said) is not None
    limit = re.fullmatch(rf"(\d+) ({'|'.join(UNITS)})", label)
    if limit is None:
        return False
    unit = f"(?:{UNITS[limit[2]].casefold()}|{limit[2]})"
    return re.search(rf"\b0*{limit[1]} (?:\([^)]*\) )?{unit}\b", said) is not None


def section(record: str, heading: str, following: str) -> str:
    return record.partition(f"\n{heading}")[2].partition(f"\n{following}")[0]


def lines_of(record: str, name: str) -> list[str]:
    return [line.strip() for line in re.findall(rf"^    {name}:(.*)$", record, re.MULTILINE)]


def is_silent(facet: str, record: str) -> bool:
    """Whether the record holds nothing that answers the facet."""
    if facet == "legal":
        return "Không có thông tin căn cứ pháp lý" in record
    if facet == "documents":
        return "Không có thông tin thành phần hồ sơ" in record
    told = section(record, "Trình tự thực hiện:", "Cách thức thực hiện:") + " ".join(lines_of(record, "Mô tả"))
    if facet == "fee":
        fees = lines_of(record, "Phí, lệ phí")
        return all(NOTHING_CHARGED.fullmatch(fee) for fee in fees) and not MONEY.search(told)
    limits = lines_of(record, "Thời hạn giải quyết")
    return all(PLACEHOLDER.fullmatch(limit) for limit in limits) and not DURATION.search(told)


def dossiers_of(record: str) -> list[str]:
    """Return the papers of each case of the record as one text a case; a record without cases has one."""
    papers = section(record, "Thành phần hồ sơ:", "Đối tượng thực hiện:")
    return [part for part in re.split(r"^  \[ .*\]$", papers, flags=re.MULTILINE) if "Số lượng:" in part]


def papers_of(dossier: str) -> list[str]:
    return [folded(paper) for paper in re.split(r"Số lượng:.*", dossier)[:-1]]


def is_whole(items: tuple[str, ...], dossier: str) -> bool:
    """Whether each paper of the dossier is named by one item, and each item names one paper."""
    papers = papers_of(dossier)
    named = [[number for number, paper in enumerate(papers) if folded(item) in paper] for item in items]
    return sorted(number for numbers in named for number in numbers) == list(range(len(papers)))


def extra(case: Case, key: str) -> tuple[str, ...]:
    return tuple(getattr(case, key, None) or (case.model_extra or {}).get(key, ()))


@pytest.mark.parametrize("case", [*FACETS, *DOSSIERS], ids=lambda case: case.id)
def test_every_label_stands_in_the_source_of_one_of_its_codes(case: Case, shared: Path) -> None:
    records = [source(shared, code) for code in case.codes]

    labels = [*case.must, *extra(case, "cites"), *extra(case, "items")]

    assert [label for label in labels if not any(stands_in(label, record) for record in records)] == []


@pytest.mark.parametrize("case", [case for case in FACETS if extra(case, "unknown")], ids=lambda case: case.id)
def test_what_is_labelled_unknown_is_silent_in_the_record(case: Case, shared: Path) -> None:
    records = [source(shared, code) for code in case.codes]

    assert [facet for facet in extra(case, "unknown") if not all(is_silent(facet, record) for record in records)] == []


@pytest.mark.parametrize("case", DOSSIERS, ids=lambda case: case.id)
def test_the_items_are_one_complete_dossier_of_the_record(case: Case, shared: Path) -> None:
    dossiers = [dossier for code in case.codes for dossier in dossiers_of(source(shared, code))]

    assert any(is_whole(extra(case, "items"), dossier) for dossier in dossiers)


def test_a_figure_is_found_in_the_notation_of_the_source_and_no_other_one_is() -> None:
    record = "Hình thức nộp: POSTAL\n    Thời hạn giải quyết: 7 WORKING_DAY\n    Phí, lệ phí: 20000 VNĐ (145 USD)"

    assert stands_in("7 ngày làm việc", record)
    assert stands_in("20.000 đồng", record)
    assert stands_in("bưu chính", record)
    assert not stands_in("17 ngày làm việc", record)
    assert not stands_in("7 ngày", record)
    assert not stands_in("2.000 đồng", record)
    assert not stands_in("145 đồng", record)
    assert not stands_in("trực tuyến", record)


def test_a_fee_in_a_remark_or_a_note_is_not_silence() -> None:
    line = "    Phí, lệ phí: 0 VNĐ ({})\n    Mô tả: {}\n"

    assert is_silent("fee", line.format("", "nộp tại xã"))
    assert not is_silent("fee", line.format("Không", ""))
    assert not is_silent("fee", line.format("", "thu 10.000 đồng"))


def test_a_time_in_the_steps_is_not_silence() -> None:
    record = "\nTrình tự thực hiện:\n    {}\nCách thức thực hiện:\n    Thời hạn giải quyết: 1 OTHER\n"

    assert is_silent("time", record.format("Nộp hồ sơ."))
    assert not is_silent("time", record.format("Trong thời hạn 03 ngày làm việc."))


def test_a_dossier_with_a_paper_left_out_is_not_whole() -> None:
    dossier = "    - Đơn đề nghị cấp thẻ\n      Số lượng: 1\n    - Bản sao hộ chiếu\n      Số lượng: 1\n"

    assert is_whole(("Đơn đề nghị", "Bản sao hộ chiếu"), dossier)
    assert not is_whole(("Đơn đề nghị",), dossier)
    assert not is_whole(("Đơn đề nghị", "Đơn đề nghị cấp"), dossier)


def test_every_case_was_labelled_by_reading_a_record() -> None:
    cases = [*FACETS, *DOSSIERS]

    assert [case.id for case in cases if not case.origin.startswith("read: ")] == []
    assert [case.id for case in cases if not case.codes or case.behavior != "answer"] == []
    assert [case.id for case in DOSSIERS if not all(len(item.split()) >= 3 for item in extra(case, "items"))] == []


def test_ids_and_questions_are_unique() -> None:
    cases = [*FACETS, *DOSSIERS]

    assert [name for name, count in Counter(case.id for case in cases).items() if count > 1] == []
    assert [text for text, count in Counter(case.question for case in cases).items() if count > 1] == []


def test_every_case_of_facets_expects_something_that_a_wrong_answer_lacks() -> None:
    assert [case.id for case in FACETS if not (case.must or extra(case, "cites") or extra(case, "unknown"))] == []


def test_the_questions_are_balanced_over_facets_slices_and_registers() -> None:
    facets = Counter(case.facet for case in FACETS)
    slices = Counter(case.slice for case in FACETS)
    bare = sum(case.question is not None and case.question.isascii() for case in FACETS)

    assert len(FACETS) >= 300
    assert len(DOSSIERS) >= 60
    assert len(facets) == 11
    assert min(facets.values()) >= 20
    assert Counter({"silent": 40, "note": 25, "differs": 25, "contradicts": 15}) <= slices
    assert 0.3 <= bare / len(FACETS) <= 0.5
    assert sum(case.audience == "officer" for case in FACETS) >= 60


def test_the_questions_are_balanced_over_levels_and_fields(shared: Path) -> None:
    records = [source(shared, case.codes[0]) for case in FACETS]
    levels = Counter(re.findall(r"^Cấp thực hiện: (.+)$", "\n".join(records), re.MULTILINE))
    fields = set(re.findall(r"^Lĩnh vực: (.+)$", "\n".join(records), re.MULTILINE))

    shares = {level: count / len(FACETS) for level, count in levels.items()}

    assert shares == {
        "Cấp Xã": pytest.approx(0.45, abs=0.05),
        "Cấp Tỉnh": pytest.approx(0.35, abs=0.05),
        "Cấp Bộ/Trung ương": pytest.approx(0.20, abs=0.05),
    }
    assert len(fields) >= 60
