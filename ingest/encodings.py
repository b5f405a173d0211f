"""Name what is wrong with bytes that are not a UTF-8 text, so that whoever sent them knows what to do."""

from __future__ import annotations

import codecs

from ingest.errors import ReadError

_CONVERT = "Convert it to UTF-8 and ingest it again."
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "a rich-text document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x1f\x8b": "a gzip archive",
}
_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
# "thủ tục" as the legacy encodings write it; every procedure says it.
_LEGACY = {b"thu\xd2 tu\xf2c": "windows-1258", b"th\xf1 t\xf4c": "TCVN3 (ABC)", b"thu\xfb tu\xefc": "VNI"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_SAMPLE_BYTES = 65_536


def check_text(content: bytes, file: str) -> None:
    """Pass bytes that are a UTF-8 text with something in it.

    Raises:
        ReadError: They are empty, binary, cut off inside a character, or in another encoding, which is named where it
            can be told.
    """
    if not content.strip():
        raise ReadError(file, "", "the file is empty", "Fetch it again and ingest it again.")
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise ReadError(file, "", f"binary: {kind}, not a text", "Ingest the procedure's text instead.")
    sample = content[:_SAMPLE_BYTES]
    encoding = _wide(sample)
    if encoding:
        raise ReadError(file, "", f"wrong encoding: {encoding}, not UTF-8", _CONVERT)
    if b"\0" in content or len(sample.translate(None, _CONTROLS)) < 0.98 * len(sample):
        raise ReadError(file, "", "binary, not a text", "Ingest the procedure's text instead.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_cut_off(content, error):
            reason = f"cut off: it ends in the middle of a character (byte {error.start} of {len(content)})"
            raise ReadError(file, "", reason, "Fetch it again and ingest it again.") from error
        where = f"byte {error.start} is 0x{content[error.start]:02x}"
        raise ReadError(file, "", f"wrong encoding: {_legacy(content)}, not UTF-8 ({where})", _CONVERT) from error


def _is_cut_off(content: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether only the last character is wrong, for want of its end, in what is UTF-8 beyond ASCII before."""
    return error.reason == "unexpected end of data" and not content[: error.start].isascii()


def _wide(sample: bytes) -> str | None:
    """Return the name of an encoding of two or four bytes a character; None for any other."""
    if sample.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    for mark, name in _MARKS.items():
        if sample.startswith(mark):
            return name
    # Without a mark, Vietnamese in UTF-16 still has a zero beside every unaccented letter.
    even, odd = sample[0::2], sample[1::2]
    ratios = sorted((even.count(0) / max(1, len(even)), odd.count(0) / max(1, len(odd))))
    return "UTF-16" if ratios[0] < 0.05 and ratios[1] > 0.4 else None


def _legacy(content: bytes) -> str:
    lowered = content.lower()
    names = [name for words, name in _LEGACY.items() if words in lowered]
    return names[0] if names else "perhaps windows-1258, TCVN3 or VNI"
