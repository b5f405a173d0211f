"""The faults: every operator at seeded places, a tenth of where it could strike.

The list and its seeds were fixed before the suites that they are held against were written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.records import Question
from evals.mutation.behaviors import BEHAVIOR_FAULTS
from evals.mutation.citations import CITATIONS
from evals.mutation.figures import FIGURES
from evals.mutation.finding import FINDING
from evals.mutation.operators import Neighbours, Operator, Place, QuestionOperator
from evals.mutation.papers import PAPERS
from evals.mutation.questions import QUESTIONS
from evals.mutation.record_lines import RECORD_LINES
from evals.mutation.wording import WORDING
from evals.transcripts import Reply

SHARE = 0.10
"""Which part of the procedures a fault strikes; of the messages where no procedure is named."""

OPERATORS = (*FIGURES, *CITATIONS, *PAPERS, *FINDING, *RECORD_LINES, *BEHAVIOR_FAULTS, *WORDING)
"""Every fault of a reply."""

_FIRST_SEED, _SECOND_SEED = 20261124, 71
_TWICE = frozenset(
    (
        "fee_digit",
        "fee_ten_times",
        "fee_told_free",
        "unknown_fee_free",
        "unknown_fee_zero",
        "time_digit",
        "working_days_as_days",
        "unknown_time_told",
        "citation_dropped",
        "citations_all_dropped",
        "citation_of_other_field",
        "quote_shifted",
        "paper_dropped",
        "paper_borrowed",
        "neighbour_answered",
        "right_second",
        "office_of_district",
        "legal_number_off",
        "result_changed",
        "first_option_taken",
        "refusal_answered",
        "warning_answered",
    )
)
"""The operators that break what people ask most, or what costs them most: they strike at two places."""


@dataclass(frozen=True)
class Fault:
    """One operator at its seeded places."""

    operator: Operator | QuestionOperator
    seed: int

    @property
    def name(self) -> str:
        """The operator and its seed."""
        return f"{self.operator.name}@{self.seed}"

    def strikes(self, key: str) -> bool:
        """Return whether the procedure code, or the message, is one of the share that this fault strikes."""
        digest = hashlib.sha256(f"{self.name}|{key}".encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") < SHARE * 2**64

    def broken_reply(self, reply: Reply, message: str, neighbours: Neighbours) -> Reply:
        """Return the reply as the broken product gives it: the same object where the fault does not strike it."""
        struck = reply.procedures[0].code if reply.procedures else message
        if isinstance(self.operator, QuestionOperator) or not self.strikes(struck):
            return reply
        broken = self.operator.apply(reply, self._place(struck, message, neighbours))
        return reply if broken is None else broken

    def broken_question(self, question: Question, neighbours: Neighbours) -> Question:
        """Return the question as the broken product hears it: an equal one where the fault does not strike it."""
        said = question.question
        if isinstance(self.operator, Operator) or not self.strikes(said):
            return question
        return self.operator.mutate(question, self._place(said, said, neighbours))

    def _place(self, struck: str, message: str, neighbours: Neighbours) -> Place:
        return Place(seed=f"{self.name}|{struck}|{message}", message=message, neighbours=neighbours)


def _seeds() -> Iterator[Fault]:
    for operator in OPERATORS:
        yield Fault(operator, _FIRST_SEED)
        if operator.name in _TWICE:
            yield Fault(operator, _SECOND_SEED)
    for asking in QUESTIONS:
        yield Fault(asking, _FIRST_SEED)


FAULTS = tuple(_seeds())
"""Every fault, in the order of reports."""
