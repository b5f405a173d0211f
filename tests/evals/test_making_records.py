"""Cases made from records: whose question it is can be told, and every label stands in the record."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import typer
from evals_starter import STARTER, starter_snapshot
from typer.testing import CliRunner

from evals.cases import Case, load_cases
from evals.cli import register
from evals.exactness.page import canonical, numbers, words
from evals.making.asked_names import names_by_code, shortened, titled
from evals.making.dice import Dice
from evals.making.facts import facts
from evals.making.records import in_turns, make_from_records
from evals.making.templates import FACETS, question
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure
from knowledge.records_file import Summary
from knowledge.snapshot import Snapshot

UNITS = {"ngày làm việc": "WORKING_DAY", "ngày": "DAY", "giờ": "HOUR"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return starter_snapshot(tmp_path_factory.mktemp("home"), 40, {})


@pytest.fixture(scope="module")
def made(snapshot: Snapshot) -> list[Case]:
    return make_from_records(snapshot, 12, None, lambda *_: None).cases


def row(code: str, title: str = "Cấp giấy phép xây dựng", level: str = "", field: str = "") -> Summary:
    return Summary(code=code, title=title, level=level, field=field, agency="", jurisdiction="VN")


def stands_in(label: str, source: str) -> bool:
    money = re.fullmatch(r"([\d.]+) đồng", label)
    limit = re.fullmatch(r"(\d+) (ngày làm việc|ngày|giờ)", label)
    if money:
        return canonical(money[1]) in numbers(source)
    if limit:
        return re.search(rf"\b0*{limit[1]} ({UNITS[limit[2]]}|{limit[2]})\b", source) is not None
    return "ONLINE" in source if label == "trực tuyến" else words(label) in words(source)


def test_every_string_of_a_label_stands_in_the_record(snapshot: Snapshot, made: list[Case]) -> None:
    labels = [
        (case, label)
        for case in made
        for key in ("must", "cites", "items")
        for label in case.model_dump(mode="json").get(key, ())
    ]

    assert len(labels) > 100
    for case, label in labels:
        assert stands_in(label, snapshot.source_text(case.codes[0]) or ""), f"{case.id}: {label}"


def test_a_fee_is_unknown_only_where_every_channel_is_silent(snapshot: Snapshot, made: list[Case]) -> None:
    silent = [case for case in made if case.unknown == ("fee",)]

    assert silent
    for case in silent:
        fees = re.findall(r"Phí, lệ phí: (.*)", snapshot.source_text(case.codes[0]) or "")
        assert set(fees) <= {"0 VNĐ ()", "Không có thông tin"}
        assert case.must_not == ("miễn phí", "0 đồng")


def test_every_facet_is_asked_about_in_turn(made: list[Case]) -> None:
    assert [case.facet for case in made[: len(FACETS)]] == list(FACETS)
    assert all(case.slice == case.facet and case.behavior == "answer" for case in made)
    assert {case.origin for case in made} == {"synthetic: made from the record"}
    assert all(case.model_dump()["synthetic"] is True for case in made)


def test_the_same_records_make_the_same_cases(snapshot: Snapshot, made: list[Case]) -> None:
    assert make_from_records(snapshot, 12, None, lambda *_: None).cases == made


def test_a_limit_takes_the_facets_in_turn(snapshot: Snapshot, made: list[Case]) -> None:
    limited = make_from_records(snapshot, 12, 15, lambda *_: None).cases

    assert limited == made[:15]


def test_levels_and_fields_take_turns() -> None:
    rows = [row(f"{level}{field}{n}", level=level, field=field) for level in "ab" for field in "xyz" for n in range(3)]

    turned = list(in_turns(rows, "fee"))

    assert sorted(turned, key=rows.index) == rows
    assert [one.level for one in turned[:4]] == ["a", "b", "a", "b"]
    assert Counter((one.level, one.field) for one in turned[:6]) == {(a, b): 1 for a in "ab" for b in "xyz"}
    assert turned != list(in_turns(rows, "time"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Thủ tục cấp bản sao trích lục", "cấp bản sao trích lục"),
        ("Cấp thẻ căn cước.", "cấp thẻ căn cước"),
        ("CẤP GIẤY PHÉP", "CẤP GIẤY PHÉP"),
    ],
)
def test_a_title_is_made_ready_for_a_sentence(title: str, name: str) -> None:
    assert titled(title) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("khóa căn cước điện tử (thực hiện tại cấp xã)", "khóa căn cước điện tử"),
        ("cấp giấy phép môi trường thuộc thẩm quyền của Bộ Công Thương", "cấp giấy phép môi trường"),
        ("phê duyệt phương án khai thác cấp tỉnh", "phê duyệt phương án khai thác"),
        ("cấp thẻ (cấp xã)", "cấp thẻ (cấp xã)"),
        ("đăng ký khai sinh có yếu tố nước ngoài", "đăng ký khai sinh có yếu tố nước ngoài"),
    ],
)
def test_brackets_and_the_agency_at_the_end_are_dropped(title: str, name: str) -> None:
    assert shortened(title) == name


def test_a_name_that_several_have_is_nobodys() -> None:
    rows = [
        row("1", "Khóa căn cước điện tử (cấp xã)"),
        row("2", "Khóa căn cước điện tử (cấp tỉnh)"),
        row("3", "Thủ tục cấp hộ chiếu"),
        row("4", "Cấp hộ chiếu"),
        row("5", "Cấp giấy phép môi trường (cấp bộ)"),
    ]

    assert names_by_code(rows) == {
        "1": ("khóa căn cước điện tử (cấp xã)",),
        "2": ("khóa căn cước điện tử (cấp tỉnh)",),
        "5": ("cấp giấy phép môi trường (cấp bộ)", "cấp giấy phép môi trường"),
    }


@pytest.mark.parametrize("facet", FACETS)
def test_registers_write_in_their_own_way(facet: str) -> None:
    name = "cấp thẻ cho người nước ngoài"

    said = {register: question(facet, name, register, Dice("x")) for register in ("formal", "phone", "chat")}  # type: ignore[arg-type]

    assert name in said["formal"].lower()
    assert said["formal"][0].isupper()
    assert "cap the cho nguoi nuoc ngoai" in said["phone"]
    assert said["phone"].isascii()
    assert "nước ngoài" in said["chat"]
    assert name not in said["chat"]


def starter(code: str, changed: str, into: str) -> Procedure:
    text = (STARTER / f"{code}.txt").read_text(encoding="utf-8")
    assert changed in text
    return read_portal_text(text.replace(changed, into).encode(), f"{code}.txt", system="starter")


def fee_line(code: str) -> str:
    found = re.search(r"Phí, lệ phí: .*", (STARTER / f"{code}.txt").read_text(encoding="utf-8"))
    assert found
    return found[0]


def test_a_fee_that_the_source_contradicts_gives_no_label() -> None:
    code = "1.001193"

    procedure = starter(code, fee_line(code), "Phí, lệ phí: 40 VNĐ (40.000 đồng/giấy)")

    assert facts(procedure, "fee") is None


def test_a_fee_is_written_as_the_assistant_prints_money() -> None:
    code = "1.001193"

    procedure = starter(code, fee_line(code), "Phí, lệ phí: 1250000 VNĐ ()")
    labels = facts(procedure, "fee")

    assert labels is not None
    assert "1.250.000 đồng" in labels["must"]


def test_the_command_writes_a_file_of_cases_and_tells_what_is_in_it(
    home: Path, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter_snapshot(home, 10, {})
    root = typer.Typer()
    root.callback()(lambda: None)
    register(root)
    out = tmp_path / "new" / "records.jsonl"

    result = CliRunner().invoke(
        root, ["eval", "make", "records", "--per-facet", "2", "--limit", "9", "--out", str(out), "--json"]
    )
    (file,) = load_cases([out])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["cases"] == len(file.cases) == 9
    assert not list(out.parent.glob("*.part"))
    assert out.read_text(encoding="utf-8").startswith('{"id": "records-')
