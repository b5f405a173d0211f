"""Which cases are rewritten: a seeded sample, balanced over files and their slices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evals.cases import Case, CaseFile
from evals.fit_ranking import is_for_tuning
from evals.making.dice import rank
from knowledge.vietnamese import has_diacritics

REWRITABLE = ("answer", "refuse", "warn")
HALVED = ("everyday",)
"""Suites of which one half is for tuning: only the other half may be sampled."""

_SEED = "rewrites"


def sample(files: Sequence[CaseFile], count: int) -> list[Case]:
    """Return up to `count` cases in the order of the files, taken in turn from the files and from their slices.

    Chosen are single questions with diacritics (without any, half of the rewrites would have nothing to do) that
    expect one of `REWRITABLE`, of a halved suite those of the half for figures. Slices come in a drawn order.
    """
    queues = [_by_slice(file) for file in files]
    chosen: set[tuple[int, str]] = set()
    while len(chosen) < count:
        taken = [(number, case.id) for number, queue in enumerate(queues) if (case := next(queue, None)) is not None]
        if not taken:
            break
        chosen.update(taken[: count - len(chosen)])
    return [case for number, file in enumerate(files) for case in file.cases if (number, case.id) in chosen]


def may_be_rewritten(case: Case, file: str) -> bool:
    """Return whether the case is one that a sample may hold."""
    return (
        case.question is not None
        and has_diacritics(case.question)
        and case.behavior in REWRITABLE
        and not (file in HALVED and is_for_tuning(case.id))
    )


def _by_slice(file: CaseFile) -> Iterator[Case]:
    """Yield the cases of the file that may be rewritten, one of each slice in turn, in a drawn order."""
    slices: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(file.cases, key=lambda case: rank(_SEED, case.id)):
        if may_be_rewritten(case, file.name):
            slices[case.slice].append(case)
    queues = [slices[name] for name in sorted(slices, key=lambda name: rank(_SEED, f"{file.name}/{name}"))]
    for turn in range(max(map(len, queues), default=0)):
        yield from (queue[turn] for queue in queues if turn < len(queue))
