"""`POST /api/feedback`: what people thought of an answer, kept as lines under home."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

import structlog
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.ratings import Rating, append_rating
from assistant.transcript import NO_TURNS
from bots.web.door import Anyhow
from bots.web.errors import RequestError
from bots.web.requests import read_record
from bots.web.rooms import Rooms

router = APIRouter()
FOLDER = "feedback"  # under home
UNKNOWN = (
    "unknown_turn",
    "Không còn lưu câu trả lời này nên chưa nhận được đánh giá. Xin hỏi lại rồi đánh giá câu trả lời mới.",
)
NOT_STORED = ("feedback_not_stored", "Chưa lưu được đánh giá của bạn. Xin gửi lại sau ít phút.")
_log = structlog.get_logger("motcua.web")


def _whole(rating: object) -> object:
    return rating if type(rating) is int else None  # `True` equals 1


class Feedback(BaseModel):
    """A rating: thumbs (1, -1) or stars (1 to 5)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    turn_id: str = Field(pattern=r"^[\w.:-]{1,64}$")
    rating: Annotated[Literal[-1, 1, 2, 3, 4, 5], BeforeValidator(_whole)]
    reasons: list[Annotated[str, Field(max_length=100)]] = Field(default_factory=list, max_length=10)
    comment: str | None = Field(default=None, max_length=2000)


def rated(feedback: Feedback, at: datetime) -> Rating:
    """Return the feedback as it is kept: without personal details."""
    return Rating(
        at=at.replace(microsecond=0),
        turn_id=feedback.turn_id,
        rating=feedback.rating,
        reasons=tuple(feedback.reasons),
        comment=feedback.comment,
    )


async def given(request: Request) -> Feedback:
    """Return the body as feedback; raises the 4xx of `read_record`, of which one names the ratings that there are."""
    return await read_record(request, Feedback)


def _is_known(rooms: Rooms, sent: Feedback) -> bool:
    """Note the rating with its turn; False where the store works and has no such turn."""
    if rooms.conversations is NO_TURNS:
        return True
    return rooms.conversations.rate(sent.turn_id, sent.rating) or rooms.conversations_degraded() is not None


@router.post("/api/feedback")
async def feedback(sent: Annotated[Feedback, Depends(given)], door: Anyhow) -> dict[str, bool]:
    """Store the rating and say so.

    404 for an answer that is not kept (any more): its rating could not be deleted with the conversation. 503 where the
    rating cannot be stored, such as on a full disk.
    """
    rating = rated(sent, datetime.now(UTC))
    if door.rooms is not None and not await run_sync(_is_known, door.rooms, sent):
        raise RequestError(404, *UNKNOWN)
    try:
        await run_sync(append_rating, door.home / FOLDER, rating)
    except OSError as error:
        _log.error("feedback not stored", reason=type(error).__name__, errno=error.errno)
        raise RequestError(503, *NOT_STORED, retry_after_seconds=60) from None
    door.metrics.rated(sent.rating)
    return {"stored": True}
