"""The choices that are offered: procedures by their titles, told apart where titles agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.records import Option
from knowledge.names import bare_name
from knowledge.provinces import NATIONAL, place_name
from knowledge.records import Procedure
from knowledge.search import Hit
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

WORTH_OFFERING = 0.05  # a chance below this is no near miss but noise


def offer(hits: Iterable[Hit], snapshot: Snapshot) -> tuple[Option, ...]:
    """Return an option for each procedure worth offering, best first; a local one names its province."""
    worth = [hit for hit in hits if hit.score >= WORTH_OFFERING]
    return tuple(
        Option(label=label_of(hit.title, snapshot.procedure(hit.code)), value=hit.code) for hit in one_a_name(worth)
    )


def one_a_name(hits: Sequence[Hit]) -> list[Hit]:
    """Keep the best of the procedures whose titles differ only in brackets, such as "(cấp tỉnh)"."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(fold(bare_name(hit.title)), hit)
    return list(kept.values())


def label_of(title: str, procedure: Procedure | None) -> str:
    """Return the title as it is offered: with its province where the record is a local one."""
    if procedure is None or procedure.jurisdiction == NATIONAL:
        return title
    return f"{title} ({place_name(procedure.jurisdiction)})"
