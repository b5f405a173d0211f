"""Faults of what else a record says: offices, law, results, online filing, steps and conditions."""

from __future__ import annotations

import re
from functools import partial

from evals.mutation.lines import (
    HEAD,
    MARKER,
    NOTICE,
    body,
    change_everywhere,
    change_one,
    lines_of,
    other_digit,
    points,
    with_lines,
    without_lines,
)
from evals.mutation.operators import Operator, Place
from evals.transcripts import Reply

_DISTRICT = "Ủy ban nhân dân cấp huyện"
_OFFICE = re.compile(
    r"(?:[ỦU][ỷy] ban [Nn]hân dân|UBND) (?:cấp )?(?:[Xx]ã|[Tt]ỉnh|[Tt]hành phố)"
    r"(?:, (?:phường|thị trấn|thành phố|đặc khu))*|Công an cấp (?:[Xx]ã|[Tt]ỉnh)"
)
_OFFICE_LINE = re.compile(r"^(- (?:Cơ quan|Nơi tiếp nhận)[^:]*: )(?!nguồn|chưa)[^\[]+?(?=(?: \[\d+\])+$)")
_LEVEL = re.compile(r"^(- Cấp thực hiện: ).+?(?=(?: \[\d+\])+$)")
_LEGAL_NUMBER = re.compile(r"\b\d+(?:\.\d+)?/(?:\d{4}/)?[A-ZĐ]{2,}[A-ZĐ0-9-]*")
_RESULT = "Kết quả nhận được:"
_RESULTS = ("Văn bản thông báo kết quả xử lý", "Giấy xác nhận đã tiếp nhận")
_ONLINE = "Có thể nộp trực tuyến, theo nguồn công bố."
_NOT_ONLINE = "Nguồn không nêu hình thức nộp trực tuyến cho thủ tục này."
_CLAIMS_ONLINE, _DENIES_ONLINE = re.compile(re.escape(_ONLINE)), re.compile(rf"{re.escape(_NOT_ONLINE)}[^\n]*")


def _district(reply: Reply, _: Place) -> Reply | None:
    """Every office is the abolished district's; the line that names a person's way out follows the record too."""
    lines = [line if line.startswith(NOTICE) or HEAD in line else _of_district(line) for line in lines_of(reply)]
    return with_lines(reply, lines)


def _of_district(line: str) -> str:
    named = _OFFICE_LINE.sub(rf"\g<1>{_DISTRICT}", _LEVEL.sub(r"\g<1>Cấp Huyện", line))
    return _OFFICE.sub(_DISTRICT, named)


def _legal_number_off(reply: Reply, place: Place) -> Reply | None:
    def misread(told: str) -> str:
        number, slash, rest = told.partition("/")
        return other_digit(number, place) + slash + rest

    return change_everywhere(reply, _LEGAL_NUMBER, misread, place)


def _point_dropped(reply: Reply, place: Place) -> Reply | None:
    told = points(reply)
    return without_lines(reply, [place.choose(told)]) if told else None


def _steps_swapped(reply: Reply, place: Place) -> Reply | None:
    told = points(reply)
    if len(told) < 2:
        return None
    at = place.number(len(told) - 1)
    lines = lines_of(reply)
    one, other = told[at], told[at + 1]
    lines[one], lines[other] = lines[other], lines[one]
    return with_lines(reply, lines)


def _result_changed(reply: Reply, place: Place) -> Reply | None:
    lines = lines_of(reply)
    start = next((at for at in body(lines) if lines[at].startswith(_RESULT)), None)
    if start is None or "chưa công bố" in lines[start]:
        return None
    told = place.choose([result for result in _RESULTS if result not in lines[start]])
    at, lead = start, f"{_RESULT} "
    if not MARKER.sub("", lines[start]).removeprefix(_RESULT).strip():  # the names stand below, one a line
        at, lead = start + 1, "- "
    if at >= len(lines):
        return None
    markers = "".join(f" [{number}]" for number in MARKER.findall(lines[at]))
    lines[at] = f"{lead}{told}{markers}"
    return with_lines(reply, lines)


def _say(pattern: re.Pattern[str], words: str, reply: Reply, place: Place) -> Reply | None:
    return change_one(reply, pattern, lambda _: words, place)


def _on(*facets: str) -> frozenset[str]:
    return frozenset(facets)


RECORD_LINES = (
    Operator(
        "office_of_district", "an office is told as the abolished district's", _on("where", "overview"), _district
    ),
    Operator("legal_number_off", "the number of a law or decree is another", _on("legal"), _legal_number_off),
    Operator("legal_dropped", "one legal basis is missing", _on("legal"), _point_dropped),
    Operator("result_changed", "what one receives has another name", _on("result", "overview"), _result_changed),
    Operator(
        "online_claimed",
        "filing online is told where the source has none",
        _on("online"),
        partial(_say, _DENIES_ONLINE, _ONLINE),
    ),
    Operator(
        "online_denied",
        "filing online is denied where the source has it",
        _on("online"),
        partial(_say, _CLAIMS_ONLINE, _NOT_ONLINE),
    ),
    Operator("step_dropped", "one step is missing", _on("steps"), _point_dropped),
    Operator("steps_swapped", "two steps stand in the wrong order", _on("steps"), _steps_swapped),
    Operator("condition_dropped", "one condition is missing", _on("conditions"), _point_dropped),
)
"""Faults of offices, law, results, online filing, steps and conditions, in the order of reports."""
