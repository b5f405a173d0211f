"""What tells procedures apart: the attributes of a title and its record, and which of them people tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.lexicon import read_list
from assistant.phrases import Phrases, Wording
from knowledge.provinces import NATIONAL, PROVINCES, UNNAMED_PROVINCE, place_name, province_asked_about
from knowledge.vietnamese import clean, fold

Values = Mapping[str, frozenset[str]]  # value names by attribute name

GROWN_UP_YEARS = 14
"""From this age a person's identity card is another procedure. Source: Luật Căn cước 26/2023/QH15, Điều 19."""

_ELSEWHERE = "Tỉnh, thành phố khác"
_AGE = re.compile(r"(duoi )?(\d{1,2}) tuoi")
_EXCEPT = re.compile(r"\(?\btrừ (?:trường hợp )?[^()]*\)?")
_LEVEL = re.compile(r"\bcấp (xã|tỉnh|tinh|bộ|trung ương|tw)\b")
_LEVELS = {"xã": "commune", "tỉnh": "province", "tinh": "province"}
_OPENING = re.compile(
    r"(?:\d+[.)]\s*)?(?:(?:trình tự,?|thủ tục(?: hành chính)?:?|đăng ký(?! lại)|đề nghị|giải quyết|thực hiện|cho phép|"
    r"quyết định|thông báo|việc|hồ sơ|xin|xét|chấp thuận(?! lại)|hưởng|khai) )*"
)
_BETWEEN = re.compile(r"\s*(?:,|;|/| và | hoặc )\s*")


@dataclass(frozen=True)
class Value:
    """One value of an attribute: how titles carry it, how people say it, and its label in their words."""

    name: str
    label: str
    titles: Phrases | None
    said: Phrases | None
    is_yes: bool = False  # the value that a bare "có" means, and a bare "không" denies
    within: str | None = None  # the value of which it is a kind


@dataclass(frozen=True)
class Attribute:
    """Something that tells procedures apart, and how to ask for it."""

    name: str
    ask: str
    ease: float
    alike: float
    default: str | None
    opening: bool
    values: tuple[Value, ...]

    def value(self, name: str) -> Value:
        """Return the value of that name; a province is its own value."""
        found = next((value for value in self.values if value.name == name), None)
        return found or Value(name, _ELSEWHERE if name == NATIONAL else place_name(name), None, None)


@dataclass(frozen=True)
class Told:
    """What a message says of one attribute: the values that it affirms and those that it denies."""

    affirmed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


@cache
def attributes() -> tuple[Attribute, ...]:
    """Return the attributes in the order of the file, which settles ties."""
    return tuple(_attribute(entry) for entry in read_list("attributes")["attributes"])


def attribute_named(name: str) -> Attribute | None:
    """Return the attribute of that name; None for a name that stands for none, such as "title"."""
    return next((attribute for attribute in attributes() if attribute.name == name), None)


def traits(title: str, level: str | None = None, jurisdiction: str = NATIONAL) -> Values:
    """Return the values that a procedure has, by attribute; an attribute that it says nothing of is left out.

    Args:
        title: As published.
        level: "ministry", "province" or "commune", as the record says; a level in the title counts before it.
        jurisdiction: The province whose own record it is.
    """
    line = clean(title).lower()
    found = {attribute.name: carried(attribute, line) for attribute in attributes()}
    named = _LEVEL.search(line)
    told_level = _LEVELS.get(named[1], "ministry") if named else level
    found["level"] = frozenset({told_level} if told_level else ())
    found["place"] = frozenset({jurisdiction} if jurisdiction != UNNAMED_PROVINCE else ())
    return {name: values for name, values in found.items() if values}


def told(wording: Wording) -> dict[str, frozenset[str]]:
    """Return the values that a message affirms, by attribute; attributes that it says nothing of are left out."""
    said = {attribute.name: says(attribute, wording).affirmed for attribute in attributes()}
    return {name: values for name, values in said.items() if values}


def says(attribute: Attribute, wording: Wording) -> Told:
    """Return what a message says of one attribute: "không phải người nước ngoài" denies, "bị mất" affirms."""
    if attribute.name == "place":
        place = province_asked_about(f"o {wording.folded}") or province_asked_about(wording.folded) or _bare(wording)
        return Told(frozenset({place} if place else ()))
    affirmed, denied = set[str](), set[str]()
    for value in attribute.values:
        if value.said is None or wording not in value.said:
            continue
        (denied if _is_denied(value.said, wording) else affirmed).add(value.name)
    return Told(frozenset(affirmed | _by_age(attribute, wording)), frozenset(denied - affirmed))


def carried(attribute: Attribute, title: str) -> frozenset[str]:
    """Return the values that a title carries; several where it enumerates them, none where it leaves them open."""
    line = clean(title).lower()
    if attribute.opening:
        found = _of_opening(attribute, line)
    else:
        plain = _EXCEPT.sub(" ", line)
        wording = Wording.of(plain)
        found = frozenset(
            value.name for value in attribute.values if value.titles is not None and wording in value.titles
        )
        if attribute.name == "reason" and not found and plain != line:
            found = frozenset({"other"})  # "trừ trường hợp bị mất" stands for every other reason
    return found or frozenset({attribute.default} if attribute.default else ())


def _of_opening(attribute: Attribute, line: str) -> frozenset[str]:
    """Return the values of the words that a title opens with, several where it enumerates them."""
    opened = _OPENING.match(line)
    at, found = opened.end() if opened else 0, set[str]()
    while True:
        matches = [(match.end(), value.name) for value in attribute.values if (match := _begins(value, line, at))]
        if not matches:
            return frozenset(found)
        end, name = max(matches)
        found.add(name)
        between = _BETWEEN.match(line, end)
        if between is None:
            return frozenset(found)
        at = between.end()


def _begins(value: Value, line: str, at: int) -> re.Match[str] | None:
    return _opening_of(value.titles.patterns).match(line, at) if value.titles is not None else None


@cache
def _opening_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(patterns, key=len, reverse=True)
    return re.compile("|".join(rf"(?:{pattern})(?!\w)" for pattern in ordered))


def _is_denied(phrases: Phrases, wording: Wording) -> bool:
    """Whether every one of the phrases in a message is denied: by a "không" before or behind it."""
    marked = _one_line(_folded(phrases.patterns).sub(" @ ", wording.folded))
    return "@" not in _denial().sub(" ", marked)


@cache
def _denial() -> re.Pattern[str]:
    lists = read_list("attributes")
    before, behind = lists["denied_before"], lists["denied_behind"]
    return re.compile(rf"\b(?:{before}) @|@ (?:{behind})(?= *(?:,|$))")


@cache
def _folded(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{fold(pattern.removeprefix('='))})(?!\w)" for pattern in patterns))


def _by_age(attribute: Attribute, wording: Wording) -> frozenset[str]:
    """Return what a number of years says: "con 9 tuổi" is under 14."""
    match = _AGE.search(wording.folded) if attribute.name == "age" else None
    if match is None:
        return frozenset()
    grown = int(match[2]) >= GROWN_UP_YEARS + (match[1] is not None)
    return frozenset({"from_14" if grown else "under_14"})


def _bare(wording: Wording) -> str | None:
    """Return the province of today that a message names without "ở" or "tỉnh" before it."""
    padded = f" {_one_line(wording.folded)} "
    return next((name for name in PROVINCES if f" {fold(name)} " in padded), None)


def _one_line(folded: str) -> str:
    return " ".join(re.sub(r"[^\w\s@]", " , ", folded).split())


def _attribute(entry: Mapping[str, Any]) -> Attribute:
    return Attribute(
        name=entry["name"],
        ask=entry["ask"],
        ease=entry["ease"],
        alike=entry.get("alike", 0.0),
        default=entry.get("default"),
        opening=entry.get("opening", False),
        values=tuple(_value(value) for value in entry["values"]),
    )


def _value(entry: Mapping[str, Any]) -> Value:
    titles, said = _phrases(entry["titles"]), _phrases(entry["said"])
    return Value(entry["name"], entry["label"], titles, said, entry.get("is_yes", False), entry.get("within"))


def _phrases(patterns: list[str]) -> Phrases | None:
    return Phrases(tuple(patterns)) if patterns else None
