"""Each queue holds what it says, and nothing of a talk that is not kept any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_house import DeskHouse, desk_house, send
from evals_fakes import transcript

from evals.desk.records import Review
from evals.desk.wording import NO_RUN, QUEUES, reason_of


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as house:
        yield house


def keys(house: DeskHouse, queue: str) -> list[str]:
    return [item.key for item in house.desk.queues.collect().queues[queue]]


def test_thumbs_down_holds_bad_ratings_alone(house: DeskHouse) -> None:
    house.ask("chê", talk="a", rating=-1)
    house.ask("hai sao", talk="b", rating=2)
    house.ask("khen", talk="c", rating=1)
    house.ask("ba sao", talk="d", rating=3)
    house.ask("không chấm", talk="e")

    assert sorted(keys(house, "thumbs-down")) == ["turn:t-a-1", "turn:t-b-1"]


def test_unanswered_holds_refusals_and_questions_back_that_nobody_followed(house: DeskHouse) -> None:
    for behavior in ("refuse", "error", "handoff", "answer", "greet", "warn"):
        house.ask(behavior, talk=behavior, behavior=behavior)
    house.ask("hỏi lại", talk="left", behavior="clarify")
    house.ask("hỏi lại", talk="followed", behavior="clarify")
    house.ask("nói tiếp", talk="followed")

    found = keys(house, "unanswered")

    assert sorted(found) == ["turn:t-error-1", "turn:t-handoff-1", "turn:t-left-1", "turn:t-refuse-1"]


def test_low_confidence_holds_answers_under_the_threshold(house: DeskHouse) -> None:
    house.ask("thấp", talk="a", score=0.49)
    house.ask("vừa đủ", talk="b", score=0.5)
    house.ask("không rõ", talk="c", score=None)
    house.ask("hỏi lại", talk="d", score=0.1, behavior="clarify")

    assert keys(house, "low-confidence") == ["turn:t-a-1"]


def kept(**told: object) -> dict[str, object]:
    """A reply that breaks no promise: it cites, says that a machine answers, and names a way out."""
    citation = {"id": 1, "code": "1.000001", "field": "title", "quote": "trợ lý", "span": (0, 6)}
    text = f"{told.pop('text')}, trợ lý tự động, liên hệ [1]"
    return {"citations": [citation], "text": text, **told}


def test_failing_holds_the_turns_of_the_newest_run_that_went_wrong(house: DeskHouse) -> None:
    right = ({"codes": ["1.000001"]}, kept(codes=["1.000001"], text="đúng"))
    wrong = ({"codes": ["1.000001"], "must": ["20.000 đồng"]}, kept(codes=["1.000002"], text="sai"))
    house.run(transcript("a", right), transcript("b", right, wrong), transcript("c", ({}, None)))

    (item,) = house.desk.queues.items(house.desk.queues.collect().queues["failing"])

    assert (item.text[:3], item.before, item.expected is not None) == ("sai", ("?",), True)
    assert item.reasons == (
        "thủ tục đầu là 1.000002, đúng phải là 1.000001 (đang ở hạng -)",
        "thiếu “20.000 đồng”",
    )


def test_the_run_is_read_again_when_it_has_changed(house: DeskHouse) -> None:
    house.run(transcript("a", ({"facet": "fee"}, kept(text="một"))))
    before = house.desk.queues.collect().queues["failing"]
    house.run(transcript("a", ({"facet": "fee"}, kept(text="một", facet="fee"))))

    assert len(before) == 1
    assert house.desk.queues.collect().queues["failing"] == ()


def test_a_run_that_cannot_be_read_is_named(house: DeskHouse) -> None:
    house.run()
    (house.home / "evals" / "run" / "transcripts.jsonl").write_text("hỏng\n", encoding="utf-8")

    collected = house.desk.queues.collect()

    assert "transcripts.jsonl:1" in collected.troubles[0]
    assert "Không đọc được lần đo" in house.reviewer("Lan").get("/qa").text


def test_the_sample_is_the_same_for_everybody_and_as_large_as_was_asked(tmp_path: Path) -> None:
    with desk_house(tmp_path, qa_sample=5) as house:
        for number in range(20):
            house.ask("câu", talk=str(number))
        first, again = keys(house, "sample"), keys(house, "sample")
    with desk_house(tmp_path, qa_sample=5, qa_seed="khác") as other:
        redrawn = keys(other, "sample")

    assert len(set(first)) == 5
    assert first == again
    assert set(redrawn) != set(first)


def test_a_queue_is_done_for_who_judged_it_and_for_all_when_two_have(house: DeskHouse) -> None:
    turn = house.ask("chê", talk="a", rating=-1)
    house.desk.store.judgements.save(Review(f"turn:{turn.turn_id}", "Lan", "right", 1))
    collected = house.desk.queues.collect()
    one = house.desk.store.judgements.reviewers()
    house.desk.store.judgements.save(Review(f"turn:{turn.turn_id}", "Minh", "right", 1))
    two = house.desk.store.judgements.reviewers()

    assert collected.waiting("thumbs-down", one, "Lan") == []
    assert len(collected.waiting("thumbs-down", one, "Minh")) == 1
    assert collected.waiting("thumbs-down", two, "Hoa") == []


def test_what_one_person_judged_comes_first_for_the_next(house: DeskHouse) -> None:
    house.ask("chê", talk="a", rating=-1)
    house.ask("chê", talk="b", rating=-1)
    house.desk.store.judgements.save(Review("turn:t-a-1", "Lan", "right", 1))

    waiting = house.desk.queues.collect().waiting("thumbs-down", house.desk.store.judgements.reviewers(), "Minh")

    assert [item.key for item in waiting] == ["turn:t-a-1", "turn:t-b-1"]


def test_a_talk_that_was_deleted_leaves_its_scores_alone(house: DeskHouse) -> None:
    lan = house.reviewer("Lan")
    turn = house.ask("câu hỏi đáng quên", talk="a", rating=-1)
    address = f"/qa/review/thumbs-down/turn:{turn.turn_id}"
    send(lan, address, verdict="wrong", action="save")
    house.talks.forget("a")

    page = lan.get(address)

    assert page.status_code == 410
    assert "không còn được lưu" in page.text
    assert "Bạn đã chấm: Sai" in page.text
    kept = b"".join(path.read_bytes() for path in house.home.glob("qa.sqlite*"))
    assert "đáng quên".encode() not in kept
    assert turn.text.encode() not in kept
    assert keys(house, "thumbs-down") == []


def test_between_looks_keys_are_kept_and_no_word_of_a_talk(house: DeskHouse) -> None:
    house.desk.queues.kept_seconds = 60
    lan = house.reviewer("Lan")
    house.ask("câu hỏi đáng quên", talk="a", rating=-1)
    before = lan.get("/qa/queue/thumbs-down").text
    house.ask("câu hỏi sau", talk="b", rating=-1)
    house.talks.forget("a")

    after = lan.get("/qa/queue/thumbs-down").text

    assert "câu hỏi đáng quên" in before
    assert "đáng quên" not in after
    assert "câu hỏi sau" not in after  # within the minute nobody looks again
    assert "đáng quên" not in repr(vars(house.desk.queues))


def test_a_stale_case_is_in_its_queue(house: DeskHouse) -> None:
    asked = transcript("a", ({}, {"text": "một"}), ({}, {"text": "hai"}))
    house.run(asked.model_copy(update={"stale": ("1.000001 title",)}))

    (item,) = house.desk.queues.items(house.desk.queues.collect().queues["stale"])

    assert (item.text, item.reasons) == ("hai", ("hồ sơ đã đổi: 1.000001 title",))


@pytest.mark.parametrize("name", QUEUES)
def test_an_empty_queue_speaks(house: DeskHouse, name: str) -> None:
    lan = house.reviewer("Lan")
    before = lan.get(f"/qa/queue/{name}").text
    house.run(transcript("a", ({}, None)))

    assert (NO_RUN if name in ("stale", "failing") else QUEUES[name][2]) in before
    assert QUEUES[name][2] in lan.get(f"/qa/queue/{name}").text


def test_the_first_page_counts_what_is_left(house: DeskHouse) -> None:
    lan = house.reviewer("Lan")
    for talk in ("a", "b", "c"):
        house.ask("chê", talk=talk, rating=-1)
    send(lan, "/qa/review/thumbs-down/turn:t-a-1", verdict="right", action="save")

    page = lan.get("/qa").text

    assert "<strong>2</strong> còn phải chấm, trong 3" in page


def test_an_unknown_queue_or_key_is_no_page(house: DeskHouse) -> None:
    lan = house.reviewer("Lan")

    assert [lan.get(f"/qa/{path}").status_code for path in ("queue/lạ", "next/lạ", "review/lạ/turn:t-1")] == [404] * 3
    assert lan.get("/qa/review/sample/t-1").status_code == 404


def test_a_reason_that_has_no_words_here_stays_as_it_is() -> None:
    assert reason_of("refuse instead of answer") == "hành vi “refuse”, mong đợi “answer”"
    assert reason_of("something new") == "something new"
