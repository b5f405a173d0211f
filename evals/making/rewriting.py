"""Every case rewritten by code: the same question as other hands would have typed it, with the same labels.

Source: the perturbation suites of CheckList (Ribeiro et al. 2020), with the ways in which Vietnamese is really typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from evals.cases import Case
from evals.errors import UnknownRewrite
from evals.making.clauses import shuffled_sentences, split_lines
from evals.making.dice import Dice
from evals.making.keyed import telex, vni
from evals.making.looks import punctuation, upper_case
from evals.making.marks import half_diacritics, no_diacritics
from evals.making.padding import emoji, polite_padding
from evals.making.regional import regional
from evals.making.slips import typos
from evals.making.teencode import teencode
from knowledge.vietnamese import nfc

Rewrite = Callable[[str, Dice], str]

ORIGINAL = "original"
REWRITES: Mapping[str, Rewrite] = MappingProxyType(
    {
        "no_diacritics": no_diacritics,
        "half_diacritics": half_diacritics,
        "typos": typos,
        "telex": telex,
        "vni": vni,
        "teencode": teencode,
        "upper_case": upper_case,
        "punctuation": punctuation,
        "polite_padding": polite_padding,
        "regional": regional,
        "shuffled_sentences": shuffled_sentences,
        "emoji": emoji,
        "split_lines": split_lines,
    }
)
_NOT_CARRIED = ("form", "critical")  # how the base was typed; whether its failing stops publication


def known_rewrites(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, all of them where none is given; raises UnknownRewrite."""
    for name in names:
        if name not in REWRITES:
            raise UnknownRewrite(name, tuple(REWRITES))
    return tuple(dict.fromkeys(names)) or tuple(REWRITES)


def rewritten(case: Case, name: str) -> Case | None:
    """Return the case as that rewrite makes it, labels kept; None where it would change nothing.

    The draws rest on the SHA-256 of `<case id>~<rewrite>`, so that a case is rewritten alike wherever it stands.
    """
    change, dice = REWRITES[name], Dice(f"{case.id}~{name}")
    said = [turn.user for turn in case.turns] if case.question is None else [case.question]
    changed = [change(nfc(text), dice) for text in said]
    if changed == [nfc(text) for text in said]:
        return None
    return _made(case, name, changed, f"synthetic: rewritten by code ({name})")


def copied(case: Case) -> Case:
    """Return the case as it is, under the slice `original`, for rewrites to be set beside."""
    said = [turn.user for turn in case.turns] if case.question is None else [case.question]
    return _made(case, ORIGINAL, said, f"synthetic: copied by code ({ORIGINAL})")


def with_rewrites(case: Case, names: Sequence[str]) -> Iterator[Case]:
    """Yield the copy of the case and each of its rewrites that changes something."""
    yield copied(case)
    for name in names:
        made = rewritten(case, name)
        if made is not None:
            yield made


def _made(case: Case, name: str, said: Sequence[str], origin: str) -> Case:
    told = case.model_dump(mode="json", exclude_defaults=True)
    for key in _NOT_CARRIED:
        told.pop(key, None)
    if case.question is None:
        told["turns"] = [turn | {"user": text} for turn, text in zip(told["turns"], said, strict=True)]
    else:
        told["question"] = said[0]
    told |= {"id": f"{case.id}~{name}", "slice": name, "base": case.id, "origin": origin, "synthetic": True}
    return Case.model_validate(told)
