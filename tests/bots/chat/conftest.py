"""A real Chromium, and the servers that it visits."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # whatever the import mode: tests here share their helpers

from chat_house import ChatHouse, portal, running_house, served
from chat_page import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; while it lives this thread's event loop runs, so it must not outlive the module."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
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
def house(tmp_path: Path) -> Iterator[ChatHouse]:
    with running_house(tmp_path) as house:
        yield house


@pytest.fixture
def portal_url(house: ChatHouse) -> Iterator[str]:
    """A portal of another origin that embeds the chat."""
    with served(portal(house.url)) as url:
        yield url


@pytest.fixture
def opener(browser: Browser, house: ChatHouse) -> Iterator[Opener]:
    """Opens pages, each with a profile of its own, closed before the house is; a console error fails unless `noisy`."""
    complaints: list[str] = []
    contexts = []

    def open_page(*, noisy: bool = False, **wishes: Any) -> Page:
        defaults = {"viewport": {"width": 1000, "height": 800}, "locale": "vi-VN", "reduced_motion": "reduce"}
        context = browser.new_context(**(defaults | wishes))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if not noisy:
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(opener: Opener, house: ChatHouse) -> Page:
    """The chat's own page, opened."""
    page = opener()
    visit(page, house.url)
    return page
