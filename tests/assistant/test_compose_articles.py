from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.circumstances import Circumstances
from assistant.compose.articles import write_articles
from assistant.compose.draft import Draft

if TYPE_CHECKING:
    from conftest import Read, ReadOf

ASKED = "căn cứ điểm, khoản nào"


def written(one: Read, words: str) -> Draft:
    draft = Draft(one.procedure, one.text, full=True, told=Circumstances(words=words))
    write_articles(draft)
    return draft


def test_articles_are_quoted_from_the_lines_that_name_them(read: ReadOf) -> None:
    one = read(
        steps=["Nộp đơn theo điểm a khoản 2 Điều 14 Nghị định số 1/2022/NĐ-CP."], legal=["Luật Hộ tịch (60/2014/QH13)"]
    )

    draft = written(one, ASKED)

    assert draft.lines == [
        "Mục căn cứ pháp lý của nguồn chỉ ghi tên văn bản, không ghi điều, khoản, điểm.",
        "Điều, khoản mà nguồn nhắc đến trong nội dung thủ tục:",
        "- điểm a khoản 2 Điều 14 Nghị định số 1/2022/NĐ-CP [1]",
    ]
    assert "khoản 2 Điều 14" in draft.citations[0].quote


def test_silence_about_articles_is_said(read: ReadOf) -> None:
    draft = written(read(legal=["Luật Hộ tịch (60/2014/QH13)"]), ASKED)

    assert draft.lines == ["Mục căn cứ pháp lý của nguồn chỉ ghi tên văn bản, không ghi điều, khoản, điểm."]


def test_other_questions_about_the_law_get_no_articles(read: ReadOf) -> None:
    assert written(read(steps=["Theo Điều 3."]), "căn cứ pháp lý là gì").lines == []
