from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.officer.ledger import Charge, entry_of, read_ledger

if TYPE_CHECKING:
    from conftest import ReadOf
    from officer_shelf import Shelf


@pytest.mark.parametrize(
    ("fees", "charge"),
    [
        (["0 VNĐ (Không)"], "free"),
        (["0 VNĐ ()"], "unknown"),
        (["0 VNĐ (Theo quy định của tỉnh)"], "charged"),
        (["20000 VNĐ ()"], "charged"),
        (["0 VNĐ (Không)", "0 VNĐ ()"], "mixed"),
        (["0 VNĐ (Không)", "20000 VNĐ ()"], "mixed"),
        (["0 VNĐ ()", "20000 VNĐ ()"], "charged"),
    ],
)
def test_only_words_make_a_procedure_free(read: ReadOf, fees: list[str], charge: Charge) -> None:
    one = read(channels=[("DIRECT", "1 WORKING_DAY", fee) for fee in fees])

    assert entry_of(one.procedure.model_dump(mode="json")).charge == charge


def test_a_record_without_channels_says_nothing_of_online(read: ReadOf) -> None:
    assert entry_of(read().procedure.model_dump(mode="json")).online is None


def test_every_record_has_an_entry_as_its_channels_say(shelf: Shelf) -> None:
    ledger = read_ledger(shelf)

    assert {code: entry.online for code, entry in ledger.items()} == {
        procedure.code: any(channel.kind == "online" for channel in procedure.channels) if procedure.channels else None
        for procedure in shelf.procedures
    }
