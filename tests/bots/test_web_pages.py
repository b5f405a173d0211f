"""The chat page without scripts, its headers, and what it loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_house import ASKED_FOR_OPTIONS, PAPER, TITLE
from web_parts import Web

import bots.web

STATIC = Path(bots.web.__file__).parent / "static"


def test_the_page_is_vietnamese_labelled_and_says_what_it_is(web: Web) -> None:
    page = web.client.get("/").text

    assert '<html lang="vi">' in page
    assert 'role="log"' in page
    assert '<label for="cau-hoi"' in page
    assert "Trợ lý tự động (AI), không bao giờ hỏi mã OTP" in page


@pytest.mark.parametrize("path", ["/", "/thu-tuc/1.234567", "/api/procedures", "/khong-co", "/static/chat.js"])
def test_every_response_forbids_inline_scripts_and_foreign_hosts(web: Web, path: str) -> None:
    headers = web.client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert ("frame-ancestors *" in policy) == (path == "/")


@pytest.mark.parametrize("path", ["/", "/thu-tuc/1.234567", "/khong-co"])
def test_pages_load_nothing_inline_and_nothing_from_elsewhere(web: Web, path: str) -> None:
    page = web.client.get(path, headers={"Accept": "text/html"}).text

    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\s(style|on\w+)=", page)
    assert not re.search(r"<style", page)
    for address in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert not address.startswith(("http:", "https:", "//"))
    for address in re.findall(r'(?:src|href)="(/static/[^"]*)"', page):
        assert web.client.get(address).status_code == 200


def test_scripts_and_styles_name_no_foreign_host() -> None:
    for file in STATIC.iterdir():
        words = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://[\w.]", words), file.name


def test_the_form_answers_without_scripts(web: Web) -> None:
    page = web.client.post("/", data={"question": "cần gì <b>", "conversation_id": "c-5", "audience": "officer"}).text

    asked = web.assistant.questions[0]
    assert (asked.question, asked.conversation_id, asked.audience) == ("cần gì <b>", "c-5", "officer")
    assert "cần gì &lt;b&gt;" in page
    assert '<p class="bullet">' + PAPER in page
    assert '<a class="cite" href="#trich-1"' in page
    assert '<details class="quote" id="trich-1">' in page
    assert f'<a href="/thu-tuc/1.234567">{TITLE}</a>' in page
    assert 'name="conversation_id" id="cuoc" value="c-5"' in page


def test_enter_sends_the_question_without_scripts(web: Web) -> None:
    page = web.client.get("/").text

    assert '<input type="text" id="cau-hoi" name="question" required' in page
    assert '<button class="button send" id="gui">Gửi</button>' in page


def test_a_link_can_carry_the_question(web: Web) -> None:
    page = web.client.get("/", params={"q": "cần gì"}).text

    assert web.assistant.questions[0].question == "cần gì"
    assert PAPER in page


def test_options_send_their_value(web: Web) -> None:
    page = web.client.post("/", data={"question": ASKED_FOR_OPTIONS}).text

    assert '<button name="question" value="giá trị thẻ giấy">Thẻ giấy</button>' in page


@pytest.mark.parametrize("data", [{"question": ""}, {"question": "a", "audience": "king"}, {"other": "x"}, {}])
def test_any_form_gets_a_page(web: Web, data: dict[str, str]) -> None:
    assert web.client.post("/", data=data).status_code == 200


def test_a_place_that_is_too_long_is_said_on_the_page(web: Web) -> None:
    response = web.client.post("/", data={"question": "a", "place": "x" * 201})

    assert response.status_code == 422
    assert "quá dài" in response.text


def test_the_widget_is_one_script(web: Web) -> None:
    response = web.client.get("/widget.js")

    assert response.headers["content-type"].startswith("text/javascript")
    assert 'document.createElement("iframe")' in response.text
