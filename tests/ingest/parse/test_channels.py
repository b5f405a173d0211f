"""Ways to submit, each with its own times, fees and remarks."""

from __future__ import annotations

import unicodedata

from ingest.parse.channels import parse_channels
from ingest.parse.text import SourceText
from knowledge.records import Channel

_TWO = """
  * Hình thức nộp: DIRECT
    Thời hạn giải quyết: 3 WORKING_DAY
    Phí, lệ phí: 0 VNĐ () | 5000 VNĐ (mỗi bản)
    Mô tả: Nộp tại một cửa
Phí, lệ phí nộp cùng hồ sơ.
    Thời hạn giải quyết: như trên
  * Hình thức nộp: ONLINE
    Thời hạn giải quyết: 1 OTHER
    Phí, lệ phí: Không có thông tin
  * Hình thức nộp: FAX
"""


def _channels(words: str) -> tuple[Channel, ...]:
    return parse_channels(SourceText(words), 0, len(words))


def test_each_channel_keeps_its_own_parts() -> None:
    direct, online, fax = _channels(_TWO)

    assert (direct.kind, online.kind, fax.kind) == ("direct", "online", None)
    assert [limit.amount for limit in direct.time_limits] == [3]
    assert [fee.amount for fee in direct.fees] == [None, 5000]
    assert [limit.known for limit in online.time_limits] == [False]
    assert online.fees == ()
    assert fax.label is not None
    assert fax.label.text == "FAX"
    assert fax.time_limits == ()


def test_a_label_seen_again_is_a_word_of_the_remarks() -> None:
    direct, *_ = _channels(_TWO)

    assert [note.plain for note in direct.notes] == [
        "Nộp tại một cửa",
        "Phí, lệ phí nộp cùng hồ sơ.",
        "Thời hạn giải quyết: như trên",
    ]


def test_decomposed_letters_are_read_the_same() -> None:
    decomposed = _channels(unicodedata.normalize("NFD", _TWO))

    assert [(c.kind, len(c.fees), [n.plain for n in c.notes]) for c in decomposed] == [
        (c.kind, len(c.fees), [n.plain for n in c.notes]) for c in _channels(_TWO)
    ]


def test_silence_has_no_channels() -> None:
    assert _channels("\n  Không có thông tin\n") == ()
