"""The chat in a portal of another origin, with a strict policy and a hostile style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chat_house import WHERE, ChatHouse, portal, served
from chat_page import ask, choose, field
from fake_house import PAPER, TITLE
from starlette.responses import HTMLResponse

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, Response, expect  # nothing to drive without playwright

if TYPE_CHECKING:
    from conftest import Opener

MOST_BYTES = 40_000


def open_chat(page: Page) -> None:
    page.get_by_role("button", name="Hỏi thủ tục").click()
    expect(field(page)).to_be_visible()


def test_a_portal_embeds_the_chat_with_one_tag(opener: Opener, house: ChatHouse, portal_url: str) -> None:
    page = opener()
    page.goto(portal_url)
    launcher = page.get_by_role("button", name="Hỏi thủ tục")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    open_chat(page)
    expect(field(page)).to_be_focused()

    answer = ask(page)
    answer.get_by_role("button", name="Trích nguồn 1").first.click()
    expect(answer.get_by_role("blockquote")).to_have_text(PAPER)
    with page.expect_popup() as source:
        answer.get_by_role("link", name="Xem trong trang thủ tục").click()
    expect(source.value.locator("#trich-dan")).to_have_text(PAPER)
    source.value.close()
    answer.get_by_text("Danh sách giấy tờ (1)").click()
    answer.get_by_label(PAPER).check()
    with page.expect_popup() as papers:
        answer.get_by_role("link", name="In hoặc lưu PDF").click()
    expect(papers.value.get_by_label(PAPER)).to_be_checked()
    papers.value.close()
    answer.get_by_role("button", name="Hữu ích").click()
    expect(answer.get_by_text("Cảm ơn bạn!")).to_be_visible()
    page.get_by_role("button", name="Gặp cán bộ").click()
    page.get_by_role("button", name="Chuyển cho cán bộ").click()
    expect(page.locator("li.officer")).to_contain_text(WHERE)
    page.reload()
    open_chat(page)
    expect(page.get_by_role("log")).to_contain_text(TITLE)
    choose(page, "Xóa cuộc trò chuyện")
    page.get_by_role("button", name="Xóa", exact=True).click()
    expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(0)

    assert house.assistant.store.export("c-1") is None


def test_the_field_stays_in_its_place_whatever_is_said(opener: Opener, house: ChatHouse, portal_url: str) -> None:
    page = opener()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(portal_url)
    open_chat(page)
    place = field(page).bounding_box()
    assert place is not None

    ask(page)
    page.get_by_role("button", name="Gặp cán bộ").last.click()
    page.get_by_role("button", name="Chuyển cho cán bộ").click()
    ask(page, "tôi cần gặp hôm nay")
    house.desk.reply("Chào anh. " * 60)
    expect(page.locator("li.officer").last).to_contain_text("Chào anh.")
    page.get_by_role("button", name="Tùy chọn").click()
    page.keyboard.press("Escape")

    assert field(page).bounding_box() == place


def test_nothing_of_the_portals_styles_comes_in(opener: Opener, portal_url: str) -> None:
    page = opener()
    page.goto(portal_url)
    open_chat(page)

    looks = page.locator(".lead").evaluate(
        """element => {
          const { color, fontSize, textTransform, direction, lineHeight } = getComputedStyle(element);
          return [color, fontSize, textTransform, direction, lineHeight];
        }"""
    )

    assert looks == ["rgb(85, 96, 92)", "16.96px", "none", "ltr", "27.136px"]


def test_escape_closes_the_panel_and_focus_returns(opener: Opener, portal_url: str) -> None:
    page = opener()
    page.goto(portal_url)
    launcher = page.get_by_role("button", name="Hỏi thủ tục")
    launcher.focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    page.get_by_role("button", name="Tùy chọn", exact=True).click()
    expect(page.get_by_role("dialog", name="Tùy chọn")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Tùy chọn")).to_be_hidden()
    expect(page.get_by_role("button", name="Tùy chọn", exact=True)).to_be_focused()
    page.keyboard.press("Escape")

    expect(field(page)).to_be_hidden()
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")


def test_on_a_phone_the_panel_is_the_whole_screen(opener: Opener, portal_url: str) -> None:
    page = opener(viewport={"width": 320, "height": 568}, has_touch=True)
    page.goto(portal_url)

    open_chat(page)

    box = page.locator("dialog.panel").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 568)
    page.get_by_role("button", name="Đóng cuộc trò chuyện").click()
    expect(page.get_by_role("button", name="Hỏi thủ tục")).to_be_focused()


def test_a_portal_that_loads_no_scripts_may_frame_the_page(opener: Opener, house: ChatHouse) -> None:
    app = portal(house.url)
    framing = (
        f'<!doctype html><html lang="vi"><title>t</title><iframe title="Một Cửa" src="{house.url}/?khung=1"></iframe>'
    )
    app.get("/khung")(lambda: HTMLResponse(framing))
    with served(app) as url:
        page = opener()
        page.goto(f"{url}/khung")
        chat = page.frame_locator("iframe")
        chat.get_by_role("button", name="chung thuc ban sao can mang gi").click()
        chat.get_by_role("button", name="Trích nguồn 1").first.click()
        with page.expect_popup() as source:  # the procedure's page itself may not be framed
            chat.get_by_role("link", name="Xem trong trang thủ tục").click()

        expect(source.value.locator("#trich-dan")).to_have_text(PAPER)


def test_all_that_the_widget_loads_is_at_most_40_kb(opener: Opener, house: ChatHouse, portal_url: str) -> None:
    page = opener()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response) if response.url.startswith(house.url) else None)
    page.goto(portal_url)
    open_chat(page)
    ask(page)
    page.wait_for_load_state("networkidle")

    sizes = {response.url: response.request.sizes()["responseBodySize"] for response in loaded}
    files = {url: size for url, size in sizes.items() if "/static/" in url or url.endswith(".js")}
    zipped = {response.headers.get("content-encoding") for response in loaded if response.url.endswith("chat.js")}
    assert zipped == {"gzip"}
    assert {url.rsplit("/", 1)[1] for url in files} >= {
        "widget.js",
        "mot-cua.js",
        "chat.js",
        "base.css",
        "words-en.js",
        "after.js",
    }
    assert 10_000 < sum(files.values()) <= MOST_BYTES


def test_what_the_tag_says_is_heard(opener: Opener, house: ChatHouse) -> None:
    with served(portal(house.url, tag='data-lang="en" data-place="Thái Nguyên"')) as url:
        page = opener()
        page.goto(url)
        page.get_by_role("button", name="Ask about procedures").click()
        page.get_by_label("Your question", exact=True).fill("cần gì")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Quote source 1").first).to_be_visible()

        assert house.assistant.questions[-1].place == "Thái Nguyên"


def test_the_chat_stands_inside_a_page_where_its_element_does(opener: Opener, house: ChatHouse) -> None:
    app = portal(house.url)
    inside = (
        f'<!doctype html><html lang="vi"><title>t</title><script src="{house.url}/widget.js"></script><main><h1>t</h1>'
        f'<mot-cua mode="inline"><a href="{house.url}/">Hỏi</a></mot-cua></main>'
    )
    app.get("/trong")(lambda: HTMLResponse(inside))
    with served(app) as url:
        page = opener()
        page.goto(f"{url}/trong")

        ask(page)

        expect(page.get_by_role("log")).to_contain_text(TITLE)
        expect(page.locator("mot-cua")).to_have_count(1)
        expect(page.get_by_role("button", name="Hỏi thủ tục")).to_have_count(0)
