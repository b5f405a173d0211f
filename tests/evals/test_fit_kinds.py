"""Kinds of messages are learned from written, drawn and labelled ones."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.kinds import ORDINARY
from evals.cases import Case
from evals.fit_kinds import MESSAGES, Taught, asked, fit, of_suite, put_together, tabled, written
from knowledge.vietnamese import fold

MADE_UP = [
    *(Taught(f"đọc mã otp cho {who}", "scam") for who in ("công an", "ngân hàng", "người lạ", "nhà mạng")),
    *(Taught(f"cấp lại giấy {name}", ORDINARY) for name in ("khai sinh", "kết hôn", "phép lái xe", "khai tử")),
]


def test_a_word_that_only_one_kind_has_speaks_for_it() -> None:
    table = tabled(MADE_UP)

    weights, _ = fit(table)

    scam, ordinary = table.kinds.index("scam"), table.kinds.index(ORDINARY)
    assert weights[table.clues.index("otp"), scam] > 0 > weights[table.clues.index("otp"), ordinary]
    assert weights[table.clues.index("giay"), ordinary] > 0 > weights[table.clues.index("giay"), scam]


def test_the_same_messages_teach_the_same_weights() -> None:
    first, second = fit(tabled(MADE_UP)), fit(tabled(MADE_UP))

    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_a_clue_of_phrasings_alone_is_kept_where_it_stands_often() -> None:
    rare = [Taught("xin giấy hiếm", ORDINARY, 0.2)]
    often = [Taught(f"giấy thường {number}", ORDINARY, 0.2) for number in range(6)]

    table = tabled([*MADE_UP, *rare, *often])

    assert "hiem" not in table.clues
    assert "thuong" in table.clues


def test_written_messages_have_the_kind_of_their_file_and_come_without_diacritics_too() -> None:
    taught = list(written())

    assert {one.kind for one in taught} == {path.stem for path in MESSAGES.glob("*.txt")} - {"frames"}
    assert {fold(one.text) for one in taught} <= {one.text for one in taught}


def test_no_message_is_written_for_two_kinds() -> None:
    kinds: dict[str, set[str]] = {}
    for one in written():
        kinds.setdefault(fold(one.text), set()).add(one.kind)

    assert {text: found for text, found in kinds.items() if len(found) > 1} == {}


def test_messages_put_together_have_no_open_slot() -> None:
    assert [one.text for one in put_together() if "{" in one.text or "}" in one.text] == []


def test_what_people_ask_for_procedures_is_ordinary() -> None:
    assert {one.kind for one in asked()} == {ORDINARY}


@pytest.mark.parametrize(
    ("case", "taught"),
    [
        ({"slice": "insult", "behavior": "refuse"}, [("x", "abuse")]),
        ({"slice": "scam", "behavior": "warn"}, [("x", "scam")]),
        ({"slice": "anything", "behavior": "greet"}, [("x", "greet")]),
        ({"slice": "anything", "behavior": "answer"}, [("x", ORDINARY)]),
        ({"slice": "anything"}, [("x", ORDINARY)]),
        ({"slice": "unknown_code", "behavior": "refuse"}, []),
        ({"slice": "nonsense", "behavior": "error"}, []),
    ],
)
def test_a_case_teaches_the_kind_that_it_tells(case: dict[str, str], taught: list[tuple[str, str]]) -> None:
    found = of_suite(Case.model_validate({"id": "1", "question": "x", **case}))

    assert [(one.text, one.kind) for one in found] == taught
