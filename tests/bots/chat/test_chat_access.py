"""WCAG 2.2 AA as far as a machine can tell: announcements, zoom, size, language, motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chat_house import SLOW, ChatHouse
from chat_page import answer_with, ask, field, heard, listen, overflow, visit
from fake_house import CODE, PAPER, TITLE

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, expect  # nothing to drive without playwright

if TYPE_CHECKING:
    from conftest import Opener

SAID = [
    "Đang trả lời…",
    f"Bạn cần chuẩn bị cho thủ tục {TITLE}:\n- {PAPER}\nLệ phí 75.000 đồng.\n"
    "Nguồn không nói gì về nộp trực tuyến: chưa công bố.",
]


def test_an_answer_is_announced_once_and_only_when_it_is_whole(page: Page, house: ChatHouse) -> None:
    listen(page)
    ask(page)
    page.get_by_role("button", name="Hữu ích").click()
    expect(page.get_by_text("Cảm ơn bạn!").first).to_be_visible()
    field(page).fill(SLOW)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dừng").click()
    house.assistant.released.set()
    expect(field(page)).to_have_value(SLOW)

    assert heard(page) == [*SAID, "Cảm ơn bạn!", "Đang trả lời…", "Đã dừng."]


def test_what_was_read_before_is_not_announced_again(page: Page) -> None:
    ask(page)
    page.reload()
    page.locator(".bar").wait_for()
    page.evaluate("window.heard = undefined")
    listen(page)
    expect(page.locator(".reply:not(.live)")).to_be_visible()

    assert heard(page) == []
    expect(page.get_by_role("status")).to_be_empty()


def test_choices_are_announced_with_the_question(page: Page) -> None:
    answer_with(page, "Bạn hỏi thẻ nào?", ["Thẻ giấy", "Thẻ nhựa"])
    listen(page)
    ask(page, "thẻ nào")

    assert heard(page) == ["Đang trả lời…", "Bạn hỏi thẻ nào?\nThẻ giấy\nThẻ nhựa"]


@pytest.mark.parametrize(
    ("width", "height", "large"),
    [(320, 640, False), (320, 568, True), (640, 400, False)],
    ids=["320", "large", "200 %"],
)
def test_nothing_is_wider_than_a_small_window(
    opener: Opener, house: ChatHouse, width: int, height: int, large: bool
) -> None:
    page = opener(viewport={"width": width, "height": height}, device_scale_factor=2 if width == 640 else 1)
    visit(page, house.url)
    if large:
        page.get_by_role("button", name="Chữ lớn").click()
    widths = {"empty": overflow(page)}
    answer = ask(page, "cần_gì_mà_dài_không_ngắt_được_thế_này_hay_là_còn_dài_hơn_nữa_cho_chắc_chắn")
    answer.get_by_text("Danh sách giấy tờ (1)").click()
    answer.get_by_role("button", name="Trích nguồn 1").first.click()
    answer.get_by_role("button", name="Chưa đúng").click()
    widths["answer"] = overflow(page)
    page.get_by_role("button", name="Tùy chọn", exact=True).click()
    widths["menu"] = page.locator("dialog.sheet").evaluate("sheet => sheet.scrollWidth - sheet.clientWidth")
    for path in (f"/thu-tuc/{CODE}", f"/thu-tuc/{CODE}/giay-to", "/rieng-tu"):
        page.goto(house.url + path)
        widths[path] = overflow(page)

    assert widths == dict.fromkeys(widths, 0)


def test_every_target_is_at_least_24_pixels(opener: Opener, house: ChatHouse) -> None:
    page = opener(viewport={"width": 360, "height": 640})
    visit(page, house.url)
    answer = ask(page)
    answer.get_by_text("Danh sách giấy tờ (1)").click()
    answer.get_by_role("button", name="Chưa đúng").click()

    small = page.locator("mot-cua").evaluate(
        """element => [...element.shadowRoot.querySelectorAll('button, summary, input, textarea, select')]
          .map((one) => [one.getBoundingClientRect(), one.className || one.textContent, one.closest('label')])
          .filter(([box, , label]) => box.width > 0 && Math.min(box.width, box.height) < 24
            && (label?.getBoundingClientRect().height ?? 0) < 24)
          .map(([box, name]) => `${name} ${box.width}x${box.height}`)"""
    )

    assert small == []


def test_what_has_focus_is_never_hidden_behind_the_field_or_the_bar(opener: Opener, house: ChatHouse) -> None:
    page = opener(viewport={"width": 360, "height": 640})
    visit(page, house.url)
    for _ in range(2):
        answer = ask(page)
        answer.get_by_text("Danh sách giấy tờ (1)").click()
        answer.get_by_role("button", name="Chưa đúng").click()

    hidden, names = [], []
    field(page).focus()
    for _ in range(50):
        page.keyboard.press("Shift+Tab")
        name, seen = page.locator("mot-cua").evaluate(
            """element => {
              const root = element.shadowRoot;
              const one = root.activeElement;
              if (!one) return ['', true];
              const box = one.getBoundingClientRect();
              const at = root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return [one.className || one.textContent, one.contains(at) || Boolean(at?.contains(one))];
            }"""
        )
        names.append(name)
        if not seen:
            hidden.append(name)

    assert names.count("thumb down") == 2
    assert hidden == []


def test_the_interface_speaks_english_and_answers_stay_vietnamese(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which procedure do you need?")
    expect(page.get_by_role("button", name="Tiếng Việt")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Your question", exact=True).fill("cần gì")
    page.keyboard.press("Enter")

    expect(page.locator(".lines")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_be_visible()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("button", name="Hữu ích")).to_be_visible()


def test_large_text_is_remembered(page: Page) -> None:
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    before = page.locator(".lead").evaluate(size)
    page.get_by_role("button", name="Chữ lớn").click()
    page.reload()
    expect(page.get_by_role("button", name="Chữ lớn")).to_have_attribute("aria-pressed", "true")

    assert page.locator(".lead").evaluate(size) == pytest.approx(before * 1.3)


def test_nothing_moves_for_those_who_do_not_want_it(page: Page) -> None:
    ask(page)

    moving = page.locator("mot-cua").evaluate(
        "element => element.shadowRoot.getAnimations().length + document.getAnimations().length"
    )

    assert moving == 0


def test_high_contrast_keeps_pressed_buttons_apart(opener: Opener, house: ChatHouse) -> None:
    page = opener(forced_colors="active")
    visit(page, house.url)
    button = page.get_by_role("button", name="Chữ lớn")
    ground = "element => getComputedStyle(element).backgroundColor"
    before = button.evaluate(ground)
    button.click()

    assert button.evaluate(ground) != before


def test_nothing_is_heard_before_a_person_agrees(opener: Opener, house: ChatHouse) -> None:
    page = opener()
    page.add_init_script(
        """window.begun = [];
        window.SpeechRecognition = window.webkitSpeechRecognition = class {
          start() {
            window.begun.push(this.lang);
            const best = [{ transcript: 'làm thẻ' }];
            setTimeout(() => { this.onresult({ results: [best] }); this.onend(); });
          }
        };"""
    )
    visit(page, house.url)
    page.get_by_role("button", name="Nói câu hỏi").click()
    dialog = page.get_by_role("dialog", name="Dùng giọng nói")
    expect(dialog).to_contain_text("hãng làm trình duyệt có thể nhận và nghe lời bạn nói")
    assert page.evaluate("window.begun") == []
    dialog.get_by_role("button", name="Đồng ý").click()
    expect(field(page)).to_have_value("làm thẻ")
    page.get_by_role("button", name="Tùy chọn", exact=True).click()
    page.get_by_label("Đồng ý dùng giọng nói trên máy này").uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Nói câu hỏi").click()

    expect(dialog).to_be_visible()
    assert page.evaluate("window.begun") == ["vi-VN"]
    assert house.assistant.questions == []


def test_a_browser_without_speech_has_no_such_buttons(opener: Opener, house: ChatHouse) -> None:
    page = opener()
    page.add_init_script(
        """for (const name of ['SpeechRecognition', 'webkitSpeechRecognition', 'speechSynthesis']) {
          delete window[name];
          delete Window.prototype[name];
        }"""
    )
    visit(page, house.url)
    ask(page)

    expect(page.get_by_role("button", name="Nói câu hỏi")).to_have_count(0)
    expect(page.get_by_role("button", name="Đọc to")).to_have_count(0)
    page.get_by_role("button", name="Tùy chọn", exact=True).click()
    expect(page.get_by_text("Trình duyệt này không có giọng nói.")).to_be_visible()
