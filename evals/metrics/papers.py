"""Completeness of the list of papers: precision and recall of the checklist against the record's dossier."""

from __future__ import annotations

from collections.abc import Iterable

from evals.exactness.page import words
from evals.metrics.sample import Sample, Turn


def paper_recall(turns: Iterable[Turn]) -> Sample:
    """Return the share of the expected papers that the checklist holds, 0 to 1, of each turn labelled with `items`."""
    return Sample(
        {turn.key: 1 - len(missing_papers(turn)) / len(_wanted(turn)) for turn in turns if turn.asked.expected.items}
    )


def paper_precision(turns: Iterable[Turn]) -> Sample:
    """Return the share of the checklist that is expected, of each turn labelled with `items` and with a checklist."""
    listed = ((turn, _listed(turn)) for turn in turns if turn.asked.expected.items)
    return Sample({turn.key: 1 - len(extra_papers(turn)) / len(papers) for turn, papers in listed if papers})


def missing_papers(turn: Turn) -> tuple[str, ...]:
    """Return the expected papers that no item of the checklist names; all of them without a reply."""
    held = _listed(turn)
    return tuple(wanted for wanted in _wanted(turn) if not any(words(wanted) in words(name) for name in held))


def extra_papers(turn: Turn) -> tuple[str, ...]:
    """Return the papers of the checklist that are not expected."""
    wanted = [words(item) for item in _wanted(turn)]
    return tuple(name for name in _listed(turn) if not any(item in words(name) for item in wanted))


def _wanted(turn: Turn) -> tuple[str, ...]:
    return turn.asked.expected.items


def _listed(turn: Turn) -> tuple[str, ...]:
    reply = turn.asked.reply
    return tuple(dict.fromkeys(item.name for item in reply.checklist)) if reply is not None else ()
