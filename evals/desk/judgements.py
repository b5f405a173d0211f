"""Reviews of answers: two reviewers an answer, and neither sees the other's before both are in."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from evals.desk.accounts import Opened
from evals.desk.errors import ReviewRefused
from evals.desk.records import REVIEWERS_AN_ITEM, Review, SentenceScore, Settled
from evals.desk.tables import REVIEWS, SCORES, SETTLED

FULL = "Câu trả lời này đã có đủ hai người chấm."
FROZEN = "Cả hai người đã chấm xong câu này nên không sửa điểm được nữa. Xin ghi ý kiến ở trang Đồng thuận."
_TRIES = 3


class Judgements:
    """What reviewers thought of answers, by the key of the answer."""

    def __init__(self, database: Opened, clock: Callable[[], float] = time.time) -> None:
        self._database, self.clock = database, clock

    def save(self, review: Review) -> None:
        """Keep a review, replacing the reviewer's own earlier one.

        Raises:
            ReviewRefused: Two others judged the answer, or both of its reviews are in.
        """
        for attempt in range(_TRIES):
            try:
                with self._database.writing() as connection:
                    self._put(connection, review)
                return
            except sa.exc.IntegrityError:  # another reviewer took the same place in between
                if attempt + 1 == _TRIES:
                    raise ReviewRefused(FULL) from None

    def save_all(self, reviews: Iterable[Review]) -> None:
        """Keep all of the reviews or none; raises as `save` does."""
        try:
            with self._database.writing() as connection:
                for review in reviews:
                    self._put(connection, review)
        except sa.exc.IntegrityError:
            raise ReviewRefused(FULL) from None

    def own(self, item: str, reviewer: str) -> Review | None:
        """Return the reviewer's own review of an answer."""
        return next((one for one in self._read(item) if one.reviewer == reviewer), None)

    def seen_by(self, item: str, reviewer: str) -> tuple[Review, ...]:
        """Return the reviews of an answer that a reviewer may see: none of another's before their own is in."""
        reviews = self._read(item)
        mine = any(one.reviewer == reviewer for one in reviews)
        return tuple(reviews) if mine or len(reviews) >= REVIEWERS_AN_ITEM else ()

    def all(self, reviewer: str | None = None) -> list[Review]:
        """Return every review, or those that a reviewer may see, oldest answers first."""
        by_item: dict[str, list[Review]] = defaultdict(list)
        for one in self._read():
            by_item[one.item].append(one)
        shown = (
            reviews
            for reviews in by_item.values()
            if reviewer is None or len(reviews) >= REVIEWERS_AN_ITEM or any(one.reviewer == reviewer for one in reviews)
        )
        return [one for reviews in shown for one in reviews]

    def reviewers(self) -> dict[str, tuple[str, ...]]:
        """Return who judged which answer, first reviewers first."""
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        wanted = sa.select(REVIEWS.c.item, REVIEWS.c.reviewer).order_by(REVIEWS.c.slot)
        with self._database.reading() as connection:
            for item, reviewer in connection.execute(wanted):
                found[item] = (*found[item], reviewer)
        return dict(found)

    def pairs(self) -> list[tuple[Review, Review]]:
        """Return the reviews of every answer that two people judged."""
        by_item: dict[str, list[Review]] = defaultdict(list)
        for one in self._read():
            by_item[one.item].append(one)
        return [(both[0], both[1]) for both in by_item.values() if len(both) == REVIEWERS_AN_ITEM]

    def settle(self, settled: Settled) -> None:
        """Keep what was agreed about an answer, replacing what was agreed before.

        Raises:
            ReviewRefused: It does not have both of its reviews.
        """
        with self._database.writing() as connection:
            if _count(connection, settled.item) < REVIEWERS_AN_ITEM:
                raise ReviewRefused("Câu trả lời này chưa có đủ hai người chấm.")
            connection.execute(sa.delete(SETTLED).where(SETTLED.c.item == settled.item))
            values = {"verdict": settled.verdict, "note": settled.note, "by": settled.by, "at": self.clock()}
            connection.execute(sa.insert(SETTLED).values(item=settled.item, **values))

    def settled(self) -> dict[str, Settled]:
        """Return what was agreed, by the answer's key."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(SETTLED)).all()
        return {row.item: Settled(row.item, row.verdict, row.note, row.by, row.at) for row in rows}

    def _put(self, connection: sa.Connection, review: Review) -> None:
        wanted = sa.select(REVIEWS.c.id, REVIEWS.c.slot, REVIEWS.c.reviewer).where(REVIEWS.c.item == review.item)
        rows = connection.execute(wanted.with_for_update()).all()
        own = next((row for row in rows if row.reviewer == review.reviewer), None)
        if len(rows) >= REVIEWERS_AN_ITEM:
            raise ReviewRefused(FROZEN if own is not None else FULL)
        if own is not None:
            connection.execute(sa.delete(SCORES).where(SCORES.c.review == own.id))
            connection.execute(sa.delete(REVIEWS).where(REVIEWS.c.id == own.id))
        slot = own.slot if own is not None else min({1, 2} - {row.slot for row in rows})
        values = {
            "item": review.item,
            "slot": slot,
            "reviewer": review.reviewer,
            "verdict": review.verdict,
            "sentences": review.of,
            "note": review.note,
            "saved_at": self.clock(),
        }
        number = connection.execute(sa.insert(REVIEWS).values(**values).returning(REVIEWS.c.id)).scalar_one()
        if review.sentences:
            connection.execute(sa.insert(SCORES), [_values(number, one) for one in review.sentences])

    def _read(self, item: str | None = None) -> list[Review]:
        wanted = sa.select(REVIEWS).order_by(REVIEWS.c.item, REVIEWS.c.slot)
        scores = sa.select(SCORES).order_by(SCORES.c.review, SCORES.c.sentence)
        if item is not None:
            wanted = wanted.where(REVIEWS.c.item == item)
            mine = sa.select(REVIEWS.c.id).where(REVIEWS.c.item == item)
            scores = scores.where(SCORES.c.review.in_(mine))
        by_review: dict[int, list[SentenceScore]] = defaultdict(list)
        with self._database.reading() as connection:
            for row in connection.execute(scores):
                one = SentenceScore(row.sentence, row.score, row.citation, row.harmful, row.note)
                by_review[row.review].append(one)
            return [
                Review(
                    item=row.item,
                    reviewer=row.reviewer,
                    verdict=row.verdict,
                    of=row.sentences,
                    sentences=tuple(by_review[row.id]),
                    note=row.note,
                    saved_at=row.saved_at,
                )
                for row in connection.execute(wanted)
            ]


def _count(connection: sa.Connection, item: str) -> int:
    counted = sa.select(sa.func.count()).select_from(REVIEWS).where(REVIEWS.c.item == item)
    return int(connection.execute(counted).scalar() or 0)


def _values(review: int, one: SentenceScore) -> dict[str, Any]:
    return {
        "review": review,
        "sentence": one.sentence,
        "score": one.score,
        "citation": one.citation,
        "harmful": one.harmful,
        "note": one.note,
    }
