"""Bytes that are no UTF-8 text are refused with the name of what they are."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.encodings import check_text
from ingest.errors import ReadError

_WORDS = "Mã thủ tục: 1.000001\nTên thủ tục: Đăng ký kết hôn\n" * 5
_TCVN3 = b"M\xb7 th\xf1 t\xf4c: 1.000001\nT\xaan th\xf1 t\xf4c: \xa7\xa8ng k\xfd k\xd5t h\xabn\n"


def _windows_1258(text: str) -> bytes:
    """Vietnamese as Windows wrote it: the vowel with its shape, then the tone."""
    letters = []
    for letter in text:
        try:
            letters.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            letters.append((unicodedata.normalize("NFC", base) + tone).encode("cp1258"))
    return b"".join(letters)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        (b"%PDF-1.7\n...", "binary: a PDF, not a text"),
        (b"PK\x03\x04rest", "binary: a ZIP or Office document, not a text"),
        (bytes(range(256)) * 20, "binary, not a text"),
        ("Mã".encode() + b"\0" + _WORDS.encode(), "binary, not a text"),
        (_WORDS.encode("utf-16"), "wrong encoding: UTF-16, not UTF-8"),
        (_WORDS.encode("utf-16-le"), "wrong encoding: UTF-16, not UTF-8"),
        (_WORDS.encode("utf-16-be"), "wrong encoding: UTF-16, not UTF-8"),
        (_WORDS.encode("utf-32"), "wrong encoding: UTF-32, not UTF-8"),
        (_windows_1258(_WORDS.lower()), "wrong encoding: windows-1258, not UTF-8 (byte 2 is 0xde)"),
        (_TCVN3, "wrong encoding: TCVN3 (ABC), not UTF-8 (byte 1 is 0xb7)"),
        (b"Thu\xfb tu\xefc", "wrong encoding: VNI, not UTF-8 (byte 3 is 0xfb)"),
        (b"caf\xe9", "wrong encoding: perhaps windows-1258, TCVN3 or VNI, not UTF-8 (byte 3 is 0xe9)"),
    ],
)
def test_the_refusal_names_what_the_bytes_are(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        check_text(content, "a.txt")

    assert (caught.value.file, caught.value.reason) == ("a.txt", reason)


def test_a_wrong_encoding_asks_for_utf8() -> None:
    with pytest.raises(ReadError, match="Convert it to UTF-8"):
        check_text(_WORDS.encode("utf-16"), "a.txt")


@pytest.mark.parametrize("missing_bytes", [1, 2])
def test_a_text_that_ends_inside_a_character_is_cut_off(missing_bytes: int) -> None:
    whole = (_WORDS + "Lệ").encode()

    with pytest.raises(ReadError, match="Fetch it again") as caught:
        check_text(whole[:-missing_bytes], "a.txt")

    place, size = len(whole) - 3, len(whole) - missing_bytes
    assert caught.value.reason == f"cut off: it ends in the middle of a character (byte {place} of {size})"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_in_utf8_passes_in_any_normal_form(form: str) -> None:
    check_text(unicodedata.normalize(form, _WORDS).encode(), "a.txt")
    check_text(b"\xef\xbb\xbf" + _WORDS.encode(), "a.txt")
