"""Where a record is in force: the country, or the province whose own decision publishes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from knowledge.provinces import NATIONAL, UNNAMED_PROVINCE, province_of_agency, provinces_named
from knowledge.records import Procedure, Quote

_LOCAL_DECISION = re.compile(
    r"U\W?BND|/QĐ-VP\b|TTPVHCC|\b(?:TTr-)?S(?:NN|XD|KHCN|TC|YT|CT|NV|TP|GD)|SNN|SoKHCN", re.IGNORECASE
)
_ISSUER = re.compile(r"[^\W\d_]{2}")
_LOCAL_AGENCY = re.compile(r"\W*(?:Sở|Ủy ban nhân dân|UBND)\s+(?!cấp)", re.IGNORECASE)


def find_jurisdiction(procedure: Procedure) -> str:
    """Return "VN", today's name of a province, or `UNNAMED_PROVINCE` for a local record that names none.

    A ministry's decision is national whatever offices it lists, and whatever kind the portal calls it; a people's
    committee's decision is local. Without the issuer's sign, only a province's own agency makes a record local.
    """
    if not _is_local(procedure):
        return NATIONAL
    named = Counter(_named(procedure))
    return named.most_common(1)[0][0] if named else UNNAMED_PROVINCE


def _is_local(procedure: Procedure) -> bool:
    decision = procedure.decision_number.plain if procedure.decision_number else ""
    if _ISSUER.search(decision.replace("QĐ", "")):
        return _LOCAL_DECISION.search(decision) is not None
    agency = procedure.agencies.implementing or procedure.agencies.competent
    return agency is not None and bool(_LOCAL_AGENCY.match(agency.plain) and provinces_named(agency.plain))


def _named(procedure: Procedure) -> Iterator[str]:
    agencies = procedure.agencies
    offices = [agencies.implementing, agencies.competent, agencies.receiving_address, agencies.coordinating]
    for office in _plain(offices):
        yield from province_of_agency(office)
    fees = [fee.quote for channel in procedure.channels for fee in channel.fees]
    bases = [basis.quote for basis in procedure.legal_bases]
    lines = [*procedure.steps, *procedure.conditions, *procedure.description]
    for words in _plain([procedure.title, procedure.result, *fees, *bases, *lines]):
        yield from provinces_named(words)


def _plain(quotes: list[Quote | None]) -> Iterator[str]:
    return (quote.plain for quote in quotes if quote is not None)
