"""Figure exactness: whether every figure that a reply prints stands in the words that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evals.exactness.counts import without_counts
from evals.exactness.page import Page, canonical, numbers
from evals.metrics.sample import Sample, Turn
from evals.transcripts import Reply

_MARK = re.compile(r"\[(\d+)\]")
_NOT_OF_THE_RECORD = re.compile(
    r"^(?:Ngày có kết quả nếu nộp|\s*(?:Cách tính|Quy tắc):)|chậm nhất thứ"  # a day that is reckoned
    r"|^Có \d+ thủ tục|^- Nguồn ghi “|\bnay thuộc\b"  # a count; of a law; the table of places
    r"|^Áp dụng toàn quốc:|^Không tính \d+ thủ tục|^Theo lĩnh vực:|giống nhau \d+, chỉ A"  # counts
    r"|^Muốn hỏi trực tiếp:"  # the house number of the office that people may turn to
)
_STATES_FACTS = frozenset(("answer", "list"))


def exact_figures(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each answer with citations whose every figure is cited, else 0.

    A line with markers is held to the quotes that it names, a line without to all quotes. What the person wrote
    themselves, codes and titles of the procedures, counts, days that are reckoned, and what is said of places and of
    bodies that are no more (such a line names its own law) are not facts of the record.
    """
    return Sample({turn.key: float(not uncited_figures(turn)) for turn in turns if _counts(turn)})


def uncited_figures(turn: Turn) -> tuple[str, ...]:
    """Return each figure that stands in no quote, with its line; none where the reply cites nothing."""
    reply = turn.asked.reply
    if reply is None or not _counts(turn):
        return ()
    return tuple(_uncited(reply, turn.said))


def _counts(turn: Turn) -> bool:
    reply = turn.asked.reply
    return reply is not None and reply.behavior in _STATES_FACTS and bool(reply.citations)


def _uncited(reply: Reply, said: str) -> Iterator[str]:
    quoted = {citation.id: numbers(citation.quote) for citation in reply.citations}
    known = numbers(said).union(*({canonical(found.code)} | numbers(found.title) for found in reply.procedures))
    known = known.union(*(numbers(option.label) for option in reply.options))  # titles that are offered
    if reply.behavior == "list":
        known |= {str(len(reply.procedures))}  # how many there are is counted, and right only when all are named
    everything = frozenset[str]().union(*quoted.values())
    for line in Page(reply.text).lines:
        if _NOT_OF_THE_RECORD.search(line):
            continue
        named = [quoted[int(mark)] for mark in _MARK.findall(line) if int(mark) in quoted]
        allowed = frozenset[str]().union(*named) if named else everything
        for figure in sorted(numbers(without_counts(line)) - allowed - known):
            yield f"{figure} in {line[:80]!r}"
