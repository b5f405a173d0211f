"""Faults of figures: fees, durations, their units, and what is said where the source is silent."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise

from evals.mutation.lines import body, change_one, lines_of, other_digit, with_lines, without_lines
from evals.mutation.operators import Operator, Place
from evals.transcripts import Reply

_FEE = frozenset(("fee", "online", "overview"))
_TIME = frozenset(("time", "online", "overview"))
_MONEY = re.compile(r"(?<![\d.,/])\d[\d.]*(?= ?(?:đồng|đ\b|VNĐ|VND))")
_GROUPED = re.compile(r"(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?= ?(?:đồng|đ\b|VNĐ|VND))")
_AMOUNT = re.compile(r"(?<![\d.,/])\d[\d.]* ?(?:đồng|VNĐ|VND)")
_NOTED = re.compile(r"(?<=đồng) \([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_UNITS = r"ngày làm việc|ngày|giờ|phút|tháng|năm|tuần"
_DURATION = re.compile(rf"(?<![\d./])\d+(?= (?:{_UNITS})\b(?! \d))")
_WORKING_DAYS = re.compile(r"(?<=\d )ngày làm việc")
_DAYS = re.compile(r"(?<=\d )ngày\b(?! làm việc| \d)")
_OTHER_UNITS = re.compile(r"(?<=\d )(?<!sau \d\d )(?<!trước \d\d )(?:giờ|phút|tháng|năm|tuần)\b(?! \d)")
_UNKNOWN_FEE = re.compile(r"chưa công bố mức thu(?: \([^()]*\))?")
_UNKNOWN_TIME = re.compile(
    r"(?<=Thời hạn giải quyết: )(?:chưa công bố|nguồn không ghi thành con số riêng, phần \w+ \w+ ghi:)"
    r"|(?<=: )chưa công bố(?=\.|$|, tùy| \[)"
)
_CHANNEL = re.compile(r"^- ((?:Trực tuyến|Trực tiếp|Bưu chính)[^:]*): .")
_PLACEHOLDERS = (
    ("ngày làm việc", "WORKING_DAY"),
    ("Trực tuyến", "ONLINE"),
    ("Trực tiếp", "DIRECT"),
    ("ưu chính", "POSTAL"),
)


def _digit(pattern: re.Pattern[str], reply: Reply, place: Place) -> Reply | None:
    return change_one(reply, pattern, lambda figure: other_digit(figure, place), place)


def _say(pattern: re.Pattern[str], words: str, reply: Reply, place: Place) -> Reply | None:
    return change_one(reply, pattern, lambda _: words, place)


def _ten_times(reply: Reply, place: Place) -> Reply | None:
    return change_one(reply, _MONEY, lambda told: f"{int(told.replace('.', '')) * 10:,}".replace(",", "."), place)


def _thousands_lost(reply: Reply, place: Place) -> Reply | None:
    return change_one(reply, _GROUPED, lambda told: told.rpartition(".")[0], place)


def _channels_swapped(reply: Reply, place: Place) -> Reply | None:
    """Two channels change their names, so that each tells the fee or time of the other."""
    lines = lines_of(reply)
    named = [(at, match[1]) for at in body(lines) if (match := _CHANNEL.match(lines[at]))]
    differing = [
        (first, second)
        for first, second in pairwise(named)
        if first[1] != second[1] and all(line.startswith("  ") for line in lines[first[0] + 1 : second[0]])
    ]
    if not differing:
        return None
    (one, name), (other, other_name) = place.choose(differing)
    lines[one] = lines[one].replace(name, other_name, 1)
    lines[other] = lines[other].replace(other_name, name, 1)
    return with_lines(reply, lines)


def _unknown_unsaid(reply: Reply, place: Place) -> Reply | None:
    lines = lines_of(reply)
    silent = [at for at in body(lines) if "chưa công bố" in lines[at]]
    return without_lines(reply, [place.choose(silent)]) if silent else None


def _placeholder(reply: Reply, place: Place) -> Reply | None:
    lines = lines_of(reply)
    told = [pair for pair in _PLACEHOLDERS if any(pair[0] in lines[at] for at in body(lines))]
    if not told:
        return None
    words, sign = place.choose(told)
    for at in body(lines):
        lines[at] = lines[at].replace(words, sign)
    return with_lines(reply, lines)


FIGURES = (
    Operator("fee_digit", "one digit of a fee is another", _FEE, partial(_digit, _MONEY)),
    Operator("fee_ten_times", "a fee is ten times as high", _FEE, _ten_times),
    Operator("fee_thousands_lost", "a fee has lost its last group of thousands", _FEE, _thousands_lost),
    Operator("fee_told_free", "a fee that is charged is told as free", _FEE, partial(_say, _AMOUNT, "miễn phí")),
    Operator("fee_note_dropped", "a fee stands without the note that limits it", _FEE, partial(_say, _NOTED, "")),
    Operator("unknown_fee_free", "an unknown fee is told as free", _FEE, partial(_say, _UNKNOWN_FEE, "miễn phí")),
    Operator("unknown_fee_zero", "an unknown fee is told as 0 đồng", _FEE, partial(_say, _UNKNOWN_FEE, "0 đồng")),
    Operator("time_digit", "one digit of a duration is another", _TIME, partial(_digit, _DURATION)),
    Operator("working_days_as_days", "working days are told as days", _TIME, partial(_say, _WORKING_DAYS, "ngày")),
    Operator("days_as_working_days", "days are told as working days", _TIME, partial(_say, _DAYS, "ngày làm việc")),
    Operator(
        "units_as_days", "hours, minutes, months or years are told as days", _TIME, partial(_say, _OTHER_UNITS, "ngày")
    ),
    Operator(
        "unknown_time_told",
        "a time that the source leaves open is told as 5 working days",
        _TIME,
        partial(_say, _UNKNOWN_TIME, "5 ngày làm việc"),
    ),
    Operator("unknown_unsaid", "a line that says what is not published is left out", _FEE | _TIME, _unknown_unsaid),
    Operator("channels_swapped", "two channels tell each other's fee or time", _FEE | _TIME, _channels_swapped),
    Operator(
        "placeholder_printed",
        "a placeholder of the source is printed in place of its words",
        _FEE | _TIME | {"where"},
        _placeholder,
    ),
)
"""Faults of figures, in the order of reports."""
