"""The checks over every procedure of a snapshot and every facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, get_args

from pydantic import BaseModel, ConfigDict
from rich.table import Table

from assistant.circumstances import NOTHING_TOLD, Circumstances
from evals.errors import EvalsError
from evals.exactness.checklist import missing_papers
from evals.exactness.checks import Composed, Failure, FailureKind, check
from knowledge.records import Case, Facet, Procedure

FACETS: tuple[Facet, ...] = get_args(Facet)
_UNCITED: tuple[FailureKind, ...] = ("wrong_quote", "unknown_marker", "uncited_number", "uncited_field")

_OF_CASES: tuple[Facet, ...] = ("documents", "fee", "time", "overview")  # facets that a fixed case changes

Progress = Callable[[str, int, int], None]


class Compose(Protocol):
    """What writes an answer of one facet; `told.words` may fix a case."""

    def __call__(
        self, procedure: Procedure, source_text: str, facet: Facet, /, *, full: bool, told: Circumstances
    ) -> Composed:
        """Return the answer, full or short."""


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
    """What was found; the targets are 0."""

    model_config = ConfigDict(frozen=True)

    procedures: int
    answers: int
    cases: int  # headings by which a case was asked for
    printed_without_citation: int
    left_out: int
    left_out_silently: int
    wrong_counts: int
    unknown_unsaid: int
    banned_words: int
    claimed_free: int
    by_kind: dict[str, dict[str, int]]  # failure kind -> facet -> count
    failures: tuple[Failure, ...]  # the first of each kind and facet, in turn


def survey(records: Records, compose: Compose, limit: int | None, show: int, progress: Progress) -> Survey:
    """Return what is wrong over the first `limit` procedures, in full and in short, and with each case asked for.

    Args:
        show: How many failures to keep as examples for each pair of kind and facet.

    Raises:
        EvalsError: The snapshot lists a code that it does not hold.
    """
    counts: dict[str, Counter[str]] = {}
    examples: list[Failure] = []
    codes = list(records.codes)[:limit]
    answers = cases = 0
    for number, code in enumerate(codes, start=1):
        checked = _check_procedure(records, code, compose)
        answers, cases = answers + checked.answers, cases + checked.cases
        for failure in checked.failures:
            row = counts.setdefault(failure.kind, Counter())
            row[failure.facet] += 1
            if row[failure.facet] <= show:
                examples.append(failure)
        progress("exactness", number, len(codes))
    totals = {kind: sum(row.values()) for kind, row in counts.items()}
    return Survey(
        procedures=len(codes),
        answers=answers,
        cases=cases,
        printed_without_citation=sum(totals.get(kind, 0) for kind in _UNCITED),
        left_out=totals.get("left_out", 0),
        left_out_silently=totals.get("left_out_silently", 0),
        wrong_counts=totals.get("wrong_count", 0),
        unknown_unsaid=totals.get("unknown_unsaid", 0),
        banned_words=totals.get("banned_word", 0),
        claimed_free=totals.get("claimed_free", 0),
        by_kind={kind: dict(row) for kind, row in sorted(counts.items())},
        failures=tuple(examples),
    )


def survey_tables(found: Survey) -> Iterator[Table]:
    """Yield the counts, then the examples, as Rich tables."""
    counts = Table(
        "what", "count", title=f"{found.procedures} procedures, {found.answers} answers, {found.cases} cases"
    )
    counts.add_row("fields or figures printed without a span that cites them", str(found.printed_without_citation))
    counts.add_row("fields that the full answer leaves out", str(found.left_out))
    counts.add_row("fields that a short answer leaves out without saying so", str(found.left_out_silently))
    counts.add_row("counts that the record does not bear out", str(found.wrong_counts))
    counts.add_row("unknown fees and times not said to be unknown", str(found.unknown_unsaid))
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


@dataclass(frozen=True)
class _Checked:
    failures: list[Failure]
    answers: int
    cases: int


def _check_procedure(records: Records, code: str, compose: Compose) -> _Checked:
    procedure, source_text = records.procedure(code), records.source_text(code)
    if procedure is None or source_text is None:
        raise EvalsError(f"the snapshot lists {code} and does not hold it. Run: motcua build")
    asked = [(facet, NOTHING_TOLD) for facet in FACETS]
    headed = [case for case in procedure.cases if case.title is not None] if len(procedure.cases) > 1 else []
    tellings = [Circumstances(words=case.title.plain.replace("\n", " ")) for case in headed if case.title]
    asked += [(facet, told) for told in tellings for facet in _OF_CASES]
    failures: list[Failure] = []
    for facet, told in asked:
        for full in (True, False):
            answer = compose(procedure, source_text, facet, full=full, told=told)
            failures += check(procedure, source_text, facet, answer, full=full)
    failures += _check_cases(procedure, source_text, compose, headed, tellings)
    return _Checked(failures, 2 * len(asked), len(headed))


def _check_cases(
    procedure: Procedure, source_text: str, compose: Compose, headed: Sequence[Case], tellings: Sequence[Circumstances]
) -> Iterator[Failure]:
    """Yield the papers of a case that are not listed where its own heading asks for it."""
    for case, told in zip(headed, tellings, strict=True):
        answer = compose(procedure, source_text, "documents", full=False, told=told)
        for detail in missing_papers([case], answer.checklist):
            yield Failure(code=procedure.code, facet="documents", kind="left_out", detail=detail)
