"""axe-core, with all its rules, on every state of the chat and on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chat_house import ChatHouse
from chat_page import ask, choose, visit
from fake_house import CODE

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
from playwright.sync_api import Page, expect  # noqa: E402  # nothing to drive without playwright

if TYPE_CHECKING:
    from conftest import Opener

MENU = ("Lịch sử trên máy này", "Chuyển sang kênh khác", "Kết thúc và đánh giá", "Xóa cuộc trò chuyện", "Tải về")


def complaints(page: Page) -> list[str]:
    """Return what axe-core finds wrong, of all its rules, best practices too."""
    found = axe_api.Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_the_talk(opener: Opener, house: ChatHouse, scheme: str) -> None:
    page = opener(color_scheme=scheme)
    visit(page, house.url)
    found = {"empty": complaints(page)}
    answer = ask(page)
    answer.get_by_role("button", name="Trích nguồn 1").first.click()
    answer.get_by_text("Danh sách giấy tờ (1)").click()
    answer.get_by_text("Không đúng thủ tục bạn cần?").click()
    answer.get_by_role("button", name="Chưa đúng").click()
    found["answer"] = complaints(page)
    ask(page, "thẻ nào")
    page.get_by_role("button", name="Chữ lớn").click()
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    found["choices, large, offline"] = complaints(page)
    page.context.set_offline(False)

    assert found == {state: [] for state in found}


def test_axe_finds_nothing_in_the_dialogs(page: Page) -> None:
    answer = ask(page)
    found = {}
    page.get_by_role("button", name="Tùy chọn", exact=True).click()
    found["menu"] = complaints(page)
    page.keyboard.press("Escape")
    for name in MENU:
        choose(page, name)
        found[name] = complaints(page)
        page.keyboard.press("Escape")
    answer.get_by_role("button", name="Chia sẻ").click()
    found["share"] = complaints(page)
    page.keyboard.press("Escape")
    answer.get_by_role("button", name="Đọc to").click()
    found["speech"] = complaints(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gặp cán bộ").click()
    found["officer"] = complaints(page)
    page.get_by_role("button", name="Chuyển cho cán bộ").click()
    expect(page.locator("li.officer")).to_be_visible()
    found["handed over"] = complaints(page)

    assert found == {state: [] for state in found}


def test_axe_finds_nothing_in_the_widget(opener: Opener, house: ChatHouse, portal_url: str) -> None:
    page = opener()
    page.goto(portal_url)
    launcher = page.get_by_role("button", name="Hỏi thủ tục")
    launcher.wait_for()
    found = {"closed": _of_chat(page)}
    launcher.click()
    ask(page).get_by_role("button", name="Trích nguồn 1").first.click()
    found["open"] = _of_chat(page)
    page.set_viewport_size({"width": 320, "height": 568})
    page.keyboard.press("Escape")
    launcher.click()
    found["phone"] = _of_chat(page)

    assert found == {state: [] for state in found}


def _of_chat(page: Page) -> list[str]:
    """Return the same of the chat alone: the portal's own style sheet is hostile on purpose."""
    found = axe_api.Axe().run(page, context="mot-cua").response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_axe_finds_nothing_on_the_servers_own_pages(
    opener: Opener, house: ChatHouse, scheme: str, scripts: bool
) -> None:
    page = opener(color_scheme=scheme, noisy=True)  # the browser itself logs the 404 as an error
    if not scripts:  # axe itself is a script: the chat's are kept away instead
        page.route("**/mot-cua.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    paths = [f"/thu-tuc/{CODE}?span=20-30", f"/thu-tuc/{CODE}/giay-to", "/rieng-tu", "/khong-co"]
    found = {}
    for path in paths if scripts else ["/", "/?q=cần gì"]:
        page.goto(house.url + path)
        found[path] = complaints(page)

    assert found == {state: [] for state in found}
