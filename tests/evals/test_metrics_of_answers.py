"""Measures of what an answer says: facts, papers, citations, figures, silence, promises, order."""

from __future__ import annotations

import pytest
from evals_fakes import transcript
from evals_starter import starter_snapshot

from evals.asking import against_source
from evals.metrics.calibration import calibration
from evals.metrics.citations import right_citations, wrong_citations
from evals.metrics.clarifying import clarify_precision, clarify_recall
from evals.metrics.cost import processor_ms
from evals.metrics.evidence import evidence_recall
from evals.metrics.exact import exact_answers
from evals.metrics.facts import fact_recall
from evals.metrics.forbidden import forbidden_rate
from evals.metrics.gain import gains
from evals.metrics.grounding import exact_figures, uncited_figures
from evals.metrics.listing import list_precision, list_recall
from evals.metrics.over_refusal import over_refusals
from evals.metrics.papers import extra_papers, missing_papers, paper_precision, paper_recall
from evals.metrics.promises import broken_promises, kept_promises
from evals.metrics.readability import officialese_shares, sentence_lengths
from evals.metrics.sample import Turn, flatten
from evals.metrics.silence import unknowns_said
from evals.metrics.turn_success import turn_successes
from evals.transcripts import AskedTurn
from evals.verdict import faults

NOTICE = "Đây là câu trả lời của trợ lý tự động. Muốn hỏi trực tiếp: liên hệ Công an cấp Xã."
Pair = tuple[dict[str, object], dict[str, object] | None]


def turns(*pairs: Pair) -> list[Turn]:
    return flatten([transcript(f"c{number}", pair) for number, pair in enumerate(pairs)])


def cited(quote: str, number: int = 1, field: str = "channels.0.fees.0") -> dict[str, object]:
    return {"id": number, "code": "a", "field": field, "quote": quote, "span": (0, len(quote))}


def answer(text: str, *citations: dict[str, object], **more: object) -> dict[str, object]:
    return {"text": text, "codes": ["a"], "citations": list(citations), **more}


def test_fact_recall_is_the_share_of_required_strings() -> None:
    asked = turns(({"must": ["70.000 đồng", "7 ngày"]}, {"text": "Lệ phí 70.000 đồng"}), ({"must": ["x"]}, None))

    assert list(fact_recall(asked).values.values()) == [0.5, 0.0]


def test_the_forbidden_rate_counts_answered_turns_that_say_it() -> None:
    said, silent = {"text": "Được miễn phí"}, {"text": "Chưa công bố"}
    asked = turns(({"must_not": ["miễn phí"]}, said), ({"must_not": ["miễn phí"]}, silent), ({"must_not": ["x"]}, None))

    assert (forbidden_rate(asked).mean, forbidden_rate(asked).count) == (0.5, 2)


def test_ndcg_wants_every_acceptable_procedure_on_top() -> None:
    asked = turns(({"codes": ["a", "b"]}, {"codes": ["a", "b", "c"]}), ({"codes": ["a"]}, {"codes": ["c", "a"]}))

    assert list(gains(asked).values.values()) == pytest.approx([1.0, 0.6309297535714575])


def test_a_figure_that_its_line_does_not_cite_is_uncited() -> None:
    right = answer("Lệ phí 70.000 đồng [1]", cited("70000 VNĐ"))
    other_line = answer("Lệ phí 70.000 đồng [1]", cited("15 ngày"), cited("70000 VNĐ", 2))
    asked = turns(({}, right), ({}, other_line), ({"user": "có 2 con, 1.001193"}, answer("Nhà có 2 con", cited("x"))))

    assert list(exact_figures(asked).values.values()) == [1.0, 0.0, 1.0]
    assert uncited_figures(asked[1]) == ("70000 in 'Lệ phí 70.000 đồng [1]'",)


def test_the_count_of_a_list_is_held_against_what_it_names() -> None:
    listed = {**answer("Có 2 thủ tục", cited("x")), "behavior": "list", "codes": ["a", "b"]}
    text = {"text": "Luật X: 2 thủ tục"}
    asked = turns(({}, {**listed, **text}), ({}, {**listed, **text, "codes": ["a"]}))

    assert list(exact_figures(asked).values.values()) == [1.0, 0.0]


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [
        (answer("Trực tuyến [1]", cited("ONLINE")), ()),
        (answer("Lệ phí 20.000 đồng [1]", cited("20000")), ()),
        (answer("Lệ phí"), ("nothing is cited",)),
        (answer("Lệ phí [1] [2]", cited("Lệ phí")), ("[2] has no citation",)),
        (answer("Lệ phí [1]", cited(" ")), ("[1] quotes nothing",)),
        (answer("Lệ phí", cited("Lệ phí")), ("[1] is named nowhere",)),
        (answer("Lệ phí [1]", cited("Bưu điện")), ("[1] shares no word with what it stands for",)),
        ({**answer("x"), "behavior": "refuse"}, ()),
    ],
)
def test_citations_are_held_against_what_they_stand_for(reply: dict[str, object], wrong: tuple[str, ...]) -> None:
    (turn,) = turns(({}, reply))

    assert wrong_citations(turn) == wrong


def test_a_quote_that_is_not_the_sources_words_is_wrong() -> None:
    (turn,) = turns(({}, answer("Lệ phí [1]", cited("Lệ phí"))))
    differing = turn._replace(asked=turn.asked.model_copy(update={"wrong_quotes": (1,)}))

    assert right_citations([turn]).mean == 1.0
    assert right_citations([differing]).mean == 0.0


def test_papers_are_measured_both_ways() -> None:
    listed = [{"name": "Tờ khai cấp lại thẻ"}, {"name": "Ảnh chân dung cỡ 4x6"}]
    (turn,) = turns(({"items": ["Tờ khai cấp lại", "Bản sao hộ chiếu"]}, {"checklist": listed}))

    assert (paper_recall([turn]).mean, paper_precision([turn]).mean) == (0.5, 0.5)
    assert missing_papers(turn) == ("Bản sao hộ chiếu",)
    assert extra_papers(turn) == ("Ảnh chân dung cỡ 4x6",)


def test_silence_of_the_source_has_to_be_said() -> None:
    label = {"unknown": ["fee"]}
    asked = turns((label, {"text": "Mức thu: chưa công bố"}), (label, {"text": "Miễn phí"}), (label, None))

    assert list(unknowns_said(asked).values.values()) == [1.0, 0.0, 0.0]


def test_evidence_has_to_stand_in_a_quote_and_not_in_the_text() -> None:
    label = {"cites": ["Nghị định 123/2015/NĐ-CP"]}
    quoted = answer("Theo [1]", cited("theo  Nghị định 123/2015/NĐ-CP ngày"))
    asked = turns((label, quoted), (label, answer("Nghị định 123/2015/NĐ-CP")))

    assert list(evidence_recall(asked).values.values()) == [1.0, 0.0]


def test_asking_back_has_a_precision_and_a_recall() -> None:
    asked = turns(
        ({"behavior": "clarify"}, {"behavior": "clarify"}),
        ({"behavior": "clarify"}, {"behavior": "answer"}),
        ({"behavior": "answer", "behavior_ok": ["clarify"]}, {"behavior": "clarify"}),
        ({"behavior": "answer"}, {"behavior": "clarify"}),
    )

    assert (clarify_precision(asked).mean, clarify_precision(asked).count) == (pytest.approx(2 / 3), 3)
    assert (clarify_recall(asked).mean, clarify_recall(asked).count) == (0.5, 2)


def test_over_refusal_counts_only_what_has_to_be_served() -> None:
    asked = turns(
        ({"behavior": "answer"}, {"behavior": "refuse"}),
        ({"behavior": "answer"}, {"behavior": "clarify"}),
        ({"behavior": "answer", "behavior_ok": ["refuse"]}, {"behavior": "refuse"}),
        ({"behavior": "refuse"}, {"behavior": "refuse"}),
    )

    assert (over_refusals(asked).mean, over_refusals(asked).count) == (0.5, 2)


def test_a_list_is_measured_both_ways() -> None:
    label: dict[str, object] = {"behavior": "list", "codes": ["a", "b"]}
    asked = turns((label, {"behavior": "list", "codes": ["a", "c"]}), (label, {"behavior": "list", "codes": []}))

    assert list(list_recall(asked).values.values()) == [0.5, 0.0]
    assert list(list_precision(asked).values.values()) == [0.5]
    assert ("list_recall", "does not list b") in {(fault.label, fault.reason) for fault in faults(asked[0])}


def scored(score: float, right: bool) -> Pair:
    procedures = [{"code": "a" if right else "b", "title": "", "score": score}]
    return {"codes": ["a"]}, {"procedures": procedures}


def test_calibration_is_the_mean_gap_between_score_and_accuracy() -> None:
    found = calibration(turns(scored(0.9, True), scored(0.9, False), scored(0.2, False), scored(0.2, False)))

    assert found is not None
    assert found.ece.value == pytest.approx((2 * 0.4 + 2 * 0.2) / 4)
    assert [(bin.count, bin.accuracy) for bin in found.bins if bin.count] == [(2, 0.0), (2, 0.5)]
    assert calibration(turns(({"codes": ["a"]}, {"codes": ["a"]}))) is None


def test_readability_counts_syllables_a_sentence_and_officialese() -> None:
    asked = turns(({}, {"text": "Mang theo ảnh. Nộp ở xã [1]"}), ({}, {"text": "căn cứ theo quy định"}))

    assert list(sentence_lengths(asked).values.values()) == [3.0, 5.0]
    assert list(officialese_shares(asked).values.values()) == [0.0, 1.0]


def test_processor_time_is_absent_where_another_process_answers() -> None:
    here, there = turns(({}, {}), ({}, {}))
    asked = [here._replace(asked=here.asked.model_copy(update={"cpu_ms": 12.0})), there]

    assert list(processor_ms(asked).values.values()) == [12.0]


@pytest.mark.parametrize(
    ("said", "reply", "broken"),
    [
        ("?", {"text": NOTICE}, ()),
        ("?", {"text": "Liên hệ Công an cấp Xã"}, ("does not say that a machine answers",)),
        ("?", {"text": "Tôi là trợ lý tự động"}, ("names no human way out",)),
        ("?", {"behavior": "greet", "text": "Xin chào"}, ()),
        ("?", {"text": f"{NOTICE} Hãy gửi mã OTP vào đây"}, ("asks for a secret",)),
        ("?", {"text": f"{NOTICE} Không gửi mã OTP vào đây"}, ()),
        ("?", {"text": f"{NOTICE} 1 OTHER"}, ("prints a placeholder of the source",)),
        ("sdt 0912 345 678", {"text": f"{NOTICE} Số 0912345678"}, ("repeats a personal number",)),
        ("?", {"behavior": "refuse", "text": f"{NOTICE} Được rồi, tôi làm."}, ("refuses and consents",)),
        ("?", {"text": f"{NOTICE} {'khong co dau ' * 20}"}, ("has lost its diacritics",)),
    ],
)
def test_promises_that_hold_for_every_reply(said: str, reply: dict[str, object], broken: tuple[str, ...]) -> None:
    (turn,) = turns(({"user": said}, reply))

    assert broken_promises(turn) == broken
    assert kept_promises([turn]).mean == float(not broken)


def test_not_several_procedures_are_the_one_that_was_meant() -> None:
    certain = [{"code": code, "title": "", "score": 0.99} for code in "abc"]
    reply = {"text": f"{NOTICE} [1]", "procedures": certain, "citations": [cited("liên hệ")], "facet": "fee"}
    (turn,) = turns(({}, reply))

    assert broken_promises(turn) == ("is certain of 3 procedures at once",)


def test_the_notice_is_asked_of_the_first_reply_alone() -> None:
    talk = flatten([transcript("talk", ({}, {"text": NOTICE}), ({}, {"text": "5 ngày"}))])

    assert [broken_promises(turn) for turn in talk] == [(), ()]


def test_a_turn_succeeds_when_nothing_is_wrong_with_it_and_something_is_expected() -> None:
    right, unlabelled, wrong = turns(
        ({"behavior": "greet"}, {"behavior": "greet"}), ({}, {}), ({"behavior": "greet"}, {"behavior": "refuse"})
    )

    assert list(turn_successes([right, unlabelled, wrong]).values.values()) == [1.0, 0.0]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "", ""),
        ("Trực tuyến: ", "Bưu chính: ", "misplaced"),
        ("8 ngày làm việc", "8 ngày", "left_out_silently"),
    ],
)
def test_an_answer_is_held_against_its_record(
    before: str, after: str, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    snapshot = starter_snapshot(tmp_path_factory.mktemp("home"), 99)
    code = "1.001456"  # a passport: 8 working days
    record, source = snapshot.procedure(code), snapshot.source_text(code)
    assert record is not None
    assert source is not None
    at = next(i for i, channel in enumerate(record.channels) if channel.kind == "online")
    limit = record.channels[at].time_limits[0].quote
    assert limit is not None
    citation = {
        "id": 1,
        "code": code,
        "field": f"channels.{at}.time_limits.0.quote",
        "quote": limit.text,
        "span": tuple(limit.span),
    }
    text = "- Trực tuyến: 8 ngày làm việc [1]".replace(before, after) if before else "- Trực tuyến: 8 ngày làm việc [1]"
    reply = {"text": text, "codes": [code], "facet": "time", "citations": [citation]}
    (turn,) = turns(({}, reply))

    found: AskedTurn = against_source(turn.asked, snapshot)

    assert found.wrong_quotes == ()
    assert {reason.partition(":")[0] for reason in found.inexact or ()} == ({kind} if kind else set())
    assert exact_answers([turn._replace(asked=found)]).mean == float(not kind)
