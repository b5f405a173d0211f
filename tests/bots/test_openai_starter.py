"""`motcua serve` on the starter corpus, asked by the real SDK: real follow-ups, several workers, and no word kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import openai
import pytest
from openai import OpenAI
from openai_house import free_port, process_at
from starter_house import build_starter, command, environment

KEY = "key-of-the-ward-office-7"
PLANTED = ("001099012345", "0912345678", "Trần Thị Bích Ngọc")
_READY_SECONDS = 60


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_starter(tmp_path_factory.mktemp("home"))


@contextmanager
def serving(home: Path, workers: int, log: list[str]) -> Iterator[OpenAI]:
    """A client of a running server; what the server logged is in `log` afterwards."""
    port = free_port()
    arguments = command("serve", "--port", str(port), "--workers", str(workers))
    settings = {"MOTCUA_API_KEYS": KEY, "MOTCUA_PUBLIC_URL": "https://motcua.example", "MOTCUA_LOG_LEVEL": "DEBUG"}
    url = f"http://127.0.0.1:{port}"
    with process_at(arguments, environment(home, **settings), port) as process:
        deadline = time.monotonic() + _READY_SECONDS
        while httpx.get(f"{url}/readyz", timeout=30).status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        # The SDK's own retries heed Retry-After: of two workers one may still be opening its house.
        with OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=10) as client:
            yield client
        process.terminate()
        log.append(process.communicate(timeout=30)[1].decode())


def ask(client: OpenAI, *said: str, model: str = "motcua") -> str:
    roles = ("user", "assistant")
    messages = [{"role": roles[at % 2], "content": words} for at, words in enumerate(said)]
    completion = client.chat.completions.create(model=model, messages=messages)  # type: ignore[arg-type]
    return completion.choices[0].message.content or ""


@pytest.mark.parametrize("workers", [1, 2])
def test_follow_ups_of_a_real_talk_stay_with_its_matter(home: Path, workers: int) -> None:
    log: list[str] = []
    with serving(home, workers, log) as client:
        told = f"Tôi là {PLANTED[2]}, căn cước {PLANTED[0]}, sđt {PLANTED[1]}: đăng ký khai sinh cần giấy tờ gì"
        first = ask(client, told)
        follow_ups = [ask(client, told, first, "bao lâu thì xong?") for _ in range(6)]
        third = ask(client, told, first, "bao lâu thì xong?", follow_ups[0], "có mất tiền không?")
        officer = ask(client, "căn cứ pháp lý của thủ tục 1.001193", model="motcua-can-bo")
        with pytest.raises(openai.AuthenticationError):
            client.with_options(api_key="wrong-key-of-nobody").models.list()

    assert "Giấy chứng sinh" in first
    assert "[1]: https://motcua.example/thu-tuc/1.001193?span=" in first
    assert "trợ lý tự động (AI)" in first
    assert len(set(follow_ups)) == 1
    assert follow_ups[0].startswith("Thủ tục đăng ký khai sinh (mã thủ tục 1.001193)")
    assert "Thời hạn giải quyết" in follow_ups[0]
    assert "trợ lý tự động (AI)" not in follow_ups[0]
    assert third.startswith("Thủ tục đăng ký khai sinh (mã thủ tục 1.001193)")
    assert "1.001193" in officer
    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert "/v1/chat/completions" in log[0]
    assert [detail for detail in (*PLANTED, KEY) if detail in log[0] or detail.encode() in written] == []
