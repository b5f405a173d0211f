"""The phrasings that ship: clean texts, each of one procedure; and how a broken file is told."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from knowledge import phrasings
from knowledge.phrasings import phrasings_by_code, read_phrasings

CODE = re.compile(r"[1-6]\.\d{6,9}(-Xoa)?")
"""A code as the portal publishes it: six digits, but for a few records with more or with "-Xoa" behind."""


def write(path: Path, *lines: object) -> None:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def test_at_least_2500_procedures_have_phrasings_of_their_own() -> None:
    assert sum(1 for texts in phrasings_by_code().values() if texts) >= 2_500


def test_every_code_is_a_code() -> None:
    assert [code for code in phrasings_by_code() if not CODE.fullmatch(code)] == []


def test_every_phrasing_is_one_composed_line_with_a_letter_in_it() -> None:
    every = [text for texts in phrasings_by_code().values() for text in texts]

    assert [text for text in every if not any(map(str.isalpha, text))] == []
    assert [text for text in every if text != text.strip() or len(text.splitlines()) != 1] == []
    assert [text for text in every if not unicodedata.is_normalized("NFC", text)] == []


def test_the_files_themselves_are_composed_and_say_nothing_twice() -> None:
    for file in sorted(Path(phrasings.__file__).parent.glob("*.jsonl")):
        text = file.read_text(encoding="utf-8")
        told = [json.loads(line) for line in text.splitlines()]

        assert unicodedata.is_normalized("NFC", text), file.name
        for row in told:
            assert len({phrasing.casefold() for phrasing in row["phrasings"]}) == len(row["phrasings"]), row["code"]


def test_no_phrasing_is_claimed_by_two_procedures() -> None:
    claimed: dict[str, set[str]] = defaultdict(set)
    for code, texts in phrasings_by_code().items():
        for text in texts:
            claimed[text.casefold()].add(code)

    assert {text: codes for text, codes in claimed.items() if len(codes) > 1} == {}


def test_lines_of_one_code_are_put_together_in_the_order_of_the_files(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", {"code": "1.000001", "phrasings": ["ba", "một"]})
    others = {"code": "1.000002", "phrasings": []}
    write(tmp_path / "a.jsonl", {"code": "1.000001", "phrasings": ["một", "hai"]}, others)
    write(tmp_path / "notes.txt", "passed over")

    assert read_phrasings(tmp_path) == {"1.000001": ("một", "hai", "ba"), "1.000002": ()}


def test_decomposed_phrasings_are_read_as_composed_ones(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "làm lại căn cước")
    write(tmp_path / "a.jsonl", {"code": "1.000001", "phrasings": [decomposed, "làm lại căn cước"]})

    assert read_phrasings(tmp_path) == {"1.000001": ("làm lại căn cước",)}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "",
        "[]",
        "7",
        '{"code": "1.000002"}',
        '{"phrasings": ["hai"]}',
        '{"code": 1.000002, "phrasings": ["hai"]}',
        '{"code": "1.000002", "phrasings": "hai"}',
        '{"code": "1.000002", "phrasings": null}',
        '{"code": "1.000002", "phrasings": ["hai", null]}',
    ],
)
def test_a_broken_line_is_told_with_its_file_and_number(tmp_path: Path, line: str) -> None:
    good = {"code": "1.000001", "phrasings": ["một"]}
    write(tmp_path / "a.jsonl", good)
    write(tmp_path / "b.jsonl", good, line, good)

    with pytest.raises(ValueError, match=r"^b\.jsonl, line 2: "):
        read_phrasings(tmp_path)
