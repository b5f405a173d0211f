"""The real MCP client against `motcua mcp` on the starter corpus, over stdio and over HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent
from openai_house import free_port, process_at
from starter_house import ROOT, build_starter, command, environment

from ingest.starter import starter_folder

KEY = "key-of-another-assistant"
BIRTH = "1.001193"
Connect = Callable[[], AbstractAsyncContextManager[Client]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_starter(tmp_path_factory.mktemp("home"))


@contextmanager
def over_http(home: Path, *options: str, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    arguments = command("mcp", "--http", "--port", str(port), *options)
    with process_at(arguments, environment(home, **settings), port) as process:
        yield f"http://127.0.0.1:{port}", process


@pytest.fixture(scope="module")
def url(home: Path) -> Iterator[str]:
    settings = {"MOTCUA_API_KEYS": f"key-of-somebody-else,{KEY}", "MOTCUA_PUBLIC_URL": "https://motcua.example/"}
    with over_http(home, **settings) as (address, _):
        yield address


@pytest.fixture(params=["stdio", "stdio legacy", "http", "http legacy"])
def connect(request: pytest.FixtureRequest, home: Path) -> Connect:
    transport, _, mode = request.param.partition(" ")
    address = request.getfixturevalue("url") if transport == "http" else ""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        if transport == "stdio":
            line = command("mcp")
            started = StdioServerParameters(command=line[0], args=line[1:], env=environment(home), cwd=ROOT)
            async with Client(started, mode=mode or "auto") as client:
                yield client
            return
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}) as http:
            reached = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(reached, mode=mode or "auto") as client:
                yield client

    return connected


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def call(connect: Connect, tool: str, **arguments: object) -> CallToolResult:
    async def called() -> CallToolResult:
        async with connect() as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(called)


def facts_of(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text_of(result)
    assert result.structured_content is not None
    return result.structured_content


def assert_quoted_to_the_word(citations: list[dict[str, Any]]) -> None:
    assert citations != []
    for cited in citations:
        source = (starter_folder() / cited["source_file"]).read_text(encoding="utf-8")
        start, end = cited["span"]
        assert source[start:end] == cited["quote"]


def test_the_server_says_what_it_is_and_what_its_tools_take_and_give(connect: Connect) -> None:
    async def asked() -> tuple[str | None, list[Any]]:
        async with connect() as client:
            return client.instructions, list((await client.list_tools()).tools)

    instructions, tools = anyio.run(asked)

    schemas = {tool.name: (set(tool.input_schema["properties"]), tool.output_schema["title"]) for tool in tools}
    assert "exact words" in str(instructions)
    assert schemas == {
        "search_procedures": ({"query", "place", "level", "limit"}, "SearchResult"),
        "get_procedure": ({"code", "facet"}, "ProcedureFacts"),
        "check_dossier": ({"code", "papers", "case"}, "DossierCheck"),
    }
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


def test_what_is_found_and_read_is_quoted_to_the_word(connect: Connect) -> None:
    found = facts_of(call(connect, "search_procedures", query="lam giay khai sinh cho con", level="commune", limit=3))
    best = found["procedures"][0]
    facts = facts_of(call(connect, "get_procedure", code=best["code"], facet="documents"))

    assert best["code"] == BIRTH
    assert 0 < len(found["procedures"]) <= 3
    assert {one["level"] for one in found["procedures"]} == {"commune"}
    assert "Giấy chứng sinh" in facts["text"]
    assert facts["checklist"][0]["originals"] == 1
    assert_quoted_to_the_word(best["citations"])
    assert_quoted_to_the_word(facts["citations"])


def test_a_dossier_is_held_against_the_record(connect: Connect) -> None:
    papers = [
        "tờ khai đăng ký khai sinh",
        "giấy chứng sinh của bệnh viện",
        "CCCD của mẹ",
        "sổ tiết kiệm",
        "giấy cam đoan",
    ]

    result = call(connect, "check_dossier", code=BIRTH, papers=papers)

    checked = facts_of(result)
    statuses = {paper["given"]: paper["status"] for paper in checked["given"]}
    assert statuses == dict.fromkeys(papers[:3], "covered") | {
        "sổ tiết kiệm": "not_asked_for",
        "giấy cam đoan": "unsure",
    }
    assert (checked["complete"], checked["case_needed"]) == ("unknown", False)
    assert "- sổ tiết kiệm" in text_of(result)
    assert_quoted_to_the_word(checked["citations"])


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("get_procedure", {"code": "1.001194"}, "- 1.001193: Thủ tục đăng ký khai sinh"),
        ("check_dossier", {"code": "9.999999", "papers": []}, "search_procedures"),
        ("get_procedure", {"code": "khai sinh"}, "Mã thủ tục có dạng 1.001193"),
        ("get_procedure", {"code": BIRTH, "facet": "weather"}, "facet"),
        ("search_procedures", {"query": "a", "limit": 0}, "limit"),
        ("check_dossier", {"code": "1.004222", "papers": [], "case": "nhà trên cây"}, "3. Nhà thuê, mượn, ở nhờ"),
    ],
    ids=["near", "none", "no code", "facet", "limit", "case"],
)
def test_what_cannot_be_answered_is_a_tool_error_that_says_what_to_do(
    url: str, home: Path, tool: str, arguments: dict[str, Any], told: str
) -> None:
    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            yield client

    result = call(connected, tool, **arguments)

    assert result.is_error
    assert told in text_of(result)


HANDSHAKE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a", "version": "1"},
    },
}
ACCEPTS = {"Accept": "application/json, text/event-stream"}


@pytest.mark.parametrize(
    "sent",
    [{}, {"Authorization": f"Bearer {KEY}x"}, {"Authorization": KEY}, {"Authorization": "Bearer khóa".encode()}],
    ids=repr,
)
def test_without_a_key_nobody_is_let_in(url: str, sent: dict[str, Any]) -> None:
    response = httpx.post(f"{url}/mcp", json=HANDSHAKE, headers=ACCEPTS | sent)

    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Host": "motcua.example"}, 200),
        ({"Origin": "https://motcua.example"}, 200),
    ],
)
def test_a_foreign_page_cannot_reach_it_by_another_name(url: str, sent: dict[str, str], status: int) -> None:
    headers = ACCEPTS | {"Authorization": f"Bearer {KEY}"} | sent

    assert httpx.post(f"{url}/mcp", json=HANDSHAKE, headers=headers).status_code == status


def test_a_body_beyond_the_limit_is_refused(url: str) -> None:
    headers = ACCEPTS | {"Authorization": f"Bearer {KEY}"}

    assert httpx.post(f"{url}/mcp", json=HANDSHAKE | {"x": "a" * 300_000}, headers=headers).status_code == 413


def test_it_does_not_listen_to_everyone_without_a_key(home: Path) -> None:
    arguments = command("mcp", "--http", "--host", "0.0.0.0", "--port", "0")

    run = subprocess.run(arguments, cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=60)

    assert run.returncode == 1
    assert "MOTCUA_API_KEYS" in run.stderr


def real(*words: str) -> list[str]:
    """The command itself, which tells what is wrong with a setting for every room."""
    return [sys.executable, "-m", "motcua", *words]


def test_a_weak_key_is_refused_and_not_quoted(home: Path) -> None:
    settings = environment(home, MOTCUA_API_KEYS="short")

    run = subprocess.run(real("mcp"), cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60)

    assert (run.returncode, run.stdout) == (2, "")
    assert "MOTCUA_API_KEYS" in run.stderr
    assert "'short'" not in run.stderr


def test_every_key_of_a_list_has_to_be_strong(home: Path) -> None:
    settings = environment(home, MOTCUA_API_KEYS="a,0123456789abcdefgh")

    run = subprocess.run(real("mcp"), cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60)

    assert (run.returncode, run.stdout) == (2, "")
    assert "MOTCUA_API_KEYS" in run.stderr


@pytest.mark.parametrize("words", [("mcp",), ("channels", "status"), ("telegram", "status"), ("zalo-oa", "status")])
def test_a_folder_of_secrets_that_is_not_there_is_told_in_a_line(home: Path, words: tuple[str, ...]) -> None:
    settings = environment(home, MOTCUA_SECRETS_DIR=str(home / "nowhere"))

    run = subprocess.run(real(*words), cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60)

    assert run.returncode in {1, 2}
    assert run.stderr.startswith("motcua: MOTCUA_SECRETS_DIR: there is no folder")
    assert "Traceback" not in run.stderr


def test_a_stop_ends_it_and_no_word_of_a_user_was_logged(home: Path) -> None:
    words = "khai sinh cho bé Trần Thị Bích Ngọc"
    with over_http(home, MOTCUA_LOG_LEVEL="DEBUG") as (address, process):

        async def asked() -> None:
            async with Client(f"{address}/mcp") as client:
                await client.call_tool("search_procedures", {"query": words})
                await client.call_tool("get_procedure", {"code": words})
                await client.call_tool("check_dossier", {"code": BIRTH, "papers": [words], "case": words})
                await client.call_tool("check_dossier", {"code": "1.004222", "papers": words, "case": words})

        anyio.run(asked)
        process.send_signal(signal.SIGTERM)
        logged = process.communicate(timeout=20)[1].decode()

    assert process.returncode == 0
    assert "/mcp" in logged
    assert not [word for word in ("Trần", "Bích Ngọc") if word in logged or json.dumps(word)[1:-1] in logged]


def test_nothing_but_messages_is_written_to_stdout(home: Path) -> None:
    settings = environment(home, MOTCUA_LOG_LEVEL="DEBUG")
    line = json.dumps(HANDSHAKE) + "\n"

    run = subprocess.run(
        command("mcp"), cwd=ROOT, env=settings, input=line, capture_output=True, text=True, encoding="utf-8", timeout=60
    )

    (answered,) = run.stdout.splitlines()
    assert json.loads(answered)["result"]["serverInfo"]["name"] == "motcua"
    assert run.returncode == 0
