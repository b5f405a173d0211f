"""Who may ask, and what has to hold."""

from __future__ import annotations


def test_no_conditions_is_the_sources_word(read) -> None:
    assert read(conditions="Không").lines("conditions") == ["Yêu cầu, điều kiện: nguồn ghi “Không”. [3]"]


def test_silence_about_conditions_is_no_absence_of_conditions(read) -> None:
    assert read().lines("conditions") == ["Yêu cầu, điều kiện: chưa công bố (nguồn không ghi)."]


def test_conditions_stand_with_those_whom_they_concern(read) -> None:
    lines = read(conditions="Từ đủ 14 tuổi.", audience="Công dân Việt Nam").lines("conditions")

    assert lines == ["Yêu cầu, điều kiện:", "Từ đủ 14 tuổi. [3]", "Đối tượng thực hiện: Công dân Việt Nam. [4]"]
