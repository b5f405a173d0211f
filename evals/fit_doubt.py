"""Fit what speaks for asking back, on suites whose cases say `clarify` or `answer`.

    python -m evals.fit_doubt SUITE…

Prints the weights of `assistant.doubt` and, over folds of cases that nothing was learned from, what each edge costs:
the share of open questions that are asked back, the share of these that were right, and how many clear ones of all
suites are asked back. Each question is asked as it is and without diacritics. A clear question whose best hit is wrong
teaches nothing: neither asking nor answering would be wrong.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.choices import one_a_name
from assistant.doubt import doubts
from assistant.settings import Settings
from assistant.understand import understand
from evals.cases import Case, load_cases, suite_path
from knowledge.encoder import load_encoder
from knowledge.snapshot import Snapshot, open_snapshot
from knowledge.vietnamese import fold

FOLDS = 10
EDGES = (-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.4)
_CONSIDERED = 10
_WRITTEN_FOR_THIS = 4.0  # a case of a suite with open questions counts so much: there are few of them
_SHRINK, _STEPS = 1.0, 40

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One question: what speaks for asking back, whether that is right, how much it counts, and its fold."""

    signals: dict[str, float]
    is_open: bool
    weight: float
    fold: int


def ask(snapshot: Snapshot, suites: Sequence[str]) -> Iterator[Asked]:
    """Yield the open questions of the suites, and the clear ones whose best hit is right."""
    for file in load_cases([suite_path(suite) for suite in suites]):
        weight = _WRITTEN_FOR_THIS if any(case.behavior == "clarify" for case in file.cases) else 1.0
        for case in file.cases:
            for signals in _signals(snapshot, case):
                yield Asked(signals, case.behavior == "clarify", weight, fold_of(case.id))


def fit(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the weights of a ridge logistic regression, by the names of the signals; `bias` is not shrunk."""
    names = list(asked[0].signals)
    table = _table(asked, names)
    right = np.array([one.is_open for one in asked], dtype=np.float64)
    counts = np.array([one.weight for one in asked])
    shrink = _SHRINK * np.diag([float(name != "bias") for name in names])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (counts * (chance - right)) + shrink @ weights
        curve = (table * (counts * chance * (1 - chance))[:, None]).T @ table + shrink + 1e-9 * np.eye(len(names))
        weights = weights - np.linalg.solve(curve, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def unseen(asked: Sequence[Asked]) -> Matrix:
    """Return the log odds of each question by weights that were learned from the other folds."""
    odds = np.zeros(len(asked))
    for number in range(FOLDS):
        weights = fit([one for one in asked if one.fold != number])
        for place, one in enumerate(asked):
            if one.fold == number:
                odds[place] = sum(weights[name] * value for name, value in one.signals.items())
    return odds


def by_edge(asked: Sequence[Asked], odds: Matrix) -> Iterator[str]:
    """Yield a line an edge: open ones asked back, right ones of what is asked back, clear ones asked back."""
    is_open = np.array([one.is_open for one in asked])
    written = np.array([one.weight > 1 for one in asked])
    for edge in EDGES:
        back = odds >= edge
        found, wrong = int((back & is_open).sum()), int((back & ~is_open & written).sum())
        others = int((back & ~written).sum())
        yield (
            f"edge {edge:+.1f}: {found} of {int(is_open.sum())} open ones asked back, precision "
            f"{found / max(found + wrong, 1):.3f}; {others} of {int((~written).sum())} of the other suites asked back"
        )


def fold_of(case_id: str) -> int:
    """Return the fold of a case, the same in every run."""
    return hashlib.sha256(case_id.encode()).digest()[0] % FOLDS


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the weights and what each edge costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+")
    told = parser.parse_args(arguments)
    settings = Settings()
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    asked = list(ask(snapshot, told.suites))
    print({name: round(weight, 2) for name, weight in fit(asked).items()})
    print(*by_edge(asked, unseen(asked)), sep="\n")


def _signals(snapshot: Snapshot, case: Case) -> Iterator[dict[str, float]]:
    first = case.asked()[0]
    for text in dict.fromkeys((first.user, fold(first.user))):
        said = understand(text)
        hits = snapshot.index.search(said.text, limit=_CONSIDERED, place=case.place or None)
        if hits and (case.behavior == "clarify" or hits[0].code in first.codes):
            yield doubts(one_a_name(hits), said.text)


def _table(asked: Sequence[Asked], names: Sequence[str]) -> Matrix:
    return np.array([[one.signals[name] for name in names] for one in asked])


if __name__ == "__main__":
    main()
