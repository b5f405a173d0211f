"""The kind of a message, by its words: what the shipped model tells, and that its file is written as it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.kinds import ORDINARY, clues, read_kinds, shipped_kinds, write_kinds
from knowledge.errors import DamagedModel
from knowledge.vietnamese import fold


def kind_of(text: str) -> str:
    chances = shipped_kinds().chances(text)
    return max(chances, key=chances.__getitem__)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mẹ chồng nấu ăn mặn quá góp ý sao cho khéo", "off_topic"),
        ("đau mắt hột thì nhỏ thuốc gì", "medical"),
        ("biếu anh cán bộ bao nhiêu để ký sớm cho tôi", "bribery"),
        ("nhờ ai làm giùm cái bằng giả để xin việc", "forgery"),
        ("nhân viên ngân hàng gọi bắt tôi đọc mã otp", "scam"),
        ("hồ sơ em nộp tháng trước giờ tới đâu rồi", "status"),
        ("xin giấy phép nuôi rồng lửa ở đâu", "nonexistent"),
        ("đăng ký khai sinh cho con cần giấy tờ gì", ORDINARY),
        ("cấp lại giấy phép lái xe bị mất mất bao lâu", ORDINARY),
    ],
)
def test_the_likeliest_kind_is_told_with_and_without_diacritics(text: str, kind: str) -> None:
    assert (kind_of(text), kind_of(fold(text))) == (kind, kind)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_the_chances_of_any_text_are_one_together(text: str) -> None:
    chances = shipped_kinds().chances(text)

    assert sum(chances.values()) == pytest.approx(1.0, abs=1e-4)
    assert min(chances.values()) >= 0.0


def test_clues_are_words_neighbours_and_edges_folded_and_as_they_are() -> None:
    assert clues("nộp phí") == {
        *("nop", "phi", "nop phi", "nộp", "phí", "nộp phí"),
        *("^nop", "^nop phi", "$phi", "$nop phi"),
    }


def test_a_text_without_a_word_has_no_clue() -> None:
    assert clues("…") == frozenset()


def test_a_model_is_read_as_it_was_written_but_for_clues_that_tell_nothing(tmp_path: Path) -> None:
    file = tmp_path / "kinds.npz"
    weights = {"otp": np.array([1.0, -1.0], dtype=np.float32), "la": np.array([1e-4, 0.0], dtype=np.float32)}

    write_kinds(file, ("scam", ORDINARY), weights, np.array([0.0, 0.5], dtype=np.float32))
    model = read_kinds(file)

    assert (model.kinds, dict(model.places), model.weights.tolist()) == (("scam", ORDINARY), {"otp": 0}, [[127, -127]])
    assert model.chances("OTP")["scam"] > 0.9 > 0.5 > model.chances("xin chào")["scam"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_damaged_file_is_told_by_its_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kinds.npz"
    file.write_bytes(content)

    with pytest.raises(DamagedModel, match=r"kinds\.npz"):
        read_kinds(file)


def test_parts_that_do_not_fit_together_are_damage(tmp_path: Path) -> None:
    file = tmp_path / "kinds.npz"
    write_kinds(file, ("scam",), {"otp": np.array([1.0, 2.0], dtype=np.float32)}, np.zeros(1, dtype=np.float32))

    with pytest.raises(DamagedModel, match="fit together"):
        read_kinds(file)
