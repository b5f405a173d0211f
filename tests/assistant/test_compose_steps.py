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

    assert [line[:7] for line in short.text.split("\n")[2:]] == [f"Bước {number}:" for number in range(1, 8)]
    assert all("… [" in line for line in short.text.split("\n")[2:])
    assert short.shortened
    assert (full.shortened, "Bước 7" in full.text) == (False, True)


def test_a_short_answer_says_where_many_steps_stop(read) -> None:
    steps = [f"Bước {number}: " + "làm việc này " * 20 for number in range(1, 60)]

    short = read(steps=steps).say("steps", full=False)

    assert short.text.split("\n")[-1] == "… và còn nữa, gõ “xem đầy đủ” để xem hết."
    assert len(short.text) < 2_500
    assert short.shortened
