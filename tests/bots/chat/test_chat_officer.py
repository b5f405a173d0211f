"""An officer takes over, and a conversation moves between channels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from chat_house import HANDOFF, WHEN, WHERE, ChatHouse
from chat_page import ask, choose, heard, listen, visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, expect  # nothing to drive without playwright

from assistant.records import Question

if TYPE_CHECKING:
    from conftest import Opener


def test_an_officer_answers_in_the_talk_until_the_ticket_closes(page: Page, house: ChatHouse) -> None:
    ask(page, HANDOFF).get_by_role("button", name="Gặp cán bộ").click()
    dialog = page.get_by_role("dialog", name="Gặp cán bộ")
    expect(dialog.get_by_role("link", name="1900 1234")).to_have_attribute("href", "tel:19001234")
    dialog.get_by_label("Lời nhắn").fill("chờ lâu quá")
    dialog.get_by_role("button", name="Chuyển cho cán bộ").click()
    expect(page.locator("li.officer .facts")).to_contain_text(WHERE)
    expect(page.locator("li.officer .facts")).to_contain_text(WHEN)
    assert house.desk.notes == ["chờ lâu quá"]

    expect(page.locator("li.officer")).to_contain_text("muộn nhất đến")

    house.desk.reply("Chị mang tờ khai tới quầy 3.")

    expect(page.locator("li.officer").last).to_contain_text("Chị mang tờ khai tới quầy 3.")
    house.desk.close()
    expect(page.get_by_role("log")).to_contain_text("Cán bộ đã kết thúc phiếu")
    looks = house.desk.looks
    page.reload()
    expect(page.locator("li.officer").last).to_contain_text("Chị mang tờ khai tới quầy 3.")
    expect(page.locator("li.officer")).to_have_count(2)
    page.wait_for_timeout(5000)  # the first look would come after four seconds
    assert house.desk.looks == looks


def test_what_an_officer_says_is_announced_once(page: Page, house: ChatHouse) -> None:
    ask(page)
    page.get_by_role("button", name="Gặp cán bộ").click()
    page.get_by_role("button", name="Chuyển cho cán bộ").click()
    expect(page.locator("li.officer")).to_have_count(1)
    listen(page)

    house.desk.reply("Chị tới quầy 3.")
    expect(page.locator("li.officer")).to_have_count(2)
    with page.expect_response("**/api/handoff/**"):  # it is looked for once more, and nothing is new
        pass

    assert heard(page) == ["Cán bộ trả lời: Chị tới quầy 3."]


def test_a_person_has_the_assistant_back_with_one_button(page: Page, house: ChatHouse) -> None:
    ask(page)
    page.get_by_role("button", name="Gặp cán bộ").click()
    page.get_by_role("button", name="Chuyển cho cán bộ").click()
    expect(page.locator("li.officer")).to_contain_text("muộn nhất đến")

    held = ask(page, "a lô")
    expect(held.get_by_role("button", name="Hữu ích")).to_have_count(0)
    expect(held.get_by_role("button", name="Gặp cán bộ")).to_have_count(0)

    page.get_by_role("button", name="Gặp cán bộ").click()
    page.get_by_role("dialog").get_by_role("button", name="Hỏi tiếp trợ lý").click()

    expect(page.get_by_role("log")).to_contain_text("Trợ lý lại trả lời bạn")
    assert house.desk.office.tickets(only_open=True) == []
    ask(page, "còn lệ phí")


def test_a_code_takes_the_talk_along(page: Page) -> None:
    ask(page)
    choose(page, "Chuyển sang kênh khác")
    page.get_by_role("button", name="Lấy mã").click()

    dialog = page.get_by_role("dialog", name="Chuyển sang kênh khác")
    expect(dialog.locator(".code")).to_have_text(re.compile(r"^[A-Z]{4}-[A-Z]{4}$"))
    expect(dialog).to_contain_text("trong 10 phút")


def test_a_talk_of_another_channel_goes_on_here(opener: Opener, house: ChatHouse) -> None:
    page = opener(noisy=True)  # the browser itself logs that a code is unknown as an error
    visit(page, house.url)
    house.assistant.ask(Question(question="hỏi trên Zalo, số 0912345678", conversation_id="zalo-1"))
    choose(page, "Chuyển sang kênh khác")
    page.get_by_label("Mã nhận được").fill("AAAA-AAAA")
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.get_by_text("Mã không đúng hoặc đã hết hạn.").first).to_be_visible()

    page.get_by_label("Mã nhận được").fill(house.desk.office.make_code("zalo-1").lower())
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator(".said")).to_have_text("Bạn hỏihỏi trên Zalo, số [SỐ ĐIỆN THOẠI]")
    expect(page.locator(".reply:not(.live)").first).to_contain_text("Bạn cần chuẩn bị")
    ask(page, "còn lệ phí")

    assert house.assistant.questions[-1].conversation_id == "zalo-1"
