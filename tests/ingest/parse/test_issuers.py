"""Who issued a document, read from its number."""

from __future__ import annotations

import pytest

from ingest.parse.issuers import find_issuer


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("68/2020/QH14", "Quốc hội"),
        ("19/2026/NQ-CP", "Chính phủ"),
        ("123/2015/nđ- cp", "Chính phủ"),
        ("06/2016/QD-TTg", "Thủ tướng Chính phủ"),
        ("Thông tư số 10/2020/TT-BTP", "Bộ Tư pháp"),
        ("64/2025/TT-NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("1/QĐ-BCA-C06", "Bộ Công an"),
        ("26/2016/UBTVQH14", "Ủy ban Thường vụ Quốc hội"),
        ("09/2025/NQ-HĐND (tỉnh Gia Lai)", "Hội đồng nhân dân"),
        ("09/2015/TTLT-BCA-BYT-BTC", "Bộ Công an, Bộ Y tế, Bộ Tài chính"),
        ("01/2008/TTLT-BCT-XYZ", None),
        ("118/2025/NĐ-C", None),
        ("nghị định 146/2025", None),
        ("", None),
    ],
)
def test_the_sign_names_the_issuer(number: str, issuer: str | None) -> None:
    assert find_issuer(number) == issuer
