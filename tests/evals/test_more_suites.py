"""The suites `lists`, `places`, `online` and `steps`: their labels are held against the files they were read from."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from evals.cases import load_cases, suite_path

SUITES = ("lists", "places", "online", "steps")
SMALLEST = {
    "lists": {"by_document": 35, "by_field": 25, "by_channel": 7, "by_fee": 4, "by_agency": 3, "count": 5},
    "places": {"local": 28, "national": 2, "old_place": 16},
    "online": {"has": 20, "none": 15, "premise": 10},
    "steps": {"commune": 20, "province": 6, "ministry": 9},
}
TOTAL = {"lists": 70, "places": 40, "online": 45, "steps": 40}
UNITS = {"ngày làm việc": "WORKING_DAY", "ngày": "DAY"}
CHANNELS = {"trực tuyến": "ONLINE", "trực tiếp": "DIRECT", "bưu chính": "POSTAL"}
NOTHING_CHARGED = re.compile(r"0 VNĐ \((?:không(?: có| phí| thu(?: phí| lệ phí| phí, lệ phí)?)?|miễn phí)[.;]?\)", re.I)


def lines(name: str) -> list[dict[str, Any]]:
    """The cases of a suite as they stand in its file."""
    text = suite_path(name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


LISTS, PLACES, ONLINE, STEPS = map(lines, SUITES)


def plain(text: str) -> str:
    """NFC, without letter case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@lru_cache(maxsize=8000)
def source(folder: Path, code: str) -> str:
    """The source file of a code in NFC."""
    return unicodedata.normalize("NFC", (folder / f"{code}.txt").read_text(encoding="utf-8"))


def field(text: str, name: str, until: str) -> str:
    """The words of the source between two of its headings."""
    return text.split(f"\n{name}:", 1)[1].split(f"\n{until}:", 1)[0]


def channels(text: str) -> str:
    return field(text, "Cách thức thực hiện", "Thành phần hồ sơ")


def kinds(text: str) -> set[str]:
    return set(re.findall(r"Hình thức nộp: ?(\w+)", channels(text)))


def is_free(text: str) -> bool:
    """Whether every fee line of every channel says that nothing is charged."""
    fees = re.findall(r"Phí, lệ phí:(.*)", channels(text))
    said = [fee.strip() for line in fees for fee in line.split(" | ")]
    return bool(said) and all(NOTHING_CHARGED.fullmatch(fee) for fee in said)


def numbered(number: str) -> re.Pattern[str]:
    """A document's number, whatever its zeros in front and its Đ."""
    first, year, kind = number.split("/")
    kind = kind.replace("Đ", "[DĐ]")
    return re.compile(rf"(?<![\d.])0*{re.escape(first.lstrip('0'))} ?/ ?{year} ?/ ?{kind}(?![\w-])", re.IGNORECASE)


def belongs(text: str, rule: dict[str, Any]) -> bool:
    """Whether the record is one of those that a list asks for."""
    if "number" in rule:
        bases = field(text, "Căn cứ pháp lý", "Yêu cầu, điều kiện thực hiện")
        return numbered(rule["number"]).search(" ".join(bases.split())) is not None
    named = (("level", "Cấp thực hiện", "Loại thủ tục"), ("field", "Lĩnh vực", "Trình tự thực hiện"))
    if any(key in rule and plain(field(text, name, until)) != plain(rule[key]) for key, name, until in named):
        return False
    office = plain(field(text, "Cơ quan thực hiện", "Cơ quan có thẩm quyền"))
    if "agency" in rule and not re.search(rf"(?<!\w){re.escape(plain(rule['agency']))}(?!\w)", office):
        return False
    if "online" in rule and ("ONLINE" in kinds(text)) is not rule["online"]:
        return False
    return not rule.get("free") or is_free(text)


def stands_in(wanted: str, text: str) -> bool:
    """Whether the source says it: in words, as a way to submit, or for money and durations by figure and unit."""
    if wanted in CHANNELS:
        return CHANNELS[wanted] in kinds(text)
    money = re.fullmatch(r"([\d.]+) đồng", wanted)
    if money and re.search(rf"(?<![\d.,]){money[1].replace('.', '[.]?')} ?(?:vnđ|đồng|đ\b)", text, re.IGNORECASE):
        return True
    limit = re.fullmatch(r"(\d+) (ngày làm việc|ngày)", wanted)
    if limit and re.search(rf"(?<!\d)0*{limit[1]} (?:{UNITS[limit[2]]}|{limit[2]})(?!\w)", channels(text)):
        return True
    return plain(wanted) in plain(text)


@pytest.fixture(scope="session")
def portal(shared: Path) -> Path:
    """The folder of the source files."""
    return shared / "corpora" / "portal_text"


def test_a_list_expects_every_record_that_its_rule_names(portal: Path) -> None:
    found: dict[str, set[str]] = {case["id"]: set() for case in LISTS}

    for path in portal.glob("*.txt"):
        text = source(portal, path.stem)
        for case in LISTS:
            if belongs(text, case["rule"]):
                found[case["id"]].add(path.stem)

    assert found == {case["id"]: set(case["codes"]) for case in LISTS}


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["id"])
def test_a_list_has_three_to_sixty_records_and_its_words_stand_in_a_title(case: dict[str, Any], portal: Path) -> None:
    titles = [plain(field(source(portal, code), "Tên thủ tục", "Cấp thực hiện")) for code in case["codes"]]
    words = case.get("must", []) if case["slice"] != "count" else []

    absent = [word for word in words if not any(plain(word) in title for title in titles)]

    assert 3 <= len(titles) <= 60
    assert absent == []


def test_a_count_is_the_number_of_the_records() -> None:
    counted = {case["id"]: case["must"] for case in LISTS if case["slice"] == "count"}

    assert counted == {case["id"]: [f"{len(case['codes'])} thủ tục"] for case in LISTS if case["slice"] == "count"}


@pytest.mark.parametrize("case", [*ONLINE, *STEPS], ids=lambda case: case["id"])
def test_what_an_answer_has_to_hold_stands_in_the_source_of_one_of_its_codes(
    case: dict[str, Any], portal: Path
) -> None:
    texts = [source(portal, code) for code in case["codes"]]

    assert [must for must in case["must"] if not any(stands_in(must, text) for text in texts)] == []


@pytest.mark.parametrize("case", STEPS, ids=lambda case: case["id"])
def test_the_phrases_of_a_case_about_steps_follow_each_other_in_the_steps(case: dict[str, Any], portal: Path) -> None:
    steps = plain(field(source(portal, case["codes"][0]), "Trình tự thực hiện", "Cách thức thực hiện"))

    places = [steps.find(plain(must)) for must in case["must"]]

    assert places == sorted(places)
    assert min(places) >= 0


@pytest.mark.parametrize("case", [case for case in PLACES if case["slice"] != "old_place"], ids=lambda case: case["id"])
def test_a_figure_for_a_place_stands_in_the_record_of_that_place(case: dict[str, Any], portal: Path) -> None:
    texts = [source(portal, code) for code in case["codes"]]
    local = [re.search(r"^Số quyết định: .*(?:UBND|-VP|TTr-S)", text, re.MULTILINE) is not None for text in texts]

    absent = [must for must in case["must"] if not all(stands_in(must, text) for text in texts)]

    assert absent == []
    assert all(local) is (case["slice"] == "local")


@pytest.mark.parametrize("case", [case for case in PLACES if case["slice"] == "old_place"], ids=lambda case: case["id"])
def test_the_unit_of_today_is_what_the_table_makes_of_the_old_one(case: dict[str, Any], shared: Path) -> None:
    with (shared / "places" / "old_to_new.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    provinces = json.loads((shared / "places" / "units_2025.json").read_text(encoding="utf-8"))
    old = re.split(r", ", case["note"].split(" is ")[0])

    today = {row["newWard"] for row in rows if [row["ward"], row["district"]] == old or [row["district"]] == old}

    assert set(case["must"]) == today
    assert today <= {ward["FullName"] for province in provinces for ward in province["Wards"]}


def test_a_question_with_a_place_beside_it_does_not_name_the_place() -> None:
    beside = [case for case in PLACES if "place" in case]
    named = [
        case["id"]
        for case in beside
        for part in re.split(r", ", case["place"])
        if plain(re.sub(r"^(?:tỉnh|thành phố|TP|quận|phường) ", "", part, flags=re.IGNORECASE))
        in plain(case["question"])
    ]

    assert named == []
    assert len(beside) >= 25


@pytest.mark.parametrize("case", ONLINE, ids=lambda case: case["id"])
def test_a_case_about_filing_online_is_labelled_by_the_channels_of_its_record(
    case: dict[str, Any], portal: Path
) -> None:
    online = {"ONLINE" in kinds(source(portal, code)) for code in case["codes"]}
    denied = "Có thể nộp trực tuyến" in case.get("must_not", [])

    assert online == {not denied}
    assert denied or case["slice"] != "none"


@pytest.mark.parametrize("name", SUITES)
def test_every_case_says_where_its_labels_come_from(name: str) -> None:
    cases = lines(name)

    assert [case["id"] for case in cases if not case["origin"].startswith("read: ")] == []
    assert [case["id"] for case in cases] == [f"{name}-{number:03d}" for number in range(1, len(cases) + 1)]
    assert [case["id"] for case in cases if not case.get("rests_on")] == []


@pytest.mark.parametrize("name", SUITES)
def test_no_question_is_asked_twice_and_a_third_has_no_diacritics(name: str) -> None:
    (file,) = load_cases([suite_path(name)])
    asked = Counter((case.question, case.place) for case in file.cases)
    bare = sum(str(case.question).isascii() for case in file.cases)

    assert [question for question, times in asked.items() if times > 1] == []
    assert bare / len(file.cases) >= 0.3


@pytest.mark.parametrize("name", SUITES)
def test_no_slice_shrinks(name: str) -> None:
    sizes = Counter(case["slice"] for case in lines(name))

    assert {part: sizes[part] for part, least in SMALLEST[name].items() if sizes[part] < least} == {}
    assert set(sizes) == set(SMALLEST[name])
    assert sizes.total() >= TOTAL[name]


@pytest.mark.parametrize("name", SUITES)
def test_no_answer_has_to_hold_what_it_must_not(name: str) -> None:
    torn = [
        (case["id"], must)
        for case in lines(name)
        for must in case.get("must", [])
        if any(plain(forbidden) in plain(must) for forbidden in case.get("must_not", []))
    ]

    assert torn == []


def test_a_number_is_found_whatever_its_zeros_and_no_other_one_is() -> None:
    assert numbered("02/2018/TT-BTP").search("(2/2018/TT-BTP)")
    assert numbered("22/2017/NĐ-CP").search("số 22/2017/ND-CP")
    assert not numbered("02/2018/TT-BTP").search("12/2018/TT-BTP")
    assert not numbered("22/2017/NĐ-CP").search("22/2017/NĐ-CPX")


def test_nothing_charged_is_said_in_words_for_every_channel() -> None:
    text = "\nCách thức thực hiện:\n  Phí, lệ phí: {}\n  Phí, lệ phí: 0 VNĐ (Không có)\nThành phần hồ sơ:\n"

    assert is_free(text.format("0 VNĐ (Không)"))
    assert not is_free(text.format("0 VNĐ ()"))
    assert not is_free(text.format("0 VNĐ (Theo quy định)"))
    assert not is_free(text.format("20000 VNĐ ()"))
