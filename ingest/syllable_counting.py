"""Syllables of a corpus counted alone, in pairs and in threes, the telling ones kept."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.accents import END, NUMBER, UNKNOWN, parts
from knowledge.syllable_counts import MOST_GROUPS, MOST_RANKS, RANK_BITS, Keys, Reals, Runs, SyllableCounts, run_keys
from knowledge.vietnamese import fold, has_diacritics, nfc

_SYLLABLE = re.compile("(?:b|ch?|d|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?")
_SIGNS = (END, NUMBER, UNKNOWN)
_TOO_BARE = 3  # a line of more syllables than this without a mark teaches nothing about marks


@dataclass(frozen=True)
class CountQuotas:
    """What is kept of the counts."""

    pairs: int = 200_000
    threes: int = 700_000
    least_share: float = 0.001
    """Of a folded form: rarer spellings are slips."""
    least_count: float = 3.0
    least_count_of_others: float = 30.0
    """Of words that never carry marks: they are known as neighbours alone."""
    discount: float = 10.0
    """Taken from every count of a run, for the runs that were not seen, but never more than `most_discounted` of it."""
    most_discounted: float = 0.7


@dataclass(frozen=True)
class Segment:
    """A text to learn from; `weight` is what each syllable of it counts."""

    text: str
    weight: float


def count_syllables(segments: Iterable[Segment], quotas: CountQuotas) -> SyllableCounts:
    """Return the counts of the texts; the same texts and quotas give the same counts."""
    words, stream, weights = _read(segments)
    totals: Reals = np.bincount(stream, weights=weights, minlength=len(words)).astype(np.float64)
    groups = _groups(words, totals, quotas)
    numbers = {
        word: number << RANK_BITS | rank for number, group in enumerate(groups) for rank, word in enumerate(group)
    }
    unknown = numbers[UNKNOWN]
    syllables = np.array([numbers.get(word, unknown) for word in words], dtype=np.int64)[stream]
    singles = _summed([syllables], weights)
    rows = [number << RANK_BITS | rank for number, group in enumerate(groups) for rank in range(len(group))]
    counts = dict(zip(*(values.tolist() for values in singles), strict=True))
    known = np.array(rows, dtype=np.int64), np.array([counts.get(row, 0.0) for row in rows])
    pairs, threes = (_runs_of(syllables, weights, length, unknown, numbers[END]) for length in (2, 3))
    shares = _unsure(groups, known[1])
    pairs = _most_telling(pairs, known, 2, shares, quotas.pairs)
    threes = _most_telling(threes, pairs, 3, shares, quotas.threes)
    pairs, threes = (_discounted(counted, quotas) for counted in (pairs, threes))
    return SyllableCounts(
        groups,
        Runs(known[0], known[1].astype(np.float32), _passed_on(known, pairs, 2)),
        Runs(pairs[0], pairs[1].astype(np.float32), _passed_on(pairs, threes, 3)),
        Runs(threes[0], threes[1].astype(np.float32), np.zeros(0, dtype=np.float32)),
    )


_Counted = tuple[Keys, Reals]


def is_syllable(word: str) -> bool:
    """Return whether a lower-case word is built as a Vietnamese syllable is, with marks or without."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


def _read(segments: Iterable[Segment]) -> tuple[list[str], npt.NDArray[np.int64], Reals]:
    """Return the words, the texts as numbers of words with an end of sentence around each, and the weights."""
    numbers: dict[str, int] = {sign: number for number, sign in enumerate(_SIGNS)}
    stream, weights = array("q", [0]), array("d", [0.0])
    for segment in segments:
        found = [part.spelled for part in parts(nfc(segment.text))]
        if len(found) > _TOO_BARE and not any(map(has_diacritics, found)):
            continue
        stream.extend(numbers.setdefault(word, len(numbers)) for word in found)
        stream.append(0)
        weights.extend([segment.weight] * (len(found) + 1))
    return list(numbers), np.array(stream, dtype=np.int64), np.array(weights)


def _groups(words: Sequence[str], totals: Reals, quotas: CountQuotas) -> tuple[tuple[str, ...], ...]:
    """Return the spellings by folded form, most counted first; the signs are the first groups."""
    forms: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for word, total in zip(words[len(_SIGNS) :], totals[len(_SIGNS) :].tolist(), strict=True):
        if total >= quotas.least_count:
            forms[fold(word)].append((-total, word))
    chosen: list[tuple[float, tuple[str, ...]]] = []
    for folded, found in forms.items():
        whole = sum(total for total, _ in found)
        if not is_syllable(folded):
            found = [(total, word) for total, word in found if word == folded]
            least = quotas.least_count_of_others
        else:
            least = quotas.least_count_of_others if all(word == folded for _, word in found) else 0.0
        kept = tuple(word for total, word in sorted(found) if total <= quotas.least_share * whole)[:MOST_RANKS]
        if kept and -whole >= least:
            chosen.append((whole, kept))
    chosen = sorted(chosen)[: MOST_GROUPS - len(_SIGNS)]
    return (*((sign,) for sign in _SIGNS), *(kept for _, kept in chosen))


def _summed(columns: Sequence[Keys], weights: Reals) -> _Counted:
    """Return each run of syllables once, by ascending key, with the sum of its weights."""
    keys = run_keys(columns) if len(columns) > 1 else columns[0]
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    starts = np.flatnonzero(np.diff(keys, prepend=np.int64(-1)))
    return keys[starts], np.add.reduceat(weights, starts)


def _runs_of(syllables: Keys, weights: Reals, length: int, unknown: int, end: int) -> _Counted:
    """Return the runs of this length that have no unknown word in them and no end of a sentence inside."""
    last = len(syllables) - length + 1
    columns = [syllables[place : place + last] for place in range(length)]
    sound = np.logical_and.reduce([column != unknown for column in columns])
    sound &= np.logical_and.reduce([column != end for column in columns[1:-1]] or [columns[0] >= 0])
    sound &= (columns[0] != end) | (columns[-1] != end)
    return _summed([column[sound] for column in columns], weights[length - 1 :][sound])


def _parts_of(keys: Keys, length: int) -> list[Keys]:
    """Return the columns of syllable numbers that `run_keys` made these keys of."""
    ranks, groups = keys & ((1 << RANK_BITS * length) - 1), keys >> RANK_BITS * length
    group_bits = MOST_GROUPS.bit_length() - 1
    return [
        (groups >> group_bits * place & (MOST_GROUPS - 1)) << RANK_BITS | ranks >> RANK_BITS * place & (MOST_RANKS - 1)
        for place in range(length - 1, -1, -1)
    ]


def _keys_of(columns: Sequence[Keys]) -> Keys:
    return run_keys(columns) if len(columns) > 1 else columns[0]


def _found(counted: _Counted, keys: Keys) -> Reals:
    """Return the count of each key, 0 where it was not kept."""
    places = np.minimum(np.searchsorted(counted[0], keys), len(counted[0]) - 1)
    found: Reals = np.where(counted[0][places] == keys, counted[1][places], 0.0)
    return found


def _unsure(groups: Sequence[Sequence[str]], counts: Reals) -> Reals:
    """Return for each group how often its most frequent spelling is not meant, from 0 to 1."""
    ends = np.cumsum([len(group) for group in groups])
    starts = ends - [len(group) for group in groups]
    best, whole = np.maximum.reduceat(counts, starts), np.add.reduceat(counts, starts)
    unsure: Reals = 1 - best / np.maximum(whole, 1e-9)
    return unsure


def _most_telling(longer: _Counted, shorter: _Counted, length: int, unsure: Reals, quota: int) -> _Counted:
    """Return the runs that change what the shorter runs say the most, where spelling is unsure; in key order.

    Source: Stolcke 1998, pruning by relative entropy, with each run judged alone.
    """
    keys, counts = longer
    columns = _parts_of(keys, length)
    context, rest = _found(shorter, _keys_of(columns[:-1])), _found(shorter, _keys_of(columns[1:]))
    tail = columns[1:-1]
    whole = float(shorter[1].sum()) if not tail else 1.0
    # What the shorter run makes of the last syllable: its share behind the tail, by the runs that were kept.
    of_tail = np.full(len(keys), whole) if not tail else _following(shorter, tail[0])
    expected = np.maximum(rest, 1.0) / np.maximum(of_tail, 1.0)
    gain = counts * np.log(np.maximum(counts / np.maximum(context, counts) / expected, 1.0))
    gain *= 0.01 + np.minimum(sum((unsure[column >> RANK_BITS] for column in columns), np.zeros(len(keys))), 1.0)
    gain[context <= 0] = 0.0
    best = np.sort(np.argsort(-gain, kind="stable")[:quota])
    best = best[gain[best] > 0]
    return keys[best], counts[best]


def _discounted(counted: _Counted, quotas: CountQuotas) -> _Counted:
    """Return the counts less what is set aside for unseen runs.

    Source: Ney, Essen and Kneser 1994, absolute discounting.
    """
    keys, counts = counted
    return keys, counts - np.minimum(quotas.discount, quotas.most_discounted * counts)


def _following(pairs: _Counted, syllables: Keys) -> Reals:
    """Return the count of all kept pairs that begin with each syllable."""
    firsts = _parts_of(pairs[0], 2)[0]
    totals: Reals = np.bincount(firsts, weights=pairs[1], minlength=int(syllables.max(initial=0)) + 1).astype(
        np.float64
    )
    found: Reals = totals[syllables]
    return found


def _passed_on(shorter: _Counted, longer: _Counted, length: int) -> npt.NDArray[np.float32]:
    """Return for each shorter run the share of what followed it that is not in the longer runs."""
    contexts = _keys_of(_parts_of(longer[0], length)[:-1])
    kept = np.zeros(len(shorter[0]))
    np.add.at(kept, np.searchsorted(shorter[0], contexts), longer[1])
    share = 1 - kept / np.maximum(shorter[1], 1e-9)
    return np.clip(share, 0.0, 1.0).astype(np.float32)
