"""How well diacritics are put back: on lines that have them all, taken away wholly or from every other syllable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from ingest.syllable_counting import is_syllable
from knowledge.accents import Accents, parts
from knowledge.vietnamese import fold, has_diacritics, nfc


def score(accents: Accents, lines: Sequence[str]) -> dict[str, float]:
    """Return shares from 0 to 1, over the lines that have a mark.

    `syllables_…` are the syllables that are right after restoring and `before_…` those that were right before it,
    `exact_…` the lines restored in full, `written_…` the right ones of the syllables that restoring wrote;
    `…_folded` of lines without marks, `…_half` of lines that lost those of about every other syllable.
    `untouched` are the lines with all their marks that came back as they were.
    """
    sound = [nfc(line) for line in lines if has_diacritics(line)]
    found = {"untouched": _share(sum(accents.restore(line) == line for line in sound), len(sound))}
    for name, damage in (("folded", bare), ("half", half_bare)):
        found |= {f"{key}_{name}": value for key, value in _compared(accents, sound, damage).items()}
    return found


def bare(line: str) -> str:
    """Return the line without marks, its case kept."""
    return "".join(_bare_letter(letter) for letter in line)


def half_bare(line: str) -> str:
    """Return the line with about every other word bare, the same ones each time."""
    written: list[str] = []
    done = 0
    for number, part in enumerate(parts(line)):
        if hashlib.sha256(f"{number} {line}".encode()).digest()[0] % 2:
            written += [line[done : part.start], bare(line[part.start : part.end])]
            done = part.end
    return "".join((*written, line[done:]))


def _bare_letter(letter: str) -> str:
    folded = fold(letter)
    return folded.upper() if letter.isupper() else folded


def _compared(accents: Accents, sound: Sequence[str], damage: Callable[[str], str]) -> dict[str, float]:
    words = right = before = changed = rightly = exact = 0
    for line in sound:
        damaged = damage(line)
        rows = list(zip(_words(line), _words(damaged), _words(accents.restore(damaged)), strict=True))
        words += len(rows)
        before += sum(wanted == given for wanted, given, _ in rows)
        right += sum(wanted == got for wanted, _, got in rows)
        changed += sum(given != got for _, given, got in rows)
        rightly += sum(given != got == wanted for wanted, given, got in rows)
        exact += all(wanted == got for wanted, _, got in rows)
    return {
        "before": _share(before, words),
        "syllables": _share(right, words),
        "written": _share(rightly, changed),
        "exact": _share(exact, len(sound)),
    }


def _words(line: str) -> list[str]:
    return [part.spelled for part in parts(line) if is_syllable(part.spelled)]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
