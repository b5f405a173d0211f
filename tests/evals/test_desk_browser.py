"""The desk in a real Chromium: by mouse, by keyboard, on a phone, without scripts, and looked at by axe-core."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk_house import PASSWORD, DeskHouse, desk_house, served
from evals_fakes import transcript

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402  # nothing to drive without it

from evals.desk.records import Review, SentenceScore  # noqa: E402  # after the skips

if TYPE_CHECKING:
    Opener = Callable[..., Page]

pytestmark = pytest.mark.browser
LIVE = "/qa/review/thumbs-down/turn:t-a-1"
PAGES = ("/qa", "/qa/queue/thumbs-down", "/qa/queue/stale", LIVE, "/qa/cases", "/qa/cases/review-001")
MORE_PAGES = ("/qa/agreement", "/qa/sheets", "/qa/cases/review-002")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as house:
        house.desk.store.accounts.add("Lan", PASSWORD)
        house.ask("thẻ cần gì", talk="a", rating=-1)
        house.ask("thẻ mất bao lâu", talk="b", rating=-1)
        house.run(transcript("a", ({"codes": ["1.000001"], "must": ["phí"]}, {"codes": ["1.000002"], "text": "Sai."})))
        house.desk.store.drafts.add([{"question": "ca của Hoa", "behavior": "refuse"}], "Hoa")
        house.desk.store.drafts.add([{"question": "ca của Lan", "behavior": "refuse"}], "Lan")
        for name, verdict in (("Minh", "right"), ("Hoa", "wrong")):
            score = SentenceScore(0, verdict, "right")  # type: ignore[arg-type]  # a literal in both
            house.desk.store.judgements.save(Review("turn:cũ", name, verdict, 1, (score,)))  # type: ignore[arg-type]
        yield house


@pytest.fixture
def opener(browser: Browser, house: DeskHouse) -> Iterator[Opener]:
    """Opens a page of the desk's server; a console error fails the test."""
    complaints: list[str] = []
    contexts = []

    with served(house.app) as url:

        def open_page(**wishes: Any) -> Page:
            defaults = {"viewport": {"width": 1280, "height": 800}, "locale": "vi-VN", "base_url": url}
            context = browser.new_context(**(defaults | wishes))
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield open_page
        for context in contexts:
            context.close()
    assert complaints == []


def log_in(page: Page) -> Page:
    page.goto("/qa/login")
    page.get_by_label("Tên người chấm").fill("Lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Hàng đợi", level=1)).to_be_visible()
    return page


def complaints(page: Page) -> list[str]:
    found = axe_api.Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_and_nothing_sticks_out(
    opener: Opener, scheme: str, width: int, scripts: bool
) -> None:
    page = opener(color_scheme=scheme, viewport={"width": width, "height": 720})
    if not scripts:  # axe itself is a script: the desk's own is kept away instead
        page.route("**/desk.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto("/qa/login")
    found, wide = {"/qa/login": complaints(page)}, {"/qa/login": overflow(page)}
    log_in(page)
    for path in (*PAGES, *MORE_PAGES):
        page.goto(path)
        for details in page.locator("details").all():
            details.locator("summary").click()
        found[path], wide[path] = complaints(page), overflow(page)
    page.goto("/qa/sheets")
    page.get_by_label("Nhập gì").select_option("cases")
    rows = "question,behavior\nhỏi,refuse\n,refuse\n".encode()
    page.get_by_label("Tệp", exact=True).set_input_files({"name": "ca.csv", "mimeType": "text/csv", "buffer": rows})
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", name="Xem trước ca.csv")).to_be_visible()
    found["preview"], wide["preview"] = complaints(page), overflow(page)

    assert found == {path: [] for path in found}
    assert wide == {path: 0 for path in wide}


def test_a_keyboard_alone_judges_and_goes_on(opener: Opener, house: DeskHouse) -> None:
    page = log_in(opener())
    page.goto(LIVE)

    for key in ("1", "4", "j", "3", "5", "7", "j", "k", "j", "j", "j", "2", "s"):
        page.keyboard.press(key)
    page.wait_for_url("**/turn%3At-b-1")

    kept = house.desk.store.judgements.own("turn:t-a-1", "Lan")
    assert kept is not None
    assert kept.verdict == "partly"
    assert kept.sentences == (SentenceScore(0, "right", "right"), SentenceScore(1, "wrong", "wrong", True))


def test_the_keyboard_shows_where_it_is(opener: Opener) -> None:
    page = log_in(opener())
    page.goto(LIVE)

    page.keyboard.press("j")

    outline = page.evaluate("getComputedStyle(document.activeElement.closest('.pick')).outlineStyle")
    assert outline == "solid"
    assert page.evaluate("document.activeElement.name") == "score-1"


def test_keys_stay_letters_in_a_field(opener: Opener) -> None:
    page = log_in(opener())
    page.goto(LIVE)
    note = page.get_by_label("Ghi chú chung")

    note.press_sequentially("1 s n j")

    expect(note).to_have_value("1 s n j")
    assert page.get_by_role("radio", checked=True).count() == 0


def test_n_skips_to_the_next_answer(opener: Opener, house: DeskHouse) -> None:
    page = log_in(opener())
    page.goto(LIVE)

    page.keyboard.press("n")
    page.wait_for_url("**/turn%3At-b-1")

    assert house.desk.store.judgements.own("turn:t-a-1", "Lan") is None


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_queue_to_a_case_that_waits_for_a_second_person(
    opener: Opener, house: DeskHouse, width: int, scripts: bool
) -> None:
    page = log_in(opener(java_script_enabled=scripts, viewport={"width": width, "height": 720}))
    page.get_by_role("link", name="Bắt đầu chấm Bị chê").click()
    page.get_by_role("group", name="Điểm câu 1").get_by_label("Sai").check()
    page.get_by_role("group", name="Đánh giá chung").get_by_label("Sai").check()
    page.get_by_text("Tạo ca kiểm thử từ câu này").click()
    page.get_by_label("Mã thủ tục đúng").fill("1.234567")
    page.get_by_label("Hành vi mong đợi").select_option("answer")
    page.get_by_label("Phải có").fill("Tờ khai")
    page.get_by_label("Tôi đã đọc lại").check()
    page.get_by_role("button", name="Lưu điểm và tạo ca").click()

    expect(page.get_by_text("Đã lưu điểm và tạo ca.")).to_be_visible()
    expect(page.get_by_text("Ca chờ một người chấm thứ hai")).to_be_visible()
    made = house.desk.store.drafts.get("review-003")
    assert made is not None
    assert (made.made_by, made.status, made.body["must"]) == ("Lan", "draft", ["Tờ khai"])


def test_logging_out_leaves_nothing_behind_the_back_button(opener: Opener) -> None:
    page = log_in(opener())
    page.goto(LIVE)
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
