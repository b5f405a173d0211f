"""Fit the ranking's weights and the calibration of its score on the tuning halves of suites.

Run as `python -m evals.fit_ranking SUITE… [--outside SUITE]`; prints both for `knowledge/ranking.py`, where they are
written by hand. Cases whose id has an odd SHA-256 are never read: they are for the figures.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.choices import one_a_name
from assistant.decide import WEAK_BELOW, lead, logit
from assistant.safety import find_rule
from assistant.settings import Settings
from assistant.understand import understand
from evals.cases import Case, load_cases, suite_path
from knowledge.encoder import load_encoder
from knowledge.query import analyse
from knowledge.ranking import WEIGHTS
from knowledge.snapshot import Snapshot, open_snapshot
from knowledge.vietnamese import fold

Matrix = npt.NDArray[np.float64]

_CANDIDATES = 80
_LEAD_EDGES = (0.0, 0.2, 0.5)
_STEPS = 3_000
_RATE = 0.05
_PULL = 0.002  # towards today's weights, so that a feature that says little stays where it is
_BY_HAND = frozenset({"named", "astray", "unmet", "topicless"})


@dataclass(frozen=True)
class Asked:
    """One question: the features of its candidates, a row each, and which of them are right."""

    features: Matrix
    right: npt.NDArray[np.bool_]


def is_for_tuning(case_id: str) -> bool:
    """Return whether a case may be learned from: the SHA-256 of its id is even."""
    return hashlib.sha256(case_id.encode()).digest()[-1] % 2 == 0


def read(snapshot: Snapshot, suites: Sequence[str]) -> Iterator[Asked]:
    """Yield the tuning half of the suites, each question as it is and without diacritics."""
    names = list(WEIGHTS)
    numbers = {code: number for number, code in enumerate(snapshot.codes)}
    today = np.array([WEIGHTS[name] for name in names])
    for case, asked in _tuning_cases(suites):
        for question in dict.fromkeys((asked, fold(asked))):
            features, _ = snapshot.index.features(analyse(question), case.place or None, None)
            table = np.stack([np.asarray(features[name], dtype=np.float64) for name in names], axis=1)
            gold = [numbers[code] for code in case.codes if code in numbers]
            chosen = np.unique(np.concatenate([np.argsort(-(table @ today))[:_CANDIDATES], gold]).astype(np.int64))
            yield Asked(table[chosen], np.isin(chosen, gold))


def fit(asked: Sequence[Asked]) -> Matrix:
    """Return the weights that make right candidates likeliest, in the order of `WEIGHTS`.

    Source:
        Softmax (conditional logit) regression, McFadden 1974; gradient descent with Adam (Kingma and Ba 2015).
    """
    names = list(WEIGHTS)
    start = np.array([WEIGHTS[name] for name in names])
    free = np.array([name not in _BY_HAND for name in names])
    weights, speed, size = start.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        slope = sum((_slope(one, weights) for one in asked), np.zeros(len(names))) / len(asked)
        slope = (slope + _PULL * (weights - start)) * free
        speed, size = 0.9 * speed + 0.1 * slope, 0.999 * size + 0.001 * slope**2
        weights = weights - _RATE * (speed / (1 - 0.9**step)) / (np.sqrt(size / (1 - 0.999**step)) + 1e-8)
    return weights


def calibrate(sums: Matrix, right: Matrix) -> tuple[float, float]:
    """Return (middle, slope) of the logistic curve from the best sum to the chance that it is right."""
    middle, slope = float(np.median(sums)), 0.3
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-slope * (sums - middle)))
        wrong = chance - right
        slope -= 0.002 * float((wrong * (sums - middle)).mean())
        middle += 0.2 * float((wrong * slope).mean()) / max(slope, 1e-3)
    return middle, slope


def _slope(one: Asked, weights: Matrix) -> Matrix:
    sums = one.features @ weights
    odds = np.exp(sums - sums.max())
    all_shares, right_shares = odds / odds.sum(), odds * one.right / max(odds[one.right].sum(), 1e-300)
    slope: Matrix = (all_shares - right_shares) @ one.features
    return slope


def _tuning_cases(suites: Sequence[str]) -> Iterator[tuple[Case, str]]:
    """Yield the tuning half of the suites, each case with its question; dialogues are passed over."""
    for file in load_cases([suite_path(name) for name in suites]):
        yield from ((case, case.question) for case in file.cases if case.question and is_for_tuning(case.id))


def _best_sums(snapshot: Snapshot, cases: Sequence[tuple[Case, str]], weights: Matrix) -> tuple[Matrix, Matrix]:
    sums, right = [], []
    for case, question in cases:
        features, _ = snapshot.index.features(analyse(question), case.place or None, None)
        total = np.stack([np.asarray(features[name], dtype=np.float64) for name in WEIGHTS], axis=1) @ weights
        sums.append(float(total.max()))
        right.append(float(snapshot.codes[int(total.argmax())] in case.codes))
    return np.array(sums), np.array(right)


def leads(snapshot: Snapshot, cases: Sequence[tuple[Case, str]]) -> Iterator[str]:
    """Yield how often the first hit is right by how far it leads the next name, in logits."""
    found: dict[float, list[bool]] = {edge: [] for edge in _LEAD_EDGES}
    for case, question in cases:
        hits = one_a_name(snapshot.index.search(question))
        if case.codes and len(hits) > 1:
            ahead = lead(hits[0], hits[1])
            edge = max(edge for edge in _LEAD_EDGES if edge <= max(ahead, 0.0))
            found[edge].append(hits[0].code in case.codes)
    for edge, right in found.items():
        yield f"lead from {edge:.1f}: {sum(right)} right of {len(right)}"


def weak(snapshot: Snapshot, cases: Sequence[tuple[Case, str]]) -> Iterator[str]:
    """Yield, for questions without a word of the counter, how many score above `WEAK_BELOW`, inside and outside."""
    tops: dict[str, list[bool]] = {"inside": [], "outside": []}
    for case, question in cases:
        said = understand(question)
        hits = snapshot.index.search(question, limit=1)
        if not said.administrative and find_rule(said.wording) is None:
            tops["inside" if case.codes else "outside"].append(bool(hits) and logit(hits[0].score) >= WEAK_BELOW)
    for name, above in tops.items():
        yield f"{name}, not administrative: {sum(above)} of {len(above)} above WEAK_BELOW"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on the suites that the command line names and print what to write into the ranking."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="+")
    parser.add_argument("--outside", action="append", default=[])
    told = parser.parse_args(arguments)
    settings = Settings()
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    asked = [one for one in read(snapshot, told.suites) if one.right.any()]
    weights = fit(asked)
    for name, weight in zip(WEIGHTS, weights, strict=True):
        print(f'        "{name}": {weight:.2f},')
    cases = list(_tuning_cases([*told.suites, *told.outside]))
    sums, right = _best_sums(snapshot, cases, weights)
    middle, slope = calibrate(sums, right)
    print(*leads(snapshot, cases), *weak(snapshot, cases), sep="\n")
    print(f"MIDDLE = {middle:.2f}\nSLOPE = {slope:.2f}\nright first: {right.mean():.3f} of {len(cases)}")


if __name__ == "__main__":
    main()
