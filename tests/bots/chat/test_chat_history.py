"""What is kept on the device and on the server, and how it goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chat_house import ChatHouse
from chat_page import ask, choose, field, visit

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, Route, expect  # nothing to drive without playwright

if TYPE_CHECKING:
    from conftest import Opener

KEPT = "localStorage.getItem('motcua.talks.1')"


def test_talks_are_kept_on_the_device_and_go_on_where_they_were(page: Page, house: ChatHouse) -> None:
    ask(page, "chuyện thứ nhất")
    choose(page, "Cuộc trò chuyện mới")
    expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(0)
    expect(field(page)).to_be_focused()
    ask(page, "chuyện thứ hai")
    page.reload()
    expect(page.locator(".said")).to_contain_text("chuyện thứ hai")

    choose(page, "Lịch sử trên máy này")
    dialog = page.get_by_role("dialog", name="Lịch sử trên máy này")
    expect(dialog).to_contain_text("Chỉ lưu trong trình duyệt của máy này")
    dialog.get_by_role("button", name="chuyện thứ nhất").first.click()

    expect(page.locator(".said")).to_contain_text("chuyện thứ nhất")
    ask(page, "hỏi tiếp")
    assert house.assistant.questions[-1].conversation_id == "c-1"
    assert house.assistant.questions[1].conversation_id is None


def test_the_history_can_be_cleared_and_turned_off(page: Page) -> None:
    ask(page, "chuyện riêng")
    assert "chuyện riêng" in page.evaluate(KEPT)
    choose(page, "Lịch sử trên máy này")
    page.get_by_role("button", name="Xóa lịch sử trên máy này").click()
    expect(page.get_by_text("Đã xóa lịch sử trên máy này.").first).to_be_visible()
    assert page.evaluate(KEPT) is None

    choose(page, "Lịch sử trên máy này")
    page.get_by_label("Lưu lịch sử trên máy này").uncheck()
    page.keyboard.press("Escape")
    ask(page, "chuyện riêng")

    assert page.evaluate(KEPT) is None


def test_talks_older_than_a_week_are_gone(page: Page) -> None:
    ask(page, "chuyện cũ")
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem('motcua.talks.1'));
          for (const talk of kept.talks) talk.at -= 7 * 24 * 3600 * 1000;
          localStorage.setItem('motcua.talks.1', JSON.stringify(kept));
        }"""
    )

    page.reload()
    page.locator(".bar").wait_for()  # the chat is drawn: the page without scripts has the same heading

    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn cần làm thủ tục gì?")
    expect(page.get_by_text("chuyện cũ")).to_have_count(0)
    assert "chuyện cũ" not in (page.evaluate("localStorage.getItem('motcua.talks.1')") or "")


def test_storage_that_is_blocked_or_spoilt_breaks_nothing(opener: Opener, house: ChatHouse) -> None:
    page = opener()
    page.add_init_script(
        """Object.defineProperty(window, 'localStorage', {
          get() { throw new DOMException('blocked', 'SecurityError'); }
        });"""
    )
    visit(page, house.url)
    ask(page)
    spoilt = opener()
    spoilt.add_init_script(
        "localStorage.setItem('motcua.talks.1', '{\"talks\": 5}'); localStorage.setItem('motcua.wishes.1', '[')"
    )
    visit(spoilt, house.url)

    ask(spoilt)

    expect(page.locator(".reply:not(.live)")).to_have_count(1)
    expect(spoilt.locator(".reply:not(.live)")).to_have_count(1)


def test_a_conversation_is_deleted_on_the_server_and_here(opener: Opener, house: ChatHouse) -> None:
    page = opener(noisy=True)  # the browser itself logs a refused request as an error
    refused = {"error": {"code": "conversations_unavailable", "message": "Xin thử lại sau ít phút."}}
    visit(page, house.url)
    ask(page)
    page.get_by_role("button", name="Hữu ích").click()
    expect(page.get_by_text("Cảm ơn bạn!").first).to_be_visible()

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json=refused)

    page.route("**/api/conversations/**", refuse)
    choose(page, "Xóa cuộc trò chuyện")
    page.get_by_role("button", name="Xóa", exact=True).click()
    dialog = page.get_by_role("dialog", name="Xóa cuộc trò chuyện")
    expect(dialog).to_contain_text("Chưa xóa được cuộc trò chuyện. Xin thử lại sau ít phút.")
    assert house.assistant.store.export("c-1") is not None
    page.unroute("**/api/conversations/**")
    page.get_by_role("button", name="Xóa", exact=True).click()

    expect(page.get_by_text("Đã xóa cuộc trò chuyện.").first).to_be_visible()
    expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(0)
    assert house.assistant.store.export("c-1") is None
    assert house.ratings.strip() == ""
    assert json.loads(page.evaluate(KEPT)) == {"talks": []}


def test_all_that_the_server_keeps_can_be_downloaded(page: Page, house: ChatHouse) -> None:
    ask(page, "cần gì, gọi tôi 0912345678")
    choose(page, "Tải về")
    with page.expect_download() as text:
        page.get_by_role("link", name="Văn bản").click()
    with page.expect_download() as record:
        page.get_by_role("link", name="JSON, đầy đủ").click()

    kept = house.assistant.store.export("c-1")
    assert kept is not None
    assert json.loads(Path(record.value.path()).read_text(encoding="utf-8"))["turns"][0]["turn_id"] == "t-1"
    assert "Hỏi: cần gì, gọi tôi [SỐ ĐIỆN THOẠI]" in Path(text.value.path()).read_text(encoding="utf-8")
