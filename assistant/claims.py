"""The claims that a text makes: figures with their units, dates, documents, offices, forms, addresses, absolutes.

Figures are compared as figures, so that "5 ngày" does not pass for "15 ngày" or for "5 ngày làm việc"; names and
phrases are looked for as words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.spoken_numbers import spoken_numbers

_FIGURE = r"\d[\d.,]*\d|\d"
_AFTER = r"(?!\w)"
_MEASURED = {  # the figure with its unit has to be the same
    "money": rf"(?:{_FIGURE})\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|k)?\s*(?:đồng|vnđ|vnd|đ|usd|eur|đô la|k|nghìn|ngàn|triệu|tỷ)",
    "time": rf"(?:{_FIGURE})\s*(?:ngày làm việc|ngày|giờ|phút|tuần|tháng|quý|năm|buổi)",
    "count": rf"(?:{_FIGURE})\s*(?:bản chính|bản sao|bản|bộ|tờ|ảnh|tấm|cuốn|quyển|lần|người|tuổi|phần trăm|%)",
    "date": r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?|tháng \d{1,2}/\d{4}",
    "article": r"(?:điều|khoản|điểm|mục|chương|phụ lục) (?:\d+\w*|[ivxlcdm]+|[a-zđ](?!\w))",
    "code": r"\d\.\d{6}",
}
_NAMED = {  # the words have to stand in the evidence
    "document": r"\d+/(?:\d{4}/)?[\wđ]+(?:-[\wđ]+)*|(?:quyết định|công văn|chỉ thị)(?: số)? \d[^\s,;:()]*|"
    r"(?:bộ luật|luật|nghị định|thông tư|nghị quyết|hiến pháp|pháp lệnh)(?:(?: số)? \d[^\s,;:()]*)?",
    "form": r"mẫu (?:số )?[^\s,.;:()]+|\b(?:tk|ct|na|bm|đk|lltp|hk)\d+\w*",
    "agency": r"(?:ubnd|u[ỷỹ] ban|ủy ban|uỷ ban|sở|bộ|tổng cục|cục|chi cục|vụ|phòng|công an|cảnh sát|toà án|tòa án|"
    r"viện|trung tâm|văn phòng|ban|hội đồng|đội|trạm|bệnh viện|ngân hàng|bưu điện|đại sứ quán|thanh tra|chính phủ)"
    r"(?: [^\W\d_]+)?",
    "phone": r"(?<![.,/])(?:(?:\+84|0)\d[\d .]{7,12}|1[89]00[ .]?\d{4}|1[01]\d)(?![.,/]?\d)",
    "address": r"\S+@\S+|https?:\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|gov|io|me|xyz|top)\b",
    "free": r"miễn (?:phí|lệ phí|thu|giảm|tiền)|không (?:mất|thu|tốn|phải (?:nộp|trả|đóng)|đóng|lấy)(?: \w+)?|free|"
    r"gratis",
    "absolute": r"không cần|khỏi|chắc chắn|cam kết|đảm bảo|bảo đảm|tự động|ngay lập tức|ngay|luôn|luôn luôn|bắt buộc|"
    r"tất cả|mọi|chỉ|đều|tuyệt đối|vĩnh viễn|vô thời hạn|không bao giờ|nhất định|hoàn toàn",
    "denial": r"không|chưa|chẳng|đừng|cấm|trừ",
    "secret": r"otp|mật khẩu|mã pin|số tài khoản|chuyển khoản|thẻ tín dụng|phong bì|bồi dưỡng|môi giới|cò",
    "roman": r"[ivx]{2,}",
}
_MEASURES = {kind: re.compile(rf"(?<!\w)(?:{words}){_AFTER}") for kind, words in _MEASURED.items()}
_NAMES = {kind: re.compile(rf"(?<!\w)(?:{words}){_AFTER}") for kind, words in _NAMED.items()}
_NUMBER = re.compile(_FIGURE)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


@dataclass(frozen=True)
class Claim:
    """One thing that a text claims; `value` is in lower case, figures without separators."""

    kind: str
    value: str


def find_claims(text: str) -> frozenset[Claim]:
    """Return every claim of the kinds that are known; one stretch of text may make several."""
    plain = _plain(text)
    found = {Claim("number", canonical(figure)) for figure in _NUMBER.findall(plain)}
    found |= {Claim("spoken number", value) for value in spoken_numbers(plain)}
    for kind, pattern in _MEASURES.items():
        found |= {Claim(kind, _canonical_in(match[0])) for match in pattern.finditer(plain)}
    for kind, pattern in _NAMES.items():
        found |= {Claim(kind, match[0].strip()) for match in pattern.finditer(plain)}
    return frozenset(found)


def unsupported(text: str, evidence: str, quotes: Sequence[str]) -> list[Claim]:
    """Return the claims of a text that its evidence does not make, in order of kind.

    Args:
        evidence: The record's own wording that the text stands for.
        quotes: The cited words of the source: every figure has to stand there too.
    """
    there, plain = find_claims(evidence), f" {' '.join(_words(evidence))} "
    cited = {claim.value for quote in quotes for claim in find_claims(quote) if claim.kind == "number"}
    wrong = [claim for claim in find_claims(text) if not _stands(claim, there, plain)]
    wrong += [claim for claim in find_claims(text) if claim.kind == "number" and claim.value not in cited]
    return sorted(set(wrong), key=lambda claim: (claim.kind, claim.value))


def canonical(figure: str) -> str:
    """Return a figure without thousands separators and leading zeros, a decimal comma as a point."""
    if _THOUSANDS.fullmatch(figure):
        return re.sub(r"[.,]", "", figure).lstrip("0") or "0"
    return re.sub(r"^0+(?=\d)", "", figure.replace(",", "."))


def _stands(claim: Claim, there: frozenset[Claim], plain: str) -> bool:
    if claim.kind in _NAMES:
        return f" {' '.join(_words(claim.value))} " in plain
    return claim in there


def _canonical_in(words: str) -> str:
    return " ".join(_NUMBER.sub(lambda match: canonical(match[0]), words).split())


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"\w+", _plain(text)))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
