"""What is to be judged, by why it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from assistant.errors import ConversationStoreError
from assistant.transcript import SaidTurn
from evals.desk.records import REVIEWERS_AN_ITEM, Item
from evals.desk.sources import LateTalks, RunFolder, RunItems, item_of_talk
from evals.desk.wording import BEHAVIORS, QUEUES

_DAYS = 30  # talks are kept for less, unless an operator says otherwise
_UNANSWERED = ("refuse", "error", "handoff")
_FEWEST_STARS = 2


@dataclass(frozen=True)
class Collected:
    """Every queue with all its answers, judged or not, and what could not be read."""

    queues: Mapping[str, tuple[Item, ...]]
    troubles: tuple[str, ...] = ()
    run: RunItems = field(default_factory=RunItems)
    seed: str = ""

    def waiting(self, name: str, judged: Mapping[str, tuple[str, ...]], reviewer: str) -> list[Item]:
        """Return what is left of a queue for a reviewer; answers that one other person judged come first."""
        open_ones = [item for item in self.queues[name] if is_open(judged.get(item.key, ()), reviewer)]
        return sorted(open_ones, key=lambda item: -len(judged.get(item.key, ())))


def is_open(reviewers: tuple[str, ...], reviewer: str) -> bool:
    """Return whether a reviewer may still judge what these have judged."""
    return reviewer not in reviewers and len(reviewers) < REVIEWERS_AN_ITEM


class Queues:
    """The queues over talks and the latest run."""

    def __init__(
        self,
        talks: LateTalks,
        run: RunFolder,
        *,
        low_score: float,
        sample: int,
        seed: str | None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._talks, self._run = talks, run
        self._low_score, self._sample, self._seed, self._now = low_score, sample, seed, now

    def collect(self) -> Collected:
        """Return every queue. What cannot be read is left out and named."""
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
        everything = [*map(item_of_talk, turns), *(run.everything or {}).values()]
        queues = {
            "thumbs-down": _with_reasons(turns, _disliked),
            "unanswered": _with_reasons(turns, lambda turn: _unanswered(turn, last)),
            "low-confidence": _with_reasons(turns, self._unsure),
            "stale": run.stale,
            "failing": run.failing,
            "sample": tuple(sorted(everything, key=lambda item: _draw(seed, item.key))[: self._sample]),
        }
        return Collected({name: queues[name] for name in QUEUES}, tuple(troubles), run, seed)

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

    def _unsure(self, turn: SaidTurn) -> str | None:
        if turn.behavior != "answer" or turn.score is None or turn.score >= self._low_score:
            return None
        return f"điểm {turn.score:.2f}".replace(".", ",") + f" dưới ngưỡng {self._low_score:.2f}".replace(".", ",")


def _with_reasons(turns: Iterable[SaidTurn], why: Callable[[SaidTurn], str | None]) -> tuple[Item, ...]:
    found = ((turn, why(turn)) for turn in turns)
    return tuple(replace(item_of_talk(turn), reasons=(reason,)) for turn, reason in found if reason)


def _disliked(turn: SaidTurn) -> str | None:
    if turn.rating == -1:
        return "người hỏi chấm “chưa đúng”"
    is_low = turn.rating is not None and 1 < turn.rating <= _FEWEST_STARS
    return f"người hỏi cho {turn.rating} sao" if is_low else None


def _unanswered(turn: SaidTurn, last: frozenset[str]) -> str | None:
    if turn.behavior in _UNANSWERED:
        return f"trợ lý {BEHAVIORS[turn.behavior]}"
    is_left = turn.behavior == "clarify" and turn.turn_id in last
    return "trợ lý hỏi lại, người hỏi không nói tiếp" if is_left else None


def _draw(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed} {key}".encode()).hexdigest()
