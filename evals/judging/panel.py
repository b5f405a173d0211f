"""All judges over a run, and how far each agrees with people."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from pydantic import BaseModel, ConfigDict
from rich.table import Table

from assistant.language_model import LanguageModel
from evals.judging.judges import VALUE, Judgement, JudgeName, judge
from evals.metrics.intervals import Estimate, mean_interval
from evals.metrics.kappa import agreement
from evals.metrics.sample import Sample, Turn, flatten
from evals.transcripts import Transcript

Key = tuple[str, str, int]  # file, case, position
Progress = Callable[[str, int, int], None]


class Panel(BaseModel):
    """What one judge made of a run, with its agreement against human verdicts beside it."""

    model_config = ConfigDict(frozen=True)

    judge: JudgeName
    score: Estimate | None  # mean of right 1, partly 0.5, wrong 0, over what was judged
    judged: int
    missing: int  # asked and no verdict
    kappa: float | None  # against people; None: no shared answers, or undefined
    kappa_low: float | None
    kappa_high: float | None
    observed: float | None  # share of shared answers with the same verdict
    shared: int  # answers that both judged


class Judged(BaseModel):
    """Every judgement of a run, and each judge's summary."""

    model_config = ConfigDict(frozen=True)

    model: str
    panels: tuple[Panel, ...]
    judgements: tuple[Judgement, ...]


def chosen(transcripts: Sequence[Transcript], sample: int | None) -> list[Turn]:
    """Return the answers to judge: all, or as many drawn by lot, the same at every time."""
    answers = [
        turn
        for turn in flatten([transcript for transcript in transcripts if transcript.counts])
        if turn.asked.reply is not None and turn.asked.reply.behavior == "answer"
    ]
    drawn = sorted(answers, key=lambda turn: hashlib.sha256(repr(turn.key).encode()).hexdigest())
    return drawn[:sample] if sample else answers


def judge_all(
    turns: Sequence[Turn],
    names: Sequence[JudgeName],
    model: LanguageModel,
    seconds: float,
    progress: Progress,
    at_once: int = 4,
) -> list[Judgement]:
    """Return every judgement, in the order of turns and judges."""
    asked = [(name, turn) for turn in turns for name in names]
    with ThreadPoolExecutor(at_once) as pool:
        waiting = [pool.submit(judge, name, turn.file, turn.case, turn.asked, model, seconds) for name, turn in asked]
        found = []
        for done, future in enumerate(waiting, start=1):
            found.append(future.result())
            progress("judges", done, len(waiting))
    return found


def summarise(judgements: Sequence[Judgement], people: Mapping[Key, str]) -> Iterator[Panel]:
    """Yield each judge's summary.

    Args:
        people: The verdicts of reviewers by answer.
    """
    for name in dict.fromkeys(judgement.judge for judgement in judgements):
        mine = [judgement for judgement in judgements if judgement.judge == name]
        given = {(one.file, one.case, one.position): one.verdict for one in mine if one.verdict is not None}
        pairs = [(verdict, people[key]) for key, verdict in given.items() if key in people]
        agreed = agreement([[pair] for pair in pairs])
        yield Panel(
            judge=name,
            score=mean_interval(Sample({key: VALUE[verdict] for key, verdict in given.items()})),
            judged=len(given),
            missing=len(mine) - len(given),
            kappa=agreed.kappa,
            kappa_low=agreed.low,
            kappa_high=agreed.high,
            observed=agreed.observed,
            shared=len(pairs),
        )


def panel_table(judged: Judged) -> Table:
    """Return the summaries as a Rich table."""
    table = Table("judge", "score", "judged", "no verdict", "agrees with people (kappa)", "shared answers")
    for panel in judged.panels:
        score = panel.score
        table.add_row(
            panel.judge,
            f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]" if score else "-",
            str(panel.judged),
            str(panel.missing),
            _kappa(panel),
            str(panel.shared),
        )
    return table


def _kappa(panel: Panel) -> str:
    if panel.kappa is None:
        return "unknown: judge some of these answers on the review desk"
    interval = f" [{panel.kappa_low:.2f}, {panel.kappa_high:.2f}]" if panel.kappa_low is not None else ""
    return f"{panel.kappa:.2f}{interval}"
