"""/api/procedures, the procedures' pages, and health."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fake_house import (
    CODE,
    PAPER,
    SOURCE,
    TITLE,
    FakeAssistant,
    FakeCatalogue,
    FakeSnapshot,
    FakeVersion,
    record,
)
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from web_parts import Web

from bots.web.app import create_opening_app
from bots.web.procedure_view import excerpt, parse_span
from bots.web.rooms import Rooms
from ingest.parse.jurisdiction import UNNAMED_PROVINCE
from knowledge.errors import CatalogueError


def test_the_listing_is_paged_in_code_order(web: Web) -> None:
    first = web.client.get("/api/procedures").json()
    last = web.client.get("/api/procedures", params={"page": 3}).json()
    beyond = web.client.get("/api/procedures", params={"page": 4}).json()

    assert (first["total"], first["page"], len(first["items"])) == (45, 1, 20)
    assert first["items"][0] == {
        "code": CODE,
        "title": TITLE,
        "level": "commune",
        "field": "Thử nghiệm",
        "agency": "Ủy ban nhân dân cấp Xã",
        "jurisdiction": "VN",
    }
    assert [item["code"] for item in last["items"]] == [f"9.{n:06d}" for n in range(39, 44)]
    assert (beyond["total"], beyond["items"]) == (45, [])


def test_filters_narrow_before_the_search(web: Web) -> None:
    found = web.client.get("/api/procedures", params={"q": "thẻ", "level": "province", "field": "dat dai"}).json()

    assert [item["code"] for item in found["items"]] == ["9.000007", "9.000003"]
    assert web.snapshot.index.searches[0][2] == {f"9.{n:06d}" for n in range(44)}


def test_a_search_lists_best_first_then_what_its_title_names(web: Web) -> None:
    found = web.client.get("/api/procedures", params={"q": "thu tuc khac 1"}).json()

    named = ["1", *(str(number) for number in range(10, 20))]
    assert [item["title"] for item in found["items"]] == [
        TITLE,
        "Thủ tục khác 7",
        "Thủ tục khác 3",
        *(f"Thủ tục khác {number}" for number in named),
    ]


@pytest.mark.parametrize(
    ("params", "total"),
    [
        ({"q": CODE}, 1),
        ({"q": "9.999999"}, 0),
        ({"agency": "uy ban"}, 1),
        ({"level": "", "field": "", "agency": "", "q": ""}, 45),
        ({"field": "không có"}, 0),
    ],
)
def test_the_total_counts_what_fits(web: Web, params: dict[str, str], total: int) -> None:
    assert web.client.get("/api/procedures", params=params).json()["total"] == total


@pytest.mark.parametrize("params", [{"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"level": "galaxy"}])
def test_a_bad_parameter_is_refused(web: Web, params: dict[str, str]) -> None:
    response = web.client.get("/api/procedures", params=params)

    assert response.status_code == 422
    assert response.json()["error"]["code"] == "invalid_parameter"


def test_a_refused_parameter_is_named_in_plain_vietnamese(web: Web) -> None:
    level = web.client.get("/api/procedures", params={"level": "galaxy"}).json()["error"]["message"]
    page = web.client.get("/api/procedures", params={"page": "x"}).json()["error"]["message"]

    assert level == "Tham số “level” không hợp lệ: chỉ nhận ministry, province, commune."
    assert page == "Tham số “page” không hợp lệ."


def test_versions_that_cannot_be_read_are_said_so(web: Web) -> None:
    class Broken(FakeCatalogue):
        def versions(self, code: str) -> Sequence[FakeVersion]:
            raise CatalogueError("sqlite:///x", "disk I/O error")

    door = web.client.app.state.door  # type: ignore[attr-defined]  # the FastAPI application
    door.rooms = replace(door.rooms, catalogue=Broken())

    response = web.client.get(f"/api/procedures/{CODE}/versions")

    assert (response.status_code, response.json()["error"]["code"]) == (503, "catalogue_unavailable")
    assert web.client.get(f"/api/procedures/{CODE}").status_code == 200


@pytest.mark.parametrize(
    ("jurisdiction", "shown"),
    [("VN", ""), ("Lào Cai", " · Lào Cai"), (UNNAMED_PROVINCE, " · Địa phương (nguồn không nêu tỉnh)")],
)
def test_the_page_says_where_a_record_is_in_force(web: Web, jurisdiction: str, shown: str) -> None:
    held = record().model_copy(update={"jurisdiction": jurisdiction})
    web.snapshot.procedure = lambda _: held  # type: ignore[method-assign]  # one other record

    page = web.client.get(f"/thu-tuc/{CODE}").text

    assert f'<p class="code">Thủ tục {CODE}{shown}</p>' in page


def test_the_interface_describes_itself_without_complaint(web: Web) -> None:
    paths = web.client.app.openapi()["paths"]  # type: ignore[attr-defined]  # a warning would be an error here

    assert list(paths["/healthz"]) == ["get"]
    assert list(paths["/readyz"]) == ["get"]
    assert web.client.head("/healthz").status_code == web.client.head("/readyz").status_code == 200


def test_readiness_says_what_works_less_well(web: Web) -> None:
    door = web.client.app.state.door  # type: ignore[attr-defined]  # the FastAPI application
    door.rooms = replace(door.rooms, conversations_degraded=lambda: "conversations are kept in memory only: locked")
    web.snapshot.degraded_reason = "an older snapshot"

    ready = web.client.get("/readyz")

    assert (ready.status_code, ready.json()["degraded"]) == (
        200,
        "an older snapshot; conversations are kept in memory only: locked",
    )


def test_a_record_comes_with_its_source(web: Web) -> None:
    record = web.client.get(f"/api/procedures/{CODE}").json()

    assert record["title"]["text"] == TITLE
    assert record["source"]["file"] == "the.txt"
    assert record["page"] == f"/thu-tuc/{CODE}"


def test_versions_are_listed(web: Web) -> None:
    listed = web.client.get(f"/api/procedures/{CODE}/versions").json()

    assert (listed["code"], listed["total"]) == (CODE, 1)
    assert listed["versions"][0]["number"] == 1
    assert listed["versions"][0]["recorded_at"] == "2030-01-02T00:00:00+00:00"
    assert listed["versions"][0]["decision_number"] == "12/QĐ-TN"


@pytest.mark.parametrize("path", ["9.999999", "9.999999/versions", "%00", "%ff", "..%2f..%2fetc"])
def test_an_unknown_code_is_not_found(web: Web, path: str) -> None:
    response = web.client.get(f"/api/procedures/{path}")

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def test_the_page_marks_exactly_the_cited_code_points(web: Web) -> None:
    start = SOURCE.index("tại quầy <số 1> & chờ")
    end = start + len("tại quầy <số 1> & chờ")

    page = web.client.get(f"/thu-tuc/{CODE}?span={start}-{end}").text

    marked = re.search('<mark id="trich-dan">(.*?)</mark>', page, re.DOTALL)
    shown = re.search('id="van-ban"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert marked is not None
    assert shown is not None
    assert unescape(marked[1]) == SOURCE[start:end]
    assert unescape(re.sub("</?mark[^>]*>", "", shown[1])) == SOURCE


def test_the_page_has_every_field_and_says_what_is_unknown(web: Web) -> None:
    page = web.client.get(f"/thu-tuc/{CODE}").text

    for label in (
        "Mã thủ tục",
        "Số quyết định",
        "Cấp thực hiện",
        "Loại thủ tục",
        "Lĩnh vực",
        "Trình tự thực hiện",
        "Cách thức thực hiện",
        "Thời hạn giải quyết",
        "Phí, lệ phí",
        "Thành phần hồ sơ",
        "Đối tượng thực hiện",
        "Cơ quan thực hiện",
        "Cơ quan có thẩm quyền",
        "Địa chỉ tiếp nhận hồ sơ",
        "Cơ quan được ủy quyền",
        "Cơ quan phối hợp",
        "Kết quả thực hiện",
        "Căn cứ pháp lý",
        "Yêu cầu, điều kiện",
        "Từ khóa",
        "Mô tả",
    ):
        assert label in page
    assert "3 ngày làm việc" in page
    assert "Lệ phí: 75.000 đồng (cấp thẻ giấy)" in page
    assert "<h3>Người dưới 14 tuổi</h3>" in page
    assert '<td data-label="Bản chính">Chưa công bố</td>' in page
    assert re.search(r'<dt>Từ khóa</dt><dd class="unknown"><span>Chưa công bố', page)
    assert "&lt;số 1&gt; &amp; chờ" in page


def test_an_unknown_procedure_has_a_page_that_says_so(web: Web) -> None:
    response = web.client.get("/thu-tuc/9.999999")
    stray = web.client.get("/khong-co", headers={"Accept": "text/html"})

    assert (response.status_code, stray.status_code) == (404, 404)
    assert "Không tìm thấy thủ tục có mã này." in response.text
    assert "Không tìm thấy trang" in stray.text


@given(st.text(max_size=20) | st.from_regex(r"\d{1,4}-\d{1,4}", fullmatch=True), st.integers(0, 300))
def test_a_span_is_inside_the_text_or_nothing(words: str, length: int) -> None:
    span = parse_span(words, length)

    assert span is None or 0 <= span.start < span.end <= length
    cut = excerpt("ộ" * length, span)
    assert cut.before + cut.marked + cut.after == "ộ" * length


def test_health_readiness_and_metrics(web: Web) -> None:
    web.client.post("/api/ask", json={"question": "a"})
    web.client.get(f"/api/procedures/{CODE}")
    web.client.get("/secret-words")

    metrics = web.client.get("/metrics").text

    assert web.client.get("/healthz").status_code == 200
    assert web.client.get("/readyz").json() == {
        "status": "ready",
        "snapshot": "20300102-fake",
        "procedures": 45,
        "degraded": None,
    }
    assert 'motcua_answers_total{behavior="answer",channel="ask"} 1.0' in metrics
    assert 'motcua_requests_total{method="GET",route="/api/procedures/{code}",status="200"} 1.0' in metrics
    assert 'motcua_answer_seconds_count{channel="ask"} 1.0' in metrics
    assert "secret-words" not in metrics


def test_the_door_listens_before_its_rooms_are_open(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def fail() -> Rooms:
        raise LookupError("no snapshot")

    with TestClient(create_opening_app(fail, home=tmp_path, on_failure=failures.append)) as client:
        alive, ready = client.get("/healthz"), client.get("/readyz")
        asked = client.post("/api/ask", json={"question": "a"})

    assert (alive.status_code, ready.status_code, asked.status_code) == (200, 503, 503)
    assert ready.json()["error"]["code"] == asked.json()["error"]["code"] == "starting"
    assert [str(failure) for failure in failures] == ["no snapshot"]


def test_the_door_is_ready_once_its_rooms_are_open(tmp_path: Path) -> None:
    rooms = Rooms(FakeAssistant(), FakeSnapshot(), FakeCatalogue())

    with TestClient(create_opening_app(lambda: rooms, home=tmp_path, on_failure=print)) as client:
        statuses = {client.get("/readyz").status_code for _ in range(50)}

    assert 200 in statuses
    assert statuses <= {200, 503}


def test_a_cited_paper_leads_back_to_its_words(web: Web) -> None:
    page = web.client.post("/", data={"question": "cần gì"}).text

    link = re.search(r'href="(/thu-tuc/[^"#]+)#trich-dan"', page)
    assert link is not None
    assert f'<mark id="trich-dan">{PAPER}</mark>' in web.client.get(unescape(link[1])).text
