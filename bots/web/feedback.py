"""`POST /api/feedback`: what people thought of an answer, kept as lines under home."""

from __future__ import annotations

import fcntl
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bots.web.door import Anyhow
from bots.web.requests import read_record

router = APIRouter()
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGITS = re.compile(r"\+?\d(?:[ .\-]?\d){6,}")  # phone, identity and account numbers, however they are spaced


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


def redacted(text: str) -> str:
    """Return the text without e-mail addresses and long runs of digits; procedure codes stay."""
    return _DIGITS.sub(_digits, _EMAIL.sub("[email]", text))


def _digits(match: re.Match[str]) -> str:
    return match[0] if re.fullmatch(r"\d\.\d{6}", match[0]) else "[số]"


def store(folder: Path, feedback: Feedback, at: datetime) -> None:
    """Append the feedback as one line to the month's file; it is on the disk when this returns.

    Raises:
        OSError: The folder cannot be written.
    """
    line = {
        "at": at.isoformat(timespec="seconds"),
        "turn_id": feedback.turn_id,
        "rating": feedback.rating,
        "reasons": [redacted(reason) for reason in feedback.reasons],
        "comment": None if feedback.comment is None else redacted(feedback.comment),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{at:%Y-%m}.jsonl").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # several workers write the same file
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


async def given(request: Request) -> Feedback:
    """Return the body as feedback; raises the 4xx of `read_record`."""
    return await read_record(request, Feedback)


@router.post("/api/feedback")
async def feedback(sent: Annotated[Feedback, Depends(given)], door: Anyhow) -> dict[str, bool]:
    """Store the rating and say so."""
    await run_sync(store, door.home / "feedback", sent, datetime.now(UTC))
    door.metrics.rated(sent.rating)
    return {"stored": True}
