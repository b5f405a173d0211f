"""What of the desk's sheets and cases a reviewer may see."""

from __future__ import annotations

from collections.abc import Iterable

from evals.desk.desk import Desk
from evals.desk.exports import case_rows, item_rows, score_rows
from evals.desk.queues import is_open
from evals.desk.records import MadeCase
from evals.desk.sheets import Row


def rows_for(what: str, desk: Desk, reviewer: str | None, queue: str) -> Iterable[Row]:
    """Return the rows of a sheet, as a reviewer may see them; None: an operator, who sees all."""
    if what == "scores":
        return score_rows(desk.store.judgements.all(reviewer))
    if what == "cases":
        cases = desk.store.drafts.all()
        hidden = hidden_from(desk, reviewer, cases) if reviewer is not None else frozenset()
        return case_rows(made for made in cases if made.id not in hidden)
    collected, judged = desk.queues.collect(), desk.store.judgements.reviewers()
    items = desk.queues.items(collected.waiting(queue, judged, reviewer or ""))
    return item_rows(queue, [(item, [(one, desk.quoted(item, one)) for one in item.cited]) for item in items])


def hidden_from(desk: Desk, reviewer: str, cases: list[MadeCase]) -> frozenset[str]:
    """Return the ids of cases that would tell a reviewer what another thought of an answer that is theirs to judge."""
    judged = desk.store.judgements.reviewers()
    return frozenset(
        made.id
        for made in cases
        if made.item is not None
        and made.made_by != reviewer
        and is_open(judged.get(made.item, ()), reviewer)
        and desk.queues.item(made.item) is not None
    )
