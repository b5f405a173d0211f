"""Personal details are taken out of what people write before anything of it is kept or logged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.lexicon import read_list
from assistant.personal_accounts import find_profiles, find_secrets
from assistant.personal_addresses import find_addresses
from assistant.personal_names import find_names
from assistant.personal_numbers import find_births, find_numbers
from assistant.personal_view import Detail, View, placeholder_pattern
from knowledge.vietnamese import settled

_ROUNDS = 6  # what is taken out may uncover what stood beside it; two rounds are the rule
_FINDERS: tuple[Callable[[View], Iterable[Detail]], ...] = (
    find_secrets,
    find_numbers,
    find_profiles,
    find_births,
    find_addresses,
    find_names,
)
_SHORTEST_ECHO_CHARS = 4
_OWN_NUMBERS = frozenset({"paper", "phone", "card", "account", "tax", "insurance", "number"})


def redact(text: str) -> str:
    """Return the text with a placeholder such as [SỐ ĐIỆN THOẠI] for each personal detail; the rest is untouched.

    Taken out are passwords and one-time codes, numbers of papers, phones, cards and accounts, tax and insurance
    numbers, files' numbers, plates, e-mail addresses and profiles, dates of birth, addresses down from the street,
    coordinates, and names of persons, however they are spaced, spelt and marked. Procedure codes, numbers of decrees
    and forms, amounts, dates, and names of communes, provinces and offices stay. A redacted text stays as it is when
    it is redacted again.
    """
    return settled(_once, text, _ROUNDS)


def redact_echo(text: str, question: str) -> str:
    """Return a text of ours without the personal details of the question that it answers."""
    told = sorted(_told(question), key=len, reverse=True)
    for words in told:
        if len(words) >= _SHORTEST_ECHO_CHARS and words in text:
            text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", read_list("privacy")["placeholders"]["number"], text)
    return text


def holds_number(text: str) -> bool:
    """Return whether a text holds a number that is somebody's own: of a paper, a phone, an account or a card."""
    return any(detail.kind in _OWN_NUMBERS for detail in find_numbers(View.of(text, placeholder_pattern())))


def _once(text: str) -> str:
    pieces, end = [], 0
    for detail in _details(text):
        pieces += [text[end : detail.start], read_list("privacy")["placeholders"][detail.kind]]
        end = detail.end
    return "".join([*pieces, text[end:]]) if end else text


def _told(text: str) -> set[str]:
    return {text[detail.start : detail.end].strip() for detail in _details(text)}


def _details(text: str) -> list[Detail]:
    """Return the details in order; of those that overlap one that covers all, of the kind that was found first."""
    view = View.of(text, placeholder_pattern())
    found = [detail for finder in _FINDERS for detail in finder(view)]
    ranked = sorted(enumerate(found), key=lambda item: item[1].start)
    merged: list[tuple[int, Detail]] = []
    for rank, detail in ranked:
        if merged and detail.start < merged[-1][1].end:
            before, last = merged[-1]
            kind = last.kind if before < rank else detail.kind
            merged[-1] = (min(before, rank), Detail(last.start, max(last.end, detail.end), kind))
        else:
            merged.append((rank, detail))
    return [Detail(view.at[one.start], view.at[one.end], one.kind) for _, one in merged]
