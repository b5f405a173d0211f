"""Two runs side by side: what broke, what got better, and by how much."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals_fakes import transcript
from report_parts import PROMISED

from evals.compare import compare, comparison_tables, write_comparison
from evals.report import comparing
from evals.transcripts import Transcript

RIGHT = {"codes": ["a"], "facet": "fee"}
WRONG = {"codes": ["b", "a"], "facet": "time"}
LABEL = {"codes": ["a"], "facet": "fee", "user": "hỏi phí"}


def test_each_turn_that_changed_is_listed_with_both_states() -> None:
    before = [
        transcript("broke", (LABEL, RIGHT)),
        transcript("mended", (LABEL, WRONG)),
        transcript("same", (LABEL, RIGHT)),
    ]
    after = [
        transcript("broke", (LABEL, WRONG)),
        transcript("mended", (LABEL, RIGHT)),
        transcript("same", (LABEL, RIGHT)),
    ]

    found = compare(before, after)

    assert [(row.metric, row.case, row.better) for row in found.changes] == [
        ("hit@1", "broke", False),
        ("hit@1", "mended", True),
        ("facet", "broke", False),
        ("facet", "mended", True),
    ]
    assert (found.changes[0].before, found.changes[0].after) == ("answer, rank 1", "answer, rank 2")
    assert found.changes[0].user == "hỏi phí"


def test_differences_are_over_the_turns_that_both_runs_asked() -> None:
    before = [transcript(name, (LABEL, WRONG)) for name in ("x", "y", "gone")]
    after = [
        transcript("x", (LABEL, RIGHT)),
        transcript("y", (LABEL, WRONG)),
        transcript("new", (LABEL, WRONG)),
    ]

    found = compare(before, after)

    hit = next(line for line in found.differences if line.metric == "hit@1")
    assert (found.shared_turns, found.only_before, found.only_after) == (2, 1, 1)
    assert (hit.before, hit.after, hit.difference.value, hit.difference.turns) == (0.0, 0.5, 0.5, 2)
    mrr = next(line for line in found.differences if line.metric == "mrr")
    assert mrr.difference.value == pytest.approx(0.25)


def test_a_run_against_itself_differs_in_nothing() -> None:
    same = [transcript("x", (LABEL, RIGHT), (LABEL, None)), transcript("y", (LABEL, WRONG), file="g")]

    found = compare(same, same)

    assert found.changes == ()
    assert {line.difference.value for line in found.differences} == {0.0}
    assert {line.file for line in found.differences} == {None, "f", "g"}


def test_the_tables_show_what_broke_before_what_got_better() -> None:
    before = [transcript("broke", (LABEL, RIGHT)), transcript("mended", (LABEL, WRONG))]
    after = [transcript("broke", (LABEL, WRONG)), transcript("mended", (LABEL, RIGHT))]

    moved, cases = comparison_tables(compare(before, after))

    assert "+0.000" in list(moved.columns[4].cells)
    assert list(cases.columns[0].cells) == ["broke", "broke", "better", "better"]


PRICE = f"20.000 đồng [1]. {PROMISED}"
GOOD = {**RIGHT, "text": PRICE, "citations": [{"id": 1, "quote": "lệ phí 20.000 đồng"}]}
BAD = {**GOOD, **WRONG}


def many(count: int, got: dict[str, object], first: int = 0) -> list[Transcript]:
    return [transcript(f"c{number:02}", (LABEL, got)) for number in range(first, first + count)]


def test_a_0_1_metric_is_tested_exactly_and_corrected_over_the_tests_of_the_file() -> None:
    found = compare(many(6, RIGHT) + many(4, RIGHT, 6), many(6, WRONG) + many(4, RIGHT, 6))

    tests = {line.metric: line.test for line in found.differences}
    assert tests["hit@1"] is not None
    assert (tests["hit@1"].up, tests["hit@1"].down, tests["hit@1"].p) == (0, 6, pytest.approx(2 * 0.5**6))
    tested = sum(test is not None for test in tests.values())
    assert tests["hit@1"].p_holm == pytest.approx(min(1.0, tested * 2 * 0.5**6))
    assert tests["mrr"] is None
    assert tests["latency_ms"] is None


def test_the_verdict_names_what_fell_beyond_chance_and_the_cases_that_broke() -> None:
    found = compare(many(20, GOOD), many(20, BAD))

    assert found.verdict == (
        "Beyond chance worse: hit@1, mrr, ndcg@10, turn, facet; 20 cases broke: "
        "f c00, f c01, f c02, f c03, f c04, f c05, f c06, f c07, …; no case got better."
    )


def test_one_broken_case_is_named_and_is_no_metric_beyond_chance() -> None:
    found = compare(many(20, GOOD), [*many(19, GOOD), transcript("c19", (LABEL, BAD))])

    assert found.verdict == "No metric got worse beyond chance; 1 case broke: f c19; no case got better."
    assert (found.broke, found.mended) == (("f c19",), ())


def test_a_rate_that_is_better_when_low_falls_to_the_good_side() -> None:
    forbidding = {"user": "?", "must_not": ["OTHER"]}
    said, unsaid = {"text": "1 OTHER"}, {"text": "1 ngày"}
    before = [transcript(f"c{number}", (forbidding, said)) for number in range(20)]
    after = [transcript(f"c{number}", (forbidding, unsaid)) for number in range(20)]

    found = compare(before, after)

    line = next(line for line in found.differences if line.metric == "forbidden")
    assert (line.difference.value, line.beyond_chance, line.worse) == (-1.0, True, False)
    assert {row.better for row in found.changes} == {True}
    assert "Beyond chance" not in found.verdict
    assert "forbidden" in found.verdict


def test_changed_turns_hold_both_answers_and_what_is_wrong_with_them_broken_ones_first() -> None:
    before = [transcript("mended", (LABEL, WRONG)), transcript("broke", (LABEL, GOOD))]
    after = [transcript("mended", (LABEL, RIGHT)), transcript("broke", (LABEL, {**BAD, "text": f"{PRICE}!"}))]

    found = compare(before, after)

    assert [turn.case for turn in found.turns] == ["broke", "mended"]
    broke = found.turns[0]
    assert (broke.broke, broke.better) == (("hit@1", "turn", "facet"), ())
    assert (broke.before.text, broke.before.reasons) == (PRICE, ())
    assert broke.after.text == f"{PRICE}!"
    assert broke.after.reasons == ("first is b, right is a at rank 2", "facet time instead of fee")


def test_another_text_with_the_same_figures_is_counted_as_reworded() -> None:
    found = compare([transcript("x", (LABEL, GOOD))], [transcript("x", (LABEL, {**GOOD, "text": f"Vâng, {PRICE}"}))])

    assert (found.reworded, found.changes) == (1, ())


def test_other_questions_and_labels_under_the_same_name_are_counted() -> None:
    relabelled = {**LABEL, "user": "hoi phi"}

    found = compare(
        [transcript("x", (LABEL, RIGHT)), transcript("y", (LABEL, RIGHT))],
        [transcript("x", (relabelled, RIGHT)), transcript("y", (LABEL, RIGHT))],
    )

    assert found.asked_otherwise == 1


def test_a_case_that_is_stale_in_either_run_is_compared_nowhere() -> None:
    stale = transcript("x", (LABEL, WRONG)).model_copy(update={"stale": ("1.001193 title",)})

    found = compare([transcript("x", (LABEL, RIGHT)), transcript("y", (LABEL, RIGHT))], [stale, *many(1, RIGHT)])

    assert (found.shared_cases, found.uncounted, found.shared_turns) == (1, 1, 0)
    assert (found.only_before_cases, found.only_after_cases) == (1, 1)
    assert found.verdict == "The runs have no turn in common that counts in both: nothing can be compared."


def test_single_files_stand_in_the_table_only_where_they_moved() -> None:
    before = [transcript("x", (LABEL, RIGHT)), transcript("y", (LABEL, RIGHT), file="g")]
    after = [transcript("x", (LABEL, WRONG)), transcript("y", (LABEL, RIGHT), file="g")]

    moved, _ = comparison_tables(compare(before, after))

    assert set(moved.columns[0].cells) == {"all files", "f"}


def test_the_page_shows_the_verdict_first_and_escapes_what_people_wrote(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    before = [transcript("broke", ({**LABEL, "user": nasty}, GOOD))]
    after = [transcript("broke", ({**LABEL, "user": nasty}, {**BAD, "text": f"{PRICE} {nasty}"}))]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "b" / "config.json").write_text('{"started_at": "2026-11-24", "fold": true}', encoding="utf-8")

    write_comparison(tmp_path / "page.html", compare(before, after), tmp_path / "a", tmp_path / "b")

    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.index("1 case broke: f broke") < text.index("Case by case")
    assert "After: b of 2026-11-24" in text
    assert nasty not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "✗ facet broke" in text


def test_every_change_beyond_the_limit_of_the_page_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_TURNS", 2)

    write_comparison(tmp_path / "page.html", compare(many(5, RIGHT), many(5, WRONG)), tmp_path, tmp_path)

    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.count("<article") == 2
    assert "The first 2 of 5 changed turns" in text
