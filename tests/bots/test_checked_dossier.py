"""`check_dossier`: what names alone can show, and nothing beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starter_house import build_starter

from assistant.compose.papers import is_paper
from bots.tools.dossier import check_dossier
from bots.tools.paper_names import Asked, Names, depends, is_a_kind
from bots.tools.records import Records
from bots.tools.shapes import DossierCheck, ToolRefusal
from knowledge.encoder import load_encoder
from knowledge.records import DossierItem, Quote, Span
from knowledge.snapshot import open_snapshot

BIRTH, MARRIAGE, RESIDENCE, DISABILITY = "1.001193", "1.000894", "1.004222", "1.001699"
PASSPORT, CONFIRMED, BUSINESS = "1.001456", "1.010041", "1.001612"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    home: Path = build_starter(tmp_path_factory.mktemp("home"))
    return Records(open_snapshot(home, load_encoder(None)), "https://motcua.example")


@pytest.fixture(scope="module")
def names(records: Records) -> Names:
    return Names(records.snapshot.index.telling)


def asked(name: str, *forms: str) -> Asked:
    return Asked(DossierItem(name=Quote(text=name, span=Span(0, len(name))), forms=forms))


def alike(names: Names, given_name: str, asked_name: str, *forms: str) -> str:
    found = names.compare(given_name, asked(asked_name, *forms))
    return "same" if found.same else "maybe" if found.maybe else "no"


def fates(check: DossierCheck) -> dict[str, str]:
    return {paper.given: paper.status for paper in check.given}


SAID_ALIKE = [
    ("Giấy chứng sinh", "Giấy chứng sinh; nếu không có thì nộp văn bản của người làm chứng", "same"),
    ("giay chung sinh", "Giấy chứng sinh; nếu không có thì nộp văn bản của người làm chứng", "same"),
    ("Gia\u0302\u0301y chứng sinh", "Giấy chứng sinh; nếu không có thì nộp văn bản của người làm chứng", "same"),
    ("2 bản sao công chứng giấy chứng sinh", "Giấy chứng sinh", "same"),
    ("văn bản của người làm chứng", "Giấy chứng sinh; nếu không có thì nộp văn bản của người làm chứng", "maybe"),
    ("giấy chứng nhận kết hôn", "Giấy chứng sinh; nếu không có thì nộp văn bản của người làm chứng", "no"),
    ("cmnd", "Giấy tờ tùy thân: Hộ chiếu, Thẻ căn cước công dân hoặc giấy tờ có ảnh khác", "same"),
    ("CCCD gắn chip", "Giấy tờ tùy thân: Hộ chiếu, Thẻ căn cước công dân hoặc giấy tờ có ảnh khác", "same"),
    ("ảnh 3x4", "Ảnh cỡ 4cm x 6cm, phông trắng", "no"),
    ("2 ảnh thẻ 4 x 6 cm", "Ảnh cỡ 4cm x 6cm, phông trắng", "same"),
    ("sổ đỏ", "Giấy chứng nhận quyền sử dụng đất", "same"),
    ("hợp đồng mua bán", "Hợp đồng mua bán và giấy chứng nhận đăng ký xe", "maybe"),
    ("thẻ căn cước", "Bản sao thẻ căn cước của người ủy quyền", "maybe"),
    ("thẻ căn cước của người ủy quyền", "Bản sao thẻ căn cước của người ủy quyền", "same"),
    ("giấy khai sinh của bố", "Giấy khai sinh của con", "maybe"),
    ("mẫu CT01", "Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", "same"),
    ("giấy phép lái xe", "Giấy phép xây dựng", "no"),
    ("đơn", "Đơn đề nghị cấp lại giấy phép", "maybe"),
    ("?!", "Đơn đề nghị cấp lại giấy phép", "no"),
]


@pytest.mark.parametrize(("said", "published", "expected"), SAID_ALIKE, ids=lambda value: str(value)[:30])
def test_names_are_one_paper_or_may_be_or_are_not(names: Names, said: str, published: str, expected: str) -> None:
    forms = ["Mẫu CT01"] if "CT01" in published else []

    assert alike(names, said, published, *forms) == expected


def test_a_bare_number_is_no_form(names: Names) -> None:
    assert alike(names, "mẫu số 01", "Phiếu yêu cầu theo Mẫu số 01", "Mẫu số 01") != "same"


def test_every_dossier_that_is_brought_by_its_own_words_is_covered(records: Records) -> None:
    for code in records.snapshot.codes:
        record = records.snapshot.procedure(code)
        assert record is not None
        papers = [item.name.plain for case in record.cases for item in case.items if is_paper(item)]
        if not papers:
            continue

        check = check_dossier(records, code, papers, None)

        assert {paper.status for paper in check.papers} <= {"covered", "unsure"}, code
        assert "not_asked_for" not in fates(check).values(), code
        if not check.case_needed:
            assert check.complete == "yes", code


def test_nothing_brought_covers_nothing_and_never_completes(records: Records) -> None:
    silent = []
    for code in records.snapshot.codes:
        record = records.snapshot.procedure(code)
        assert record is not None
        if not any(is_paper(item) for case in record.cases for item in case.items):
            silent.append(code)
            continue

        check = check_dossier(records, code, [], None)

        assert {paper.status for paper in check.papers} <= {"missing", "depends"}
        assert check.complete != "yes"

    with pytest.raises(ToolRefusal, match="chưa công bố thành phần hồ sơ"):
        check_dossier(records, silent[0], ["đơn"], None)


def test_papers_of_other_matters_are_asked_for_nowhere(records: Records) -> None:
    check = check_dossier(records, MARRIAGE, ["bằng lái xe", "sổ tiết kiệm", "CMND hai bên"], None)

    assert fates(check) == {"bằng lái xe": "not_asked_for", "sổ tiết kiệm": "not_asked_for", "CMND hai bên": "covered"}
    assert "Không giống tên giấy tờ nào trong hồ sơ này:\n- bằng lái xe" in check.text
    assert "giấy tờ tên khác vẫn có thể thuộc mục đó" in check.text


def test_a_paper_that_is_not_brought_is_missing(records: Records) -> None:
    check = check_dossier(records, CONFIRMED, ["ảnh 4x6"], None)

    assert [(paper.status, paper.given) for paper in check.papers] == [("missing", None)]
    assert check.complete == "no"
    assert "Chưa thấy trong các giấy tờ đã nêu:\n- Tờ khai thay đổi thông tin cư trú" in check.text
    assert check.page == "https://motcua.example/thu-tuc/1.010041"


def test_one_form_completes_a_dossier_of_one_form(records: Records) -> None:
    assert check_dossier(records, CONFIRMED, ["CT01"], None).complete == "yes"


def test_a_paper_asked_for_in_some_circumstances_is_not_missing(records: Records) -> None:
    check = check_dossier(records, BIRTH, ["tờ khai đăng ký khai sinh", "giấy chứng sinh", "căn cước"], None)

    assert {paper.status for paper in check.papers} == {"covered", "depends"}
    assert check.complete == "unknown"


def test_a_dossier_that_differs_by_case_is_not_judged_before_one_is_chosen(records: Records) -> None:
    check = check_dossier(records, RESIDENCE, ["CT01", "hợp đồng thuê nhà"], None)

    assert (check.case_needed, check.complete, check.case) == (True, "unknown", None)
    assert [choice.number for choice in check.cases] == [1, 2, 3, 4, 5, 6]
    assert check.cases[2].label == "Nhà thuê, mượn, ở nhờ"
    assert set(fates(check).values()) == {"other_case"}
    assert {cited.id for cited in check.citations} >= {choice.citation for choice in check.cases}


@pytest.mark.parametrize("case", ["2", "Xác định lại mức độ khuyết tật", "xac dinh lai muc do"])
def test_a_case_is_chosen_by_its_number_or_words(records: Records, case: str) -> None:
    check = check_dossier(records, DISABILITY, ["đơn đề nghị", "bệnh án"], case)

    assert check.case == "Xác định lại mức độ khuyết tật"
    assert [paper.status for paper in check.papers] == ["covered", "covered"]
    assert not check.case_needed


def test_where_the_source_does_not_say_that_groups_are_cases_nothing_is_complete(records: Records) -> None:
    check = check_dossier(records, DISABILITY, ["đơn đề nghị", "bệnh án"], "2")

    assert check.complete == "unknown"
    assert "Nguồn không nói rõ các nhóm giấy tờ khác" in check.text


@pytest.mark.parametrize("case", ["7", "0", "99999999", "nhà trên cây"])
def test_an_unknown_case_is_refused_with_the_known_ones(records: Records, case: str) -> None:
    with pytest.raises(ToolRefusal, match=r"3\. Nhà thuê, mượn, ở nhờ"):
        check_dossier(records, RESIDENCE, [], case)


def test_whose_paper_it_is_counts(records: Records) -> None:
    check = check_dossier(records, BUSINESS, ["giấy đề nghị đăng ký hộ kinh doanh", "căn cước photo"], None)

    assert fates(check) == {"giấy đề nghị đăng ký hộ kinh doanh": "covered", "căn cước photo": "unsure"}


def test_a_name_that_two_papers_have_alike_is_unsure(records: Records) -> None:
    check = check_dossier(records, PASSPORT, ["bản sao giấy tờ"], None)

    assert fates(check) == {"bản sao giấy tờ": "unsure"}
    assert "covered" not in {paper.status for paper in check.papers}


@pytest.mark.parametrize("code", ["1001193", " 1.001193 ", "1,001193", "mã 1.001193"])
def test_a_code_is_read_however_it_is_typed(records: Records, code: str) -> None:
    assert check_dossier(records, code, [], None).code == BIRTH


def test_what_depends_and_what_is_a_kind() -> None:
    assert depends("Văn bản ủy quyền, nếu nhờ người khác")
    assert depends("Giấy tờ của người chưa đủ 14 tuổi")
    assert not depends("Tờ khai đăng ký khai sinh theo mẫu")
    assert is_a_kind("- Các giấy tờ chứng minh chỗ ở")
    assert not is_a_kind("Giấy khai sinh")


@settings(max_examples=60, deadline=None)
@given(papers=st.lists(st.text(max_size=60), max_size=6), case=st.none() | st.text(max_size=30))
def test_whatever_is_brought_is_told_back_once_and_never_completes_by_chance(
    records: Records, papers: list[str], case: str | None
) -> None:
    try:
        check = check_dossier(records, RESIDENCE, papers, case)
    except ToolRefusal:
        return

    assert len(check.given) == len({paper.given for paper in check.given}) <= len(papers)
    assert check.complete == "unknown" or "missing" in {paper.status for paper in check.papers}
