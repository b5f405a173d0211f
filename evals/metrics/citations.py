"""Citation correctness: every marker has its citation, and the cited words are the source's and hold the claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evals.exactness.page import Page, numbers, words
from evals.metrics.sample import Sample, Turn
from evals.transcripts import Reply

_MARK = re.compile(r"\[(\d+)\]")
_STATES_FACTS = frozenset(("answer",))
_CHANNELS = {"ONLINE": "trực tuyến", "POSTAL": "bưu chính", "DIRECT": "trực tiếp"}  # the portal's own words for them


def right_citations(turns: Iterable[Turn]) -> Sample:
    """Return 1 for each answer that names a procedure and whose citations are all right, else 0.

    Wrong are: no citation at all, a marker without one, an empty quote, a citation that no marker names, a quote that
    is not the source's slice (where the source is at hand), and one that shares no word with its lines.

    Source:
        Citation precision after Gao et al. 2023, Enabling Large Language Models to Generate Text with Citations, with
        words in the place of an entailment model.
    """
    return Sample({turn.key: float(not wrong_citations(turn)) for turn in turns if _counts(turn)})


def wrong_citations(turn: Turn) -> tuple[str, ...]:
    """Return what is wrong with the citations, in words."""
    reply = turn.asked.reply
    if reply is None or not _counts(turn):
        return ()
    return (*_unlike_source(turn), *_wrong(reply))


def _counts(turn: Turn) -> bool:
    reply = turn.asked.reply
    return reply is not None and reply.behavior in _STATES_FACTS and bool(reply.procedures)


def _unlike_source(turn: Turn) -> Iterator[str]:
    for number in turn.asked.wrong_quotes or ():
        yield f"[{number}] is not what the source says there"


def _wrong(reply: Reply) -> Iterator[str]:
    if not reply.citations:
        yield "nothing is cited"
    quotes = {citation.id: citation.quote for citation in reply.citations}
    written = frozenset[int]().union(*(Page(quote).marks for quote in quotes.values()))  # the source's own [n]
    marks = Page(reply.text).marks | {item.citation for item in reply.checklist if item.citation is not None}
    yield from (f"[{mark}] has no citation" for mark in sorted(marks - written - quotes.keys()))
    for number, quote in quotes.items():
        if not quote.strip():
            yield f"[{number}] quotes nothing"
        elif number not in marks:
            yield f"[{number}] is named nowhere"
        elif not _shares(quote, _lines_citing(reply, number)):
            yield f"[{number}] shares no word with what it stands for"


def _lines_citing(reply: Reply, number: int) -> str:
    lines = [line for line in reply.text.split("\n") if str(number) in _MARK.findall(line)]
    return "\n".join((*lines, *(item.name for item in reply.checklist if item.citation == number)))


def _shares(quote: str, lines: str) -> bool:
    claimed, quote = _MARK.sub(" ", lines), _CHANNELS.get(quote.strip(), quote)
    return bool(set(words(claimed).split()) & set(words(quote).split()) or numbers(claimed) & numbers(quote))
