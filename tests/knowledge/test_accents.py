"""Diacritics are put back where they were left out, and nothing else is touched."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.accents import DEFAULT_FOLDER, Accents, accents, parts
from knowledge.phrasings import phrasings_by_code
from knowledge.reading_lattice import Lattice
from knowledge.syllable_counts import COUNTS_FILE, REPORT_FILE, Runs, SyllableCounts, UnreadableCounts, run_keys
from knowledge.vietnamese import fold, has_diacritics, nfc

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"


def number(group: int, rank: int) -> np.ndarray:
    return np.array([group << 5 | rank], dtype=np.int64)


def small_counts() -> SyllableCounts:
    """Counts in which "ban" is mostly "bán", but "bản" before "sao"."""
    groups = ((".",), ("#",), ("?",), ("bán", "bản", "ban"), ("sao", "sáo"), ("hàng",))
    rows = [group << 5 | rank for group, words in enumerate(groups) for rank in range(len(words))]
    counts = [90.0, 1, 1, 60, 30, 10, 40, 1, 50]
    seen = sorted(
        [
            (int(run_keys([number(3, 1), number(4, 0)])[0]), 30.0),
            (int(run_keys([number(3, 0), number(5, 0)])[0]), 50.0),
        ]
    )
    return SyllableCounts(
        groups,
        Runs(np.array(rows), np.array(counts, dtype=np.float32), np.full(len(rows), 0.1, dtype=np.float32)),
        Runs(
            np.array([key for key, _ in seen]),
            np.array([count for _, count in seen], dtype=np.float32),
            np.ones(2, dtype=np.float32),
        ),
        Runs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)),
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam lai can cuoc bi mat", "làm lại căn cước bị mất"),
        ("dang ky khai sinh cho con", "đăng ký khai sinh cho con"),
        ("xin cap lai giay phep lai xe o dau", "xin cấp lại giấy phép lái xe ở đâu"),
        ("giay xac nhan tinh trang hon nhan", "giấy xác nhận tình trạng hôn nhân"),
    ],
)
def test_a_line_without_marks_gets_them(typed: str, meant: str) -> None:
    assert accents().restore(typed) == meant


@pytest.mark.parametrize("typed", ["lam lai căn cuoc bi mat", "làm lai can cước bi mất", "lam lại can cuoc bị mat"])
def test_a_line_with_some_marks_gets_the_others(typed: str) -> None:
    assert accents().restore(typed) == "làm lại căn cước bị mất"


def test_a_neighbour_with_marks_decides_a_reading() -> None:
    model = Accents(small_counts(), sure=0.1)

    assert model.restore("ban sao") == "bản sao"
    assert model.restore("ban hang") == "bán hàng"
    assert model.restore("bản hang") == "bản hàng"


def test_what_is_not_sure_stays_bare() -> None:
    assert Accents(small_counts(), sure=0.0).restore("ban") == "bán"
    assert Accents(small_counts(), sure=0.99).restore("ban") == "ban"


def test_sound_titles_and_phrasings_come_back_as_they_are() -> None:
    titles = [
        line.removeprefix("Tên thủ tục:").strip()
        for path in sorted(STARTER.glob("*.txt"))
        for line in nfc(path.read_text(encoding="utf-8")).splitlines()
        if line.startswith("Tên thủ tục:")
    ]

    changed = [title for title in titles if has_diacritics(title) and accents().restore(title) != title]

    assert len(titles) > 20
    assert changed == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "1.001193",
        "UBND cấp xã, CCCD và BHXH",
        "gửi ve@nha.gov.vn hoặc https://dichvucong.gov.vn/cap-lai",
        "2024/NĐ-CP",
    ],
)
def test_numbers_addresses_and_abbreviations_stay(line: str) -> None:
    assert accents().restore(line) == line


def test_parts_that_are_no_syllable_stay_among_those_that_are_restored() -> None:
    restored = accents().restore("mat cccd 012345678901, gui ve ubnd qua dichvucong.gov.vn duoc khong?")

    assert "cccd 012345678901" in restored
    assert "ubnd qua dichvucong.gov.vn được không?" in restored


def test_case_and_spacing_stay() -> None:
    restored = accents().restore("  Xin CẤP  lai  Giay phep   lai xe!\n")

    assert restored == "  Xin CẤP  lại  Giấy phép   lái xe!\n"
    assert accents().restore("XIN CAP LAI GIAY PHEP LAI XE") == "XIN CẤP LẠI GIẤY PHÉP LÁI XE"


def test_a_shouted_word_in_a_quiet_line_is_an_abbreviation() -> None:
    assert "DAN" in accents().restore("xin giay phep cho cong ty DAN o tinh khac")


def test_composed_and_decomposed_lines_are_restored_alike() -> None:
    line = "lam lai căn cuoc bi mat"

    assert accents().restore(unicodedata.normalize("NFD", line)) == accents().restore(line)


def test_a_decomposed_sound_line_comes_back_byte_for_byte() -> None:
    line = unicodedata.normalize("NFD", "đăng ký khai sinh cho con")

    assert accents().restore(line) == line


def test_parts_have_their_places_and_signs() -> None:
    found = [(part.start, part.end, part.spelled) for part in parts("Hoà 12 a1. b@c.vn")]

    assert found == [(0, 3, "hòa"), (4, 6, "#"), (7, 9, "?"), (9, 10, "."), (11, 17, "?")]


@given(st.text(max_size=200))
def test_any_text_keeps_its_letters(text: str) -> None:
    assert fold(accents().restore(text)) == fold(text)


@given(st.sampled_from(sorted(line for lines in list(phrasings_by_code().values())[:200] for line in lines)))
def test_what_has_marks_keeps_them(line: str) -> None:
    given_words, restored = line.split(), accents().restore(line).split()

    kept = [(word, after) for word, after in zip(given_words, restored, strict=True) if has_diacritics(word)]

    assert [after for _, after in kept if not has_diacritics(after)] == []


@pytest.mark.parametrize(
    "line", ["lam lai can cuoc bi mat " * 400, "a" * 10_000, "a.b" * 3_000, "@" * 5_000, "\ud800 x"]
)
def test_long_and_odd_lines_come_back(line: str) -> None:
    assert fold(accents().restore(line)) == fold(line)


def test_margins_are_shares_and_fixed_places_are_certain() -> None:
    readings = Lattice(small_counts()).readings([(3, -1), (4, 0)], 1.0)

    assert readings[0].rank == 1
    assert 0.0 < readings[0].margin < 1.0
    assert (readings[1].rank, readings[1].margin) == (0, pytest.approx(1.0))


def test_a_writer_who_rarely_leaves_marks_out_is_taken_at_their_word() -> None:
    lattice = Lattice(small_counts())

    often, rarely = (lattice.readings([(3, -1)], share)[0].rank for share in (1.0, 0.05))

    assert (often, rarely) == (0, 2)


def test_no_places_have_no_readings() -> None:
    assert Lattice(small_counts()).readings([], 1.0) == []


def test_counts_come_back_from_their_file(tmp_path: Path) -> None:
    counts = small_counts()
    counts.save(tmp_path)
    (tmp_path / REPORT_FILE).write_text('{"input": "knowledge.syllable_counts/1"}', encoding="utf-8")

    loaded = SyllableCounts.load(tmp_path)

    assert loaded.groups == counts.groups
    assert loaded.pairs.keys.tolist() == counts.pairs.keys.tolist()
    np.testing.assert_allclose(loaded.singles.counts, counts.singles.counts, rtol=0.02)
    np.testing.assert_allclose(loaded.singles.passed_on, counts.singles.passed_on, atol=0.002)


def test_blocks_hold_every_reading_of_a_folded_run() -> None:
    pairs = small_counts().pairs

    assert pairs.blocks([3 << 13 | 4, 4 << 13 | 4], 2) == [(0, 1), (2, 2)]


@pytest.mark.parametrize("damage", ["missing", "cut", "other format", "no report"])
def test_a_damaged_model_says_what_to_run(tmp_path: Path, damage: str) -> None:
    shutil.copytree(DEFAULT_FOLDER, tmp_path / "m")
    file, report = tmp_path / "m" / COUNTS_FILE, tmp_path / "m" / REPORT_FILE
    if damage == "missing":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    elif damage == "other format":
        report.write_text(json.dumps({"input": "something/2"}), encoding="utf-8")
    else:
        report.unlink()

    with pytest.raises(UnreadableCounts, match=r"Run: python -m ingest\.train_accents"):
        Accents.load(tmp_path / "m")
