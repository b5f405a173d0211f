"""What people do in the chat, and what can be measured of it, for the tests in a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_HEARD = """element => {
  window.heard = [];
  const live = '[role=status], [role=alert], [aria-live]:not([aria-live=off]), [role=log]:not([aria-live=off])';
  const watch = (root) => new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(live);
      const text = [...addedNodes].map((node) => node.textContent).join('\\n').trim();
      if (region && text) window.heard.push(text);
    }
  }).observe(root, { childList: true, subtree: true, characterData: true });
  watch(document);
  watch(element.shadowRoot);
}"""


def visit(page: Page, address: str) -> None:
    """Open the chat's own page, and wait until the chat has taken the place of the plain form."""
    page.goto(address)
    page.locator(".bar").wait_for()


def field(page: Page) -> Locator:
    """Return the field that questions are typed into."""
    return page.get_by_label("Câu hỏi của bạn", exact=True)


def ask(page: Page, question: str = "cần gì") -> Locator:
    """Ask, wait for the answer, and return it."""
    before = page.locator(".reply:not(.live)").count()
    field(page).fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".reply:not(.live)").nth(before)
    answer.wait_for()
    return answer


def choose(page: Page, name: str) -> None:
    """Open the menu and take what it offers under this name."""
    page.get_by_role("button", name="Tùy chọn", exact=True).click()
    page.get_by_role("dialog", name="Tùy chọn").get_by_role("button", name=name, exact=True).click()


def listen(page: Page) -> None:
    """Note from now on what any live region of the page or the chat would announce."""
    page.locator("mot-cua").evaluate(_HEARD)


def heard(page: Page) -> list[str]:
    """Return what was announced, in order."""
    return list(page.evaluate("window.heard"))


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def answer_with(page: Page, text: str, labels: list[str]) -> None:
    """Let the page's next questions be answered so."""
    answer = {
        "conversation_id": "c-1",
        "turn_id": "t-1",
        "behavior": "clarify",
        "text": text,
        "options": [{"label": label, "value": label} for label in labels],
        "citations": [],
        "checklist": [],
        "procedures": [],
    }
    event = json.dumps({"type": "data-answer", "data": answer})
    body = f"data: {event}\n\ndata: [DONE]\n\n"
    page.route("**/api/chat", lambda route: route.fulfill(content_type="text/event-stream", body=body))
