from __future__ import annotations

from collections import defaultdict

import pytest
from officer_shelf import Shelf

from assistant.officer.desk import Desk
from assistant.officer.published import Decision, asks_what_is_published, decisions_named, read_decisions, signs_in
from assistant.phrases import Wording
from knowledge.legal_numbers import numbers_in


def of_records(shelf: Shelf) -> dict[str, list[str]]:
    """Codes by the decision that each record names, read without the index."""
    found: dict[str, list[str]] = defaultdict(list)
    for procedure in shelf.procedures:
        if procedure.decision_number is not None:
            found[procedure.decision_number.plain].append(procedure.code)
    return found


def test_every_procedure_of_a_decision_is_found(shelf: Shelf) -> None:
    decisions = read_decisions(shelf)

    assert {one.shown: list(one.codes) for one in decisions.values()} == of_records(shelf)


def test_a_list_of_what_a_decision_publishes_holds_all_and_cites_the_decision(shelf: Shelf) -> None:
    expected = of_records(shelf)["163/QĐ-BTP"]

    found = Desk(shelf).look_up(Wording.of("quyet dinh 163/qd-btp cong bo nhung thu tuc nao"), officer=True)

    assert found is not None
    assert [one.code for one in found.procedures] == expected
    assert {one.code for one in found.citations if one.field == "decision_number"} == set(expected)
    assert found.text.startswith(f"163/QĐ-BTP: {len(expected)} thủ tục")


def test_a_decision_that_is_no_legal_basis_is_found_by_its_number_alone(shelf: Shelf) -> None:
    found = Desk(shelf).look_up(Wording.of("163/QĐ-BTP"), officer=True)

    assert found is not None
    assert [one.code for one in found.procedures] == of_records(shelf)["163/QĐ-BTP"]


def test_a_decision_that_no_record_names_is_said_so(shelf: Shelf) -> None:
    found = Desk(shelf).look_up(Wording.of("quyết định 99999/QĐ-BTP công bố những thủ tục nào"))

    assert found is not None
    assert found.behavior == "refuse"
    assert found.text.startswith("Trong dữ liệu đang có không có thủ tục nào ghi 99999/QĐ-BTP là quyết định công bố")


def test_a_sign_that_is_no_known_number_is_met_as_it_is_written() -> None:
    decision = Decision("2252/QĐ-VP", None, ("1.115490",))

    named = decisions_named((), signs_in(Wording.of("QĐ 2252/QĐ-VP công bố gì")), {"2252/qd-vp": decision})

    assert named == (decision,)


def test_a_decree_is_no_decision() -> None:
    decision = Decision("123/QĐ-BTP", numbers_in("123/QĐ-BTP")[0], ("1.000001",))

    assert decisions_named(numbers_in("nghị định 123/2015"), (), {"123/qd-btp": decision}) == ()
    assert decisions_named(numbers_in("123/2015"), (), {"123/qd-btp": decision}) == ()


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("quyết định 163/QĐ-BTP công bố những thủ tục nào", True),
        ("thủ tục nào được công bố theo quyết định 163/QĐ-BTP", True),
        ("khai sinh công bố ở quyết định nào", False),
    ],
)
def test_what_is_published_is_asked_for(message: str, asks: bool) -> None:
    assert asks_what_is_published(Wording.of(message)) is asks
