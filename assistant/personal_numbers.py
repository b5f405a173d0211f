"""Numbers that belong to a person, and those that only look like it: codes, decrees, dates, amounts, hotlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.personal_view import Detail, View

_GAP = r"[ .\-]"  # between the groups of a number
_WIDE = r"[ .\-()_,]{0,3}"  # and between the digits of a phone number
_DATE = r"\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)(?:19|20)\d\d(?!\d)(?![.\-]\d)"
_YEAR = r"(?:19|20)\d\d"
_MONEY = r"(?:dong(?! (?:thap|nai|xoai|hoi|ha|van|anh|da|son|hung|hy|trieu)\b)|vnd|d|usd|trieu|tr|ty|nghin)(?![a-z0-9])"
_KEPT = (
    r"(?<![\d.])[1-9]\.\d{6,9}(?!\d)(?:\.\d{3}\.\d\d\.\d\d\.h\d\d)?",  # procedure codes
    r"\d{1,5}/(?:\d{4}/)?[a-z][a-z0-9]*(?:-[a-z0-9]+)*",  # 123/2015/ND-CP, 1565/QD-TTg
    rf"\d{{1,5}}/{_YEAR}(?!\d)",
    _DATE,
    rf"{_YEAR}-\d{{1,2}}-\d{{1,2}}(?![\d.\-])",
    rf"{_YEAR}(?: ?[ \-] ?{_YEAR})+(?![ .\-]?\d)",
    rf"[1-9]\d{{0,2}}(?:[., ]\d{{3}})+(?!\d)(?:,\d+)? ?{_MONEY}",
    r"[1-9]\d{0,2}(?:[.,]\d{3})*[.,]000(?![\d.])",
    rf"[1-9]\d{{0,7}}(?:[.,]\d{{1,2}})? ?{_MONEY}",
    rf"[1-9]\d*000 ?{_MONEY}",
    r"[1-9]\d{0,4}000(?!\d)(?![ .\-]\d)",
    r"[1-9]\d{0,13}?0{5,}(?!\d)",
    rf"1[89]00(?:{_GAP}?\d){{4}}(?:(?:{_GAP}?\d){{2}})?(?!\d)",  # hotlines are nobody's own
    r"11\d(?:[ ,/\-]{1,3}11\d)*(?!\d)(?![ .\-]\d)",
)
_KEPT_UNLESS_NAMED = (r"[1-9]\d{0,2}(?:\.\d{3}|,\d{3})+(?![\d.])(?!,\d{3})",)  # an amount, but a number behind "CCCD"
_SHAPES = (
    ("file", r"(?<![a-z0-9])(?:\d{3}\.\d\d\.\d\d\.)?[gh]\d\d(?:\.\d+)*-\d{6}-\d{3,}"),
    ("card", rf"\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?(?!\d)"),
    ("phone", rf"(?<!\w)(?:\+ ?84|0084){_WIDE}(?:0{_WIDE})?\d(?:{_WIDE}\d){{8,9}}(?!\d)"),
    ("phone", rf"84{_WIDE}[235789](?:{_GAP}?\d){{8}}(?!\d)(?!{_GAP}\d{{3}})"),
    ("insurance", r"(?<![a-z0-9])[a-z]{2}\d(?:[ \-]?\d){12}(?!\d)"),
    ("paper", r"(?<![a-z0-9])[a-z]{1,2}(?![1-9]\d*0{5})\d{7,8}(?![a-z0-9])"),
    ("plate", r"(?<![a-z0-9./])[1-9]\d ?-? ?[a-z][a-z0-9]? ?-? ?\d{3}\.\d\d(?![\d.])"),
    ("plate", r"(?<![a-z0-9./])[1-9]\d-?[a-z][a-z0-9]?[ \-]?\d{5}(?![\d.,])"),
    ("plate", r"(?<![a-z0-9./])[1-9]\d-?[a-z][a-z0-9]?-\d{4}(?![\d.,/])"),
    ("tax", r"\d{10}-\d{3}(?!\d)"),
    ("paper", rf"\d{{3}}(?:{_GAP}\d{{3}}){{3}}(?!\d)"),
    ("paper", rf"\d{{4}}(?:{_GAP}\d{{4}}){{2}}(?!\d)"),
    ("paper", rf"\d{{3}}{_GAP}(?:\d{_GAP}\d\d|\d{{3}}){_GAP}\d{{6}}(?!\d)"),
    ("paper", rf"(?:\d{{6}}{_GAP}\d{{6}}|\d{{3}}{_GAP}\d{{9}})(?!\d)"),
    ("phone", rf"\(?(?:0|(?<![a-z0-9])o(?=\d)){_WIDE}[35789](?:{_WIDE}\d){{8}}(?!\d)"),
    ("phone", rf"\(?0{_WIDE}(?:2|1{_WIDE}[2-9])(?:{_WIDE}\d){{8,9}}(?!\d)"),
    ("paper", r"(?:\d{3}[ \-]\d{3}[ \-]\d{3}|0\d\d\.\d{3}\.\d{3}|\d{9}|\d{12})(?!\d)"),
    ("long", r"\d{10,}(?!\d)"),
    ("number", rf"\d(?:{_GAP}\d){{8,}}(?!\d)"),
    ("number", rf"(?=(?:\d{_GAP}?){{9}})0\d{{1,4}}(?:{_GAP}\d{{3,5}}){{2,}}(?!\d)"),  # no amount or year begins with 0
)
_NAMED = (
    ("paper", r"cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|ho chieu|passport|dinh danh|gplx|lai xe|bang lai|giay to so"),
    ("account", r"stk|so tk|tknh|tai khoan|account"),
    ("tax", r"mst|ma so thue|msdn|ma so doanh nghiep"),
    ("insurance", r"bhxh|bhyt|bao hiem(?: xa hoi| y te)?"),
    ("phone", r"sdt|dt|dien thoai|so may|goi|zalo|lien he|alo|phone|tel|nhan tin|dtdd"),
)
_NAMED_NUMBER = rf"[^\d\x01\n?!;]{{0,24}}?(?P<it>(?:(?<![a-z0-9])[a-z]{{1,2}})?\+?\d(?:{_GAP}?\d){{5,18}})(?!\d)"
_SERIAL = re.compile(
    r"(?<![a-z0-9])(?:seri|phat hanh|so hieu|vao so|so hong|so do|gcn|gcnqsdd?|qsdd|su dung dat|chung nhan|bia do)"
    r"(?: so)?(?: la)?[ :]{1,3}(?P<it>[a-z]{1,2} ?-?\d{5,9})(?![a-z0-9])"
)
_CAPITAL_SERIAL = re.compile(r"(?<![A-Za-z0-9])[Ss]o (?P<it>[A-Z]{2} \d{6,8})(?![\w/.])")
_FILE = re.compile(
    r"(?<![a-z0-9])(?:ma|so)(?: so)? (?:ho so|bien nhan|bien lai)[^a-z0-9\x01]{1,3}(?:so |la )?"
    r"(?P<it>[a-z0-9](?:[a-z0-9.\-/]{0,10}\d){5,12})"
)
_PLATE_TOLD = re.compile(
    r"(?<![a-z0-9])(?:bien(?: so)?(?: xe)?|bks|bien kiem soat|xe)[^a-z0-9\x01]{1,3}(?:so |la )?"
    r"(?P<it>[1-9]\d ?-? ?[a-z]{1,2}\d? ?[\-.]? ?\d{3}\.?\d{1,2})(?![\d/])"
)
_SPOKEN = re.compile(
    r"(?<!\w)(?:{0}|\d{{1,4}})(?:[ ,.\-]{{1,3}}(?:{0}|\d{{1,4}})){{6,30}}(?!\w)".format(
        "khong|ko|linh|le|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin"
    )
)
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]+(?: ?@ ?| ?[(\[] ?at ?[)\]] ?| a cong "
    r"| at (?=(?:gmail|yahoo|hotmail|outlook|icloud|live|mail)(?![a-z])|[\w\-]+ dot ))"
    r"[\w\-]+(?: ?(?:\.| cham | dot | ?[(\[] ?dot ?[)\]]) ?[a-z][\w\-]*)+"
)
_BORN = re.compile(
    r"(?:(?<!khai )(?<!phat )(?<!chung )(?<!hoc )(?<!tuyen )(?<!thi )(?<!nay )(?<!ve )(?<!ho )(?<![a-z0-9])sinh"
    r"|(?<![a-z0-9])(?:sn|dob|ngay thang nam sinh))"
    r"(?:[ :,]{1,3}(?:ngay|thang|vao|nam|la|nhat|mung|cua|toi|em|con|chau|hom)){0,5}[ :,]{1,3}"
    r"(?P<it>\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2,4}|\d{1,2} thang \d{1,2}(?:,? nam)? \d{2,4}"
    r"|\d{1,2} thang \d{1,2}|(?:19|20)\d\d-\d\d?-\d\d?|\d{1,2}[/.\-]\d{1,2})(?![\d/])"
)
_BORN_AFTER = re.compile(r"(?<![\d/])(?P<it>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}) (?:la )?(?:ngay )sinh(?![a-z])")
_FEWEST_SPOKEN, _FEWEST_DIGITS = 3, 8


def find_numbers(view: View) -> Iterator[Detail]:
    """Yield e-mail addresses, then numbers that a word before them names, then those that their shape gives away."""
    for match in _EMAIL.finditer(view.folded):
        yield Detail(match.start(), match.end(), "email")
    yield from _find_named(view.folded)
    for match in _shaped().finditer(view.folded):
        if match.lastgroup != "kept":
            yield Detail(match.start(), match.end(), _kind(match))
    for match in _CAPITAL_SERIAL.finditer(view.bare):
        yield Detail(match.start("it"), match.end("it"), "paper")
    yield from _find_spoken(view.folded)


def find_births(view: View) -> Iterator[Detail]:
    """Yield dates of birth; a year alone stays, because many rules go by it and it names nobody."""
    for pattern in (_BORN, _BORN_AFTER):
        for match in pattern.finditer(view.folded):
            yield Detail(match.start("it"), match.end("it"), "born")


def _find_named(text: str) -> Iterator[Detail]:
    for kind, pattern in _named():
        for match in pattern.finditer(text):
            if not _kept_at(text, match):
                yield Detail(match.start("it"), match.end("it"), kind)


def _find_spoken(text: str) -> Iterator[Detail]:
    """Yield numbers in words, or half in words: "không chín một hai …"."""
    for match in _SPOKEN.finditer(text):
        words = len(re.findall(r"[a-z]+", match[0]))
        digits = words + sum(char.isdigit() for char in match[0])
        if words >= _FEWEST_SPOKEN and digits >= _FEWEST_DIGITS:
            yield Detail(match.start(), match.end(), "number")


@cache
def _shaped() -> re.Pattern[str]:
    """Return one pattern that steps over what is kept, so that its digits are never taken for something else."""
    kept = "|".join((*_KEPT, *_KEPT_UNLESS_NAMED))
    shapes = "|".join(rf"(?P<{kind}_{number}>{shape})" for number, (kind, shape) in enumerate(_SHAPES))
    return re.compile(rf"(?<!\d)(?:(?P<kept>{kept})|{shapes})")


@cache
def _named() -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = [(kind, re.compile(rf"(?<![a-z0-9])(?:{name})(?![a-z]){_NAMED_NUMBER}")) for kind, name in _NAMED]
    return (*named, ("paper", _SERIAL), ("file", _FILE), ("plate", _PLATE_TOLD))


@cache
def _kept() -> re.Pattern[str]:
    return re.compile("|".join(_KEPT))


def _kept_at(text: str, match: re.Match[str]) -> bool:
    """Whether what a word seems to name is a code, an amount or a date after all."""
    first = re.search(r"\d", match["it"])
    assert first is not None  # every pattern of a named number has a digit
    return _kept().match(text, match.start("it") + first.start()) is not None


def _kind(match: re.Match[str]) -> str:
    kind = str(match.lastgroup).partition("_")[0]
    return kind if kind != "long" else "card" if _is_card(match[0]) else "number"


def _is_card(digits: str) -> bool:
    """Whether a run of digits is a card's: 13 to 19 of them, the last one checking the others.

    Source:
        ISO/IEC 7812-1, annex B (the Luhn formula).
    """
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
