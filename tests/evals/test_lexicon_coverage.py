"""Coverage of the lexicon: what reaches what, counted by hand on a small world and seen on the starter corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.lexicon_coverage import Row, coverage, table
from ingest.readers.portal_text import read_portal_text
from knowledge.concepts import Concept, concepts
from knowledge.phrasings import phrasings_by_code
from knowledge.records_file import Summary, summarise

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"


def summary(code: str, title: str, field: str) -> Summary:
    return Summary(code, title, "commune", field, "", "VN")


def small_world() -> Sequence[Summary]:
    return (
        summary("1.000001", "Đăng ký khai tử", "Hộ tịch"),
        summary("1.000002", "Đăng ký kết hôn", "Hộ tịch"),
        summary("1.000003", "Tách hộ", "Cư trú"),
        summary("1.000004", "Việc không ai nói tới", ""),
    )


WORDS = (
    Concept(say=("báo tử", "chứng tử"), means=("khai tử",)),
    Concept(say=("tách khẩu", "báo tử"), means=("tách hộ", "khai tử")),
    Concept(say=("bay",), means=("tàu bay",)),
)


def test_fields_are_counted_by_hand() -> None:
    rows = coverage(small_world(), WORDS, {"1.000002": ("cưới nhau",), "1.000003": ()})

    assert rows == (
        Row("Hộ tịch", procedures=2, phrased=1, reached=1, phrases=3),
        Row("(chưa rõ lĩnh vực)", procedures=1, phrased=0, reached=0, phrases=0),
        Row("Cư trú", procedures=1, phrased=0, reached=1, phrases=2),
        Row("total", procedures=4, phrased=1, reached=2, phrases=3),
    )


def test_words_of_too_many_titles_reach_none() -> None:
    many = [summary(f"1.{number:06d}", f"Cấp giấy chứng nhận số {number}", "Một") for number in range(30)]

    assert coverage(many, (Concept(say=("gcn",), means=("giấy chứng nhận",)),), {})[-1].reached == 0
    assert coverage(many[:20], (Concept(say=("gcn",), means=("giấy chứng nhận",)),), {})[-1].reached == 20


def test_the_lexicon_reaches_every_field_of_the_starter_corpus() -> None:
    paths = sorted(STARTER.glob("*.txt"))
    summaries = [summarise(read_portal_text(path.read_bytes(), path.name)) for path in paths]
    *fields, total = coverage(summaries, concepts(), phrasings_by_code())

    assert [row.field for row in fields if row.reached == 0] == []
    assert total.procedures == sum(row.procedures for row in fields) == len(paths)
    assert total.reached == sum(row.reached for row in fields) >= 0.9 * len(paths)
    assert total.phrases >= 500


def test_the_table_ends_with_the_totals() -> None:
    lines = table(coverage(small_world(), WORDS, {})).splitlines()

    assert lines[0].split() == ["field", "procedures", "phrased", "reached", "phrases"]
    assert lines[1].split() == ["Hộ", "tịch", "2", "0", "1", "3"]
    assert lines[-1].split() == ["total", "4", "0", "2", "3"]
