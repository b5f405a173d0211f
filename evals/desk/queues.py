"""What is to be judged, by why it should be."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from assistant.errors import ConversationStoreError
from assistant.transcript import SaidTurn
from evals.desk.records import REVIEWERS_AN_ITEM, Item
from evals.desk.sources import LateTalks, RunFolder, RunItems, item_of_talk, key_of_talk
from evals.desk.wording import BEHAVIORS, QUEUES

KEPT_SECONDS = 20.0
_DAYS = 30  # talks are kept for less, unless an operator says otherwise
_UNANSWERED = ("refuse", "error", "handoff")
_FEWEST_STARS = 2


@dataclass(frozen=True)
class Listed:
    """An answer in a queue: its key, and why it is there. Its words are read when somebody looks at it."""

    key: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collected:
    """Every queue with all its answers, judged or not, and what could not be read."""

    queues: Mapping[str, tuple[Listed, ...]]
    troubles: tuple[str, ...] = ()
    run: RunItems = field(default_factory=RunItems)
    seed: str = ""

    def waiting(self, name: str, judged: Mapping[str, tuple[str, ...]], reviewer: str) -> list[Listed]:
        """Return what is left of a queue for a reviewer; answers that one other person judged come first."""
        open_ones = [one for one in self.queues[name] if is_open(judged.get(one.key, ()), reviewer)]
        return sorted(open_ones, key=lambda one: -len(judged.get(one.key, ())))


def is_open(reviewers: tuple[str, ...], reviewer: str) -> bool:
    """Return whether a reviewer may still judge what these have judged."""
    return reviewer not in reviewers and len(reviewers) < REVIEWERS_AN_ITEM


class Queues:
    """The queues over talks and the latest run. Between looks it keeps keys for a while, and no word of a talk."""

    def __init__(
        self,
        talks: LateTalks,
        run: RunFolder,
        *,
        low_score: float,
        sample: int,
        seed: str | None,
        kept_seconds: float = KEPT_SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._talks, self._run = talks, run
        self._low_score, self._sample, self._seed, self._now = low_score, sample, seed, now
        self.kept_seconds = kept_seconds
        self._lock = threading.Lock()
        self._kept: tuple[float, Collected] | None = None

    def collect(self) -> Collected:
        """Return every queue as it was at most `kept_seconds` ago. What cannot be read is left out and named."""
        with self._lock:
            if self._kept is None or time.monotonic() - self._kept[0] >= self.kept_seconds:
                self._kept = (time.monotonic(), self._collect())
            return self._kept[1]

    def items(self, listed: Iterable[Listed]) -> Iterator[Item]:
        """Yield the answers with why they are listed; those that are gone by now are left out."""
        for one in listed:
            if (item := self.item(one.key)) is not None:
                yield replace(item, reasons=one.reasons)

    def item(self, key: str) -> Item | None:
        """Return the answer of a key with what was said before it; None where it is not kept (any more).

        Raises:
            ConversationStoreError: The talks cannot be read.
        """
        kind, _, name = key.partition(":")
        if kind == "case":
            return (self._run.items().everything or {}).get(key)
        talks = self._talks.opened()
        turn = talks.turn(name) if kind == "turn" else None
        return item_of_talk(turn, talks.turns_before(name)) if turn is not None else None

    def _collect(self) -> Collected:
        run, troubles = self._run.items(), []
        if run.trouble:
            troubles.append(f"Không đọc được lần đo: {run.trouble}")
        turns: list[SaidTurn] = []
        last: frozenset[str] = frozenset()
        try:
            talks = self._talks.opened()
            turns = list(talks.recent_turns(self._now() - timedelta(days=_DAYS)))
            last = talks.last_turn_ids()
        except ConversationStoreError as error:
            troubles.append(f"Không đọc được các cuộc trò chuyện: {error.reason}")
        turns.sort(key=lambda turn: turn.asked_at, reverse=True)
        seed = self._seed or f"{self._now():%G-W%V}"
        everything = [*map(key_of_talk, turns), *(run.everything or ())]
        queues = {
            "thumbs-down": _listed(turns, _disliked),
            "unanswered": _listed(turns, lambda turn: _unanswered(turn, last)),
            "low-confidence": _listed(turns, self._unsure),
            "stale": tuple(Listed(item.key, item.reasons) for item in run.stale),
            "failing": tuple(Listed(item.key, item.reasons) for item in run.failing),
            "sample": tuple(map(Listed, sorted(everything, key=lambda key: _draw(seed, key))[: self._sample])),
        }
        return Collected({name: queues[name] for name in QUEUES}, tuple(troubles), run, seed)

    def _unsure(self, turn: SaidTurn) -> str | None:
        if turn.behavior != "answer" or turn.score is None or turn.score >= self._low_score:
            return None
        return f"điểm {turn.score:.2f} dưới ngưỡng {self._low_score:.2f}".replace(".", ",")


def _listed(turns: Iterable[SaidTurn], why: Callable[[SaidTurn], str | None]) -> tuple[Listed, ...]:
    found = ((turn, why(turn)) for turn in turns)
    return tuple(Listed(key_of_talk(turn), (reason,)) for turn, reason in found if reason)


def _disliked(turn: SaidTurn) -> str | None:
    if turn.rating == -1:
        return "người hỏi chấm “chưa đúng”"
    # One star and a thumb up are both kept as 1: nothing tells them apart.
    is_low = turn.rating is not None and 1 < turn.rating <= _FEWEST_STARS
    return f"người hỏi cho {turn.rating} sao" if is_low else None


def _unanswered(turn: SaidTurn, last: frozenset[str]) -> str | None:
    if turn.behavior in _UNANSWERED:
        return f"trợ lý {BEHAVIORS[turn.behavior]}"
    is_left = turn.behavior == "clarify" and turn.turn_id in last
    return "trợ lý hỏi lại, người hỏi không nói tiếp" if is_left else None


def _draw(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed} {key}".encode()).hexdigest()
