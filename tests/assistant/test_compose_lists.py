"""Steps, conditions, legal bases, results, forms and online: the source's own lines."""

from __future__ import annotations

from knowledge.records import Quote


def test_steps_are_printed_in_the_order_of_the_source(read) -> None:
    assert read(steps=["Bước 1: nộp hồ sơ.", "Bước 2: nhận thẻ."]).lines("steps") == [
        "Trình tự thực hiện:",
        "Bước 1: nộp hồ sơ. [3]",
        "Bước 2: nhận thẻ. [4]",
    ]


def test_long_steps_are_shortened_and_said_to_be(read) -> None:
    steps = [f"Bước {number}: " + "làm việc này " * 60 for number in range(1, 8)]

    short, full = read(steps=steps).say("steps", full=False), read(steps=steps).say("steps")

    assert (short.shortened, "Bước 7" in short.text) == (True, False)
    assert (full.shortened, "Bước 7" in full.text) == (False, True)


def test_no_conditions_is_the_sources_word(read) -> None:
    assert read(conditions="Không").lines("conditions") == ["Yêu cầu, điều kiện: nguồn ghi “Không”. [3]"]


def test_silence_about_conditions_is_no_absence_of_conditions(read) -> None:
    assert read().lines("conditions") == ["Yêu cầu, điều kiện: chưa công bố (nguồn không ghi)."]


def test_conditions_stand_with_those_whom_they_concern(read) -> None:
    lines = read(conditions="Từ đủ 14 tuổi.", audience="Công dân Việt Nam").lines("conditions")

    assert lines == ["Yêu cầu, điều kiện:", "Từ đủ 14 tuổi. [3]", "Đối tượng thực hiện: Công dân Việt Nam. [4]"]


def test_every_legal_document_is_listed_its_number_once_and_the_decision_last(read) -> None:
    legal = ["Luật Thư viện (46/2019/QH14)", "Nghị định số 93/2020/NĐ-CP về thư viện (93/2020/NĐ-CP)"]

    assert read(legal=legal, decision="12/QĐ-BVH").lines("legal") == [
        "Căn cứ pháp lý:",
        "- Luật Thư viện (46/2019/QH14) [3]",
        "- Nghị định số 93/2020/NĐ-CP về thư viện [4]",
        "Quyết định công bố thủ tục: 12/QĐ-BVH [5]",
    ]


def test_silence_about_the_law_is_said(read) -> None:
    assert read().lines("legal") == ["Căn cứ pháp lý: chưa công bố (nguồn không ghi)."]


def test_the_result_is_what_is_received(read) -> None:
    assert read(result="Thẻ đọc sách").lines("result") == ["Kết quả nhận được: Thẻ đọc sách [3]"]
    assert read(result="- Thẻ đọc sách\n- Nội quy").lines("result") == [
        "Kết quả nhận được:",
        "  - Thẻ đọc sách",
        "  - Nội quy [3]",
    ]
    assert read().lines("result") == ["Kết quả nhận được: chưa công bố."]


def test_forms_are_found_in_the_dossier(read) -> None:
    papers = (
        "    - Đơn xin cấp thẻ (Mẫu số 01)\n      Số lượng: Bản chính: 1, Bản sao: 0\n"
        "    - Ảnh chân dung\n      Số lượng: Bản chính: 1, Bản sao: 0\n"
    )

    assert read(papers=papers).lines("form") == [
        "Mẫu đơn, tờ khai trong hồ sơ:",
        "- Đơn xin cấp thẻ (Mẫu số 01) [3]",
    ]
    assert read().lines("form") == ["Mẫu đơn, tờ khai: nguồn không nêu mẫu nào trong thành phần hồ sơ."]


def test_online_tells_time_fee_and_remarks_of_that_channel(read) -> None:
    procedure = read(
        [
            ("ONLINE", "2 DAY", "10000 VNĐ (lệ phí)", "Nộp trên cổng của thư viện"),
            ("DIRECT", "3 DAY", "20000 VNĐ (lệ phí)"),
        ]
    )

    assert procedure.lines("online") == [
        "Có thể nộp trực tuyến, theo nguồn công bố.",
        "- Hình thức: Trực tuyến [3]",
        "- Thời hạn: 2 ngày [4]",
        "- Phí, lệ phí: 10.000 đồng [5]",
        "- Nộp trên cổng của thư viện [6]",
        "Nguồn không nói đây là dịch vụ công toàn trình hay một phần.",
    ]


def test_a_procedure_that_cannot_be_filed_online_names_the_other_ways(read) -> None:
    channels = [("DIRECT", "3 DAY", "0 VNĐ ()"), ("POSTAL", "3 DAY", "0 VNĐ ()")]

    assert read(channels).lines("online") == [
        "Nguồn không nêu hình thức nộp trực tuyến cho thủ tục này. Các hình thức được nêu: Trực tiếp, Bưu chính."
    ]


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
