"""Offices of one province that stand in records which are in force everywhere."""

from __future__ import annotations

from knowledge.provinces import NATIONAL, province_asked_about, provinces_named
from knowledge.records import Procedure, Quote
from knowledge.vietnamese import fold


def province_of_office(procedure: Procedure, office: Quote) -> str | None:
    """Return the one province whose office a national record names; None where the office is anybody's.

    "Sở An toàn thực phẩm - TP.HCM" is of no use in another province. A ministry's own address is the same for all.
    """
    if procedure.jurisdiction != NATIONAL or procedure.level == "ministry":
        return None
    named = provinces_named(office.plain)
    return named[0] if named else province_asked_about(fold(office.plain))
