"""Calibration: whether a procedure that is told with chance 0.8 is the right one eight times in ten."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from evals.metrics.intervals import RESAMPLES, SEED, Estimate
from evals.metrics.ranking import first_right_rank, measured
from evals.metrics.sample import Turn

BINS = 10


class Bin(BaseModel):
    """One tenth of the scores; means are None where it is empty."""

    model_config = ConfigDict(frozen=True)

    low: float
    high: float
    count: int
    mean_score: float | None
    accuracy: float | None


class Calibration(BaseModel):
    """Expected calibration error with its interval, and the reliability curve."""

    model_config = ConfigDict(frozen=True)

    ece: Estimate
    bins: tuple[Bin, ...]


def calibration(turns: Iterable[Turn]) -> Calibration | None:
    """Return how far the first procedure's score is from the chance that it is right; None without scores.

    Source:
        Naeini, Cooper and Hauskrecht 2015, Obtaining Well Calibrated Probabilities Using Bayesian Binning; equal-width
        bins as in Guo et al. 2017, On Calibration of Modern Neural Networks.
    """
    scores, right = _scored(turns)
    if not len(scores):
        return None
    drawn = np.random.default_rng(SEED).integers(0, len(scores), (RESAMPLES // 4, len(scores)))
    low, high = np.percentile([_error(scores[chosen], right[chosen]) for chosen in drawn], [2.5, 97.5])
    estimate = Estimate(_error(scores, right), float(low), float(high), len(scores))
    return Calibration(ece=estimate, bins=tuple(_bin(number, scores, right) for number in range(BINS)))


def _scored(turns: Iterable[Turn]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    pairs = [
        (reply.procedures[0].score, first_right_rank(turn) == 1)
        for turn in turns
        for reply in [turn.asked.reply]
        if measured(turn) and reply is not None and reply.procedures and reply.procedures[0].score is not None
    ]
    return np.array([score for score, _ in pairs], float), np.array([right for _, right in pairs], float)


def _places(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)


def _error(scores: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    places = _places(scores)
    gaps = np.abs(
        np.bincount(places, weights=scores, minlength=BINS) - np.bincount(places, weights=right, minlength=BINS)
    )
    return float(gaps.sum() / len(scores))


def _bin(number: int, scores: NDArray[np.float64], right: NDArray[np.float64]) -> Bin:
    inside = _places(scores) == number
    count = int(inside.sum())
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=count,
        mean_score=float(scores[inside].mean()) if count else None,
        accuracy=float(right[inside].mean()) if count else None,
    )
