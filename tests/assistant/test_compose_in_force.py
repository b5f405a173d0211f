from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assistant.compose.in_force import compose_in_force, say_document_in_force
from assistant.officer.by_law import Document

if TYPE_CHECKING:
    from conftest import ReadOf

TODAY = date(2026, 11, 24)


def test_a_procedure_is_told_with_its_decision_and_its_replaced_bases_and_nothing_more(read: ReadOf) -> None:
    one = read(decision="12/QĐ-BTP", legal=["Luật Đất đai (45/2013/QH13)"], steps=["Nộp ở cấp huyện"], result="Thẻ")

    citizen = compose_in_force(one.procedure, one.text, today=TODAY).text.split("\n")
    officer = compose_in_force(one.procedure, one.text, officer=True, today=TODAY).text

    assert citizen[1:] == [
        "Nguồn không có mục nào ghi thủ tục này còn hay hết hiệu lực, nên tôi không khẳng định được.",
        "Thủ tục được công bố theo Quyết định 12/QĐ-BTP. [3]",
        "Điều đã đối chiếu được với các văn bản nêu kèm:",
        "- Nguồn ghi “45/2013/QH13”: đã được thay bằng Luật Đất đai số 31/2024/QH15 từ ngày 01/8/2024. [4]",
    ]
    assert "cấp huyện" in officer


def test_nothing_replaced_is_said_as_what_is_known(read: ReadOf) -> None:
    text = compose_in_force(read().procedure, read().text, today=TODAY).text

    assert text.endswith("chưa thấy văn bản nào mà tôi biết là đã bị thay thế.")


def test_a_document_is_told_with_how_many_rest_on_it() -> None:
    cited = Document("04/2020/TT-BTP", None, (("1.000001", 0), ("1.000002", 3)))

    assert say_document_in_force("4/2020", (cited,), TODAY).endswith(
        "2 thủ tục trong dữ liệu đang có ghi văn bản này ở mục căn cứ pháp lý."
    )
    assert say_document_in_force("45/2013/QH13", (), TODAY).startswith("45/2013/QH13 đã được thay bằng")
