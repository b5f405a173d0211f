"""Asking, choosing, citing, the papers, and what can be done with an answer, in a real Chromium."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from chat_house import SLOW, ChatHouse
from chat_page import answer_with, ask, choose, field, overflow, visit
from fake_house import CODE, PAPER, TITLE

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, expect  # nothing to drive without playwright

if TYPE_CHECKING:
    from conftest import Opener


def test_a_person_asks_by_keyboard_alone_and_reads_the_quoted_words(page: Page) -> None:
    expect(field(page)).to_be_focused()
    page.keyboard.type("thẻ thử cần")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("những gì?")
    page.keyboard.press("Enter")

    log = page.get_by_role("log")
    cite = log.get_by_role("button", name="Trích nguồn 1").first
    expect(log.get_by_text(f"Bạn cần chuẩn bị cho thủ tục {TITLE}:")).to_be_visible()
    expect(log.get_by_text("thẻ thử cần\nnhững gì?")).to_be_visible()
    expect(page.locator(".live")).to_be_hidden()
    expect(field(page)).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if cite.evaluate("cite => cite === cite.getRootNode().activeElement"):
            break
    page.keyboard.press("Enter")
    expect(cite).to_have_attribute("aria-expanded", "true")
    expect(log.get_by_role("blockquote")).to_have_text(PAPER)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("#trich-dan")).to_have_text(PAPER)
    expect(page.locator("#trich-dan")).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("log").get_by_text("những gì?")).to_be_visible()


def test_an_example_asks_and_a_choice_is_taken_by_its_value(page: Page, house: ChatHouse) -> None:
    page.get_by_role("button", name="chung thuc ban sao can mang gi").click()
    expect(page.locator(".reply:not(.live)")).to_have_count(1)
    ask(page, "thẻ nào")

    page.get_by_role("group", name="Lựa chọn").get_by_role("button", name="Thẻ giấy").click()

    expect(page.locator(".said").last).to_contain_text("Thẻ giấy")
    expect(page.locator(".reply:not(.live)")).to_have_count(3)
    asked = [question.question for question in house.assistant.questions]
    assert asked == ["chung thuc ban sao can mang gi", "thẻ nào", "giá trị thẻ giấy"]
    assert {question.conversation_id for question in house.assistant.questions[1:]} == {"c-1"}


def test_buttons_have_the_numbers_of_the_text_and_whole_names_stay_readable(page: Page) -> None:
    long = "CẤP THẺ UBND CHO NGƯỜI ĐỌC SÁCH " * 5
    answer_with(page, f"Bạn cần thẻ nào? Hãy chọn, hoặc gõ số thứ tự:\n1. Thẻ giấy\n2. {long}", ["Thẻ giấy", long])
    ask(page, "thẻ nào")

    buttons = page.get_by_role("group", name="Lựa chọn").get_by_role("button")

    expect(buttons.nth(0)).to_have_text("1. Thẻ giấy")
    expect(buttons.nth(1)).to_contain_text("2. Cấp thẻ UBND cho người đọc sách")
    expect(buttons.nth(1)).to_have_attribute("title", long)
    expect(page.get_by_role("log").locator(".lines")).to_contain_text(long.strip())


def test_a_long_question_is_folded_and_its_answer_begins_in_sight(opener: Opener, house: ChatHouse) -> None:
    page = opener(viewport={"width": 360, "height": 640})
    answer_with(page, "\n".join(["Dòng đầu", *(f"Dòng {number}" for number in range(80))]), [])
    visit(page, house.url)
    ask(page, "tôi hỏi rất dài " * 60)

    expect(page.get_by_role("log").get_by_text("Dòng đầu")).to_be_in_viewport()
    more = page.get_by_role("button", name="Xem thêm")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    expect(page.get_by_role("button", name="Thu gọn")).to_have_attribute("aria-expanded", "true")
    assert overflow(page) == 0


def test_an_answer_on_its_way_can_be_stopped(page: Page, house: ChatHouse) -> None:
    field(page).fill(SLOW)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dừng").click()

    expect(field(page)).to_have_value(SLOW)
    expect(field(page)).to_be_focused()
    expect(page.locator(".reply")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn cần làm thủ tục gì?")
    house.assistant.released.set()


def test_papers_are_ticked_kept_and_printed_as_they_were_ticked(page: Page) -> None:
    answer = ask(page)
    answer.get_by_text("Danh sách giấy tờ (1)").click()
    expect(answer.get_by_role("row").last).to_contain_text("Chưa công bố")
    answer.get_by_label(PAPER).check()
    expect(answer.get_by_text("đã có 1")).to_be_visible()
    page.reload()
    page.get_by_text("Danh sách giấy tờ (1)").click()
    expect(page.get_by_label(PAPER)).to_be_checked()

    with page.expect_popup() as opened:
        page.get_by_role("link", name="In hoặc lưu PDF").click()

    printed = opened.value
    expect(printed.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(printed.get_by_role("checkbox")).to_have_count(1)
    expect(printed.get_by_label(PAPER)).to_be_checked()
    expect(printed.get_by_role("button", name="In hoặc lưu PDF")).to_be_visible()
    assert printed.url.partition("#")[2] == "can=0.0&co=0.0"


def test_thumbs_say_why_and_the_end_asks_how_satisfied(page: Page, house: ChatHouse) -> None:
    answer = ask(page)
    answer.get_by_role("button", name="Chưa đúng").click()
    answer.get_by_label("Thiếu thông tin").check()
    answer.get_by_label("Góp ý thêm").fill("thiếu mẫu đơn, gọi tôi 0912345678")
    answer.get_by_role("button", name="Gửi góp ý").click()
    expect(answer.get_by_text("Cảm ơn bạn!")).to_be_visible()
    choose(page, "Kết thúc và đánh giá")
    page.get_by_role("radio", name="5").check()
    page.get_by_role("button", name="Gửi và kết thúc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn cần làm thủ tục gì?")

    down, stars = [json.loads(line) for line in house.ratings.splitlines()[-2:]]
    assert (down["rating"], down["reasons"]) == (-1, ["Thiếu thông tin"])
    assert down["comment"] == "thiếu mẫu đơn, gọi tôi [SỐ ĐIỆN THOẠI]"
    assert (stars["rating"], stars["reasons"]) == (5, ["satisfaction"])


def test_an_answer_is_copied_with_its_sources_and_shared_without_the_question(opener: Opener, house: ChatHouse) -> None:
    page = opener(permissions=["clipboard-read", "clipboard-write"])
    visit(page, house.url)
    answer = ask(page, "cần gì cho cháu An")
    copied = "navigator.clipboard.readText()"

    answer.get_by_role("button", name="Chép").click()
    expect(page.get_by_text("Đã chép.").first).to_be_visible()
    text = page.evaluate(copied)
    answer.get_by_role("button", name="Chia sẻ").click()
    page.get_by_role("button", name="Gửi trang thủ tục").click()
    page.wait_for_function(f"{copied}.then((text) => text.includes('/thu-tuc/') && !text.includes('['))")
    procedure = page.evaluate(copied)
    answer.get_by_role("button", name="Chia sẻ").click()
    page.get_by_role("button", name="Gửi cả câu hỏi của bạn").click()
    page.wait_for_function(f"{copied}.then((text) => text.includes('?q='))")

    assert text.startswith(f"Bạn cần chuẩn bị cho thủ tục {TITLE}:")
    assert f"[1] {house.url}/thu-tuc/{CODE}?span=" in text
    assert procedure == f"{house.url}/thu-tuc/{CODE}"
    assert page.evaluate(copied) == f"{house.url}/?q=c%E1%BA%A7n%20g%C3%AC%20cho%20ch%C3%A1u%20An"


def test_a_link_with_a_question_opens_its_answer_once(page: Page, house: ChatHouse) -> None:
    page.goto(f"{house.url}/?q=cần gì")
    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    page.reload()
    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()

    assert page.url == f"{house.url}/"
    assert len(house.assistant.questions) == 1


@pytest.mark.parametrize("by", ["the key", "the button"])
def test_it_works_without_scripts(opener: Opener, house: ChatHouse, by: str) -> None:
    page = opener(java_script_enabled=False)
    page.goto(house.url)
    field(page).fill("thẻ nào")
    if by == "the key":
        field(page).press("Enter")
    else:
        page.get_by_role("button", name="Gửi").click()
    page.get_by_role("button", name="Thẻ nhựa").click()
    page.get_by_text("Nguồn 1").click()
    page.get_by_text("Tùy chọn, gặp cán bộ").click()
    expect(page.get_by_text("Gặp cán bộ: gọi 1900 1234")).to_be_visible()
    page.get_by_role("link", name="Xem trong trang thủ tục").first.click()

    expect(page.locator("#trich-dan")).to_have_text(PAPER)
    assert [question.conversation_id for question in house.assistant.questions] == [None, "c-1"]
