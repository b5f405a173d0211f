"""Filing online: what the source says, and how far it goes."""

from __future__ import annotations


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


MEANS_WHOLE = (
    "  Toàn trình (theo quy định của Chính phủ về dịch vụ công trực tuyến): "
    "mọi bước, kể cả nộp phí, làm trên mạng; kết quả trả trực tuyến hoặc gửi đến tận nơi."
)
MEANS_PARTLY = (
    "  Một phần (theo quy định của Chính phủ về dịch vụ công trực tuyến): "
    "có bước vẫn phải đến cơ quan làm trực tiếp hoặc gửi bản giấy."
)


def test_the_extent_that_the_source_states_is_quoted_and_explained(read) -> None:
    whole = read([("ONLINE", "2 DAY", "0 VNĐ ()")], address="Nộp trực tuyến (toàn trình) trên cổng của thư viện")
    partly = read([("ONLINE", "2 DAY", "0 VNĐ ()")], address="Nộp qua dịch vụ công trực tuyến một phần")

    assert whole.lines("online")[-2:] == [
        "- Nguồn ghi: “Nộp trực tuyến (toàn trình) trên cổng của thư viện” [5]",
        MEANS_WHOLE,
    ]
    assert partly.lines("online")[-2:] == ["- Nguồn ghi: “Nộp qua dịch vụ công trực tuyến một phần” [5]", MEANS_PARTLY]


def test_words_about_procedures_at_large_state_no_extent(read) -> None:
    steps = [
        "Nộp trên cổng đối với các thủ tục hành chính đã toàn trình.",
        "Thủ tục hành chính chưa đủ điều kiện thực hiện dịch vụ công trực tuyến toàn trình thì nộp tại quầy.",
        "Thư viện hỗ trợ một phần tiền sách.",
    ]

    lines = read([("ONLINE", "2 DAY", "0 VNĐ ()")], steps=steps).lines("online")

    assert lines[-1] == "Nguồn không nói đây là dịch vụ công toàn trình hay một phần."
    assert not any("Nguồn ghi" in line for line in lines)
