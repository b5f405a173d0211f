"""Sheets go out and come back the same; what is wrong with a row is said with its number; hostile files are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_house import CODE, DeskHouse, desk_house, send, token_in
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from starlette.testclient import TestClient

from evals.desk import reading
from evals.desk.errors import SheetRefused
from evals.desk.reading import parse, read_sheet
from evals.desk.records import Review, SentenceScore
from evals.desk.sheets import Column, guarded, unguarded, write_csv, write_xlsx

COLUMNS = (Column("a", "Câu"), Column("b", "Điểm"))
HOSTILE = ['=HYPERLINK("http://evil.example";"x")', "+84 912", "-1", "@SUM(A1)", "\t=1", "'=1", "''", "thường"]
CASES = "Mã ca,Câu hỏi,Hành vi,Mã thủ tục đúng,Phải có\n"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as house:
        yield house


@pytest.fixture
def lan(house: DeskHouse) -> TestClient:
    return house.reviewer("Lan")


def upload(client: TestClient, what: str, name: str, content: bytes) -> str:
    token = token_in(client.get("/qa/sheets"))
    return client.post("/qa/sheets/preview", data={"token": token, "what": what}, files={"file": (name, content)}).text


def take(client: TestClient, preview: str, **fields: str) -> str:
    named = preview.split('name="name" value="')[1].split('"')[0]
    token = token_in(client.get("/qa/sheets"))
    return client.post("/qa/sheets/take", data={"token": token, "name": named, **fields}).text


def workbook(*rows: list[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(file)
    return file.getvalue()


def packed(change: Callable[[zipfile.ZipFile], None], content: bytes | None = None) -> bytes:
    """Return a workbook with something added to its archive."""
    file = io.BytesIO(content or workbook(["Câu hỏi", "Hành vi"], ["hỏi", "refuse"]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return file.getvalue()


@pytest.mark.parametrize("write", [lambda rows: write_csv(COLUMNS, rows), lambda rows: write_xlsx("x", COLUMNS, rows)])
def test_what_goes_out_comes_back_the_same(write: Callable[[list[dict[str, str]]], bytes]) -> None:
    rows = [{"a": cell, "b": "hai\ndòng; “trích”, hết"} for cell in HOSTILE]
    content = write(rows)

    read = read_sheet("x.csv" if content[:2] != b"PK" else "x.xlsx", content)

    assert read == [["Câu", "Điểm"], *([row["a"], row["b"]] for row in rows)]


@given(st.text())
def test_a_guarded_cell_begins_like_no_formula_and_comes_back(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(cell)) == cell


def test_every_cell_of_a_workbook_is_text_and_never_a_formula() -> None:
    content = write_xlsx("x", COLUMNS, [{"a": cell} for cell in HOSTILE])

    sheet = load_workbook(io.BytesIO(content)).active

    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert sheet["A2"].value == HOSTILE[0]


def test_csv_is_read_with_any_mark_and_separator() -> None:
    assert parse("a.csv", "Câu;Điểm\nmột;hai\n\n".encode()) == [["Câu", "Điểm"], ["một", "hai"]]
    assert parse("a.csv", "Câu\tĐiểm\nmột\thai".encode("utf-8-sig")) == [["Câu", "Điểm"], ["một", "hai"]]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", "tiếng Việt".encode("utf-16"), "encoding"),
        ("a.csv", "hồ sơ".encode("cp1258", "replace") + b"\xd0\xf5", "encoding"),
        ("a.csv", b"a\0b", "kind"),
        ("a.exe", b"MZ", "kind"),
        ("a.csv", b'a,"b', "unreadable"),
        ("a.csv", b"a\n" * 20_002, "too_many_rows"),
        ("a.xlsx", b"PK\x03\x04rubbish", "unreadable"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        ("a.xlsm", workbook(["a"]), "macros"),
        ("a.csv", b"x" * (reading.FILE_BYTES + 1), "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(name: str, content: bytes, kind: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(name, content)

    assert refused.value.kind == kind


def test_an_archive_that_grows_too_large_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(lambda archive: archive.writestr("xl/sharedStrings2.xml", b"0" * 70 * 1024 * 1024))
    many = packed(lambda archive: [archive.writestr(f"xl/{n}.bin", b"") for n in range(300)] and None)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("something was unpacked"))

    for content in (bomb, many):
        with pytest.raises(SheetRefused) as refused:
            parse("a.xlsx", content)
        assert refused.value.kind == "zip_bomb"
    assert len(bomb) < reading.FILE_BYTES


@pytest.mark.parametrize(
    ("member", "text", "kind"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/embeddings/oleObject1.bin", b"x", "macros"),
        ("xl/other.xml", b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>', "entities"),
        ("xl/other.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "entities"),
        ("xl/x.xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", "macros"),
    ],
)
def test_macros_and_entities_are_refused(member: str, text: bytes, kind: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        parse("a.xlsx", packed(lambda archive: archive.writestr(member, text)))

    assert refused.value.kind == kind


def test_a_cell_far_below_costs_no_more_rows_than_are_allowed() -> None:
    book, file = Workbook(), io.BytesIO()
    book.active["A1000000"] = "x"  # type: ignore[index]  # a new workbook has a sheet
    book.save(file)

    with pytest.raises(SheetRefused) as refused:
        read_sheet("a.xlsx", file.getvalue())

    assert refused.value.kind == "too_many_rows"


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SECONDS", 0.01)

    with pytest.raises(SheetRefused) as refused:
        read_sheet("a.csv", b"a")

    assert refused.value.kind == "too_slow"


def test_cases_are_previewed_and_nothing_is_kept_before_the_yes(house: DeskHouse, lan: TestClient) -> None:
    preview = upload(lan, "cases", "ca.csv", (CASES + f",thẻ cần gì,answer,{CODE},Tờ khai\n").encode())
    before = house.desk.store.drafts.all()

    done = take(lan, preview)

    assert "1 ca mới, 0 ca được sửa, 0 ca không đổi; 0 dòng sai" in preview
    assert before == []
    assert "Đã nhận 1 ca." in done
    (made,) = house.desk.store.drafts.all()
    assert (made.status, made.made_by, made.body["codes"], made.body["origin"]) == (
        "draft",
        "Lan",
        [CODE],
        "review: Lan",
    )
    assert "Lan nhập ca.csv, nhận 1" in lan.get("/qa/sheets").text


def test_one_wrong_row_keeps_all_out_unless_the_good_ones_are_asked_for(house: DeskHouse, lan: TestClient) -> None:
    rows = [
        f",thẻ cần gì,answer,{CODE},",
        ",,answer,1.000001,",
        ",hỏi,bay,,",
        "review-077,hỏi,refuse,,",
        ",=1+1,refuse,,",
    ]
    content = (CASES + "\n".join(rows)).encode()
    preview = upload(lan, "cases", "ca.csv", content)

    refused = take(lan, preview)
    nothing = house.desk.store.drafts.all()
    done = take(lan, upload(lan, "cases", "ca.csv", content), good_rows="yes")

    assert "Dòng 3: Câu hỏi của ca còn trống." in preview
    assert "Dòng 4: Ô “behavior”" in preview
    assert "Dòng 5: không có ca review-077" in preview
    assert "3 dòng sai nên không dòng nào được nhận" in refused
    assert nothing == []
    assert "Đã nhận 2 ca." in done
    assert [made.body["question"] for made in house.desk.store.drafts.all()] == ["thẻ cần gì", "=1+1"]


def test_a_formula_of_a_workbook_is_refused_and_never_evaluated(lan: TestClient) -> None:
    content = workbook(["Câu hỏi", "Hành vi"], ["hỏi", "refuse"], ["=1+1", "refuse"])

    preview = upload(lan, "cases", "ca.xlsx", content)

    assert "1 ca mới" in preview
    assert "Dòng 3: có ô là công thức" in preview


def test_a_sheet_of_cases_that_goes_out_comes_back_unchanged_and_edited(house: DeskHouse, lan: TestClient) -> None:
    take(lan, upload(lan, "cases", "ca.csv", (CASES + f",thẻ cần gì,answer,{CODE},- Tờ khai\n").encode()))
    minhs = {"slice": "desk", "question": "của Minh", "behavior": "refuse", "origin": "review: Minh"}
    house.desk.store.drafts.add([minhs], "Minh")
    out = lan.get("/qa/sheets/cases.xlsx")

    same = upload(lan, "cases", "ca.xlsx", out.content)
    edited = lan.get("/qa/sheets/cases.csv").content.decode("utf-8-sig").replace("của Minh", "của Minh (sửa)")
    take(lan, upload(lan, "cases", "ca.csv", edited.encode()))

    assert "0 ca mới, 0 ca được sửa, 2 ca không đổi; 0 dòng sai" in same
    assert out.headers["content-disposition"] == 'attachment; filename="motcua-cases.xlsx"'
    first, second = house.desk.store.drafts.all()
    assert (first.body["must"], first.status) == (["- Tờ khai"], "draft")
    assert (second.body["question"], second.status, second.agreed_by) == ("của Minh (sửa)", "agreed", "Lan")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_answers_go_out_sentence_by_sentence_and_their_scores_come_back(
    house: DeskHouse, lan: TestClient, kind: str
) -> None:
    house.ask("thẻ cần gì", talk="a", rating=-1)
    content = lan.get(f"/qa/sheets/items.{kind}?queue=thumbs-down").content
    rows = read_sheet(f"x.{kind}", content)
    column = {heading: at for at, heading in enumerate(rows[0])}
    filled = [row + [""] * (len(rows[0]) - len(row)) for row in rows]
    filled[2][column["Điểm"]], filled[2][column["Trích dẫn"]], filled[2][column["Có hại"]] = "Sai", "trích sai", "x"
    filled[1][column["Đánh giá chung"]] = "đúng một phần"
    columns = [Column(name, name) for name in rows[0]]
    sheet = write_csv(columns, [dict(zip(rows[0], row, strict=True)) for row in filled[1:]])

    done = take(lan, upload(lan, "scores", "điểm.csv", sheet))

    assert [row[column["Câu"]] for row in rows[2:4]] == ["- Tờ khai theo Mẫu số 02 [1]", "Lệ phí 75.000 đồng [2]."]
    assert rows[2][column["Nguyên văn được trích"]] == "[1] Tờ khai theo Mẫu số 02"
    assert "Đã nhận 1 câu trả lời." in done
    kept = house.desk.store.judgements.own("turn:t-a-1", "Lan")
    assert kept is not None
    assert (kept.verdict, kept.of, kept.sentences) == ("partly", 4, (SentenceScore(1, "wrong", "wrong", True),))


SCORES = "item,sentence,of,score,citation,harmful,note,verdict,reviewer\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("turn:t-a-1,1,4,đúng,,,,,", "Dòng 2: thiếu đánh giá chung"),
        ("turn:t-a-1,1,4,đúng,,,,đúng,\nturn:t-a-1,2,4,,,,,sai,", "Dòng 3: đánh giá chung không thống nhất"),
        ("turn:t-a-1,9,4,đúng,,,,đúng,", "Dòng 2: câu số 9 không có"),
        ("turn:t-a-1,1,7,đúng,,,,đúng,", "Dòng 2: câu trả lời có 4 câu, không phải 7"),
        ("turn:t-a-1,một,4,đúng,,,,đúng,", "Dòng 2: “một” không phải số"),
        ("turn:t-a-1,1,4,tuyệt,,,,đúng,", "Dòng 2: “tuyệt” không phải điểm"),
        ("turn:t-a-1,1,4,,,chắc,,đúng,", "Dòng 2: “chắc” ở cột có hại"),
        ("turn:t-a-1,1,4,đúng,,,,đúng,\nturn:t-a-1,1,4,sai,,,,,", "Dòng 3: câu số 1 đứng hai lần"),
        ("turn:t-a-1,1,4,đúng,,,,đúng,Minh", "Dòng 2: điểm của người chấm khác"),
        ("khác,1,4,đúng,,,,đúng,", "Dòng 2: cột “Câu trả lời”"),
        ("turn:full,1,1,đúng,,,,đúng,", "Dòng 2: câu trả lời này đã có đủ hai người chấm"),
    ],
)
def test_a_wrong_row_of_scores_is_named(house: DeskHouse, lan: TestClient, rows: str, told: str) -> None:
    house.ask("thẻ cần gì", talk="a")
    for name in ("Minh", "Hoa"):
        house.desk.store.judgements.save(Review("turn:full", name, "right", 1))

    preview = upload(lan, "scores", "x.csv", (SCORES + rows).encode())

    assert told in preview
    assert "Không có gì để nhận" in preview


def test_scores_of_a_talk_that_is_gone_are_still_taken(house: DeskHouse, lan: TestClient) -> None:
    take(lan, upload(lan, "scores", "x.csv", (SCORES + "turn:gone,2,3,sai,,,,sai,Lan").encode()))

    kept = house.desk.store.judgements.own("turn:gone", "Lan")
    assert kept is not None
    assert (kept.of, kept.sentences) == (3, (SentenceScore(1, "wrong"),))


def test_the_scores_of_another_go_out_after_ones_own(house: DeskHouse, lan: TestClient) -> None:
    house.desk.store.judgements.save(Review("turn:t-a-1", "Minh", "wrong", 4, note="của Minh"))
    before = lan.get("/qa/sheets/scores.csv").text
    house.desk.store.judgements.save(Review("turn:t-a-1", "Lan", "right", 4))

    assert "Minh" not in before
    assert "của Minh" in lan.get("/qa/sheets/scores.csv").text


def test_a_case_of_another_goes_out_after_ones_own_review(house: DeskHouse, lan: TestClient) -> None:
    house.ask("thẻ cần gì", talk="a", rating=-1)
    house.desk.store.judgements.save(Review("turn:t-a-1", "Minh", "wrong", 4))
    house.desk.store.drafts.add([{"question": "ca của Minh", "behavior": "refuse"}], "Minh", "turn:t-a-1")
    before = lan.get("/qa/sheets/cases.csv").text
    send(lan, "/qa/review/sample/turn:t-a-1", verdict="right", action="save")

    assert "ca của Minh" not in before
    assert "ca của Minh" in lan.get("/qa/sheets/cases.csv").text


@pytest.mark.parametrize(
    ("what", "content", "told"),
    [
        ("cases", b"a,b\n1,2", "thiếu cột “Câu hỏi” (question), “Hành vi” (behavior)"),
        ("scores", b"item\n", "thiếu cột “Câu số” (sentence)"),
        ("cases", b"\n", "Tệp trống"),
        ("cases", b"", "Chưa chọn tệp"),
        ("nothing", b"a", "Chưa chọn nhập gì"),
    ],
)
def test_a_file_without_its_columns_is_refused(lan: TestClient, what: str, content: bytes, told: str) -> None:
    assert told in upload(lan, what, "x.csv", content)


def test_an_upload_beyond_the_limit_is_not_read_to_its_end(lan: TestClient) -> None:
    assert "vượt quá 5.184 kB" in upload(lan, "cases", "x.csv", b"x" * 6 * 1024 * 1024)
