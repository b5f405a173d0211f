"""The shipped suites: their labels are facts of the starter records, not of what the assistant answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals.cases import SUITES, Case, CaseTurn, load_cases, suite_path
from evals.exactness.page import canonical, numbers, words

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"
UNITS = {"ngày làm việc": "WORKING_DAY", "ngày": "DAY", "giờ": "HOUR"}
SAID_OF_SILENCE = {"chưa công bố"}
FIRST = load_cases([suite_path("first")])[0].cases
LABELLED = [(case.id, turn) for case in FIRST for turn in case.asked() if turn.codes]


def records(turn: CaseTurn) -> list[str]:
    return [(STARTER / f"{code}.txt").read_text(encoding="utf-8") for code in turn.codes]


def stands_in(must: str, record: str) -> bool:
    """Whether the record says it, in its own notation for money and time limits."""
    money = re.fullmatch(r"([\d.]+) đồng", must)
    limit = re.fullmatch(r"(\d+) (ngày làm việc|ngày|giờ)", must)
    if money:
        return canonical(money[1]) in numbers(record)
    if limit and re.search(rf"\b0*{limit[1]} ({UNITS[limit[2]]}|{limit[2]})\b", record):
        return True
    if must == "trực tuyến":
        return "Hình thức nộp: ONLINE" in record
    return words(must) in words(record)


@pytest.mark.parametrize(("name", "turn"), LABELLED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(LABELLED)])
def test_every_string_that_an_answer_must_hold_stands_in_the_record(name: str, turn: CaseTurn) -> None:
    for must in set(turn.must) - SAID_OF_SILENCE:
        assert all(stands_in(must, record) for record in records(turn)), f"{name}: {must}"


def test_an_unpublished_fee_is_labelled_so_only_where_the_record_is_silent() -> None:
    silent = [turn for _, turn in LABELLED if SAID_OF_SILENCE & set(turn.must)]

    assert silent
    for turn in silent:
        fees = [re.findall(r"Phí, lệ phí: (.*)", record) for record in records(turn)]
        assert {line for lines in fees for line in lines} == {"0 VNĐ ()"}


def test_half_of_the_procedure_questions_have_no_diacritics() -> None:
    questions = [case for case in FIRST if case.slice in {"accented", "bare"}]
    bare = [case for case in questions if case.slice == "bare"]

    assert len(questions) >= 60
    assert abs(len(bare) - len(questions) / 2) <= 1
    assert all(case.question is not None and case.question.isascii() for case in bare)


def test_the_suite_asks_for_every_facet_and_every_behaviour() -> None:
    turns = [turn for case in FIRST for turn in case.asked()]

    assert {turn.facet for turn in turns if turn.facet} == {
        "documents", "fee", "time", "where", "conditions", "legal", "result", "online", "form",
    }  # fmt: skip
    assert {turn.behavior for turn in turns} == {
        "answer", "greet", "refuse", "warn", "handoff", "error", "clarify", "list",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted(SUITES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_shipped_suite_is_readable(path: Path) -> None:
    (file,) = load_cases([path])

    assert all(isinstance(case, Case) for case in file.cases)
    assert file.cases
