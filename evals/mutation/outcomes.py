"""What became of the faults: noticed, not noticed, or nowhere to be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field
from rich.table import Table

Fate = Literal["survived", "unreachable", "killed"]
_FATES: tuple[Fate, ...] = ("survived", "unreachable", "killed")  # what has to be looked at comes first


class FaultOutcome(BaseModel):
    """One fault and who noticed it."""

    model_config = ConfigDict(frozen=True)

    operator: str
    seed: int
    what_breaks: str
    changed: int  # replies that the fault changed
    cases: tuple[str, ...]  # that noticed, as "file/id", in the order of the run
    first_label: str = ""  # that failed in the first of them

    @computed_field  # type: ignore[prop-decorator]
    @property
    def fate(self) -> Fate:
        """Killed: some case noticed. Survived: replies changed and none noticed. Unreachable: no reply changed."""
        if self.cases:
            return "killed"
        return "survived" if self.changed else "unreachable"


class MutationScore(BaseModel):
    """Every fault, those that nothing noticed first."""

    model_config = ConfigDict(frozen=True)

    format: int = 1
    outcomes: tuple[FaultOutcome, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def score(self) -> float:
        """The share of all faults that some case noticed; an unreachable one counts as not noticed.

        Source:
            Mutation adequacy, DeMillo, Lipton and Sayward 1978, Hints on test data selection.
        """
        return len(self.killed) / len(self.outcomes) if self.outcomes else 0.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def killed(self) -> tuple[str, ...]:
        """The faults that some case noticed."""
        return self._named("killed")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def survivors(self) -> tuple[str, ...]:
        """The faults that changed replies and that no case noticed."""
        return self._named("survived")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unreachable(self) -> tuple[str, ...]:
        """The faults that changed no reply of the run."""
        return self._named("unreachable")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def by_operator(self) -> dict[str, str]:
        """How many faults of each operator were noticed, as "1 of 2"."""
        faults = Counter(outcome.operator for outcome in self.outcomes)
        noticed = Counter(outcome.operator for outcome in self.outcomes if outcome.cases)
        return {operator: f"{noticed[operator]} of {count}" for operator, count in faults.items()}

    def _named(self, fate: Fate) -> tuple[str, ...]:
        return tuple(f"{outcome.operator}@{outcome.seed}" for outcome in self.outcomes if outcome.fate == fate)


def worst_first(outcomes: list[FaultOutcome]) -> tuple[FaultOutcome, ...]:
    """Return the outcomes with those first that nothing noticed, else in their order."""
    return tuple(sorted(outcomes, key=lambda outcome: _FATES.index(outcome.fate)))


def score_tables(score: MutationScore) -> Iterator[Table]:
    """Yield the table that a person reads."""
    title = (
        f"mutation score {score.score:.3f}: {len(score.killed)} of {len(score.outcomes)} faults noticed, "
        f"{len(score.survivors)} survived, {len(score.unreachable)} unreachable"
    )
    table = Table(
        "operator", "seed", "changed replies", "noticing cases", "first noticed by", "what breaks", title=title
    )
    for outcome in score.outcomes:
        noticed = f"{outcome.cases[0]}, {outcome.first_label}" if outcome.cases else outcome.fate.upper()
        counts = str(outcome.changed), str(len(outcome.cases))
        table.add_row(outcome.operator, str(outcome.seed), *counts, noticed, outcome.what_breaks)
    yield table
