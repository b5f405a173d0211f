"""Cases made from records: one question a facet and procedure, balanced over levels and fields, labels from fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Protocol

from evals.cases import Case
from evals.making.asked_names import names_by_code
from evals.making.dice import Dice, rank
from evals.making.facts import facts
from evals.making.templates import FACETS, REGISTERS, question
from knowledge.records import Facet, Procedure
from knowledge.records_file import Summary

ORIGIN = "synthetic: made from the record"
_TRIES = 30  # records looked at for each case that is wanted; some facets give a label in few of them

Progress = Callable[[str, int, int], None]


class Records(Protocol):
    """What of a snapshot is read here."""

    @property
    def summaries(self) -> Sequence[Summary]:
        """The row of every procedure."""

    def procedure(self, code: str) -> Procedure | None:
        """Return the record of that code."""


@dataclass
class MadeOfRecords:
    """The cases, facets in turn, and how many records gave none, by reason."""

    cases: list[Case] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def make_from_records(records: Records, per_facet: int, limit: int | None, progress: Progress) -> MadeOfRecords:
    """Return up to `per_facet` cases of each facet, the facets in turn, in all up to `limit`.

    Levels take turns, inside a level its fields, inside a field records in a drawn order that differs by facet.
    """
    names = names_by_code(records.summaries)
    made = MadeOfRecords()
    made.left_out["records whose title several have"] = len(records.summaries) - len(names)
    columns: list[list[Case]] = []
    for done, facet in enumerate(FACETS, start=1):
        columns.append(list(_of_facet(records, names, facet, per_facet, made.left_out)))
        progress("facets", done, len(FACETS))
    turns = (case for row in zip_longest(*columns) for case in row if case is not None)
    made.cases = list(turns)[:limit]
    return made


def _of_facet(
    records: Records, names: Mapping[str, Sequence[str]], facet: Facet, count: int, left_out: Counter[str]
) -> Iterator[Case]:
    found = 0
    rows = [summary for summary in records.summaries if summary.code in names]
    for tried, summary in enumerate(in_turns(rows, facet)):
        if found == count or tried == count * _TRIES:
            return
        procedure = records.procedure(summary.code)
        labels = facts(procedure, facet) if procedure is not None else None
        if labels is None:
            left_out[f"records without a label for {facet}"] += 1
            continue
        found += 1
        yield _case(summary, facet, names[summary.code], labels)


def _case(summary: Summary, facet: Facet, names: Sequence[str], labels: Mapping[str, Sequence[str]]) -> Case:
    dice = Dice(f"{summary.code}-{facet}")
    name, register = dice.pick(names), dice.pick(REGISTERS)
    return Case.model_validate(
        {
            "id": f"records-{summary.code}-{facet}",
            "slice": facet,
            "question": question(facet, name, register, dice),
            "codes": [summary.code],
            "facet": facet,
            "behavior": "answer",
            **labels,
            "register": register,
            "named": "title" if name == names[0] else "shorter title",
            "synthetic": True,
            "origin": ORIGIN,
        }
    )


def in_turns(rows: Sequence[Summary], seed: str) -> Iterator[Summary]:
    """Yield every row: levels in turn, in each its fields in turn, in each its records in a drawn order."""
    by_level: dict[str, dict[str, list[Summary]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: rank(seed, row.code)):
        by_level[row.level][row.field].append(row)
    levels = [_one_of_each(fields, seed) for _, fields in sorted(by_level.items())]
    for turn in zip_longest(*levels):
        yield from (row for row in turn if row is not None)


def _one_of_each(fields: Mapping[str, Sequence[Summary]], seed: str) -> Iterator[Summary]:
    drawn = [fields[name] for name in sorted(fields, key=lambda name: rank(seed, name))]
    for turn in zip_longest(*drawn):
        yield from (row for row in turn if row is not None)
