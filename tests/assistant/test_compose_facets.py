"""What holds for every answer: one heading, markers and citations that agree, quotes that are the source's."""

from __future__ import annotations

import re
import unicodedata

import pytest

from assistant.compose.draft import Draft
from assistant.compose.facets import COMPOSERS, compose
from assistant.compose.periods import find_period
from ingest.readers.portal_text import read_portal_text
from ingest.starter import starter_folder

STARTER = sorted(starter_folder().glob("*.txt"))
MARK = re.compile(r" \[(\d+)\]")
FIGURE = re.compile(r"\d+")


def test_two_facets_stand_under_one_heading_in_their_order(read) -> None:
    composed = read([("DIRECT", "3 DAY", "20000 VNĐ (mỗi thẻ)")]).say_all("fee", "time")

    assert composed.text.split("\n") == [
        "Cấp thẻ đọc sách (mã thủ tục 9.000001) [1] [2]",
        "Phí, lệ phí:",
        "- Trực tiếp: 20.000 đồng (mỗi thẻ) [3]",
        "Thời hạn giải quyết:",
        "- Trực tiếp: 3 ngày [4]",
    ]
    assert [(citation.id, citation.field, citation.quote) for citation in composed.citations] == [
        (1, "title", "Cấp thẻ đọc sách"),
        (2, "code_quote", "9.000001"),
        (3, "channels.0.fees.0", "20000 VNĐ (mỗi thẻ)"),
        (4, "channels.0.time_limits.0.quote", "3 DAY"),
    ]


def test_a_facet_asked_twice_is_answered_once(read) -> None:
    assert read().say_all("fee", "fee").text == read().say_all("fee").text


@pytest.mark.parametrize("facet", list(COMPOSERS))
def test_every_marker_has_its_citation_and_every_citation_quotes_the_source(facet: str) -> None:
    for path in STARTER:
        content = path.read_bytes()
        procedure, source = read_portal_text(content, path.name), content.decode()

        composed = compose(procedure, source, facet)

        quoted = {mark for citation in composed.citations for mark in MARK.findall(citation.quote)}
        ids = [citation.id for citation in composed.citations]
        assert set(map(int, set(MARK.findall(composed.text)) - quoted)) == set(ids)
        assert ids == list(range(1, len(ids) + 1))
        for citation in composed.citations:
            assert source[citation.span.start : citation.span.end] == citation.quote


@pytest.mark.parametrize("facet", list(COMPOSERS))
def test_every_figure_stands_in_a_quote_of_its_answer(facet: str) -> None:
    for path in STARTER:
        content = path.read_bytes()
        composed = compose(read_portal_text(content, path.name), content.decode(), facet)
        cited = "".join(FIGURE.findall(unicodedata.normalize("NFC", " ".join(c.quote for c in composed.citations))))

        for line in MARK.sub("", composed.text).split("\n"):
            said = re.sub(r"^\d+\. ", "", line).replace(".", "")
            assert [figure for figure in FIGURE.findall(said) if figure.lstrip("0") not in cited] == [], path.name


def test_a_period_is_read_from_the_words_of_a_note() -> None:
    period = find_period("mức này thu từ ngày 01/7/2025 đến hết ngày 31/12/2026")

    assert period is not None
    assert (str(period.start), str(period.end), period.until) == ("2025-07-01", "2026-12-31", "đến hết ngày 31/12/2026")


@pytest.mark.parametrize("words", ["", "đến ngày 31/02/2026", "thẻ có hạn từ 02 năm đến 05 năm", "ngày 28/4/2022"])
def test_words_without_the_end_of_a_period_name_none(words: str) -> None:
    assert find_period(words) is None


def test_citations_are_numbered_in_the_order_of_the_text_without_gaps(read) -> None:
    made = read(papers="    - Tờ khai\n      Số lượng: Bản chính: 1, Bản sao: 0\n")
    draft = Draft(made.procedure, made.text, full=True, first_id=5)
    draft.cite("code_quote", made.procedure.code_quote)
    paper, title = (
        draft.cite("cases.0.items.0", made.procedure.cases[0].items[0].name),
        draft.cite("title", made.procedure.title),
    )
    draft.add(f"Thẻ{title}")
    draft.add(f"Giấy{paper}{title}")

    draft.settle()

    assert draft.lines == ["Thẻ [5]", "Giấy [6] [5]"]
    assert [(citation.id, citation.quote) for citation in draft.citations] == [(5, "Cấp thẻ đọc sách"), (6, "Tờ khai")]


def test_numbers_in_brackets_of_the_source_itself_are_not_renumbered(read) -> None:
    made = read(steps=["Ghi vào mục [2] của tờ khai."])
    draft = Draft(made.procedure, made.text, full=True)
    draft.cite("code_quote", made.procedure.code_quote)
    step = made.procedure.steps[0]
    draft.add(f"{step.plain}{draft.cite('steps.0', step)}")

    draft.settle()

    assert draft.lines == ["Ghi vào mục [2] của tờ khai. [1]"]


def test_the_items_of_a_checklist_keep_their_citations(read) -> None:
    papers = "".join(f"    - Giấy {n} {'rất dài ' * 60}\n      Số lượng: Bản chính: 1, Bản sao: 0\n" for n in range(9))

    short = read(papers=papers).say("overview", full=False)

    quotes = {citation.id: citation.quote for citation in short.citations}
    assert [citation.id for citation in short.citations] == list(range(1, len(short.citations) + 1))
    assert all(item.name.split(" rất")[0] in quotes[item.citation or 0] for item in short.checklist)
