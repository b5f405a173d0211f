"""Files of cases become one file of rewrites; `evals/suites/robustness.jsonl` is made by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.cases import Case, CaseFile, suite_path
from evals.errors import BadCase
from evals.making.rewriting import with_rewrites
from evals.making.sampling import sample

SUITES = ("everyday", "ordinary", "safety")
"""What the shipped suite `robustness` is made of."""
SAMPLE = 110

Progress = Callable[[str, int, int], None]


@dataclass
class Rewritten:
    """The cases in order, each original before its rewrites, and how many rewrites would have changed nothing."""

    cases: list[Case] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


def cases_path(source: str) -> Path:
    """Return the file that is named: a path where one is there, else the suite of that name; raises UnknownSuite."""
    path = Path(source)
    return path if path.is_file() else suite_path(source)


def rewrite_all(files: Sequence[CaseFile], names: Sequence[str], count: int | None, progress: Progress) -> Rewritten:
    """Return the cases of the files, or a sample of so many, each with its rewrites.

    Raises:
        BadCase: One id stands in two files.
    """
    _refuse_repeated_ids(files)
    chosen = [case for file in files for case in file.cases] if count is None else sample(files, count)
    made = Rewritten()
    slices = Counter[str]()
    for done, case in enumerate(chosen, start=1):
        several = list(with_rewrites(case, names))
        made.cases += several
        slices.update(one.slice for one in several)
        progress("rewrites", done, len(chosen))
    made.left_out = {f"unchanged by {name}": len(chosen) - slices[name] for name in names}
    return made


def _refuse_repeated_ids(files: Sequence[CaseFile]) -> None:
    seen: set[str] = set()
    for file in files:
        for case in file.cases:
            if case.id in seen:
                raise BadCase(file.path, 0, f"the id {case.id!r} stands in an earlier file too")
        seen.update(case.id for case in file.cases)
