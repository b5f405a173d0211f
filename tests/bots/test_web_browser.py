"""The chat page in a real Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from fake_house import PAPER, TITLE  # noqa: E402  # nothing to drive without playwright
from playwright.sync_api import Browser, Page, Route, expect  # noqa: E402

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on any console error."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1000, "height": 800}, locale="vi-VN", reduced_motion="reduce")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


def test_a_person_asks_by_keyboard_alone_and_reads_the_quoted_words(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()

    page.keyboard.type("thẻ thử cần")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("những gì?")
    page.keyboard.press("Enter")

    log = page.get_by_role("log")
    cite = log.get_by_role("button", name="Trích nguồn 1").first
    expect(log.get_by_text(f"Bạn cần chuẩn bị cho thủ tục {TITLE}:")).to_be_visible()
    expect(log.get_by_text("thẻ thử cần\nnhững gì?")).to_be_visible()
    expect(page.locator("#dang-viet")).to_be_hidden()
    expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if cite.evaluate("cite => cite === document.activeElement"):
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


def test_the_page_fits_320_pixels(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server)

    overflows = [_overflow(page)]
    page.get_by_role("button", name="chung thuc ban sao can mang gi").click()
    page.get_by_text("Danh sách giấy tờ (1)").click()
    page.get_by_role("button", name="Trích nguồn 1").first.click()
    page.get_by_role("button", name="Chưa đúng").click()
    overflows.append(_overflow(page))
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    overflows.append(_overflow(page))

    assert overflows == [0, 0, 0]


def test_options_thumbs_and_a_new_conversation(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_label("Câu hỏi của bạn").fill("thẻ nào")
    page.get_by_role("button", name="Gửi").click()

    page.get_by_role("button", name="Thẻ giấy").click()
    expect(page.locator(".said").last).to_contain_text("Thẻ giấy")
    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    page.get_by_role("button", name="Hữu ích").last.click()
    expect(page.get_by_text("Cảm ơn bạn!")).to_be_visible()
    page.get_by_role("link", name="Cuộc trò chuyện mới").click()

    expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn cần làm thủ tục gì?")
    expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()


def test_a_lost_connection_is_said_and_tried_again(browser: Browser, server: str) -> None:
    page = browser.new_page()  # the browser itself logs a failed request as an error
    page.goto(server)
    page.route("**/api/chat", lambda route: route.abort())
    page.get_by_label("Câu hỏi của bạn").fill("cần gì")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Không kết nối được tới máy chủ.")
    expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("cần gì")

    page.unroute("**/api/chat")
    page.get_by_role("button", name="Thử lại").click()

    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    page.close()


def test_a_portal_embeds_the_chat_with_one_tag(page: Page, server: str) -> None:
    script = f'<script src="{server}/widget.js"></script>'
    page.route("**/cong-tinh", lambda route: route.fulfill(content_type="text/html", body=script))
    page.goto(f"{server}/cong-tinh")

    page.get_by_role("button", name="Hỏi thủ tục").click()
    chat = page.frame_locator("iframe")
    chat.get_by_label("Câu hỏi của bạn").fill("cần gì")
    chat.get_by_role("button", name="Gửi").click()

    expect(chat.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator("iframe")).to_be_hidden()


@pytest.mark.parametrize("by", ["the key", "the button"])
def test_it_works_without_scripts(browser: Browser, server: str, by: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)

    page.get_by_label("Câu hỏi của bạn").fill("cần gì")
    if by == "the key":
        page.get_by_label("Câu hỏi của bạn").press("Enter")
    else:
        page.get_by_role("button", name="Gửi").click()
    page.get_by_text("Nguồn 1").click()
    page.get_by_role("link", name="Xem trong trang thủ tục").first.click()

    expect(page.locator("#trich-dan")).to_have_text(PAPER)
    context.close()


def test_buttons_have_the_numbers_of_the_text_and_whole_names_stay_readable(page: Page, server: str) -> None:
    long = "CẤP THẺ UBND CHO NGƯỜI ĐỌC SÁCH " * 5
    _answer_with(page, f"Bạn cần thẻ nào? Hãy chọn, hoặc gõ số thứ tự:\n1. Thẻ giấy\n2. {long}", ["Thẻ giấy", long])
    page.goto(server)
    page.get_by_label("Câu hỏi của bạn").fill("thẻ nào")
    page.keyboard.press("Enter")

    buttons = page.get_by_role("group", name="Lựa chọn").get_by_role("button")

    expect(buttons.nth(0)).to_have_text("1. Thẻ giấy")
    expect(buttons.nth(1)).to_contain_text("2. Cấp thẻ UBND cho người đọc sách")
    expect(buttons.nth(1)).to_have_attribute("title", long)
    expect(page.get_by_role("log").locator(".lines")).to_contain_text(long.strip())


def test_a_long_question_is_folded_and_its_answer_begins_in_sight(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    _answer_with(page, "\n".join(["Dòng đầu", *(f"Dòng {number}" for number in range(80))]), [])
    page.goto(server)
    page.get_by_label("Câu hỏi của bạn").fill("tôi hỏi rất dài " * 60)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Dòng đầu")).to_be_in_viewport()
    more = page.get_by_role("button", name="Xem thêm")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    expect(page.get_by_role("button", name="Thu gọn")).to_have_attribute("aria-expanded", "true")
    assert _overflow(page) == 0


def test_a_conversation_is_deleted_on_the_server_and_here(browser: Browser, server: str) -> None:
    page = browser.new_page()  # the browser itself logs a refused request as an error
    page.on("dialog", lambda dialog: dialog.accept())
    asked: list[str] = []
    refused = {"error": {"code": "conversations_unavailable", "message": "Xin thử lại sau ít phút."}}

    def delete(route: Route) -> None:
        asked.append(f"{route.request.method} {route.request.url.removeprefix(server)}")
        route.fulfill(status=503, json=refused) if len(asked) == 1 else route.fulfill(status=204)

    page.route("**/api/conversations/**", delete)
    page.goto(server)
    expect(page.get_by_role("button", name="Xóa cuộc trò chuyện")).to_be_hidden()
    page.get_by_label("Câu hỏi của bạn").fill("cần gì")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Xóa cuộc trò chuyện").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa xóa được cuộc trò chuyện. Xin thử lại sau ít phút.")
    expect(page.get_by_role("log").get_by_text("Bạn cần chuẩn bị")).to_be_visible()
    page.get_by_role("button", name="Xóa cuộc trò chuyện").click()

    expect(page.get_by_role("log").get_by_role("listitem")).to_have_count(0)
    expect(page.get_by_role("status").first).to_have_text("Đã xóa cuộc trò chuyện.")
    expect(page.get_by_role("alert")).to_be_hidden()
    assert asked == ["DELETE /api/conversations/c-1"] * 2
    assert page.evaluate("sessionStorage.length") == 0
    page.close()


def _answer_with(page: Page, text: str, labels: list[str]) -> None:
    """Let the page's next questions be answered so."""
    options = [{"label": label, "value": label} for label in labels]
    answer = {
        "conversation_id": "c-1",
        "turn_id": "t-1",
        "behavior": "clarify",
        "text": text,
        "options": options,
        "citations": [],
        "checklist": [],
        "procedures": [],
    }
    event = json.dumps({"type": "data-answer", "data": answer})
    body = f"data: {event}\n\ndata: [DONE]\n\n"
    page.route("**/api/chat", lambda route: route.fulfill(content_type="text/event-stream", body=body))


def _overflow(page: Page) -> int:
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(width))
