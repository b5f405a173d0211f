"""What thresholds cost: counted by score and by lead, from made-up rankings."""

from __future__ import annotations

from evals.thresholds import Ranked, by_lead, by_score


def ranked(first: float, lead: float, *, right: bool, answerable: bool = True, offered: bool = True) -> Ranked:
    return Ranked(answerable, True, first, lead, right, offered)


MADE_UP = [
    ranked(2.5, 4.0, right=True),
    ranked(0.5, 0.5, right=False),
    ranked(-0.7, 0.1, right=True),
    ranked(-2.5, 0.1, right=False, offered=False),
    ranked(-1.5, 9.0, right=False, answerable=False),
]


def test_a_line_an_edge_counts_inside_right_lost_and_outside() -> None:
    lines = list(by_score(MADE_UP))

    assert lines[0] == "logit from -3.0: 4 of 4 inside, 0.500 of them right, 0 right ones lost; 1 of 1 outside"
    assert "logit from -0.4: 2 of 4 inside, 0.500 of them right, 1 right ones lost; 0 of 1 outside" in lines
    assert lines[-1] == "logit from +2.0: 1 of 4 inside, 1.000 of them right, 1 right ones lost; 0 of 1 outside"


def test_a_line_a_range_of_leads_counts_first_and_offered_of_answerable_questions() -> None:
    lines = list(by_lead(MADE_UP))

    assert lines[0] == "lead from 0.0: 2, first right 0.500, among 4 0.500"
    assert lines[-1] == "lead from 3.0: 1, first right 1.000, among 4 1.000"
    assert "lead from 0.7: 0, first right nan, among 4 nan" in lines
