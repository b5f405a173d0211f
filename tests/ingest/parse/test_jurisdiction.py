"""Where a record is in force."""

from __future__ import annotations

import pytest

from ingest.parse.jurisdiction import UNNAMED_PROVINCE, find_jurisdiction
from knowledge.records import Agencies, Procedure, Quote, Source, Span


def _quote(words: str) -> Quote:
    return Quote(text=words, span=Span(0, len(words)))


def _procedure(decision: str, *, office: str = "", step: str = "Nộp hồ sơ", kind: str = "") -> Procedure:
    return Procedure(
        code="1.000001",
        code_quote=_quote("1.000001"),
        title=_quote("Cấp phép thi công"),
        decision_number=_quote(decision) if decision else None,
        kind=_quote(kind) if kind else None,
        agencies=Agencies(implementing=_quote(office) if office else None),
        steps=(_quote(step),),
        source=Source(system="portal_text", file="a.txt", sha256="0"),
    )


@pytest.mark.parametrize("decision", ["2108/QĐ-BNNMT", "1562/BNG-VP", "497/QĐ-BXD", "QĐ/12-BCA", "3/QĐ-NHNN"])
def test_a_ministry_s_decision_is_national_whatever_it_names(decision: str) -> None:
    record = _procedure(decision, office="Sở Xây dựng tỉnh Lào Cai", kind="LOCAL_REGULATION")

    assert find_jurisdiction(record) == "VN"


@pytest.mark.parametrize("decision", ["12/QĐ-UBND", "12/2026/qđ-ubnd", "7/TTr-SNNMT", "9/QĐ-TTPVHCC", "5/QĐ-VP"])
def test_a_people_s_committee_s_decision_is_local_to_the_province_it_names(decision: str) -> None:
    assert find_jurisdiction(_procedure(decision, office="Sở Xây dựng Lào Cai")) == "Lào Cai"
    assert find_jurisdiction(_procedure(decision, step="Nộp tại UBND tỉnh Yên Bái")) == "Lào Cai"
    assert find_jurisdiction(_procedure(decision)) == UNNAMED_PROVINCE


@pytest.mark.parametrize("decision", ["", "1704", "QĐ-543"])
def test_without_an_issuer_s_sign_only_a_province_s_own_agency_makes_a_record_local(decision: str) -> None:
    assert find_jurisdiction(_procedure(decision, office="Sở Nội vụ tỉnh Bắc Ninh")) == "Bắc Ninh"
    assert find_jurisdiction(_procedure(decision, office="Bộ Xây dựng, thành phố Hà Nội")) == "VN"
    assert find_jurisdiction(_procedure(decision, step="Nộp tại tỉnh Bắc Ninh")) == "VN"


def test_the_province_named_most_wins() -> None:
    record = _procedure("1/QĐ-UBND", office="Sở Nội vụ Gia Lai", step="tỉnh Gia Lai, tỉnh Lai Châu")

    assert find_jurisdiction(record) == "Gia Lai"
