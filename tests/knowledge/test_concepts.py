"""The everyday lexicon: clean data, each official word in a title, and loud about what it does not know."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from knowledge.concepts import Concept, concepts, read_concepts, said, standing_in, words_of
from knowledge.vietnamese import syllables

FILE = Path(__file__).parents[2] / "knowledge" / "lexicon" / "everyday.yaml"
LONGEST_PHRASE_WORDS = 6
TITLE = re.compile(r"^\s*Tên thủ tục:(.*(?:\n(?!\S[^\n:]{2,40}:)\s*\S.*)*)", re.MULTILINE)


def every_phrase(entry: Concept) -> Iterator[str]:
    yield from (*entry.say, *entry.means, *entry.requires, *entry.unless)


def word_lines() -> list[str]:
    lines = iter(FILE.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line == "words:":
            break
    return list(takewhile(lambda line: line.startswith("  "), lines))


@pytest.fixture(scope="module")
def titles(shared: Path) -> list[frozenset[str]]:
    folder = shared / "corpora" / "portal_text"
    if not folder.is_dir():
        pytest.skip("the portal's texts (../shared/corpora/portal_text) are not here")
    found = []
    for path in sorted(folder.glob("*.txt")):
        title = TITLE.search(path.read_text(encoding="utf-8"))
        assert title, path.name
        found.append(words_of(title.group(1)))
    return found


def test_it_says_at_least_900_things_about_at_least_250_concepts() -> None:
    assert len(said(concepts())) >= 900
    assert len({entry.means for entry in concepts()}) >= 250


def test_no_phrase_stands_twice_under_the_same_conditions() -> None:
    said_how = Counter(
        (" ".join(syllables(phrase)), words(entry.requires), words(entry.unless))
        for entry in concepts()
        for phrase in entry.say
    )

    assert [phrase for phrase, times in said_how.items() if times > 1] == []


def words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(syllables(phrase)) for phrase in phrases)


def test_a_phrase_that_needs_no_other_has_one_meaning_only() -> None:
    free = Counter(" ".join(syllables(phrase)) for entry in concepts() if not entry.requires for phrase in entry.say)

    assert [phrase for phrase, times in free.items() if times > 1] == []


def test_every_phrase_is_composed_trimmed_and_in_lower_case() -> None:
    texts = [text for entry in concepts() for text in every_phrase(entry)]

    assert [text for text in texts if text != unicodedata.normalize("NFC", text).strip().lower()] == []


def test_no_phrase_is_longer_than_people_remember_it() -> None:
    long = [text for entry in concepts() for text in entry.say if len(syllables(text)) > LONGEST_PHRASE_WORDS]

    assert long == []


def test_every_entry_stands_in_a_section_that_a_comment_names() -> None:
    lines = word_lines()
    sections = [line for line in lines if line.startswith("  # --- ")]

    assert lines[0].startswith("  # --- ")
    assert len(sections) == len(set(sections)) >= 20
    assert [line for line in lines if not line.startswith(("  # --- ", "  - {say: ["))] == []
    assert sum(line.startswith("  - ") for line in lines) == len(concepts())


def test_every_official_phrase_stands_in_a_title_of_the_portal(titles: list[frozenset[str]]) -> None:
    official = {means for entry in concepts() for means in entry.means}

    assert sorted(means for means in official if not standing_in(means, titles)) == []


def test_a_condition_is_never_the_phrase_itself() -> None:
    ruled_out = [
        phrase
        for entry in concepts()
        for phrase in entry.say
        if any(
            f" {' '.join(syllables(told, folded=True))} " in f" {' '.join(syllables(phrase, folded=True))} "
            for told in entry.unless
        )
    ]

    assert ruled_out == []


def test_titles_are_compared_by_whole_words_wherever_the_tone_mark_stands() -> None:
    titles = [words_of("Hủy bỏ hóa đơn"), words_of("Hủy hoá đơn điện tử"), words_of("Đơn hóa")]

    assert standing_in("hoá đơn điện tử", titles) == [1]


@pytest.mark.parametrize(
    "entry",
    [
        {"say": ["mở quán"]},
        {"say": [], "means": ["đăng ký"]},
        {"say": ["mở quán"], "means": ["đăng ký"], "without": ["công ty"]},
        {"say": ["mở quán"], "means": ["đăng ký"], "own": 2},
        {"say": ["mở quán", 12], "means": ["đăng ký"]},
    ],
)
def test_an_entry_that_is_not_as_the_header_says_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="0"):
        read_concepts({"words": [entry]})
