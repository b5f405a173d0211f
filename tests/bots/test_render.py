"""A reply as messages: within every limit, and nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Citation
from bots.messages import Choice, Citations, File, Files, HandOver, Options, Reply, Text
from bots.render import Form, render, utf16_units
from knowledge.records import Span

ZALO = Form(limit=2000)
TELEGRAM = Form(limit=4096, buttons=8, thumbs=True)
TURN = "t-" + "0" * 32
WORDS = st.text(st.sampled_from("aăâ đếộ\u0301\u200d👩👧\ufe0f .:-[]1\n"), max_size=400)


def told(text: str, *more: object) -> Reply:
    return Reply(blocks=(Text(text=text), *more))  # type: ignore[arg-type]  # blocks of any kind


def letters(text: str) -> str:
    return "".join(text.split())


def cited(number: int, quote: str, url: str | None = None) -> Citation:
    return Citation(
        id=number,
        code="1.234567",
        field="title",
        quote=quote,
        source_url=url,
        source_file="the.txt",
        span=Span(0, len(quote)),
    )


@given(WORDS, st.integers(min_value=12, max_value=60))
def test_no_word_is_lost_and_every_message_fits(text: str, limit: int) -> None:
    parts = render(told(text), Form(limit=limit))

    assert letters("".join(part.text for part in parts)) == letters(text)
    assert all(0 < utf16_units(part.text) <= limit for part in parts)


def test_two_thousand_characters_are_one_message_and_one_more_makes_two() -> None:
    fits, too_long = "ệ" * 2000, "ệ" * 2001

    assert [part.text for part in render(told(fits), ZALO)] == [fits]
    assert [part.text for part in render(told(too_long), ZALO)] == [fits, "ệ"]


def test_characters_outside_the_basic_plane_count_twice() -> None:
    parts = render(told("😀" * 1001), ZALO)

    assert [len(part.text) for part in parts] == [1000, 1]


def test_a_message_is_split_between_paragraphs_then_lines_then_words() -> None:
    form = Form(limit=20)

    assert [part.text for part in render(told("một hai ba\n\nbốn năm sáu"), form)] == ["một hai ba", "bốn năm sáu"]
    assert [part.text for part in render(told("một hai ba\nbốn năm sáu bảy"), form)] == [
        "một hai ba",
        "bốn năm sáu bảy",
    ]
    assert [part.text for part in render(told("một hai ba bốn năm sáu bảy"), form)] == [
        "một hai ba bốn năm",
        "sáu bảy",
    ]


def test_a_decomposed_letter_and_a_joined_emoji_stay_whole() -> None:
    family = "👩\u200d👧"

    assert [part.text for part in render(told("aaa" + "e\u0302\u0301" * 2), Form(limit=7))] == [
        "aaae\u0302\u0301",
        "e\u0302\u0301",
    ]
    assert [part.text for part in render(told("aa" + family), Form(limit=5))] == ["aa", family]


def test_choices_stand_by_number_even_where_there_are_buttons() -> None:
    choices = Options(choices=(Choice(label="Cấp mới", value="1.1", tap="o:1"), Choice(label="Cấp lại", value="1.2")))

    (part,) = render(told("Bạn cần việc nào?", choices), TELEGRAM)

    assert part.text == "Bạn cần việc nào?\n\n1. Cấp mới\n2. Cấp lại\nGõ số để chọn."
    assert [[(button.label, button.tap) for button in row] for row in part.buttons] == [
        [("1. Cấp mới", "o:1")],
        [("2. Cấp lại", "1.2")],
    ]


def test_choices_that_the_text_tells_are_not_repeated() -> None:
    choices = Options(choices=(Choice(label="Cấp mới", value="1.1"),))

    (part,) = render(told("Việc nào? Gõ số.\n1. Cấp mới", choices), ZALO)

    assert part.text == "Việc nào? Gõ số.\n1. Cấp mới"
    assert part.buttons == ()


def test_a_payload_that_is_too_long_has_no_button_and_keeps_its_number() -> None:
    long, short = Choice(label="Dài", value="ệ" * 30), Choice(label="Ngắn", value="x" * 64)

    (part,) = render(told("Chọn", Options(choices=(long, short))), TELEGRAM)

    assert "1. Dài\n2. Ngắn" in part.text
    assert [button.label for row in part.buttons for button in row] == ["2. Ngắn"]


def test_thumbs_are_asked_for_as_text_everywhere_and_as_buttons_where_there_are_some() -> None:
    reply = Reply(blocks=(Text(text="Lệ phí: 75.000 đồng."),), turn_id=TURN)

    (as_text,), (tapped,) = render(reply, ZALO), render(reply, TELEGRAM)

    assert as_text.text == tapped.text
    assert as_text.text.endswith("Gõ “đúng” hoặc “sai”.")
    assert [button.tap for row in tapped.buttons for button in row] == [f"fb:{TURN}:u", f"fb:{TURN}:d"]
    assert as_text.buttons == ()


def test_quoted_words_stand_by_number_and_each_page_once() -> None:
    quotes = Citations(
        citations=(cited(1, "75000 VNĐ"), cited(2, "3 Ngày  làm việc"), cited(3, "khác", "https://nguon.example/a")),
        pages={1: "https://mc.example/thu-tuc/1.234567", 2: "https://mc.example/thu-tuc/1.234567"},
    )

    (part,) = render(told("Phí [1], thời hạn [2].", quotes), ZALO)

    assert part.text.split("\n")[2:] == [
        "Nguồn:",
        "[1] “75000 VNĐ”",
        "[2] “3 Ngày làm việc”",
        "[3] “khác”",
        "https://mc.example/thu-tuc/1.234567",
        "https://nguon.example/a",
    ]


def test_a_source_without_a_page_is_told_by_its_code() -> None:
    (part,) = render(told("Phí [1].", Citations(citations=(cited(1, "75000 VNĐ"),))), ZALO)

    assert part.text.endswith("thủ tục 1.234567")


def test_where_quotations_cannot_be_folded_figures_come_first_and_other_marks_go() -> None:
    fee = cited(3, "75000 VNĐ (Lệ phí: thẻ)").model_copy(update={"field": "channels.0.fees.0.quote"})
    said = cited(2, "- Tờ khai theo mẫu").model_copy(update={"field": "cases.0.items.0.name"})
    quotes = Citations(
        citations=(cited(1, "Cấp thẻ"), said, fee), pages=dict.fromkeys((1, 2, 3), "https://mc.example/t")
    )

    (part,) = render(told("Cấp thẻ [1]\n- Tờ khai theo mẫu [2]\nLệ phí: 75.000 đồng [3]", quotes), Form(2000, quotes=1))

    assert part.text.split("\n") == [
        "Cấp thẻ",
        "- Tờ khai theo mẫu",
        "Lệ phí: 75.000 đồng [3]",
        "",
        "Nguồn:",
        "[3] “75000 VNĐ (Lệ phí: thẻ)”",
        "https://mc.example/t",
    ]


def test_a_long_list_has_one_address_and_says_how_many_more() -> None:
    many = tuple(cited(number, f"tên {number}") for number in range(1, 7))
    pages = {number: f"https://mc.example/{number}" for number in range(1, 7)}

    (part,) = render(told("Danh sách", Citations(citations=many, pages=pages)), ZALO)

    assert part.text.endswith("https://mc.example/1 … và 5 trang khác, theo mã ở trên")


def test_a_hand_over_tells_the_ticket_where_and_when() -> None:
    (part,) = render(told("Đã chuyển.", HandOver(ticket="MC-7F3K", where="UBND xã", when="giờ hành chính")), ZALO)

    assert part.text.split("\n")[2:] == ["Mã phiếu: MC-7F3K", "Nơi trả lời: UBND xã", "Thời gian: giờ hành chính"]


def test_a_file_is_told_with_its_address() -> None:
    (part,) = render(told("Đây.", Files(files=(File(name="Mẫu 02", url="https://mc.example/f"),))), ZALO)

    assert part.text == "Đây.\n\nMẫu 02: https://mc.example/f"


def test_buttons_hang_on_the_last_message() -> None:
    parts = render(told("một\n\n" + "x" * 15, Options(choices=(Choice(label="A", value="a"),))), Form(20, buttons=2))

    assert [len(part.buttons) for part in parts] == [0] * (len(parts) - 1) + [1]


def test_nothing_to_say_is_no_message() -> None:
    assert render(Reply(blocks=()), ZALO) == []
