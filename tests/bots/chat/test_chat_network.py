"""Lost connections, and a network that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chat_house import SLOW, ChatHouse
from chat_page import ask, field, visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, expect  # nothing to drive without playwright

if TYPE_CHECKING:
    from conftest import Opener


def test_a_lost_connection_is_said_and_tried_again(opener: Opener, house: ChatHouse) -> None:
    page = opener(noisy=True)  # the browser itself logs a failed request as an error
    visit(page, house.url)
    page.route("**/api/chat", lambda route: route.abort())
    field(page).fill("cần gì")
    page.keyboard.press("Enter")
    expect(page.locator(".failure")).to_contain_text("Không kết nối được tới máy chủ.")
    expect(field(page)).to_have_value("cần gì")

    page.unroute("**/api/chat")
    page.get_by_role("button", name="Thử lại").click()

    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    expect(page.locator(".failure")).to_be_hidden()
    expect(field(page)).to_have_value("")


def test_a_stream_that_breaks_off_is_no_answer(page: Page) -> None:
    half = 'data: {"type":"text-delta","id":"t","delta":"Nửa câu"}\n\n'
    page.route("**/api/chat", lambda route: route.fulfill(content_type="text/event-stream", body=half))
    field(page).fill("cần gì")
    page.keyboard.press("Enter")

    expect(page.locator(".failure")).to_contain_text("Kết nối bị ngắt giữa chừng.")
    expect(page.get_by_text("Nửa câu")).to_have_count(0)
    expect(field(page)).to_have_value("cần gì")


def test_what_is_asked_without_a_network_is_sent_when_it_is_back(page: Page, house: ChatHouse) -> None:
    ask(page, "câu đầu")
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_have_text("Mất kết nối mạng. Lời bạn gõ vẫn được giữ.")
    field(page).fill("câu sau")
    page.keyboard.press("Enter")
    expect(page.locator(".said").last).to_contain_text("Sẽ gửi khi có mạng trở lại.")
    field(page).fill("câu nữa")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("câu nữa")

    page.context.set_offline(False)

    expect(page.locator(".reply:not(.live)")).to_have_count(2)
    expect(page.locator(".offline")).to_be_hidden()
    expect(field(page)).to_have_value("câu nữa")
    assert [question.question for question in house.assistant.questions] == ["câu đầu", "câu sau"]


def test_what_waits_for_the_network_can_be_taken_back(page: Page, house: ChatHouse) -> None:
    page.context.set_offline(True)
    field(page).fill("cần gì")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="Sửa lại").click()
    expect(field(page)).to_have_value("cần gì")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.set_offline(False)

    expect(page.locator(".offline")).to_be_hidden()
    ask(page, "khác")
    assert [question.question for question in house.assistant.questions] == ["khác"]


def test_a_network_that_goes_while_the_answer_comes_brings_it_later(opener: Opener, house: ChatHouse) -> None:
    page = opener(noisy=True)  # the browser itself logs the lost request as an error
    visit(page, house.url)
    field(page).fill(SLOW)
    page.keyboard.press("Enter")
    assert house.assistant.asked.wait(10)
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    house.assistant.released.set()

    page.context.set_offline(False)

    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    expect(page.locator(".reply:not(.live)")).to_have_count(1)
