"""Where answers to judge come from: talks as long as they are kept, and the latest run of the suites."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from assistant.transcript import SaidTurn
from evals.desk.records import Item, Pointer
from evals.desk.wording import reason_of
from evals.errors import EvalsError
from evals.misses import find_misses
from evals.run import TRANSCRIPTS, load_run
from evals.transcripts import AskedTurn, Reply, Transcript


class Talks(Protocol):
    """The conversation store, as far as the desk reads it."""

    def recent_turns(self, since: datetime) -> Iterator[SaidTurn]:
        """Yield the turns that were asked since then and are still kept."""

    def turn(self, turn_id: str) -> SaidTurn | None:
        """Return the turn; None where it is not kept."""

    def turns_before(self, turn_id: str) -> tuple[SaidTurn, ...]:
        """Return what was said before it in the same talk."""

    def last_turn_ids(self) -> frozenset[str]:
        """Return the last turn of every talk."""

    def close(self) -> None:
        """Close every connection."""


class LateTalks:
    """Talks whose store is opened when somebody first asks for them."""

    def __init__(self, open_talks: Callable[[], Talks]) -> None:
        self._open, self._lock = open_talks, threading.Lock()
        self._talks: Talks | None = None

    def opened(self) -> Talks:
        """Return the store; raises what opening it does, each time until it works."""
        with self._lock:
            if self._talks is None:
                self._talks = self._open()
            return self._talks

    def close(self) -> None:
        """Close it where it is open."""
        if self._talks is not None:
            self._talks.close()


@dataclass(frozen=True)
class RunItems:
    """The answers of a run by why they should be judged."""

    folder: Path | None = None
    everything: Mapping[str, Item] | None = None
    failing: tuple[Item, ...] = ()
    stale: tuple[Item, ...] = ()
    trouble: str = ""  # why the run cannot be read, for an operator


class RunFolder:
    """The run that is judged: the folder of the settings, or the newest under home."""

    def __init__(self, home: Path, named: Path | None) -> None:
        self._home, self._named = home, named
        self._lock = threading.Lock()
        self._stamp: tuple[Path, int, int] | None = None
        self._items = RunItems()

    def items(self) -> RunItems:
        """Return the run's answers, read again when its file has changed."""
        folder = self._folder()
        if folder is None:
            return RunItems()
        with self._lock:
            try:
                known = (folder / TRANSCRIPTS).stat()
                stamp = (folder, known.st_mtime_ns, known.st_size)
                if stamp != self._stamp:
                    self._items, self._stamp = _read(folder), stamp
            except (EvalsError, OSError) as error:
                return RunItems(folder, trouble=str(error))
            return self._items

    def _folder(self) -> Path | None:
        if self._named is not None:
            return self._named
        found = [path for depth in ("*", "*/*") for path in (self._home / "evals").glob(f"{depth}/{TRANSCRIPTS}")]
        return max(found, key=lambda path: path.stat().st_mtime_ns).parent if found else None


def key_of_talk(turn: SaidTurn) -> str:
    """Return the key by which scores of a turn are kept."""
    return f"turn:{turn.turn_id}"


def item_of_talk(turn: SaidTurn, before: tuple[SaidTurn, ...] = ()) -> Item:
    """Return a turn of a talk as an answer to judge."""
    return Item(
        key=key_of_talk(turn),
        question=turn.question,
        text=turn.text,
        behavior=turn.behavior,
        facet=turn.facet or "",
        codes=turn.procedures,
        cited=tuple(Pointer(one.id, one.code, one.field, (one.span[0], one.span[1])) for one in turn.cited),
        before=tuple(one.question for one in before),
        snapshot=turn.snapshot,
        score=turn.score,
        rating=turn.rating,
    )


def _read(folder: Path) -> RunItems:
    transcripts = load_run(folder)
    wrong = find_misses([transcript for transcript in transcripts if transcript.counts])
    reasons = {miss.turn.key: tuple(map(reason_of, miss.reasons)) for miss in wrong}
    everything: dict[str, Item] = {}
    failing, stale = [], []
    for transcript in transcripts:
        for item, place in _items_of(transcript):
            everything[item.key] = item
            if place in reasons:
                failing.append(replace(item, reasons=reasons[place]))
        if transcript.stale and (last := next(reversed([item for item, _ in _items_of(transcript)]), None)):
            stale.append(replace(last, reasons=tuple(f"hồ sơ đã đổi: {anchor}" for anchor in transcript.stale)))
    return RunItems(folder, everything, tuple(failing), tuple(stale))


def _items_of(transcript: Transcript) -> Iterator[tuple[Item, tuple[str, str, int]]]:
    before: tuple[str, ...] = ()
    for turn in transcript.turns:
        if turn.reply is not None:
            yield _item(transcript, turn, turn.reply, before), (*transcript.key, turn.position)
        before = (*before, turn.expected.user)


def case_key(file: str, case: str, asked: AskedTurn) -> str:
    """Return the key of a reply of a run, which must be there: another text is another answer to judge."""
    assert asked.reply is not None
    named = json.dumps([file, case, asked.position, asked.expected.user, asked.reply.text], ensure_ascii=False)
    return f"case:{hashlib.sha256(named.encode('utf-8', 'replace')).hexdigest()[:40]}"


def _item(transcript: Transcript, turn: AskedTurn, reply: Reply, before: tuple[str, ...]) -> Item:
    return Item(
        key=case_key(*transcript.key, turn),
        question=turn.expected.user,
        text=reply.text,
        behavior=reply.behavior,
        facet=reply.facet or "",
        codes=tuple(one.code for one in reply.procedures[:10]),
        cited=tuple(Pointer(one.id, one.code, one.field, one.span or (0, 0), one.quote) for one in reply.citations),
        before=before,
        expected=turn.expected,
        snapshot=reply.snapshot,
        audience=transcript.case.audience,
        score=reply.procedures[0].score if reply.procedures else None,
    )
