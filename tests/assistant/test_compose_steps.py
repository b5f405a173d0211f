"""What is done, in the source's own lines."""

from __future__ import annotations


def test_steps_are_printed_in_the_order_of_the_source(read) -> None:
    assert read(steps=["Bước 1: nộp hồ sơ.", "Bước 2: nhận thẻ."]).lines("steps") == [
        "Trình tự thực hiện:",
        "Bước 1: nộp hồ sơ. [3]",
        "Bước 2: nhận thẻ. [4]",
    ]


def test_long_steps_are_shortened_and_said_to_be(read) -> None:
    steps = [f"Bước {number}: " + "làm việc này " * 60 for number in range(1, 8)]

    short, full = read(steps=steps).say("steps", full=False), read(steps=steps).say("steps")

    assert (short.shortened, "Bước 7" in short.text) == (True, False)
    assert (full.shortened, "Bước 7" in full.text) == (False, True)
