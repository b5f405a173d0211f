"""The chat page without scripts, its headers, and what it loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_house import ASKED_FOR_OPTIONS, PAPER, TITLE, FakeAssistant, FakeCatalogue, FakeSnapshot
from starlette.testclient import TestClient
from web_parts import Web

import bots.web
from bots.web.app import create_app
from bots.web.site import Site

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
    assert 'document.createElement("mot-cua")' in response.text


def test_files_are_kept_for_good_under_the_name_of_their_content(web: Web) -> None:
    page = web.client.get("/").text
    found = re.search(r'src="(/static/v-[0-9a-f]{12}/mot-cua\.js)"', page)
    assert found is not None

    kept = web.client.get(found[1])
    old = web.client.get("/static/v-000000000000/mot-cua.js")

    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert old.headers["cache-control"] == "no-cache"
    assert old.text == kept.text
    assert found[1].rsplit("/", 1)[0] in web.client.get("/widget.js").text
    assert web.client.get("/static/v-000000000000/../../app.py").status_code == 404


def test_scripts_are_sent_without_comments_and_say_the_same(web: Web) -> None:
    sent = web.client.get("/static/device.js").text

    written = (STATIC / "device.js").read_text(encoding="utf-8").splitlines()
    kept = [line.strip() for line in written if not line.strip().startswith(("//", "/*", "*"))]
    assert sent.splitlines() == [line for line in kept if line]


def test_no_text_of_a_script_spans_lines() -> None:
    for file in STATIC.glob("*.js"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert line.count("`") % 2 == 0, f"{file.name}: {line}"  # indentation would be cut out of it


def test_pages_and_files_are_compressed_and_doors_are_not(web: Web) -> None:
    headers = {"Accept-Encoding": "gzip"}

    zipped = [
        web.client.get(path, headers=headers).headers.get("content-encoding") for path in ("/", "/static/chat.js")
    ]
    listing = web.client.get("/api/procedures", headers=headers)
    stream = web.client.post("/api/chat", headers=headers, json={"messages": [{"role": "user", "content": "cần gì"}]})

    assert zipped == ["gzip", "gzip"]
    assert len(listing.content) > 400
    assert "content-encoding" not in listing.headers
    assert "content-encoding" not in stream.headers


def test_the_privacy_page_says_what_the_settings_say(tmp_path: Path) -> None:
    site = Site(conversation_hours=72, handoff_hours=4.5, privacy_contact="Văn phòng Thử", language_model=True)
    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=tmp_path, site=site)
    with TestClient(app) as client:
        page = client.get("/rieng-tu").text

    assert "3 ngày sau câu hỏi cuối" in page
    assert "nhiều nhất 4,5 giờ" in page
    assert "<p>Văn phòng Thử.</p>" in page
    assert "mô hình ngôn ngữ" in page


def test_no_language_model_is_named_where_none_is_set(web: Web) -> None:
    assert "mô hình ngôn ngữ" not in web.client.get("/rieng-tu").text


def test_the_papers_to_print_say_what_is_unknown(web: Web) -> None:
    page = web.client.get("/thu-tuc/1.234567/giay-to").text

    assert '<tr data-paper="0.0">' in page
    assert '<td data-label="Bản chính">1</td><td data-label="Bản sao">0</td>' in page
    assert '<tr data-paper="0.1">' in page
    assert '<td data-label="Bản chính">Chưa công bố</td>' in page
    assert web.client.get("/thu-tuc/9.999999/giay-to").status_code == 404


def test_the_way_to_a_person_is_on_the_page_without_scripts(tmp_path: Path) -> None:
    site = Site(office="UBND xã Thử", office_hours="8 giờ đến 17 giờ")
    app = create_app(FakeAssistant(), FakeSnapshot(), FakeCatalogue(), home=tmp_path, hotline="1900 1234", site=site)
    with TestClient(app) as client:
        page = client.get("/").text

    assert "Gặp cán bộ: gọi 1900 1234, hoặc đến UBND xã Thử (8 giờ đến 17 giờ)." in page
    assert '<a href="tel:19001234">1900 1234</a>' in page
