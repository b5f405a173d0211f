"""The checks over every procedure of a snapshot and every facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, get_args

from pydantic import BaseModel, ConfigDict
from rich.table import Table

from evals.errors import EvalsError
from evals.exactness.checks import Composed, Failure, FailureKind, check
from knowledge.records import Facet, Procedure

FACETS: tuple[Facet, ...] = get_args(Facet)
_UNCITED: tuple[FailureKind, ...] = ("wrong_quote", "unknown_marker", "uncited_number", "uncited_field")

Compose = Callable[[Procedure, str, Facet], Composed]  # record, source text, facet
Progress = Callable[[str, int, int], None]


class Records(Protocol):
    """What the survey needs of a snapshot."""

    @property
    def codes(self) -> Sequence[str]:
        """Every code, in order."""

    def procedure(self, code: str) -> Procedure | None:
        """Return the record."""

    def source_text(self, code: str) -> str | None:
        """Return the unnormalised source text that its spans point into."""


class Survey(BaseModel):
    """What was found; the targets are 0 and 0."""

    model_config = ConfigDict(frozen=True)

    procedures: int
    answers: int
    printed_without_citation: int
    left_out: int
    banned_words: int
    claimed_free: int
    by_kind: dict[str, dict[str, int]]  # failure kind -> facet -> count
    failures: tuple[Failure, ...]  # the first of each kind and facet, in turn


def survey(records: Records, compose: Compose, limit: int | None, show: int, progress: Progress) -> Survey:
    """Return what is wrong over the first `limit` procedures and all facets.

    Args:
        show: How many failures to keep as examples for each pair of kind and facet.

    Raises:
        EvalsError: The snapshot lists a code that it does not hold.
    """
    counts: dict[str, Counter[str]] = {}
    examples: list[Failure] = []
    codes = list(records.codes)[:limit]
    for number, code in enumerate(codes, start=1):
        for failure in _check_procedure(records, code, compose):
            row = counts.setdefault(failure.kind, Counter())
            row[failure.facet] += 1
            if row[failure.facet] <= show:
                examples.append(failure)
        progress("exactness", number, len(codes))
    totals = {kind: sum(row.values()) for kind, row in counts.items()}
    return Survey(
        procedures=len(codes),
        answers=len(codes) * len(FACETS),
        printed_without_citation=sum(totals.get(kind, 0) for kind in _UNCITED),
        left_out=totals.get("left_out", 0),
        banned_words=totals.get("banned_word", 0),
        claimed_free=totals.get("claimed_free", 0),
        by_kind={kind: dict(row) for kind, row in sorted(counts.items())},
        failures=tuple(examples),
    )


def survey_tables(found: Survey) -> Iterator[Table]:
    """Yield the counts, then the examples, as Rich tables."""
    counts = Table("what", "count", title=f"{found.procedures} procedures, {found.answers} full answers")
    counts.add_row("fields or figures printed without a span that cites them", str(found.printed_without_citation))
    counts.add_row("fields that the full answer leaves out", str(found.left_out))
    counts.add_row("placeholders of the source printed", str(found.banned_words))
    counts.add_row("unknown fees told as free", str(found.claimed_free))
    for kind, row in found.by_kind.items():
        counts.add_row(f"  {kind}", ", ".join(f"{facet} {count}" for facet, count in row.items()))
    yield counts
    if found.failures:
        examples = Table("code", "facet", "kind", "detail", title="First failures")
        for failure in found.failures:
            examples.add_row(failure.code, failure.facet, failure.kind, failure.detail)
        yield examples


def _check_procedure(records: Records, code: str, compose: Compose) -> Iterator[Failure]:
    procedure, source_text = records.procedure(code), records.source_text(code)
    if procedure is None or source_text is None:
        raise EvalsError(f"the snapshot lists {code} and does not hold it. Run: motcua build")
    for facet in FACETS:
        yield from check(procedure, source_text, facet, compose(procedure, source_text, facet))
