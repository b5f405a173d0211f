"""Numbers of legal documents, however they are typed: "123/2015/NĐ-CP", "nđ 123 năm 2015", "Luật số: 60/2014/QH13"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.vietnamese import fold

_ISSUERS = (
    "cp|ttg|ctn|ubnd|hdnd|nhnn|hdtp|tandtc|vksndtc|ubdt|bhxh|tw|tu"
    "|b(?:tp|tc|ca|qp|ct|yt|xd|nv|ng|gddt|khcn|khdt|tttt|tnmt|nnmt|nnptnt|gtvt|ldtbxh|vhttdl|dttg)"
)
_SUFFIX = (
    r"(?:(?:n[qd]|pl)\s?[-–]\s?)?(?:ub\s?tv)?qh\s?\d{1,2}"
    rf"|[a-z]{{1,5}}(?:[-_/–][a-z&]+|\s*[-_/–]\s*(?:{_ISSUERS})\b|\s(?:cp|ttg|ubnd|hdnd|nhnn)\b)*"
)
_YEARLY = rf"(\d+(?:\.?[a-z]|\.\d{{1,2}})?)\.?\s*/+\s*(\d{{4}})(?!\d)(?:\s*[/-]+\s*({_SUFFIX}))?"
_YEARLESS = rf"(\d+)\s*[-/]\s*((?:[a-z]{{1,4}}\s*[-–]\s*(?:{_ISSUERS})|cp|qh\d{{1,2}}|l/ctn)\b)"
_NUMBER = re.compile(rf"(?<![\d./-])(?:{_YEARLY}|{_YEARLESS})")
_KINDS = {
    "nghi dinh": "ND",
    "nghi quyet": "NQ",
    "thong tu lien tich": "TTLT",
    "thong tu": "TT",
    "quyet dinh": "QD",
    "chi thi": "CT",
    "phap lenh": "UBTVQH",
    "bo luat": "QH",
    "luat": "QH",
    "ttlt": "TTLT",
    "nd": "ND",
    "nq": "NQ",
    "tt": "TT",
    "qd": "QD",
}
_SPOKEN = re.compile(
    rf"\b({'|'.join(_KINDS)})\s*(?:so|s\.)?\s*:?\s*(\d{{1,4}}(?:\.\d{{1,2}})?[a-z]?)(?:,?\s*(?:nam\s*)?((?:19|20)\d\d))?\b(?!\s*/)"
)
_WRITTEN = {"ND": "NĐ", "QD": "QĐ", "HDND": "HĐND", "TTG": "TTg", "LDTBXH": "LĐTBXH", "GDDT": "GDĐT", "KHDT": "KHĐT"}
_WRITTEN |= {"B" + part: "B" + _WRITTEN[part] for part in ("LDTBXH", "GDDT", "KHDT")}
_KIND_BEFORE = re.compile(rf"\b({'|'.join(_KINDS)})\s*(?:so|s\.)?\s*:?\s*$")


@dataclass(frozen=True, slots=True)
class LegalNumber:
    """A document's number taken apart: `serial` "123", `year` 2015, `suffix` "ND-CP" (folded, in capitals).

    `year` and `suffix` are None where the words leave them out; a suffix may be cut short ("QD" of "QD-UBND").
    """

    serial: str
    year: int | None = None
    suffix: str | None = None

    @property
    def key(self) -> str:
        """The number in one spelling, such as "123/2015/ND-CP"."""
        return "/".join(part for part in (self.serial, str(self.year or ""), self.suffix or "") if part)

    @property
    def shown(self) -> str:
        """The number as offices write it, such as "04/2020/TT-BTP"."""
        serial = f"0{self.serial}" if re.match(r"\d(?!\d)", self.serial) and self.year else self.serial
        suffix = "-".join(_WRITTEN.get(part, part) for part in (self.suffix or "").split("-"))
        return "/".join(part for part in (serial, str(self.year or ""), suffix) if part)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        suffix = self.suffix or ""
        issued_by = "-" in suffix or suffix[-1:].isdigit()
        return issued_by and (self.year is not None or suffix.startswith(("QD-", "CT-")))

    def may_be(self, other: LegalNumber) -> bool:
        """Whether both may be the same document: no part that both name differs but for a suffix cut short."""
        if self.serial != other.serial or (self.year and other.year and self.year != other.year):
            return False
        one, two = self.suffix or "", other.suffix or ""
        return _begins(one, two) or _begins(two, one)


def numbers_in(words: str) -> tuple[LegalNumber, ...]:
    """Return the document numbers that the words name, in order; a word such as "nghị định" before one is its kind.

    Dates are none. "123/2015" is one without its suffix; "nghị định 123" is one without its year.
    """
    folded = fold(words)
    found = [(match.start(), _of(match, folded[: match.start()])) for match in _NUMBER.finditer(folded)]
    taken = {at for match in _NUMBER.finditer(folded) for at in range(match.start(), match.end())}
    for match in _SPOKEN.finditer(folded):
        if match.start(2) not in taken:
            year = int(match[3]) if match[3] else None
            found.append((match.start(), LegalNumber(_serial(match[2]), year, _KINDS[match[1]])))
    return tuple(number for _, number in sorted(found, key=lambda pair: pair[0]))


def number_of_basis(number: str | None, title: str) -> LegalNumber | None:
    """Return the number of a cited document; what its own field leaves out or garbles is read from its title."""
    own = next(iter(numbers_in(number or "")), None)
    if own is not None and own.whole:
        return own
    bare = re.search(r"\d+", number or "")
    told = [one for one in numbers_in(title) if one.whole]
    if own is None and bare is not None:
        own = LegalNumber(_serial(bare[0])) if fold(number or "").strip(" .").endswith(bare[0]) else None
    return next(
        (one for one in told if own is None or own.may_be(one)), own if own and (own.year or own.suffix) else None
    )


def _of(match: re.Match[str], before: str) -> LegalNumber:
    if match[4] is not None:
        return LegalNumber(_serial(match[4]), None, _suffix(match[5]))
    kind = _KIND_BEFORE.search(before)
    suffix = _suffix(match[3]) if match[3] else (_KINDS[kind[1]] if kind else None)
    return LegalNumber(_serial(match[1]), int(match[2]), suffix)


def _serial(words: str) -> str:
    return words.lstrip("0") or "0"


def _suffix(words: str) -> str:
    parts = re.sub(r"\s*[-_/–]\s*|\s+(?=\D)", "-", words.strip()).replace(" ", "").upper()
    return re.sub(r"^(?:NQ|ND|PL)-(?=(?:UBTV)?QH)", "", parts)  # a resolution of the assembly has both spellings


def _begins(one: str, two: str) -> bool:
    """Whether the second suffix is the first, cut short or not; a resolution's kind fits every assembly's number."""
    return one.startswith(two) or (two == "NQ" and one.startswith(("QH", "UBTVQH")))
