"""The suites that were labelled by reading: what they expect stands in the source files, and their size holds."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from evals.cases import load_cases, suite_path

SUITES = ("faithfulness", "officer", "channels")
UNITS = {
    "ngày làm việc": "WORKING_DAY",
    "ngày": "DAY",
    "giờ": "HOUR",
    "tháng": "MONTH",
    "phút": "MINUTE",
}
SMALLEST = {
    "faithfulness": {
        "silent_fee": 15,
        "silent_time": 15,
        "false_premise": 15,
        "neighbour": 15,
        "expired_note": 15,
        "contradiction": 15,
        "foreign_currency": 15,
        "which_case": 15,
        "abolished": 15,
        "not_in_record": 15,
    },
    "officer": {
        "legal": 15,
        "dossier": 12,
        "dossier_case": 8,
        "agency": 10,
        "time_channel": 10,
        "conditions": 10,
        "form": 10,
        "compare": 8,
        "by_decree": 10,
        "code": 10,
        "validity": 8,
    },
    "channels": {
        "bubbles": 6,
        "emoji": 6,
        "command": 6,
        "option_reply": 8,
        "voice": 6,
        "forwarded": 5,
        "link": 4,
        "code_alone": 6,
        "greeting_first": 5,
        "thanks_after": 3,
        "upper": 3,
        "stretched": 3,
        "bare_mark": 5,
        "blank": 4,
    },
}
TOTAL = {"faithfulness": 130, "officer": 110, "channels": 60}
NO_FEE = {"0 VNĐ ()", "Không có thông tin"}


def lines(name: str) -> list[dict[str, Any]]:
    """The cases of a suite as they stand in its file."""
    text = suite_path(name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def labels(case: dict[str, Any]) -> list[dict[str, Any]]:
    """What is expected of the one question, or of each turn."""
    return case.get("turns") or [case]


def read_labels(name: str) -> list[tuple[str, dict[str, Any]]]:
    """The labels of the cases that were read from records, each with the id of its case."""
    cases = [case for case in lines(name) if case["origin"].startswith("read: ")]
    return [(case["id"], label) for case in cases for label in labels(case)]


def plain(text: str) -> str:
    """NFC, without letter case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@lru_cache(maxsize=512)
def source(folder: Path, code: str) -> str:
    """The source file of a code in NFC."""
    return unicodedata.normalize("NFC", (folder / f"{code}.txt").read_text(encoding="utf-8"))


def stands_in(wanted: str, text: str) -> bool:
    """Whether the source says it: in words, or for money and durations by figure and unit."""
    money = re.fullmatch(r"([\d.]+) (đồng|usd)", plain(wanted))
    if money and re.search(rf"(?<![\d.,]){money[1].replace('.', '[.,]?')}(?!\d)(?![.,]\d)", text):
        return True
    limit = re.fullmatch(r"(\d+) (ngày làm việc|ngày|giờ|tháng|phút)", plain(wanted))
    if limit and re.search(
        rf"(?<!\d)0*{limit[1]} (?:\([^)]*\) )?(?:{UNITS[limit[2]]}|{limit[2]})(?!\w)", text, re.IGNORECASE
    ):
        return True
    return re.search(rf"(?<!\d){re.escape(plain(wanted))}(?!\d)", plain(text)) is not None


def field(text: str, name: str, until: str) -> str:
    """The words of the source between two of its headings."""
    return text.split(f"\n{name}:", 1)[1].split(f"\n{until}:", 1)[0]


@pytest.fixture(scope="session")
def portal(shared: Path) -> Path:
    """The folder of the source files."""
    return shared / "corpora" / "portal_text"


@pytest.mark.parametrize("name", SUITES)
def test_every_code_of_a_read_suite_is_a_record(name: str, portal: Path) -> None:
    codes = {code for case in lines(name) for label in labels(case) for code in label.get("codes", ())}

    missing = {code for code in codes if not (portal / f"{code}.txt").is_file()}

    assert missing == set()


@pytest.mark.parametrize("name", SUITES)
def test_what_an_answer_has_to_hold_stands_in_the_source_of_one_of_its_codes(name: str, portal: Path) -> None:
    wanted = [
        (case_id, string, label["codes"])
        for case_id, label in read_labels(name)
        for key in ("must", "cites", "items")
        for string in label.get(key, ())
    ]

    invented = [
        (case_id, string)
        for case_id, string, codes in wanted
        if not any(stands_in(string, source(portal, code)) for code in codes)
    ]

    assert len(wanted) >= 30
    assert invented == []


@pytest.mark.parametrize("name", SUITES)
def test_what_is_labelled_unknown_is_empty_in_every_record(name: str, portal: Path) -> None:
    told: list[tuple[str, str, str]] = []
    for case_id, label in read_labels(name):
        for code in label["codes"] if label.get("unknown") else ():
            channels = field(source(portal, code), "Cách thức thực hiện", "Thành phần hồ sơ")
            fees = {line.strip() for line in re.findall(r"Phí, lệ phí:(.*)", channels)}
            times = {line.strip() for line in re.findall(r"Thời hạn giải quyết:(.*)", channels)}
            if "fee" in label["unknown"] and fees - NO_FEE:
                told.append((case_id, code, "fee"))
            if "time" in label["unknown"] and not all(re.fullmatch(r"[\d.,]*\s*OTHER", time) for time in times):
                told.append((case_id, code, "time"))

    assert told == []


def test_a_list_by_decree_expects_every_record_whose_legal_bases_name_it(portal: Path) -> None:
    cases = [case for case in lines("officer") if case["slice"] == "by_decree"]
    wanted = {case["origin"].rsplit("name ", 1)[1].rstrip(")"): set(case["codes"]) for case in cases}
    found: dict[str, set[str]] = {number: set() for number in wanted}

    for path in portal.glob("*.txt"):
        bases = field(source(portal, path.stem), "Căn cứ pháp lý", "Yêu cầu, điều kiện thực hiện")
        for number in found:
            if re.search(rf"(?<!\d){re.escape(number)}", bases):
                found[number].add(path.stem)

    assert found == wanted


@pytest.mark.parametrize("name", SUITES)
def test_no_answer_has_to_hold_what_it_must_not(name: str) -> None:
    torn = [
        (case["id"], forbidden, must)
        for case in lines(name)
        for label in labels(case)
        for forbidden in label.get("must_not", ())
        for must in label.get("must", ())
        if plain(forbidden) in plain(must)
    ]

    assert torn == []


@pytest.mark.parametrize("name", SUITES)
def test_every_case_says_where_its_labels_come_from(name: str) -> None:
    cases = lines(name)

    odd = [case["id"] for case in cases if not case["origin"].startswith(("read: ", "own: "))]
    numbers = [case["id"] for case in cases]

    assert odd == []
    assert numbers == [f"{name}-{number:03d}" for number in range(1, len(cases) + 1)]


@pytest.mark.parametrize("name", SUITES)
def test_no_question_of_a_read_suite_is_asked_twice(name: str) -> None:
    (file,) = load_cases([suite_path(name)])

    asked = Counter(tuple(turn.user for turn in case.asked()) for case in file.cases)

    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("name", SUITES)
def test_no_slice_of_a_read_suite_shrinks(name: str) -> None:
    sizes = Counter(case["slice"] for case in lines(name))

    too_small = {part: sizes[part] for part, least in SMALLEST[name].items() if sizes[part] < least}

    assert too_small == {}
    assert set(sizes) == set(SMALLEST[name])
    assert sizes.total() >= TOTAL[name]


def test_officers_ask_and_a_third_of_them_without_diacritics() -> None:
    cases = lines("officer")
    bare = [case for case in cases if case["question"].isascii()]

    assert {case["audience"] for case in cases} == {"officer"}
    assert len(bare) >= len(cases) / 3
