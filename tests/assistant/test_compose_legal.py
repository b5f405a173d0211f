"""The documents that a procedure rests on."""

from __future__ import annotations


def test_every_legal_document_is_listed_its_number_once_and_the_decision_last(read) -> None:
    legal = ["Luật Thư viện (46/2019/QH14)", "Nghị định số 93/2020/NĐ-CP về thư viện (93/2020/NĐ-CP)"]

    assert read(legal=legal, decision="12/QĐ-BVH").lines("legal") == [
        "Căn cứ pháp lý:",
        "- Luật Thư viện (46/2019/QH14) [3]",
        "- Nghị định số 93/2020/NĐ-CP về thư viện [4]",
        "Quyết định công bố thủ tục: 12/QĐ-BVH [5]",
    ]


def test_silence_about_the_law_is_said(read) -> None:
    assert read().lines("legal") == ["Căn cứ pháp lý: chưa công bố (nguồn không ghi)."]
