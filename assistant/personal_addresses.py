"""Where a person lives, down from the street: house, alley, flat and parcel numbers with the street's name.

Communes, provinces and what lies above them stay: procedures differ by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.personal_names import begins_like_a_person, is_capital
from assistant.personal_view import Detail, View
from assistant.personal_words import listed

_HOUSE = r"\d{1,4}(?:[a-z]{1,2}\d{0,2})?(?: ?/ ?\d{1,4}[a-z]?)*(?![a-z0-9])"
_PLACE = r"(?:[a-z]{0,2}\d{1,4}[a-z]?(?:[/.\-]\d{1,4}[a-z]?)*)(?![a-z0-9])"
_BY_WORD = (
    rf"(?:so nha|nha so|so nh) ?:? ?{_HOUSE}",
    rf"(?:ngo|ngach|hem|kiet|hxh) (?:so )?{_PLACE}",
    rf"(?:to dan pho|khu pho|tdp|kp|xom|ap|thon|khom|to)(?: so)? {_PLACE}",
    rf"(?:can ho|phong|lo|block|toa(?: nha)?|tang|chung cu) (?:so )?{_PLACE}",
    rf"(?:thua(?: dat)? so|to ban do(?: so)?) {_PLACE}",
    rf"thua(?: dat)? {_PLACE}(?=,? to )",
    rf"so {_HOUSE}(?=,? ?(?:ngo|ngach|hem|kiet|duong|pho)(?![a-z]))",
    rf"(?!(?:19|20)\d\d ){_HOUSE}(?= (?:ngo|ngach|hem|kiet|duong|pho) (?!kinh|doanh|bien))",
)
_WEAK = re.compile(rf"(?:to|phong|lo|block|toa(?: nha)?|tang|chung cu) (?:so )?{_PLACE}")
_MARKED = {
    "ap": "ấp",
    "to": "tổ",
    "ngo": "ngõ",
    "lo": "lô",
    "hem": "hẻm",
    "kiet": "kiệt",
    "xom": "xóm",
    "thon": "thôn",
}
_STREET = r"(?:duong|pho|dai lo|quoc lo|tinh lo|chung cu|khu do thi)"
_CHAIN = re.compile(
    rf"(?<![a-z0-9/])(?:{'|'.join(_BY_WORD)})(?:[ ,\-]{{1,3}}(?:{'|'.join(_BY_WORD)})){{0,5}}"
    rf"(?P<street>[ ,]{{1,3}}{_STREET} (?:so )?(?=[a-z0-9]))?"
)
_SLASHED = re.compile(r"(?<![a-z0-9/.\-])\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)+ (?=[a-z])")
_LETTERED = re.compile(r"(?<![a-z0-9/.\-])\d{1,4}/\d{1,4}[a-d](?![a-z0-9/])")
_NUMBERED = re.compile(r"(?<![A-Za-z0-9/.\-])(?!(?:19|20)\d\d )\d{1,4}[A-Za-z]? (?=[A-Z])")  # "56 Trần Phú"
_AFTER_A_PLACE_WORD = re.compile(
    r"(?<![a-z0-9])(?:dia chi|thuong tru|tam tru|cu tru|ngu|nha|o|tai|song|cho o)"
    r"(?: (?:o|tai|la|so|cua|toi|em|minh)){0,3}"
    r"[ :]{1,3}(?P<it>\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)*) (?=[a-z])"
)
_BEFORE_A_DATE = re.compile(
    r"(?:ngay|han|truoc|sau|tu|den|mung|le|dip|hom|sang|chieu|ty|ti|le|thuong binh|loai|hang) ?$"
)
_SCALE = re.compile(r"1/\d{3,4} ")
_LATITUDE, _LONGITUDE = r"(?:[89]|1\d|2[0-3])\.\d{4,}", r"(?:10[2-9]|11[0-7])\.\d{4,}"  # of Vietnam with its islands
_DEGREES = r"\d{1,3} ?° ?\d{1,2}(?:[.,]\d+)? ?['’′](?: ?\d{1,2}(?:[.,]\d+)? ?[\"”′'’]{1,2})? ?[nbed]?"
_POSITION = re.compile(
    rf"(?<![\d.])(?:{_LATITUDE}[ ,;/]{{1,3}}{_LONGITUDE}|{_LONGITUDE}[ ,;/]{{1,3}}{_LATITUDE})(?!\d)"
    rf"|(?<!\d){_DEGREES}[ ,;]{{0,3}}{_DEGREES}(?![a-z0-9])"
)
_WORD = re.compile(r"[a-z]+")
_STREET_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_STREET_WORDS, _LONGEST_BARE_STREET_WORDS = 4, 3


def find_addresses(view: View) -> Iterator[Detail]:
    """Yield addresses: coordinates, chains of numbered parts, "12/3B Nguyễn Trãi", a number and street behind "ở"."""
    for match in _POSITION.finditer(view.folded):
        yield Detail(match.start(), match.end(), "position")
    yield from _find_chains(view)
    for match in _SLASHED.finditer(view.folded):
        if not _is_a_date_or_scale(view.folded, match):
            street = _street_end(view, match.end())
            if street > match.end() and is_capital(view, match.end()):
                yield Detail(match.start(), street, "address")
    for match in _LETTERED.finditer(view.folded):
        end = match.end() + (view.folded[match.end() : match.end() + 1] == " ")
        yield Detail(match.start(), max(match.end(), _street_end(view, end)), "address")
    yield from _find_told(view)
    for match in _NUMBERED.finditer(view.bare):
        if begins_like_a_person(view, match.end()):
            yield Detail(match.start(), _street_end(view, match.end()), "address")


def _find_chains(view: View) -> Iterator[Detail]:
    for match in _CHAIN.finditer(view.folded):
        lone = _WEAK.fullmatch(match[0]) is not None
        if not _is_meant(view, match) or (lone and not _is_among_places(view.folded, match.end())):
            continue
        end = _street_end(view, match.end()) if match["street"] else match.end()
        if not match["street"] and view.folded[end : end + 1] == " " and is_capital(view, end + 1):
            end = _street_end(view, end + 1)
        yield Detail(match.start(), end, "address")


def _find_told(view: View) -> Iterator[Detail]:
    for match in _AFTER_A_PLACE_WORD.finditer(view.folded):
        word = _WORD.match(view.folded, match.end())
        if word is None or word[0] in listed("not_a_street"):
            continue
        capital = is_capital(view, match.end())
        named = begins_like_a_person(view, match.end()) or match[0].startswith("dia chi")
        if capital or named:
            yield Detail(match.start("it"), _street_end(view, match.end()), "address")


def _is_meant(view: View, match: re.Match[str]) -> bool:
    """Whether the first word, where it carries marks, is the word of an address: "ấp 3" and not "áp 3"."""
    word = _WORD.match(match[0])
    if word is None or word[0] not in _MARKED:
        return True
    written = view.written(match.start(), match.start() + word.end()).strip()
    return written in (word[0], _MARKED[word[0]])


def _is_among_places(text: str, end: int) -> bool:
    return (
        re.match(r",? ?(?:phuong|xa|khu|ap|thon|thi tran|p\.|duong|chung cu|toa)(?![a-z])", text[end : end + 12])
        is not None
    )


def _is_a_date_or_scale(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 14) : match.start()]
    return (
        _BEFORE_A_DATE.search(before) is not None
        or _SCALE.match(match[0]) is not None
        or "/19" in match[0]
        or "/20" in match[0]
    )


def _street_end(view: View, start: int) -> int:
    """Return where the street's name ends that begins there: capitals, or a few words up to one of another kind."""
    capital = is_capital(view, start)
    end, most = start, _LONGEST_STREET_WORDS if capital else _LONGEST_BARE_STREET_WORDS
    for _ in range(most):
        word = _STREET_WORD.match(view.folded, end if end == start else end + 1)
        if word is None or (end != start and view.folded[end] != " ") or _ends_street(view, word, capital):
            break
        end = word.end()
    return end


def _ends_street(view: View, word: re.Match[str], capital: bool) -> bool:
    if not capital:
        return word[0] in listed("ends_a_street")
    if not is_capital(view, word.start()) and not word[0].isdigit():
        return True
    return view.written(word.start(), word.end()).strip() in listed("levels")
