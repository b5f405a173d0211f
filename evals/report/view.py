"""What the page of a run shows, in its order; the template only sets it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.misses import Miss
from evals.report.cards import Card, card, titles
from evals.report.figures import (
    Figure,
    Matrix,
    by_file,
    by_slice,
    confusions,
    facet_confusion,
    headlines,
    latency,
    measures,
    reliability,
)
from evals.report.tables import name_of
from evals.report.trend import trends
from evals.report.wording import in_order, wording
from evals.results import Results
from evals.transcripts import Transcript

MOST_CARDS = 300
MOST_ROWS = 1000
MOST_OTHERS = 300

Row = tuple[str, ...]
Key = tuple[str, str]


@dataclass(frozen=True)
class Failing:
    """Turns that went wrong, of one kind: some as cards, more as rows, the rest as a number."""

    title: str
    turns: int
    cases: int
    critical: int  # cases whose failure stops publication
    cards: tuple[Card, ...]
    rest: tuple[Row, ...]
    beyond: int


@dataclass(frozen=True)
class View:
    """The page of one run."""

    when: str
    snapshot: str
    verdict: str
    failing_cases: int
    places: tuple[tuple[str, str], ...]
    tiles: tuple[tuple[str, str, bool], ...]  # name, value, whether it is bad
    headlines: tuple[Figure, ...]
    glossary: tuple[tuple[str, str], ...]  # each rate of the page and what it means
    measures: tuple[Row, ...]
    config: Mapping[str, object]
    by_file: tuple[Figure, ...]
    by_slice: tuple[tuple[str, list[Figure]], ...]
    all_headings: Row
    all_rows: tuple[Row, ...]
    matrices: tuple[Matrix, ...]
    facets: Matrix | None
    spread: Figure | None
    reliability: Figure | None
    trend: tuple[Figure, ...]
    failing: tuple[Failing, ...]
    failing_files: tuple[str, ...]
    stale: tuple[Row, ...]
    skipped: tuple[Row, ...]
    others: tuple[tuple[str, tuple[Row, ...], int], ...]


def view_of(
    results: Results,
    transcripts: Sequence[Transcript],
    config: Mapping[str, object],
    misses: Sequence[Miss],
    trend: Sequence[Path],
) -> View:
    """Return what the page of the run shows."""
    failing = tuple(_failing(transcripts, misses))
    stale = tuple(_stale(transcripts))
    whole = results.groups[0]
    spread = latency(transcripts)
    moved = tuple(trends(results, config, trend))
    headings, rows = _all(results)
    return View(
        when=str(config.get("started_at", "an unknown time")),
        snapshot=_snapshot(config),
        verdict=_verdict(results, failing, len(stale)),
        failing_cases=sum(part.cases for part in failing),
        places=tuple(_places(results, bool(stale), spread is not None, bool(moved))),
        tiles=tuple(_tiles(results, failing, len(stale))),
        headlines=tuple(headlines(results)),
        glossary=tuple((wording(name).title, wording(name).means) for name in in_order(whole.rates)),
        measures=measures(whole),
        config=config,
        by_file=tuple(by_file(results)),
        by_slice=tuple(by_slice(results)),
        all_headings=headings,
        all_rows=rows,
        matrices=tuple(confusions(results)),
        facets=facet_confusion(transcripts),
        spread=spread,
        reliability=reliability(whole.calibration) if whole.calibration is not None else None,
        trend=moved,
        failing=failing,
        failing_files=tuple(dict.fromkeys(one.file for part in failing for one in part.cards)),
        stale=stale,
        skipped=tuple((f"{one.file} {one.case}", one.reason) for one in results.skipped),
        others=tuple(_others(transcripts, {miss.turn.key[:2] for miss in misses})),
    )


def _snapshot(config: Mapping[str, object]) -> str:
    assistant = config.get("assistant")
    named = assistant.get("snapshot") if isinstance(assistant, Mapping) else None
    return str(named or "unknown")


def _verdict(results: Results, failing: Sequence[Failing], stale: int) -> str:
    cases, wrong = results.groups[0].cases, sum(part.cases for part in failing)
    parts = [f"{wrong} of {cases} cases failed" if wrong else f"None of {cases} cases failed"]
    critical = sum(part.critical for part in failing)
    if critical:
        parts.append(f"critical cases among them: {critical}")
    if stale:
        parts.append(f"stale, so neither right nor wrong: {stale}")
    if results.failed:
        parts.append(f"turns without a reply: {results.failed}")
    return "; ".join(parts) + "."


def _places(results: Results, stale: bool, timed: bool, moved: bool) -> Iterator[tuple[str, str]]:
    yield "headline", "Headline"
    yield "failing", "Failing cases"
    if stale:
        yield "stale", "Stale cases"
    yield "figures", "Figures"
    yield "measured", "What was measured"
    if len(results.groups) > 1:
        yield "slices", "By file and slice"
    if results.groups[0].confusion:
        yield "confusion", "Behaviours"
    if results.groups[0].calibration is not None:
        yield "reliability", "Reliability"
    if timed:
        yield "latency", "Latency"
    if moved:
        yield "trend", "Trend"
    yield "others", "Everything else"


def _tiles(results: Results, failing: Sequence[Failing], stale: int) -> Iterator[tuple[str, str, bool]]:
    whole = results.groups[0]
    yield "cases", str(whole.cases), False
    yield "turns", str(whole.turns), False
    wrong = sum(part.cases for part in failing)
    yield "failing cases", str(wrong), wrong > 0
    yield "stale cases", str(stale), stale > 0
    yield "turns without a reply", str(whole.failed), whole.failed > 0
    yield "cases that could not be asked", str(len(results.skipped)), bool(results.skipped)


def _failing(transcripts: Sequence[Transcript], misses: Sequence[Miss]) -> Iterator[Failing]:
    known = titles(transcripts)
    by_key = {transcript.key: transcript for transcript in transcripts}
    pairs = [(by_key[miss.turn.file, miss.turn.case], miss) for miss in misses]
    pairs = [(transcript, miss) for transcript, miss in pairs if transcript.counts]
    for title, synthetic in (("Real cases", False), ("Synthetic cases, made by code", True)):
        mine = [pair for pair in pairs if pair[0].case.synthetic is synthetic]
        mine.sort(key=lambda pair: not pair[0].case.critical)
        if mine:
            short = [_short(miss) for _, miss in mine[MOST_CARDS:]]
            yield Failing(
                title=title,
                turns=len(mine),
                cases=len({transcript.key for transcript, _ in mine}),
                critical=len({transcript.key for transcript, _ in mine if transcript.case.critical}),
                cards=tuple(card(transcript, miss.turn, miss.reasons, known) for transcript, miss in mine[:MOST_CARDS]),
                rest=tuple(short[:MOST_ROWS]),
                beyond=max(0, len(short) - MOST_ROWS),
            )


def _short(miss: Miss) -> Row:
    turn = miss.turn
    return f"{turn.file} {turn.case} / {turn.asked.position}", turn.asked.expected.user, "; ".join(miss.reasons)


def _stale(transcripts: Sequence[Transcript]) -> Iterator[Row]:
    for transcript in transcripts:
        if transcript.stale:
            asked = " / ".join(turn.expected.user for turn in transcript.turns)
            changed = ", ".join(transcript.stale)
            yield f"{transcript.file} {transcript.case.id}", asked, changed, transcript.recheck or "not checked"


def _others(transcripts: Sequence[Transcript], wrong: set[Key]) -> Iterator[tuple[str, tuple[Row, ...], int]]:
    for file in dict.fromkeys(transcript.file for transcript in transcripts):
        rest = [one for one in transcripts if one.file == file and one.key not in wrong and one.counts]
        if rest:
            yield file, tuple(map(_passed, rest[:MOST_OTHERS])), len(rest)


def _passed(transcript: Transcript) -> Row:
    asked = " / ".join(turn.expected.user for turn in transcript.turns)
    replies = [turn.reply for turn in transcript.turns if turn.reply is not None]
    behaviors = ", ".join(reply.behavior for reply in replies)
    first = replies[-1].procedures[0] if replies and replies[-1].procedures else None
    return transcript.case.id, asked, behaviors, f"{first.code} {first.title}" if first is not None else ""


def _all(results: Results) -> tuple[Row, tuple[Row, ...]]:
    names = in_order(name for group in results.groups for name in group.rates)
    rows = []
    for group in results.groups:
        cells = [f"{group.rates[name].value:.3f}" if name in group.rates else "-" for name in names]
        rows.append((name_of(group), str(group.cases), str(group.turns), *cells))
    return ("group", "cases", "turns", *(wording(name).title for name in names)), tuple(rows)
