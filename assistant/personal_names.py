"""Names of persons: introduced ("tôi tên là …", "bà …"), or known by their surname and syllables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.personal_view import Detail, View
from assistant.personal_words import (
    Word,
    any_surname,
    famous,
    given,
    honorifics,
    listed,
    lone_given,
    middles,
    sure_surnames,
    surnames,
    words_of,
)
from knowledge.provinces import province_of_agency
from knowledge.vietnamese_syllables import is_bare_syllable

_KIN = (
    r"(?:toi|tui|em|minh|con|chau|be|vo|chong|bo|me|cha|ba|ma|ong|anh|chi|co|chu|bac|cu|cau|di|ban|nguoi|nguoi yeu"
    r"|chu ho|dua|trai|gai|lon|ut|dau|re|ruot|noi|ngoai)"
)
_TOLD = re.compile(
    rf"(?<![a-z])(?:{_KIN} )?(?:ho va ten|ho ten|ten|dung ten|ky ten)(?: day du| that)?(?: cua)?(?: {_KIN}){{0,3}}"
    r"(?: la)?[ :\-]{1,3}"
)
_SELF_TOLD = re.compile(rf"(?<![a-z]){_KIN}(?: {_KIN})? (?:ten(?: la)?|la|: ?)[ :]{{0,2}}")
_RELATIVE = r"(?:(?:em|anh|chi|con|chau|ban|be) (?:gai|trai|re|dau|ruot)|vo|chong|con|be|bo|me|cha|chau|nguoi yeu)"
_OWN = r"(?: (?:lon|ut|dau|re|nho|ruot))?(?: (?:cua )?(?:toi|tui|em|minh|chau|chung toi|nha em|nha toi))"
_RELATED = re.compile(rf"(?<![A-Za-z])(?i:{_RELATIVE})(?P<own>{_OWN})? ")
_RELATIVES_MARKED = {"vo": "vợ", "bo": "bố", "me": "mẹ", "be": "bé", "chau": "cháu", "chong": "chồng", "anh": "anh"}
_HONORIFIC = re.compile(r"(?<![a-z])(?:(?:ong|ba|anh|chi|chu|bac|cu|be|chau|em|co|cau|di|thay)|(?:bs|mr|mrs|ms)\.?) ")
_LONGEST = 5  # words of a name
_ETHNIC = re.compile(r"(?<![A-Za-z])(?:H|Y)['’ ][A-Z][a-z]+(?: [A-Z][a-z]+){0,2}")


def find_names(view: View) -> Iterator[Detail]:
    """Yield the names of persons, without the words that introduce them."""
    words = words_of(view)
    places = {word.start: number for number, word in enumerate(words)}
    for pattern, reader in ((_TOLD, _read_told), (_SELF_TOLD, _read_named), (_HONORIFIC, _read_addressed)):
        for match in pattern.finditer(view.folded):
            first = places.get(match.end())
            count = reader(words, first, match[0]) if first is not None else 0
            if first is not None and count:
                yield Detail(words[first].start, words[first + count - 1].end, "name")
    yield from _find_related(view, words, places)
    yield from _find_bare(view, words)
    for match in _ETHNIC.finditer(view.bare):
        if " " in match[0] and match[0][1] != " ":
            yield Detail(match.start(), match.end(), "name")


def _find_related(view: View, words: Sequence[Word], places: dict[int, int]) -> Iterator[Detail]:
    """Yield given names behind "vợ tôi" and "con": two or three syllables, one alone only where it says whose."""
    for match in _RELATED.finditer(view.bare):
        first, kin = places.get(match.end()), words[places[match.start()]]
        if not first or words[first - 1].capital or not words[first].capital:
            continue
        if not kin.unmarked and kin.written not in (kin.folded, _RELATIVES_MARKED.get(kin.folded)):
            continue
        run = _capital_run(words, first)
        count = _lone(words, first, run)
        named = count > 1 or (count == 1 and match["own"] is not None)
        known = any(_is_famous(words[first : first + taken]) for taken in range(1, count + 1))
        if named and not known and not _is_province(view, words[first : first + count]):
            yield Detail(words[first].start, words[first + count - 1].end, "name")


def is_capital(view: View, start: int) -> bool:
    """Whether a word that begins with a capital stands there."""
    return view.bare[start : start + 1].isupper()


def begins_like_a_person(view: View, start: int) -> bool:
    """Whether a surname and another syllable of a name stand there, in whatever case: streets are named so."""
    words = words_of(View(view.source, view.bare[start : start + 40], view.at[start:]))
    if any(_is_famous(words[:count]) for count in (2, 3, 4) if words and words[0].start == 0):
        return True
    return len(words) > 1 and words[0].start == 0 and words[0] in surnames() and words[1].beside and words[1] in given()


def _read_told(words: Sequence[Word], first: int, introduced: str) -> int:
    """Return how many words behind "tên là" are a name."""
    word, of_a_person = words[first], re.match(_KIN, introduced) is not None
    if word.capital:
        count = _capital_run(words, first)
        if word in any_surname():
            return _whole_name(words, first, count)
        return count if _is_foreign(words[first : first + count]) else _lone(words, first, count)
    if word in (any_surname() if of_a_person else surnames()):
        count = _lower_run(words, first)
        return count if count > 1 else 0
    return 1 if of_a_person and word in lone_given() and not _goes_on(words, first) else 0


def _read_named(words: Sequence[Word], first: int, introduced: str) -> int:
    """Return how many words behind "con tôi là" or "tôi tên" are a name."""
    if " ten" in introduced:
        return _read_told(words, first, introduced)
    word = words[first]
    if not word.capital:
        count = _lower_run(words, first)
        return count if word in surnames() and count > 2 else 0
    count = _capital_run(words, first)
    if word in any_surname():
        count = _whole_name(words, first, count)
        return count if count > 1 and not _is_famous(words[first : first + count]) else 0
    return count if count > 1 and _is_foreign(words[first : first + count]) else 0


def _read_addressed(words: Sequence[Word], first: int, _: str) -> int:
    """Return how many words behind "ông" or "chị" are a name."""
    word = words[first]
    if not word.capital or first == 0 or words[first - 1] not in honorifics():
        return 0
    run = _capital_run(words, first)
    count = _whole_name(words, first, run) if word in any_surname() else 0
    count = count if count > 1 else _lone(words, first, run)
    known = _is_famous(words[first : first + count]) or _is_famous(words[first - 1 : first + count])  # "Ba Lan"
    return 0 if known and word not in surnames() else count


def _find_bare(view: View, words: Sequence[Word]) -> Iterator[Detail]:
    number = 0
    while number < len(words):
        count = _bare_name(view, words, number)
        if count:
            yield Detail(words[number].start, words[number + count - 1].end, "name")
        number += count or 1


def _bare_name(view: View, words: Sequence[Word], first: int) -> int:
    """Return how many words from here on are a name that nothing introduces."""
    word = words[first]
    if word not in any_surname() or _behind_a_place(words, first):
        return 0
    if not word.capital:
        count = _lower_run(words, first)
        unmistaken = (
            word.folded in listed("surnames_bare") if word.unmarked else word.written in listed("surnames_lower")
        )
        return count if unmistaken and count > 2 and words[first + 1] in middles() else 0
    count = _name_in_run(words, first, _capital_run(words, first))
    name = words[first : first + count]
    if count < 2 or _is_famous(name):
        return 0
    if word in surnames():
        alone = not _followed_by_a_capital(words, first + count)
        return count if count > 2 or (alone and word in sure_surnames()) else 0
    plain = not _followed_by_a_capital(words, first + count) and not _is_province(view, name)
    return count if count > 2 and (plain or words[first + 1] in middles()) else 0


def _name_in_run(words: Sequence[Word], first: int, count: int) -> int:
    """Return how many of a run of capitals make a name: the surname and the syllables of names behind it."""
    taken = 1
    while taken < min(count, _LONGEST) and _may_be_given(words[first + taken]):
        taken += 1
    return taken


def _whole_name(words: Sequence[Word], first: int, count: int) -> int:
    """Return how many of an introduced run are a name: all where its middle is a name's, as in "Sùng A Chú".

    Nor is the last syllable left behind that no list has: half a name would tell as much as the whole.
    """
    if count > 2 and (words[first + 1] in middles() or len(words[first + 1].folded) == 1):
        return count
    taken = _name_in_run(words, first, count)
    one_left = taken > 1 and count == taken + 1 and count < _LONGEST and not words[first + taken].shouted
    return count if one_left and words[first + taken].folded not in listed("places_bare") else taken


def _may_be_given(word: Word) -> bool:
    return word in given() or word in middles() or len(word.folded) == 1


def _capital_run(words: Sequence[Word], first: int) -> int:
    taken = 1
    while taken < _LONGEST and _followed_by_a_capital(words, first + taken):
        taken += 1
    return taken


def _lower_run(words: Sequence[Word], first: int) -> int:
    """Return how many words from a surname on are a name in lower case."""
    taken = 1
    while taken < _LONGEST and first + taken < len(words) and words[first + taken].beside:
        word = words[first + taken]
        must = taken == 1 or (taken == 2 and words[first + 1] in middles())  # "van" is no name without what follows
        if not _may_be_given(word) or (not must and word.folded in listed("function_words")):
            break
        taken += 1
    return taken


def _lone(words: Sequence[Word], first: int, count: int) -> int:
    """Return how many of a run of capitals without a surname are a given name: "Lan", "Minh Anh"."""
    taken = 0
    while taken < min(count, 3) and words[first + taken] in given():
        taken += 1
    if taken < count or not taken or _is_famous(words[first : first + taken]):
        return 0
    return taken if taken > 1 or words[first] in lone_given() else 0


def _is_foreign(name: Sequence[Word]) -> bool:
    """Whether capitals that are no Vietnamese syllables stand there, and no initials: "John Smith"."""
    initial = len(name) > 1 and len(name[0].folded) == 1  # "Y Bhiu Niê"
    plain = is_bare_syllable(name[1 if initial else 0].folded) or any(word.shouted for word in name[1:] or name)
    return not plain and not _is_famous(name)


def _is_famous(name: Sequence[Word]) -> bool:
    folded = all(word.unmarked for word in name)
    return " ".join(word.folded if folded else word.written for word in name) in famous(folded)


def _is_province(view: View, name: Sequence[Word]) -> bool:
    return bool(province_of_agency(view.source[view.at[name[0].start] : view.at[name[-1].end]].title()))


def _goes_on(words: Sequence[Word], first: int) -> bool:
    return first + 1 < len(words) and words[first + 1].beside and words[first + 1] in given()


def _followed_by_a_capital(words: Sequence[Word], number: int) -> bool:
    return number < len(words) and words[number].capital and words[number].beside


def _behind_a_place(words: Sequence[Word], number: int) -> bool:
    if number == 0 or not words[number].start - words[number - 1].end <= 2:
        return False
    before = words[number - 1]
    return before.folded in listed("places_bare") if before.unmarked else before.written in listed("places")
