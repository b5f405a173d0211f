"""Fit what speaks for a reply of its own instead of a procedure, on suites of both.

    python -m evals.fit_scope SUITE…

Prints the weights of `assistant.scope` and, over folds of cases that nothing was learned from, what each edge costs:
the share of messages for a reply of their own that get one, and how many questions do. The kinds of a fold's cases
come from a model that was taught everything else.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.kinds import ORDINARY, KindModel, read_kinds, write_kinds
from assistant.scope import Leaning, lean, signals
from assistant.settings import Settings
from assistant.understand import understand
from evals.cases import Case, load_cases, suite_path
from evals.fit_doubt import Asked, fold_of
from evals.fit_doubt import fit as fit_odds
from evals.fit_kinds import Taught, asked, fit, of_suite, put_together, tabled, written
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, open_snapshot

FOLDS = 4
EDGES = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
_OF_ITS_OWN = frozenset(("refuse", "warn", "handoff"))


def taught_without(base: Sequence[Taught], cases: Sequence[Case], fold: int, folder: Path) -> KindModel:
    """Return a model of kinds that was taught the base and the cases of all folds but one."""
    others = [one for case in cases if fold_of(case.id) % FOLDS != fold for one in of_suite(case)]
    table = tabled([*base, *others])
    weights, bias = fit(table)
    write_kinds(folder / "kinds.npz", table.kinds, dict(zip(table.clues, weights, strict=True)), bias)
    return read_kinds(folder / "kinds.npz")


def weighed(snapshot: Snapshot, cases: Sequence[Case], model: KindModel) -> Iterator[Asked]:
    """Yield what speaks for and against a reply of its own for the first message of each case."""
    for case in cases:
        first = case.asked()[0]
        said = understand(first.user)
        leaning = lean(said)
        if said.topicless or said.codes or not said.vietnamese or first.behavior in {"greet", "error"}:
            continue
        chances = model.chances(said.text)
        odds = float(np.log(max(1 - chances[ORDINARY], 1e-4) / max(chances[ORDINARY], 1e-4)))
        hits = snapshot.index.search(said.text, limit=10, place=case.place or None)
        told = signals(Leaning(leaning.rule, leaning.kind, odds), hits)
        yield Asked(told, first.behavior in _OF_ITS_OWN, 1.0, fold_of(case.id))


def by_edge(weighed: Sequence[Asked], odds: npt.NDArray[np.float64]) -> Iterator[str]:
    """Yield a line an edge: messages for a reply of their own that get one, and questions that do."""
    own = np.array([one.is_open for one in weighed])
    for edge in EDGES:
        over = odds > edge
        yield (
            f"edge {edge:+.1f}: {int((over & own).sum())} of {int(own.sum())} for a reply of their own, "
            f"{int((over & ~own).sum())} of {int((~own).sum())} questions"
        )


def unseen(weighed: Sequence[Asked]) -> npt.NDArray[np.float64]:
    """Return the log odds of each by weights that were learned from the other folds."""
    odds = np.zeros(len(weighed))
    for fold in range(FOLDS):
        weights = fit_odds([one for one in weighed if one.fold % FOLDS != fold])
        for place, one in enumerate(weighed):
            if one.fold % FOLDS == fold:
                odds[place] = sum(weights[name] * value for name, value in one.signals.items())
    return odds


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the weights and what each edge costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+")
    told = parser.parse_args(arguments)
    settings = Settings()
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    cases = [case for file in load_cases([suite_path(suite) for suite in told.suites]) for case in file.cases]
    base, found = [*written(), *put_together(), *asked()], list[Asked]()
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            model = taught_without(base, cases, fold, Path(folder))
            found += weighed(snapshot, [case for case in cases if fold_of(case.id) % FOLDS == fold], model)
    print({name: round(weight, 2) for name, weight in fit_odds(found).items()})
    print(*by_edge(found, unseen(found)), sep="\n")


if __name__ == "__main__":
    main()
