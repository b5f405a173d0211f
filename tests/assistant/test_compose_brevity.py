"""The first words of long texts, and the first papers of long dossiers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.compose.brevity import first_words

LONG = "cơ quan nơi người đọc sách đang làm việc hoặc học tập " * 4


def paper(name: str, originals: int = 1) -> str:
    return f"    - {name}\n      Số lượng: Bản chính: {originals}, Bản sao: 0\n"


def test_a_text_is_cut_at_the_end_of_a_clause() -> None:
    assert first_words(f"Giấy xác nhận có dấu đỏ, chữ ký của {LONG}", 40) == "Giấy xác nhận có dấu đỏ…"
    assert first_words("Tờ khai", 40) == first_words("Tờ khai", None) == "Tờ khai"


def test_the_condition_of_a_paper_is_never_cut_away() -> None:
    said = first_words(f"Giấy xác nhận của {LONG}trong trường hợp mất thẻ tại phòng đọc. Ghi rõ {LONG}", 50)

    assert said == "Giấy xác nhận của cơ quan nơi người đọc sách đang … trong trường hợp mất thẻ tại phòng đọc…"


def test_a_paper_that_only_some_have_stays_one() -> None:
    assert first_words(f"Giấy xác nhận, {LONG}(nếu có).", 25) == "Giấy xác nhận … (nếu có)…"
    assert "nếu có" not in first_words(f"Giấy xác nhận, sơ yếu lý lịch (nếu có) của {LONG}", 15)


def test_a_form_that_would_be_lost_is_added() -> None:
    assert first_words(f"Đơn xin cấp thẻ, {LONG}theo Mẫu số 01", 20, ["Mẫu số 01"]) == "Đơn xin cấp thẻ… (Mẫu số 01)"
    assert first_words(f"Đơn xin cấp thẻ, {LONG}theo mẫu 03,04", 20, ["Mẫu 03"]) == "Đơn xin cấp thẻ… (mẫu 03,04)"


@given(st.text(max_size=400), st.integers(min_value=10, max_value=200))
def test_no_text_gets_much_longer_and_a_short_one_stays(text: str, most_chars: int) -> None:
    said = first_words(text, most_chars)

    assert len(said) <= len(text) + len("…")
    assert said == text or len(text) > most_chars


def test_papers_of_a_long_dossier_are_counted_where_they_are_not_printed(read) -> None:
    papers = "".join(paper(f"Bản {number} của {LONG}") for number in range(1, 41))

    short, full = read(papers=papers).say("documents", full=False), read(papers=papers).say("documents")
    lines = short.text.split("\n")[2:]

    assert lines[0].startswith("1. Bản 1 của cơ quan")
    assert all("… (bản chính: 1) [" in line for line in lines[:-1])
    assert lines[-1] == f"  … và còn {40 - len(lines) + 1} giấy tờ khác"
    assert len(short.text) < 2_500
    assert [item.name for item in short.checklist] == [item.name for item in full.checklist]
    assert (short.shortened, full.shortened) == (True, False)


def test_a_heading_inside_a_long_dossier_stays_over_its_papers(read) -> None:
    papers = (
        paper("Nộp trực tiếp:", 0)
        + "".join(paper(f"Bản {number} của {LONG}") for number in range(1, 7))
        + paper("Nộp trực tuyến:", 0)
        + "".join(paper(f"Tệp {number} của {LONG}") for number in range(1, 7))
        + paper("Lưu ý khi nộp:", 0)
        + paper(f"Người đọc lưu ý {LONG}", 0)
    )

    lines = [line.split(" [")[0] for line in read(papers=papers).say("documents", full=False).text.split("\n")[2:]]

    assert lines[0] == "Nộp trực tiếp:"
    assert "Nộp trực tuyến:" in lines
    assert "Lưu ý khi nộp:" not in lines
