"""What people thought of answers, as lines of one file a month: appended whole or not at all, deleted in place."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from assistant.privacy import redact

_OUR_TURN = re.compile(r"t-[0-9a-f]{32}")


def _redacted_id(turn_id: str) -> str:
    return turn_id if _OUR_TURN.fullmatch(turn_id) else redact(turn_id)


class Rating(BaseModel):
    """One rating. It cannot be made with a personal detail in its words."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    turn_id: Annotated[str, AfterValidator(_redacted_id)]
    rating: int  # thumbs (1, -1) or stars (1 to 5)
    reasons: tuple[Annotated[str, AfterValidator(redact)], ...] = ()
    comment: Annotated[str, AfterValidator(redact)] | None = None


def append_rating(folder: Path, rating: Rating) -> None:
    """Add the rating to its month's file; it is on the disk when this returns, and no part of it when this fails.

    Raises:
        OSError: The folder cannot be written.
    """
    line = rating.model_dump_json().encode() + b"\n"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / f"{rating.at:%Y-%m}.jsonl", os.O_RDWR | os.O_CREAT | os.O_APPEND) as file:
        size = os.fstat(file).st_size
        try:
            written = os.write(file, line)
            if written < len(line):
                raise OSError(28, "only a part of the line could be written")
            os.fsync(file)
        except OSError:
            os.ftruncate(file, size)  # a full disk leaves half a line, which would spoil the next one
            raise


def ratings_of(folder: Path, turn_ids: Collection[str]) -> list[Rating]:
    """Return the ratings of the turns, in the order in which they were given."""
    found = []
    for path in _files(folder) if turn_ids else ():
        with path.open("rb") as file:
            found += [rating for _, _, rating in _lines(file.read()) if rating.turn_id in turn_ids]
    return found


def forget_ratings(folder: Path, turn_ids: Collection[str]) -> int:
    """Delete the ratings of the turns and return how many there were; blanks stand where they stood.

    Raises:
        OSError: A file cannot be written.
    """
    count = 0
    for path in _files(folder) if turn_ids else ():
        with _locked(path, os.O_RDWR) as file:
            for start, end, rating in _lines(path.read_bytes()):
                if rating.turn_id in turn_ids:
                    os.pwrite(file, b" " * (end - start), start)
                    count += 1
            os.fsync(file)
    return count


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("????-??.jsonl"))


def _lines(content: bytes) -> Iterator[tuple[int, int, Rating]]:
    """Yield where each rating stands in a file's bytes, without its line break; what is no rating is passed over."""
    for match in re.finditer(rb"[^\n]+", content):
        try:
            yield match.start(), match.end(), Rating.model_validate_json(match[0])
        except ValidationError:
            continue


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    """Open a file that several workers write, and hold it alone."""
    file = os.open(path, flags, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)
