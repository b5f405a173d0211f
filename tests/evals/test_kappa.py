"""Cohen's kappa against examples worked out by hand."""

from __future__ import annotations

import pytest

from evals.metrics.kappa import Agreement, agreement


def pairs(**counts: int) -> list[list[tuple[str, str]]]:
    """Items with one pair each: `yn=3` is three times yes by the first and no by the second."""
    return [[(labels[0], labels[1])] for labels, count in counts.items() for _ in range(count)]


def test_the_textbook_example_of_fifty_proposals() -> None:
    found = agreement(pairs(yy=20, yn=5, ny=10, nn=15))  # po = 0.7; pe = 0.5*0.6 + 0.5*0.4 = 0.5

    assert found.kappa == pytest.approx(0.4)
    assert found.observed == pytest.approx(0.7)
    assert (found.pairs, found.items) == (50, 50)


def test_three_labels_by_hand() -> None:
    found = agreement(pairs(aa=2, ab=1, bb=1, cc=1, ca=1))  # po = 4/6; pe = (3*3 + 1*2 + 2*1)/36 = 13/36

    assert found.kappa == pytest.approx((4 / 6 - 13 / 36) / (1 - 13 / 36))


def test_raters_who_always_agree_have_one() -> None:
    assert agreement(pairs(aa=3, bb=2)).kappa == 1


def test_raters_who_always_differ_are_below_chance() -> None:
    assert agreement(pairs(ab=5, ba=5)).kappa == -1


def test_one_label_alone_has_no_kappa() -> None:
    found = agreement(pairs(aa=12))

    assert found == Agreement(None, None, None, 1.0, 12, 12)


def test_nothing_judged_has_no_kappa() -> None:
    assert agreement([[], []]) == Agreement(None, None, None, None, 0, 0)


def test_few_items_have_no_interval() -> None:
    found = agreement(pairs(aa=4, ab=1, bb=4))

    assert found.kappa is not None
    assert (found.low, found.high) == (None, None)


def test_the_interval_holds_the_kappa_and_is_the_same_again() -> None:
    items = pairs(aa=12, ab=3, ba=2, bb=9)

    found = agreement(items)

    assert found.low is not None
    assert found.high is not None
    assert found.kappa is not None
    assert -1 <= found.low < found.kappa < found.high <= 1
    assert agreement(items) == found


def test_sentences_of_one_answer_are_resampled_together() -> None:
    alone = [[pair] for pair in [("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")] * 10]
    together = [[pair] * 4 for pair in [("a", "a"), ("a", "b"), ("b", "b"), ("b", "a")] * 3]

    one, other = agreement(alone), agreement(together)

    assert (one.pairs, other.pairs) == (40, 48)
    assert one.low is not None
    assert other.low is not None
    assert other.low < one.low  # twelve answers say less than forty, however long they are


def test_an_interval_that_is_mostly_undefined_is_not_given() -> None:
    found = agreement(pairs(aa=30, bb=1))  # a third of the resamples have one label only

    assert found.kappa == 1
    assert (found.low, found.high) == (None, None)
