"""Phrases that offices contract are the runs of whole words in titles."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from ingest.learn_initials import PHRASES_A_KEY, learned, main
from knowledge.initials import PHRASES_FILE, initials

TITLES = [
    "Thủ tục cấp giấy phép xây dựng",
    "Gia hạn giấy phép xây dựng",
    "Cấp lại giấy phép lao động, gia hạn hợp đồng",
    "Gia hạn hợp đồng lao động",
]


def test_whole_words_are_learned_with_the_number_of_titles_that_have_them() -> None:
    phrases = learned(TITLES)

    assert phrases["giấy", "phép"] == 3
    assert phrases["giấy", "phép", "xây", "dựng"] == 2
    assert phrases["gia", "hạn"] == 3


def test_a_run_that_cuts_a_word_or_crosses_a_comma_is_not_learned() -> None:
    phrases = learned(TITLES)

    assert ("hạn", "giấy") not in phrases
    assert ("phép", "xây") not in phrases
    assert ("lao", "động", "gia", "hạn") not in phrases


def test_a_title_counts_once_however_often_it_comes_and_function_words_end_no_phrase() -> None:
    phrases = learned(["Đăng ký khai sinh và khai tử"] * 3)

    assert set(phrases.values()) == {1}
    assert not any(phrase[0] == "và" or phrase[-1] == "và" for phrase in phrases)


def test_the_rarest_phrases_with_the_same_initials_are_left_out() -> None:
    phrases = learned([f"mở {'n' + 'a' * number} {'s' + 'a' * number}" for number in range(1, 12)])

    assert sum(initials(phrase) == "ns" for phrase in phrases) <= PHRASES_A_KEY


def test_the_command_writes_phrases_and_what_they_were_learned_from_the_same_way_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, title in enumerate(TITLES):
        text = f"Chi tiết thủ tục hành chính\nMã thủ tục: 1.00000{number}\nTên thủ tục: {title}\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    written = []
    for name in ("once", "twice"):
        monkeypatch.setattr(sys, "argv", ["learn_initials", str(tmp_path), "--out", str(tmp_path / name)])
        main()
        written.append((tmp_path / name / PHRASES_FILE).read_bytes())
    told = json.loads((tmp_path / "once" / "training.json").read_text(encoding="utf-8"))

    assert written[0] == written[1]
    assert "gpxd\t2\tgiấy phép xây dựng" in gzip.decompress(written[0]).decode("utf-8").splitlines()
    assert told["titles"] == 4
