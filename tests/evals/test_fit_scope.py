"""What each edge costs is counted on folds that nothing was learned from."""

from __future__ import annotations

import numpy as np

from evals.fit_doubt import Asked
from evals.fit_scope import EDGES, FOLDS, by_edge, unseen

MADE_UP = [
    Asked({"bias": 1.0, "odds": 3.0 * own - 1.5, "found": -2.0 * own}, own, 1.0, place % FOLDS)
    for place in range(24)
    for own in (True, False)
]


def test_messages_for_a_reply_of_their_own_have_higher_odds_though_nothing_was_learned_from_them() -> None:
    odds = unseen(MADE_UP)

    own = np.array([one.is_open for one in MADE_UP])
    assert odds[own].min() > 0.0 > odds[~own].max()


def test_a_line_an_edge_counts_both() -> None:
    lines = list(by_edge(MADE_UP[:2], np.array([0.2, 0.2])))

    assert lines[EDGES.index(0.0)] == "edge +0.0: 1 of 1 for a reply of their own, 1 of 1 questions"
    assert lines[EDGES.index(0.5)] == "edge +0.5: 0 of 1 for a reply of their own, 0 of 1 questions"
