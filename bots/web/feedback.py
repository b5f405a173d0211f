"""`POST /api/feedback`: what people thought of an answer, kept as lines under home."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import structlog
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.ratings import Rating, append_rating
from bots.web.door import Anyhow
from bots.web.errors import RequestError
from bots.web.requests import read_record

router = APIRouter()
FOLDER = "feedback"  # under home
NOT_STORED = ("feedback_not_stored", "Chưa lưu được đánh giá của bạn. Xin gửi lại sau ít phút.")
_log = structlog.get_logger("motcua.web")


def _not_zero(rating: int) -> int:
    if rating == 0:
        raise ValueError("0 is neither thumbs nor stars")
    return rating


class Feedback(BaseModel):
    """A rating: thumbs (1, -1) or stars (1 to 5)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    turn_id: str = Field(pattern=r"^[\w.:-]{1,64}$")
    rating: Annotated[int, Field(ge=-1, le=5), AfterValidator(_not_zero)]
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
    """Return the body as feedback; raises the 4xx of `read_record`."""
    return await read_record(request, Feedback)


@router.post("/api/feedback")
async def feedback(sent: Annotated[Feedback, Depends(given)], door: Anyhow) -> dict[str, bool]:
    """Store the rating and say so; 503 where it cannot be stored, such as on a full disk."""
    rating = rated(sent, datetime.now(UTC))
    try:
        await run_sync(append_rating, door.home / FOLDER, rating)
    except OSError as error:
        _log.error("feedback not stored", reason=type(error).__name__, errno=error.errno)
        raise RequestError(503, *NOT_STORED, retry_after_seconds=60) from None
    if door.rooms is not None:
        await run_sync(door.rooms.conversations.rate, sent.turn_id, sent.rating)
    door.metrics.rated(sent.rating)
    return {"stored": True}
