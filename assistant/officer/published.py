"""Decisions that publish procedures, and the procedures that each of them publishes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.officer.held import Held
from assistant.officer.spoken import any_of, readings
from assistant.phrases import Wording
from knowledge.legal_numbers import LegalNumber, numbers_in
from knowledge.vietnamese import fold, nfc

_SIGN = re.compile(r"(?<![\w/.])[a-z\d][\w.]*(?:/[\w.]+)?[/-](?=[^\s]*[a-z])[\w./-]*\w")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as the records write it, with the codes of what it publishes, in code order."""

    shown: str
    number: LegalNumber | None
    codes: tuple[str, ...]

    @property
    def local(self) -> bool:
        """Whether a province issued it: each numbers its own."""
        return (self.number.suffix or "").startswith("QD-UBND") if self.number is not None else False


def read_decisions(held: Held) -> dict[str, Decision]:
    """Return every decision by its sign without spaces, stops and diacritics."""
    found: dict[str, tuple[str, list[str]]] = {}
    for summary in held.summaries:
        fields = held.fields(summary.code, ("decision_number",))
        quote = fields["decision_number"] if fields else None
        if quote is not None:
            shown = " ".join(nfc(quote["text"]).split())
            found.setdefault(_bare(shown), (shown, []))[1].append(summary.code)
    return {
        sign: Decision(shown, next(iter(numbers_in(shown)), None), tuple(codes))
        for sign, (shown, codes) in found.items()
    }


def asks_what_is_published(wording: Wording) -> bool:
    """Return whether the message asks what a decision publishes: "công bố những thủ tục nào"."""
    return any(any_of("publishes").search(words) for words in readings(wording))


def signs_in(wording: Wording) -> tuple[str, ...]:
    """Return what may be the sign of a decision, in order, such as "2252/qd-vp"; cheap, before any index is read."""
    return tuple(_SIGN.findall(wording.folded))


def decisions_named(
    numbers: Iterable[LegalNumber], signs: Iterable[str], decisions: Mapping[str, Decision]
) -> tuple[Decision, ...]:
    """Return the decisions that the numbers may be, else those of exactly these signs; the largest first."""
    wanted = [number for number in numbers if (number.suffix or "").startswith("QD")]
    held = decisions.values()
    found = [one for one in held if one.number and any(number.may_be(one.number) for number in wanted)]
    found = found or [decisions[_bare(sign)] for sign in signs if _bare(sign) in decisions]
    return tuple(sorted(found, key=lambda one: (-len(one.codes), one.shown)))


def _bare(sign: str) -> str:
    return re.sub(r"[\s.]", "", fold(sign))
