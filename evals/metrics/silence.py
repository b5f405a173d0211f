"""Unknown said as unknown: where the record is silent, the reply says so and prints no figure in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evals.metrics.sample import Sample, Turn
from evals.metrics.strings import comparable

_UNKNOWN = re.compile(r"chưa công bố|chưa xác định|không (?:ghi|nêu|quy định|công bố|có thông tin)|chưa có thông tin")


def unknowns_said(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each turn labelled with `unknown` whose reply says that the source is silent, else 0."""
    return Sample({turn.key: float(says_unknown(turn)) for turn in turns if turn.asked.expected.unknown})


def says_unknown(turn: Turn) -> bool:
    """Return whether the reply says that something is not known."""
    reply = turn.asked.reply
    return reply is not None and _UNKNOWN.search(comparable(reply.text)) is not None
