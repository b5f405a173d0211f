"""Time limits: a figure with a unit, words, or a placeholder that means unknown."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.parse.text import SourceText
from knowledge.records import Channel, Quote, TimeLimit, TimeUnit

_UNITS: dict[str, TimeUnit] = {
    "WORKING_DAY": "working_day",
    "NGÀY LÀM VIỆC": "working_day",
    "DAY": "calendar_day",
    "NGÀY": "calendar_day",
    "HOUR": "hour",
    "GIỜ": "hour",
    "MONTH": "month",
    "THÁNG": "month",
    "YEAR": "year",
    "NĂM": "year",
}
_FIGURE = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s+(\D{1,20})")
_PLACEHOLDER = "OTHER"
_LETTER = re.compile(r"[^\W\d_]")
_POINTER = re.compile(  # words that send the reader elsewhere state no time
    r"\W*(?:theo|xem|chi tiết(?: tại)?|tại)\s+(?:(?:phần|mục)\s+)?"
    r"(?:mô tả|(?:cách thức|trình tự) thực hiện|ghi chú)(?:\s+(?:kèm theo|bên dưới|chi tiết))?\W*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;](?=\s)|\n")
_DURATION = re.compile(
    r"(?<![\d/])(?<!ngày )(?<!tháng )(?<!năm )(?<!ngày)\d{1,4}\s*(?:\([^)]{1,20}\)\s*)?"
    r"(?:ngày|giờ|tháng|năm|phút|tuần)\b"
    r"|\bngay\s+(?:trong\s+ngày|khi|sau\s+khi)|\btrong\s+(?:ngày|buổi)\b|\bchậm nhất (?:là |vào )*ngày \d",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"thời\s+hạn|thời\s+gian|trong\s+vòng|không\s+quá|chậm\s+nhất|kể\s+từ|trong\s+ngày|ngay\s+(?:khi|sau|trong)"
    r"|trong\s+\d|\bsau\s+\d",
    re.IGNORECASE,
)
_NOT_THE_OFFICE = re.compile(
    # how long a paper is valid
    r"\bcó (?:giá trị|thời hạn|hiệu lực)\b[^,]{0,30}\d|\bthời hạn (?:có )?(?:giá trị|hiệu lực|sử dụng)\b"
    # a deadline that runs from an event of life or up to an event to come
    r"|\bkể từ (?:ngày |khi )?(?:sinh|có người chết|bắt đầu năm học)"
    r"|(?:ngày|giờ|tháng|năm)(?: làm việc)? trước (?:ngày|giờ|khi|thời điểm)\b|\btrước \d+ (?:ngày|giờ|tháng)\b"
    # a deadline of the applicant's
    r"|(?:^|(?<!tổ chức)(?<!cá nhân)[,:]\s*)(?:nếu có nhu cầu, )?(?:(?:các|những|chủ|cha hoặc) )?"
    r"(?:tổ chức, cá nhân|cá nhân, tổ chức|tổ chức|cá nhân|doanh nghiệp|hộ kinh doanh|công ty|thương nhân|thí sinh|mẹ|"
    r"người (?:nộp|yêu cầu|đề nghị|khai|sử dụng|lao động|học|có|nhận)|chủ (?:hàng|tàu|đầu tư|dự án|cơ sở|rừng))"
    r"[^,;:()]{0,60}\b(?:nộp|gửi|phải|có trách nhiệm|hoàn thiện|bổ sung|(?<!đã )thông báo|khắc phục|chịu trách nhiệm)\b"
    r"|\bngười nộp thuế\b.{0,300}?\bchậm nhất (?:là |vào )*ngày\b",
    re.IGNORECASE,
)


def parse_time(text: SourceText, start: int, end: int) -> TimeLimit | None:
    """Return the time limit between two offsets; None where nothing stands there.

    "8 WORKING_DAY" gives its figure and unit, "1 OTHER" and "Theo mô tả OTHER" an unknown limit, and
    "Không quá 15 ngày OTHER" its words without the placeholder.
    """
    quote = text.said(start, end)
    if quote is None:
        return None
    figure = _FIGURE.fullmatch(quote.plain)
    if figure and figure[2].upper() in _UNITS:
        amount = Decimal(figure[1].replace(",", "."))
        # No procedure takes zero days: the form was left at its default.
        return TimeLimit(amount=amount, unit=_UNITS[figure[2].upper()], quote=quote) if amount else TimeLimit()
    return _in_words(text, quote)


def _in_words(text: SourceText, quote: Quote) -> TimeLimit:
    words = _without_placeholder(text, quote)
    # "1", "3/5" and "-" are no duration.
    if words is None or not _LETTER.search(words.plain) or _POINTER.fullmatch(words.plain[:80]):
        return TimeLimit()
    return TimeLimit(quote=words)


def _without_placeholder(text: SourceText, quote: Quote) -> Quote | None:
    words = quote.text.removesuffix(_PLACEHOLDER)
    if words == quote.text or _LETTER.match(words[-1:]):  # glued to a letter it would be the end of a word
        return quote
    return text.quote(quote.span.start, quote.span.start + len(words))


def stated_times(channels: tuple[Channel, ...], steps: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return the lines of the steps that state a duration, where no channel states one; else nothing."""
    if any(limit.known for channel in channels for limit in channel.time_limits):
        return ()
    if any(states_duration(note) for channel in channels for note in channel.notes):
        return ()
    return tuple(step for step in steps if states_duration(step))


def states_duration(quote: Quote) -> bool:
    """Whether a sentence says how long the office takes; a paper's validity and an applicant's deadline do not."""
    return any(
        _DURATION.search(sentence) and _LIMIT.search(sentence) and not _NOT_THE_OFFICE.search(sentence)
        for sentence in _SENTENCE_END.split(quote.plain)
    )
