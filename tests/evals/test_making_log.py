"""Cases made from the log: nothing personal leaves, a question stands once, the most frequent topic first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant.conversation import Conversation
from assistant.conversation_store import SqlConversations
from assistant.records import Behavior
from assistant.transcript import SaidTurn
from evals.cases import load_cases
from evals.cli import register
from evals.making.alike import Alike
from evals.making.log import MadeOfLog, make_from_log

PHONE, PAPER, NAME = "0912345678", "001099012345", "Nguyễn Thị Hoa"


def said(question: str, number: int = 1, behavior: Behavior = "answer", codes: Sequence[str] = ()) -> SaidTurn:
    return SaidTurn(
        turn_id=f"t-{number}-{hash(question)}",
        number=number,
        asked_at=datetime.now(UTC),
        question=question,
        behavior=behavior,
        facet="fee",
        procedures=tuple(codes),
        text="Phí: 8.000 đồng [1]",
    )


def made(*turns: SaidTurn, at_least: int = 1) -> MadeOfLog:
    return make_from_log(turns, lambda *_: None, at_least)


def invoke(*arguments: str) -> tuple[int, str, str]:
    root = typer.Typer()
    root.callback()(lambda: None)
    register(root)
    result = CliRunner().invoke(root, ["eval", "make", "log", *arguments])
    return result.exit_code, result.stdout, result.stderr


def keep(home: Path, *turns: SaidTurn) -> None:
    home.mkdir(parents=True)
    store = SqlConversations(f"sqlite:///{home / 'conversations.sqlite'}", keep_hours=24)
    for number, turn in enumerate(turns):
        store.save(Conversation(id=f"zalo-{PHONE}-{number}"), turn)
    store.close()


def test_nothing_personal_is_in_the_file(home: Path, tmp_path: Path) -> None:
    keep(
        home,
        said(f"tôi tên là {NAME}, sđt {PHONE}, làm lại căn cước {PAPER} hết bao nhiêu"),
        said(f"cccd {PAPER} bi mat, goi lai {PHONE} giup em"),
    )
    out = tmp_path / "log.jsonl"

    code, _, _ = invoke("--out", str(out))
    written = out.read_text(encoding="utf-8")

    assert code == 0
    assert "làm lại căn cước" in written
    for personal in (PHONE, PAPER, NAME, "Hoa", "zalo", "8.000 đồng"):
        assert personal not in written


def test_what_slipped_through_the_store_is_redacted_once_more() -> None:
    turn = said("làm lại căn cước hết bao nhiêu").model_copy(update={"question": f"căn cước {PAPER} mất rồi"})

    (case,) = made(turn).cases

    assert case.question == "căn cước [SỐ GIẤY TỜ] mất rồi"


def test_one_question_in_several_wordings_is_one_case_with_its_count() -> None:
    turns = [
        said("Làm lại căn cước hết bao nhiêu tiền?", codes=["1.1"]),
        said("lam lai can cuoc het bao nhieu tien", codes=["1.1"]),
        said("Dạ cho em hỏi làm lại căn cước hết bao nhiêu tiền ạ", codes=["1.1"]),
        said("làm lại căn cước mất bao nhiêu ngày", codes=["1.1"]),
    ]

    found = made(*turns)

    assert [(case.question, case.model_dump()["count"]) for case in found.cases] == [
        ("Làm lại căn cước hết bao nhiêu tiền?", 3),
        ("làm lại căn cước mất bao nhiêu ngày", 1),
    ]
    assert found.left_out["turns that ask what another asks"] == 2


def test_topics_come_by_how_much_was_asked_and_questions_inside_them_too() -> None:
    turns = [
        said("đá bóng hôm nay ai thắng", behavior="refuse"),
        *[said("lệ phí khai sinh", n, codes=["1.2", "1.1"]) for n in range(2)],
        said("khai sinh cần giấy gì", codes=["1.2"]),
        *[said("hộ chiếu mấy ngày có", n, codes=["1.3"]) for n in range(2)],
    ]

    cases = made(*turns).cases

    assert [(case.slice, case.question) for case in cases] == [
        ("1.2", "lệ phí khai sinh"),
        ("1.2", "khai sinh cần giấy gì"),
        ("1.3", "hộ chiếu mấy ngày có"),
        ("refuse fee", "đá bóng hôm nay ai thắng"),
    ]


def test_what_was_answered_stands_in_the_note_and_is_no_label() -> None:
    turns = [said("lệ phí khai sinh", 1, codes=["1.2"]), said("lệ phí khai sinh", 2, behavior="clarify")]

    (case,) = made(*turns).cases

    assert (case.behavior, case.codes, case.facet, case.origin) == ("unlabelled", (), "", "log: redacted")
    assert case.note == (
        "topic 1.2 [khai lệ phí sinh], asked in 2 turns; this 2; answered: 1 x answer (1.2); 1 x clarify (clarify fee)"
    )
    assert not case.synthetic


def test_a_topic_is_labelled_with_the_syllables_that_others_lack() -> None:
    turns = [
        said("khai sinh cần giấy gì", codes=["1.2"]),
        said("khai sinh nộp ở đâu", codes=["1.2"]),
        said("hộ chiếu cần giấy gì", codes=["1.3"]),
        said("hộ chiếu nộp ở đâu", codes=["1.3"]),
    ]

    notes = {case.slice: case.note for case in made(*turns).cases}

    assert notes["1.2"].startswith("topic 1.2 [khai sinh ")
    assert notes["1.3"].startswith("topic 1.3 [chiếu hộ ")


def test_what_takes_a_choice_or_only_holds_a_detail_asks_nothing() -> None:
    found = made(said("2"), said("có"), said(f"{PHONE}"), said("khai sinh"))

    assert [case.question for case in found.cases] == ["khai sinh"]
    assert found.left_out["turns too short to be a question"] == 3


def test_what_was_asked_too_seldom_can_be_left_out() -> None:
    found = made(said("khai sinh", 1), said("khai sinh", 2), said("hộ chiếu ở đâu"), at_least=2)

    assert [case.question for case in found.cases] == ["khai sinh"]
    assert found.left_out["questions asked too seldom"] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("đăng ký thường trú cấp xã nộp ở đâu", "đăng ký thường trú cấp tỉnh nộp ở đâu"),
        ("lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ", "thời hạn cấp giấy phép xây dựng nhà ở riêng lẻ"),
        ("có vay vốn được không", "có vốn được không"),
    ],
)
def test_one_word_more_may_be_another_question(one: str, other: str) -> None:
    alike = Alike()

    assert (alike.group_of(one), alike.group_of(other), alike.group_of(f"Dạ {one} ạ")) == (0, 1, 0)


def test_the_command_reads_back_as_many_days_as_it_is_told(home: Path, tmp_path: Path) -> None:
    old = said("khai tử ở đâu").model_copy(update={"asked_at": datetime.now(UTC) - timedelta(hours=30)})
    keep(home, old, said("khai sinh ở đâu"))
    out = tmp_path / "log.jsonl"

    code, shown, _ = invoke("--days", "1", "--out", str(out), "--json")
    (file,) = load_cases([out])

    assert code == 0
    assert json.loads(shown)["cases"] == 1
    assert [case.question for case in file.cases] == ["khai sinh ở đâu"]


def test_an_empty_log_makes_no_file_and_ends_with_1(home: Path, tmp_path: Path) -> None:
    keep(home)

    code, shown, said_of_it = invoke("--out", str(tmp_path / "log.jsonl"))

    assert (code, shown) == (1, "")
    assert "no case was made" in " ".join(said_of_it.split())
    assert not (tmp_path / "log.jsonl").exists()
