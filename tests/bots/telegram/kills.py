"""Kills a real server at random moments under load, and counts what was lost, doubled or swapped.

`motcua serve` runs over the starter corpus with Telegram's webhook; a fake of Telegram's Bot API takes the answers and
delivers again what was not acknowledged, as Telegram does. As a program: `python tests/bots/telegram/kills.py 200`.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from fake_telegram import TOKEN, Answer, FakeTelegram, failed, ok, running
from telegram_updates import message

ROOT = Path(__file__).parents[3]
SECRET = "kills-only-" + "s3cr3t-0f-n0b0dy"
TALKS_AT_ONCE, MESSAGES_A_TALK = 12, 5
_LIVES_SECONDS = (0.05, 3.0)  # from the moment when the server listens to its end
_CODE = re.compile(r"\d\.\d{6}")
_STILL_SECONDS = 60  # without any progress
_OPEN_AT_MOST = 200  # the load waits while more is not answered: nobody asks on and on without an answer


@dataclass(frozen=True)
class Accepted:
    """One message that the vendor took."""

    number: int
    chat: int
    text: str


@dataclass
class CountingTelegram(FakeTelegram):
    """Takes every whole message, under a number of its own."""

    accepted: list[Accepted] = field(default_factory=list)

    def _sendmessage(self, params: dict[str, str]) -> Answer:
        if not {"chat_id", "text"} <= params.keys():  # a killed client's request breaks off
            return failed(400, "Bad Request: message text is empty")
        with self.changed:
            taken = Accepted(100 + len(self.accepted), int(params["chat_id"]), re.sub(r"<[^>]+>", "", params["text"]))
            self.accepted.append(taken)
        chat = {"id": taken.chat, "type": "private"}
        return ok({"message_id": taken.number, "date": 1, "chat": chat, "text": params["text"]})


@dataclass
class Verdict:
    """What came of it."""

    kills: int = 0
    asked: int = 0
    lost: list[tuple[int, str]] = field(default_factory=list)  # conversation and code
    doubled: int = 0  # messages that arrived twice
    doubled_unmarked: list[str] = field(default_factory=list)  # of those, what is not marked uncertain
    swapped: list[int] = field(default_factory=list)  # conversations
    dead: int = 0


@dataclass
class Proof:
    """One run: a home, a fake vendor, a server that is killed, and conversations that go on meanwhile."""

    home: Path
    fake: CountingTelegram
    workers: int = 1
    port: int = 0
    codes: tuple[str, ...] = ()
    asked: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    over: threading.Event = field(default_factory=threading.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self) -> None:
        """Build the starter corpus and choose a port and the procedures to ask for."""
        subprocess.run(
            [sys.executable, "-m", "motcua", "build"], cwd=ROOT, env=self.environment, check=True, capture_output=True
        )
        listed = sorted(
            path.stem for path in (ROOT / "knowledge" / "starter").rglob("*.txt") if _CODE.fullmatch(path.stem)
        )
        self.codes = tuple(listed[:20])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        ours = {
            "MOTCUA_HOME": str(self.home),
            "MOTCUA_CHANNEL_KEY": SECRET,
            "MOTCUA_TELEGRAM_TOKEN": TOKEN,
            "MOTCUA_TELEGRAM_SECRET": SECRET,
            "MOTCUA_TELEGRAM_URL": self.fake.url,
            "MOTCUA_WORKER_SECONDS": "1.5",
            "PYTHONPATH": str(ROOT),
        }
        return clean | ours

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the server until this is left; then it is killed, with all of its workers, by SIGKILL."""
        command = [sys.executable, "-m", "motcua", "serve", "--port", str(self.port), "--workers", str(self.workers)]
        with (self.home / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait_until_alive(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        raise RuntimeError((self.home / "log").read_text(encoding="utf-8")[-2000:])

    def talk(self, chat: int) -> None:
        """Ask for one procedure after another, each delivered until it is acknowledged, as Telegram does."""
        for code in random.sample(self.codes, MESSAGES_A_TALK):
            with self._lock:
                number = next(self._numbers)
                self.asked[chat].append(code)
            person = {"id": chat, "first_name": "Mai", "type": "private"}
            update = message(number, person, text=f"{code} hết bao nhiêu tiền")
            while not self._delivered(update):
                time.sleep(0.05)
            if random.random() < 0.2:
                self._delivered(update)  # a redelivery

    def _delivered(self, update: dict[str, object]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        try:
            answer = httpx.post(f"http://127.0.0.1:{self.port}/hooks/telegram", json=update, headers=headers, timeout=5)
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    def load(self) -> None:
        """Go on with conversations until the proof is over."""
        while not self.over.is_set():
            if self.open_rows() > _OPEN_AT_MOST:
                time.sleep(0.2)
                continue
            with self._lock:
                chat = 100_000 + next(self._numbers)
            self.talk(chat)

    def run(self, kills: int) -> Verdict:
        """Kill so often, then let everything settle, and judge."""
        with self.served():
            self.wait_until_alive()  # the tables are there
        threads = [threading.Thread(target=self.load) for _ in range(TALKS_AT_ONCE)]
        for thread in threads:
            thread.start()
        for number in range(kills):
            with self.served():
                self.wait_until_alive()
                time.sleep(random.uniform(*_LIVES_SECONDS))
            print(
                f"\rkill {number + 1} of {kills}, {sum(map(len, self.asked.values()))} asked", end="", file=sys.stderr
            )
        self.over.set()
        with self.served():
            for thread in threads:
                thread.join()
            self._settle()
        print(file=sys.stderr)
        return self.judged(kills)

    def _settle(self) -> None:
        """Wait until everything is answered, as long as anything moves."""
        fewest, moved_at = self.open_rows(), time.monotonic()
        while fewest and time.monotonic() - moved_at < _STILL_SECONDS:
            time.sleep(0.2)
            if (now := self.open_rows()) < fewest:
                fewest, moved_at = now, time.monotonic()

    def open_rows(self) -> int:
        """Return how many updates and messages are not done."""
        updates = "select count(*) from post_updates where state in ('new', 'claimed')"
        messages = "select count(*) from post_messages where state in ('waiting', 'sending')"
        return sum(int(str(self.rows(query)[0][0])) for query in (updates, messages))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(f"file:{self.home / 'channels.sqlite'}?mode=ro", uri=True, timeout=30) as connection:
            return connection.execute(query).fetchall()

    def judged(self, kills: int) -> Verdict:
        """Compare what was asked with what the vendor accepted and what the post office marked."""
        verdict = Verdict(kills, sum(map(len, self.asked.values())))
        marked = {str(row[0]) for row in self.rows("select vendor_id from post_messages where uncertain = 1")}
        arrived: defaultdict[int, list[Accepted]] = defaultdict(list)
        for accepted in self.fake.accepted:
            arrived[accepted.chat].append(accepted)
        for chat, codes in self.asked.items():
            told = [found[0] for one in arrived[chat] if (found := _CODE.search(one.text))]
            first = list(dict.fromkeys(told))
            verdict.lost += [(chat, code) for code in codes if code not in first]
            if first != [code for code in codes if code in first]:
                verdict.swapped.append(chat)
            for text in {one.text for one in arrived[chat]}:
                same = [one for one in arrived[chat] if one.text == text]
                verdict.doubled += len(same) - 1
                if len(same) > 1 and str(same[-1].number) not in marked:
                    verdict.doubled_unmarked.append(f"{chat}: {text[:60]}")
        dead = "select count(*) from {} where state = 'dead'"
        verdict.dead = sum(int(str(self.rows(dead.format(table))[0][0])) for table in ("post_updates", "post_messages"))
        return verdict


def prove(home: Path, kills: int, workers: int = 1) -> Verdict:
    """Return what came of so many kills."""
    with running(CountingTelegram) as fake:
        assert isinstance(fake, CountingTelegram)
        proof = Proof(home, fake, workers)
        proof.prepare()
        return proof.run(kills)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    several = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory(prefix="motcua-kills-") as folder:
        came = prove(Path(folder), count, several)
    print(json.dumps(came.__dict__, ensure_ascii=False))
    sys.exit(1 if came.lost or came.doubled_unmarked or came.swapped or came.dead else 0)
