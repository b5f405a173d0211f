"""Personal details planted through every door are found in no log line and in no byte under home."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from fake_house import FakeCatalogue
from starlette.testclient import TestClient

from assistant.answer import Assistant
from assistant.conversation_store import SqlConversations
from assistant.settings import Settings
from assistant.steady_conversations import SteadyConversations
from bots.web.app import create_app
from bots.web.logs import log_to_stderr
from bots.web.rooms import Rooms
from ingest.readers.portal_text import read_portal_text
from ingest.starter import starter_folder
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, build_snapshot, open_snapshot

PLANTED = (
    "001099012345",
    "0912345678",
    "Trần Thị Bích Ngọc",
    "bich.ngoc@example.org",
    "4111111111111111",
    "59A-123.45",
)
TOLD = (
    f"Tôi tên là {PLANTED[2]}, căn cước {PLANTED[0]}, sđt {PLANTED[1]}, thư {PLANTED[3]}, thẻ {PLANTED[4]}, "
    f"xe {PLANTED[5]}: đăng ký khai sinh cần giấy tờ gì"
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A real snapshot of two starter procedures."""
    home, encoder = tmp_path_factory.mktemp("snapshot"), load_encoder(None)
    paths = [starter_folder() / f"{code}.txt" for code in ("1.001193", "1.000894")]
    texts = [(path.name, path.read_bytes()) for path in paths]
    records = [(read_portal_text(text, name, system="starter"), text.decode()) for name, text in texts]
    build_snapshot(home, records, encoder)
    return open_snapshot(home, encoder)


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the process writes to its standard error."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.fixture
def door(tmp_path: Path, snapshot: Snapshot, stderr: io.StringIO) -> Iterator[TestClient]:
    """The web door over a real assistant and a real store, everything logged."""
    factory = logging.getLogRecordFactory()
    log_to_stderr("DEBUG")
    store = SteadyConversations(lambda: SqlConversations(f"sqlite:///{tmp_path / 'conversations.sqlite'}", 24), 24)
    assistant = Assistant(snapshot, store, Settings())
    app = create_app(assistant, snapshot, FakeCatalogue(), home=tmp_path)
    app.state.door.rooms = Rooms(assistant, snapshot, FakeCatalogue(), store.close, conversations=store)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    logging.setLogRecordFactory(factory)
    structlog.reset_defaults()


def written(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def found(content: bytes | str) -> list[str]:
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    return [planted for planted in PLANTED if planted in text]


def test_no_door_lets_a_personal_detail_into_logs_or_files(
    door: TestClient, tmp_path: Path, stderr: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    message = {"id": "m", "role": "user", "parts": [{"type": "text", "text": TOLD}]}
    asked = {"question": TOLD, "place": TOLD[:150], "conversation_id": f"zalo-{PLANTED[1]}"}

    answers = [
        door.post("/api/ask", json=asked),
        door.post("/api/ask", json=asked | {"question": "hết bao nhiêu tiền"}),
        door.post("/api/chat", json={"messages": [message], "id": "c-2"}),
        door.get("/", params={"q": TOLD}),
        door.post("/", data={"question": TOLD, "place": TOLD[:150]}),
        door.get("/api/procedures", params={"q": TOLD}),
        door.get(f"/thu-tuc/{PLANTED[1]}"),
    ]
    thought = {"rating": 1, "reasons": [TOLD[:90]], "comment": TOLD}
    answers += [
        door.post("/api/feedback", json=thought | {"turn_id": turn_id})
        for turn_id in (PLANTED[1], answers[0].json()["turn_id"])
    ]

    logged = [record for record in caplog.records if record.name not in {"httpx", "httpx2"}]  # the client's own
    assert [answer.status_code for answer in answers] == [200] * 6 + [404, 404, 200]
    assert found("\n".join([*(record.getMessage() for record in logged), stderr.getvalue()])) == []
    assert stderr.getvalue().count('"event": "request"') == len(answers)
    assert found(written(tmp_path)) == []
    kept = door.get(f"/api/conversations/zalo-{PLANTED[1]}").json()["turns"]
    assert kept[0]["question"] == (
        "Tôi tên là [HỌ TÊN], căn cước [SỐ GIẤY TỜ], sđt [SỐ ĐIỆN THOẠI], thư [EMAIL], thẻ [SỐ THẺ], "
        "xe [BIỂN SỐ]: đăng ký khai sinh cần giấy tờ gì"
    )
    assert [turn["number"] for turn in kept] == [1, 2]
    assert kept[0]["procedures"][0] == "1.001193"


def test_an_answer_that_fails_logs_and_keeps_nothing_of_the_question(
    door: TestClient, tmp_path: Path, stderr: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(TOLD)

    monkeypatch.setattr(Assistant, "_answer", fail)

    responses = [door.post("/api/ask", json={"question": TOLD}), door.get("/", params={"q": TOLD})]

    assert [response.status_code for response in responses] == [500, 500]
    assert "ValueError" in stderr.getvalue()
    assert found(stderr.getvalue() + responses[0].text) == []
    assert found(written(tmp_path)) == []


def test_a_deleted_conversation_leaves_no_word_on_the_disk(door: TestClient, tmp_path: Path) -> None:
    asked = door.post("/api/ask", json={"question": "em ở trọ muốn khai sinh cho bé", "conversation_id": "c-1"}).json()
    door.post("/api/feedback", json={"turn_id": asked["turn_id"], "rating": -1, "comment": "thiếu lệ phí"})
    before = written(tmp_path)

    status = door.delete("/api/conversations/c-1").status_code

    after = written(tmp_path)
    said = [words.encode() for words in ("em ở trọ muốn", "thiếu lệ phí")]
    assert status == 204
    assert [words in before for words in said] == [True, True]
    assert [words in after for words in said] == [False, False]
