"""The overview: short first, and honest about whose procedure it is."""

from __future__ import annotations

import re

from assistant.compose import compose
from knowledge.records import Quote


def paper(name: str) -> str:
    return f"    - {name}\n      Số lượng: Bản chính: 1, Bản sao: 0\n"


def test_a_short_overview_of_a_long_record_stays_readable(read) -> None:
    made = read(papers="".join(paper(f"Giấy tờ số {number} " + "rất dài " * 30) for number in range(40)))

    short, full = made.say("overview", full=False), made.say("overview")

    assert len(short.text) < 4_000 < len(full.text)
    assert short.shortened
    assert len(short.checklist) == len(full.checklist) == 40


def test_every_marker_of_a_short_overview_has_its_citation(read) -> None:
    made = read(papers="".join(paper(f"Giấy tờ số {number} " + "rất dài " * 30) for number in range(40)))

    short = made.say("overview", full=False)

    marked = {int(number) for number in re.findall(r" \[(\d+)\]", short.text)}
    listed = {item.citation for item in short.checklist}
    assert marked <= {citation.id for citation in short.citations}
    assert {citation.id for citation in short.citations} == marked | listed


def test_a_procedure_of_one_province_says_whose_it_is(read) -> None:
    made = read()
    local = made.procedure.model_copy(update={"jurisdiction": "Lào Cai"})

    told = compose(local, made.text, "fee").text.split("\n")[1]

    assert told.startswith("Thủ tục của địa phương: Lào Cai")
    assert "địa phương" not in made.say("fee").text


def test_the_full_overview_holds_every_field_of_the_record(read) -> None:
    procedure = read(
        [("DIRECT", "3 DAY", "20000 VNĐ (mỗi thẻ)", "Nộp hồ sơ tại quầy")],
        papers="    - Tờ khai\n      Số lượng: Bản chính: 1, Bản sao: 0\n",
        steps=["Bước 1: nộp hồ sơ."],
        legal=["Luật Thư viện (46/2019/QH14)"],
        conditions="Từ đủ 14 tuổi.",
        decision="12/QĐ-BVH",
        level="Cấp Tỉnh",
        kind="TTHC được luật giao",
        field="Thư viện",
        audience="Công dân Việt Nam",
        office="Thư viện tỉnh",
        result="Thẻ đọc sách",
        keywords="thẻ, sách",
        description="Dùng cho phòng đọc.",
    )
    text = procedure.say("overview").text

    def held(path: str, quote: Quote) -> bool:
        return path.endswith((".label", ".quote", ".counts")) or ".fees." in path or quote.plain in text

    assert [path for path, quote in procedure.procedure.quotes() if not held(path, quote)] == []
    assert not procedure.say("overview").shortened


def test_the_short_overview_is_marked_as_short(read) -> None:
    short = read(steps=["Bước 1: nộp hồ sơ."]).say("overview", full=False)

    assert short.shortened
    assert "Bước 1" not in short.text


def test_a_long_dossier_of_several_parts_is_outlined_so_that_no_part_is_lost(read) -> None:
    papers = "".join(
        f"  [ Hồ sơ của người {who} ]\n" + paper("Giấy xác nhận " + "rất dài " * 90) * 2 for who in range(1, 8)
    )

    short = read(papers=papers).say("overview", full=False)

    assert [line.split(" [")[0] for line in short.text.split("\n")[2:10] if "Gồm" not in line][:3] == [
        "Hồ sơ cần chuẩn bị, nguồn chia thành các phần:",
        "- Hồ sơ của người 1 (2 loại giấy tờ)",
        "- Hồ sơ của người 2 (2 loại giấy tờ)",
    ]
    assert all(f"Hồ sơ của người {who} (2" in short.text for who in range(1, 8))
    assert len(short.checklist) == 14


def test_an_overview_for_a_case_says_that_there_are_others(read) -> None:
    papers = "".join(
        f"  [ Trường hợp thẻ {what} ]\n" + paper("Giấy xác nhận " + "rất dài " * 90) for what in ("bị mất", "bị rách")
    )

    short = read(papers=papers).say("overview", full=False, words="the bi rach")

    assert "còn 1 trường hợp khác" in short.text
    assert "Trường hợp thẻ bị rách:" in short.text
    assert "Trường hợp thẻ bị mất" not in short.text
