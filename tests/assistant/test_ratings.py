"""Ratings are appended whole or not at all, and deleted where they stand."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import ratings
from assistant.ratings import Rating, append_rating, forget_ratings, ratings_of

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def rating(turn_id: str, comment: str | None = None) -> Rating:
    return Rating(at=AT, turn_id=turn_id, rating=1, comment=comment)


def test_a_rating_loses_personal_details_wherever_they_stand() -> None:
    made = Rating(at=AT, turn_id="0912345678", rating=1, reasons=("gọi 0912345678",), comment="tôi tên là Trần Thị Hoa")

    assert made.turn_id == "[SỐ ĐIỆN THOẠI]"
    assert (made.reasons, made.comment) == (("gọi [SỐ ĐIỆN THOẠI]",), "tôi tên là [HỌ TÊN]")


def test_an_id_of_ours_is_kept_even_where_it_looks_like_a_number() -> None:
    turn_id = "t-" + "0912345678" * 3 + "ab"

    assert rating(turn_id).turn_id == turn_id


def test_ratings_come_back_in_order_from_every_month(tmp_path: Path) -> None:
    earlier = Rating(at=datetime(2026, 10, 1, tzinfo=UTC), turn_id="t-1", rating=-1)
    for made in (rating("t-1"), rating("t-2"), earlier):
        append_rating(tmp_path, made)

    assert ratings_of(tmp_path, {"t-1"}) == [earlier, rating("t-1")]
    assert ratings_of(tmp_path, set()) == []


def test_what_is_forgotten_leaves_blanks_and_the_rest_whole(tmp_path: Path) -> None:
    for made in (rating("t-1"), rating("t-2", "quá dài"), rating("t-3")):
        append_rating(tmp_path, made)
    (path,) = tmp_path.iterdir()
    size = path.stat().st_size

    count = forget_ratings(tmp_path, {"t-2", "t-9"})
    append_rating(tmp_path, rating("t-4"))

    assert count == 1
    assert "quá dài" not in path.read_text(encoding="utf-8")
    assert path.read_bytes()[:size].count(b"\n") == 3
    assert [made.turn_id for made in ratings_of(tmp_path, {"t-1", "t-2", "t-3", "t-4"})] == ["t-1", "t-3", "t-4"]


def test_a_line_that_is_no_rating_is_passed_over(tmp_path: Path) -> None:
    append_rating(tmp_path, rating("t-1"))
    (path,) = tmp_path.iterdir()
    path.write_bytes(b'{"torn": \n' + path.read_bytes())

    assert ratings_of(tmp_path, {"t-1"}) == [rating("t-1")]


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_rating(tmp_path, rating("t-1"))
    (path,) = tmp_path.iterdir()
    before = path.read_bytes()
    write = os.write

    def write_half(file: int, line: bytes) -> int:
        write(file, line[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(ratings.os, "write", write_half)
        with pytest.raises(OSError, match="No space left"):
            append_rating(tmp_path, rating("t-2"))

    assert path.read_bytes() == before
