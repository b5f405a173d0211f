"""The pages of a run and of a comparison in a real Chromium, opened as files, as a QA person opens them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from report_parts import CONTROLS, LONG_WORD, RIGHT_TO_LEFT, SCRIPT, run, written

from evals.compare import compare, write_comparison
from evals.report.visible import visible
from evals.transcripts import Transcript

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Opener = Callable[..., Page]

pytestmark = pytest.mark.browser

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 568}}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def opener(browser: Browser) -> Iterator[Opener]:
    """Opens a file; a console error, an error of the page and a request for anything but files fail the test."""
    complaints: list[str] = []
    contexts = []

    def open_file(path: Path, **wishes: Any) -> Page:
        context = browser.new_context(**({"viewport": SIZES["desk"], "reduced_motion": "reduce"} | wishes))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith("file:") else complaints.append(sent.url))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def report(tmp_path: Path) -> Path:
    written(tmp_path)
    return tmp_path / "report.html"


@pytest.fixture
def comparison(tmp_path: Path) -> Path:
    after = [_reworded(one) for one in run()]
    write_comparison(tmp_path / "page.html", compare(run(), after), tmp_path, tmp_path)
    return tmp_path / "page.html"


def _reworded(transcript: Transcript) -> Transcript:
    """The same case with another behaviour and a text that is hostile in a place of its own."""
    turns = tuple(
        turn
        if turn.reply is None
        else turn.model_copy(
            update={
                "reply": turn.reply.model_copy(update={"behavior": "answer", "text": f"{turn.reply.text} {SCRIPT}"})
            }
        )
        for turn in transcript.turns
    )
    return transcript.model_copy(update={"turns": turns})


def complaints(page: Page) -> list[str]:
    """Return what axe-core finds wrong, of all its rules, best practices too."""
    found = axe_api.Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("which", ["report", "comparison"])
def test_axe_finds_nothing_folded_or_unfolded_and_nothing_is_wider_than_the_window(
    opener: Opener, request: pytest.FixtureRequest, which: str, size: str, scheme: str
) -> None:
    page = opener(request.getfixturevalue(which), viewport=SIZES[size], color_scheme=scheme)
    found = {"folded": complaints(page), "too wide": [page.evaluate(OVERFLOW)]}
    unfold(page)
    found["unfolded"] = complaints(page)
    found["too wide"].append(page.evaluate(OVERFLOW))

    assert found == {"folded": [], "unfolded": [], "too wide": [0, 0]}


def test_what_people_wrote_is_shown_as_text(opener: Opener, report: Path) -> None:
    page = opener(report)
    hostile = page.locator("article", has_text="hostile")

    shown = hostile.inner_text()
    assert SCRIPT in shown
    assert visible(CONTROLS) in shown
    assert RIGHT_TO_LEFT in shown
    assert LONG_WORD[:300] in shown
    assert page.title() == "Evaluation of 2026-11-24T10:00:00+00:00"
    assert page.locator("img").count() == 0


def test_the_field_finds_cases_without_diacritics_and_the_list_keeps_a_file(opener: Opener, report: Path) -> None:
    page = opener(report)
    cards = page.locator("article:visible")
    status = page.get_by_role("status")

    page.get_by_label("Find in the cases shown").fill("read the FEE khai sinh dang ky")
    expect = playwright_api.expect
    expect(status).to_have_text("1 of 5 shown")
    expect(cards.locator("h3")).to_have_text(["wrong"])
    page.get_by_label("Find in the cases shown").fill("")
    page.get_by_label("File", exact=True).select_option("other")
    expect(status).to_have_text("1 of 5 shown")
    expect(cards.locator("h3")).to_have_text(["silent"])


def test_everything_is_there_without_scripts(opener: Opener, report: Path) -> None:
    page = opener(report, java_script_enabled=False)

    assert page.locator("article").count() == 5
    assert page.locator(".find").is_hidden()
    assert page.locator("svg").first.is_visible()


def test_a_plot_can_be_read_as_a_table_by_keyboard(opener: Opener, report: Path) -> None:
    page = opener(report)
    figure = page.locator("figure").first

    figure.locator("summary").focus()
    page.keyboard.press("Enter")

    assert figure.get_by_role("table").is_visible()
    assert figure.get_by_role("img", name="Real cases").is_visible()
    assert figure.get_by_role("row", name="Turn success 0.200").is_visible()


def test_the_page_prints_as_more_than_a_blank_sheet(opener: Opener, report: Path) -> None:
    page = opener(report, color_scheme="dark")
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 38, 35)"
    assert page.pdf().startswith(b"%PDF")
