"""The likeliest readings of the syllables of a line: forward and backward sums over runs of three.

Source: Rabiner 1989 for the sums; MacKay and Peto 1995 for the smoothing, by which a run that was seen `c` times trusts
its own counts as `c` to the strength of the shorter run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.syllable_counts import MOST_RANKS, RANK_BITS, Runs, SyllableCounts, folded_key

PAIR_STRENGTH = 20.0
THREE_STRENGTH = 30.0
"""In weighted counts. Source: `python -m ingest.train_accents`, on phrasings that were not learned from."""

MOST_READINGS = 6
"""Readings of a syllable that are weighed against each other in its line."""

_LEAST_SHARE = 0.01  # of its group: rarer readings are weighed only where they were seen beside a neighbour
_UNSEEN = 1e-12  # keeps sums above zero

_Row = list[float]
_Table = list[_Row]
_Block = list[tuple[tuple[int, ...], float, float]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The likeliest reading of a place, and its probability less the next one's, from 0 to 1."""

    rank: int
    margin: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line laid out: groups, the ranks weighed at each place, how likely each was typed so, and what was seen."""

    groups: list[int]
    ranks: list[list[int]]
    typed: list[_Row]
    pairs: list[_Block]
    threes: list[_Block]


class Lattice:
    """Readings of lines by counts of syllables."""

    def __init__(
        self, counts: SyllableCounts, pair_strength: float = PAIR_STRENGTH, three_strength: float = THREE_STRENGTH
    ) -> None:
        """Take counts whose first group is the sign for the end of a sentence."""
        self._pairs, self._threes = counts.pairs, counts.threes
        self._pair_strength, self._three_strength = pair_strength, three_strength
        singles = zip(counts.singles.counts.tolist(), counts.singles.passed_on.tolist(), strict=True)
        self._singles = [[next(singles) for _ in group] for group in counts.groups]
        self._total = sum(count for group in self._singles for count, _ in group)
        sums = [sum(count for count, _ in group) for group in self._singles]
        self.shares = [[count / total for count, _ in group] for group, total in zip(self._singles, sums, strict=True)]
        """Of each spelling in its group."""
        self._bare = [next((rank for rank, word in enumerate(group) if word.isascii()), -1) for group in counts.groups]

    def readings(self, places: Sequence[tuple[int, int]], bare_share: float) -> list[Reading]:
        """Return the likeliest reading of each place.

        Args:
            places: Group and rank of each syllable; rank -1 where it is bare and may be any of its group.
            bare_share: How often the writer leaves marks out, above 0 up to 1.
        """
        if not places:
            return []
        line = self._laid_out([(0, 0), *places, (0, 0)], bare_share)
        first = [self._behind_one(line, 1)[0]]
        tables = [self._behind_two(line, place) for place in range(2, len(line.groups))]
        forward, backward = _forward(first, tables), _backward(tables, len(line.ranks[-2]))
        return [
            _best(found, ahead, back) if len(found) > 1 else Reading(found[0], 1.0)
            for found, ahead, back in zip(line.ranks[1:-1], forward, backward, strict=False)
        ]

    def _laid_out(self, places: Sequence[tuple[int, int]], bare_share: float) -> _Line:
        groups = [group for group, _ in places]
        pairs, threes = _seen(self._pairs, groups, 2), _seen(self._threes, groups, 3)
        ranks = [
            [rank] if rank >= 0 else self._weighed(group, pairs[place - 1], pairs[place])
            for place, (group, rank) in enumerate(places)
        ]
        typed = [
            [1.0 if rank == self._bare[group] or len(found) == 1 else bare_share for rank in found]
            for group, found in zip(groups, ranks, strict=True)
        ]
        return _Line(groups, ranks, typed, pairs, threes)

    def _weighed(self, group: int, before: _Block, behind: _Block) -> list[int]:
        """Return the ranks in a group that are worth weighing, in ascending order."""
        shares = self.shares[group]
        if len(shares) == 1:
            return [0]
        best = {rank: share for rank, share in enumerate(shares) if share >= _LEAST_SHARE}
        for block, side in ((before, 1), (behind, 0)):
            total = sum(count for _, count, _ in block)
            for run, count, _ in block:
                if count >= _LEAST_SHARE * total and count / total > best.get(run[side], 0.0):
                    best[run[side]] = count / total
        return sorted(sorted(best, key=lambda rank: (-best[rank], rank))[:MOST_READINGS])

    def _behind_one(self, line: _Line, place: int) -> _Table:
        """Return how likely each reading of the place is behind each of the place before it: [before][reading]."""
        before, ranks, typed = line.ranks[place - 1], line.ranks[place], line.typed[place]
        own = [self._singles[line.groups[place]][rank][0] / self._total for rank in ranks]
        column = {rank: number for number, rank in enumerate(ranks)}
        rows: dict[int, _Row] = {}
        inverse: dict[int, float] = {}
        for rank in before:
            count, passed_on = self._singles[line.groups[place - 1]][rank]
            inverse[rank] = 1 / (count + self._pair_strength)
            trust = (count * passed_on + self._pair_strength) * inverse[rank]
            rows[rank] = [share * trust * factor + _UNSEEN for share, factor in zip(own, typed, strict=True)]
        for (left, right), count, _ in line.pairs[place - 1]:
            if left in rows and right in column:
                rows[left][column[right]] += count * inverse[left] * typed[column[right]]
        return list(rows.values())

    def _behind_two(self, line: _Line, place: int) -> list[_Table]:
        """Return how likely each reading of the place is behind the two before it: [first][second][reading]."""
        shorter = self._behind_one(line, place)
        firsts, seconds, ranks = line.ranks[place - 2 : place + 1]
        typed = line.typed[place]
        column = {rank: number for number, rank in enumerate(ranks)}
        row_of = {rank: number for number, rank in enumerate(seconds)}
        tables = {rank: list(shorter) for rank in firsts}
        inverse: dict[tuple[int, ...], float] = {}
        for run, count, passed_on in line.pairs[place - 2]:
            if run[0] in tables and run[1] in row_of:
                inverse[run] = share = 1 / (count + self._three_strength)
                trust = (count * passed_on + self._three_strength) * share
                row = row_of[run[1]]
                tables[run[0]][row] = [value * trust for value in shorter[row]]
        for (first, second, reading), count, _ in line.threes[place - 2]:
            if (first, second) in inverse and reading in column:
                number = column[reading]
                tables[first][row_of[second]][number] += count * inverse[first, second] * typed[number]
        return list(tables.values())


def _forward(first: _Table, tables: Sequence[list[_Table]]) -> list[_Table]:
    """Return the weight of all readings up to each place, by the reading before it and its own."""
    found = [first]
    for table in tables:
        last = found[-1]
        sums = [[0.0] * len(table[0][0]) for _ in table[0]]
        for weights, rows in zip(last, table, strict=True):
            for weight, row, total in zip(weights, rows, sums, strict=True):
                for number, value in enumerate(row):
                    total[number] += weight * value
        found.append(_scaled(sums))
    return found


def _backward(tables: Sequence[list[_Table]], before_last: int) -> list[_Table]:
    """Return the weight of all readings behind each place, by the reading before it and its own."""
    found: list[_Table] = [[[1.0] for _ in range(before_last)]]
    for table in reversed(tables):
        behind = found[-1]
        sums = [
            [sum(map(float.__mul__, row, weights)) for row, weights in zip(rows, behind, strict=True)] for rows in table
        ]
        found.append(_scaled(sums))
    return found[::-1]


def _scaled(table: _Table) -> _Table:
    whole = sum(map(sum, table))
    return [[value / whole for value in row] for row in table]


def _best(ranks: Sequence[int], ahead: _Table, behind: _Table) -> Reading:
    """Return the likeliest of the ranks by what both directions make of it."""
    weights = [0.0] * len(ranks)
    for forward, backward in zip(ahead, behind, strict=True):
        for number, weight in enumerate(forward):
            weights[number] += weight * backward[number]
    rival, best = sorted(weights)[-2:]
    return Reading(ranks[weights.index(best)], (best - rival) / sum(weights))


def _seen(runs: Runs, groups: Sequence[int], length: int) -> list[_Block]:
    """Return what was seen of each run of the groups: ranks, count and the share that it passed on."""
    folded = [folded_key(groups[start : start + length]) for start in range(len(groups) - length + 1)]
    own = (1 << RANK_BITS * length) - 1
    found: list[_Block] = []
    for start, end in runs.blocks(folded, length):
        if start == end:
            found.append([])
            continue
        passed_on = runs.passed_on[start:end].tolist() if len(runs.passed_on) else [1.0] * (end - start)
        keys, counts = runs.keys[start:end].tolist(), runs.counts[start:end].tolist()
        found.append(
            [(_ranks(key & own, length), count, on) for key, count, on in zip(keys, counts, passed_on, strict=True)]
        )
    return found


@lru_cache(maxsize=1 << 15)
def _ranks(key: int, length: int) -> tuple[int, ...]:
    return tuple(key >> RANK_BITS * place & MOST_RANKS - 1 for place in range(length - 1, -1, -1))
