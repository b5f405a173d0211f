"""The real store of tokens, which processes share: one of them renews, the others take what it committed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_zalo import OA_ID, FakeZalo

from bots.post.engine import Database
from bots.post.tokens import SqlTokens
from bots.seal import Seal
from bots.zalo.oa_tokens import Held
from bots.zalo.oauth import Pair

ROOT = Path(__file__).parents[3]
KEY = "key-that-seals-the-tokens-in-tests"


@pytest.fixture
def database(catalogue_url: str) -> Iterator[Database]:
    database = Database(catalogue_url)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> SqlTokens:
    return SqlTokens(database, Seal(KEY))


def test_processes_that_need_a_token_at_once_renew_once(
    zalo: FakeZalo, store: SqlTokens, catalogue_url: str, database: Database
) -> None:
    store.put(OA_ID, Pair(zalo.access, zalo.refresh, time.time() - 90_000))
    zalo.fail("oauth", "held")
    command = [sys.executable, str(Path(__file__).parent / "renew_once.py"), catalogue_url, KEY, zalo.url]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    while not zalo.seen:
        assert all(process.poll() is None for process in processes)
        time.sleep(0.01)
    zalo.go_on.set()

    told = [process.communicate(timeout=120)[0].decode().split()[-1] for process in processes]

    assert told == ["access-token-1"] * 3
    assert zalo.refreshes == ["refresh-token-0"]
    held = store.read(OA_ID)
    assert held is not None
    assert (held.pair.refresh, held.version) == (zalo.refresh, 2)


def test_a_pair_comes_back_as_it_was_kept(store: SqlTokens) -> None:
    pair = Pair("access-token-0", "refresh-token-0", 1_789_000_000.25, 3600)

    assert store.read(OA_ID) is None
    store.put(OA_ID, pair)

    assert store.read(OA_ID) == Held(pair, 1)


def test_a_version_is_changed_once_and_never_used_again(store: SqlTokens) -> None:
    first, second, third = (Pair(f"access-token-{n}", f"refresh-token-{n}", 1.0) for n in range(3))
    store.put(OA_ID, first)

    assert [store.replace(OA_ID, 1, second), store.replace(OA_ID, 1, third)] == [True, False]
    assert [store.bury(OA_ID, 1, "spent"), store.bury(OA_ID, 2, "spent")] == [False, True]
    assert store.read(OA_ID) == Held(second, 2, "spent")
    store.put(OA_ID, third)
    assert store.read(OA_ID) == Held(third, 3)


def test_a_lease_is_one_owners_until_it_is_given_back_or_runs_out(store: SqlTokens) -> None:
    store.put(OA_ID, Pair("access-token-0", "refresh-token-0", 1.0))

    assert [store.lease(OA_ID, "a", 60), store.lease(OA_ID, "b", 60)] == [True, False]
    store.release(OA_ID, "b")
    assert store.lease(OA_ID, "b", 60) is False
    store.release(OA_ID, "a")
    assert store.lease(OA_ID, "b", -1) is True
    assert store.lease(OA_ID, "c", 60) is True


def test_no_token_is_in_the_open_in_the_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'channels.sqlite'}")
    SqlTokens(database, Seal(KEY)).put(OA_ID, Pair("access-token-0", "refresh-token-0", 1.0))
    database.close()

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert OA_ID.encode() in written
    assert b"token-0" not in written
