"""Cases made from published questions: codes are taken over, outdated figures are never expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from evals.cases import load_cases
from evals.cli import register
from evals.errors import BadFaq, NothingMade, UnwritableCases
from evals.making.faqs import MadeOfFaqs, make_from_faqs
from evals.making.writing import line, write_cases


def file_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def made(*files: Path) -> MadeOfFaqs:
    return make_from_faqs(files, lambda *_: None)


def test_codes_become_the_label_and_figures_of_the_answer_a_note(tmp_path: Path) -> None:
    faq = {
        "question": "Lệ phí hộ chiếu?",
        "reference_answer": "Nộp 200.000 đồng, 8 ngày làm việc.",
        "codes": ["1.001193"],
    }

    (case,) = made(file_of(tmp_path, "portal.jsonl", json.dumps(faq))).cases

    assert json.loads(line(case)) == {
        "id": "faq-001",
        "slice": "portal",
        "question": "Lệ phí hộ chiếu?",
        "codes": ["1.001193"],
        "behavior": "answer",
        "origin": "faq: portal.jsonl",
        "note": "figures of the published answer, which may be outdated: 200.000 đồng, 8 ngày làm việc",
        "reference_answer": faq["reference_answer"],
    }


@pytest.mark.parametrize("head", ["question,answer", "Câu hỏi,Trả lời", "\ufeffQuestion,ANSWER"])
def test_a_csv_with_questions_and_answers_is_read(tmp_path: Path, head: str) -> None:
    file = file_of(tmp_path, "a.csv", f'{head}\n"Hỏi, gì?","dòng\nhai"\n,\n')

    (case,) = made(file).cases

    assert (case.question, case.behavior, case.codes) == ("Hỏi, gì?", "unlabelled", ())
    assert case.model_dump()["reference_answer"] == "dòng hai"


def test_a_question_that_another_file_asks_too_is_left_out(tmp_path: Path) -> None:
    one = file_of(tmp_path, "a.csv", "question,answer\nMất hộ chiếu làm gì?,x\n")
    two = file_of(tmp_path, "b.csv", "question,answer\nCho em hỏi mất hộ chiếu làm gì ạ,y\nMất xe làm gì?,z\n")

    found = made(one, two)

    assert [(case.id, case.question) for case in found.cases] == [
        ("faq-001", "Mất hộ chiếu làm gì?"),
        ("faq-002", "Mất xe làm gì?"),
    ]
    assert found.left_out == {"questions that another asks": 1}


def test_who_asked_is_taken_out(tmp_path: Path) -> None:
    file = file_of(tmp_path, "a.csv", "question,answer\ncccd 001099012345 mất rồi?,gọi 0912345678\n")

    (case,) = made(file).cases

    assert case.question == "cccd [SỐ GIẤY TỜ] mất rồi?"
    assert "0912345678" not in line(case)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.jsonl", '{"question": "x"}\nnone\n', r"a.jsonl:2: not JSON"),
        ("a.jsonl", "[1]\n", r"a.jsonl:1: no JSON object"),
        ("a.jsonl", '{"answer": "x"}\n', r"a.jsonl:1: there is no question"),
        ("a.csv", "frage,antwort\nx,y\n", r"a.csv:2: there is no question"),
        ("a.csv", 'question,answer\n"x"y,z\n', r"a.csv:2: not CSV"),
    ],
)
def test_a_line_that_is_no_faq_is_named(tmp_path: Path, name: str, text: str, reason: str) -> None:
    with pytest.raises(BadFaq, match=reason):
        made(file_of(tmp_path, name, text))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("question\nLệ".encode("utf-16"))

    with pytest.raises(BadFaq, match="cannot be read"):
        made(path)


def test_a_file_of_cases_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    out = file_of(tmp_path, "cases.jsonl", "old\n")
    cases = made(file_of(tmp_path, "a.csv", "question\nMất xe làm gì?\n")).cases

    with pytest.raises(NothingMade, match="2 too short"):
        write_cases([], out, {"too short": 2, "others": 0})
    kept = out.read_text(encoding="utf-8")
    told = write_cases(cases, out)

    assert kept == "old\n"
    assert (told.cases, told.slices, told.left_out) == (1, {"a": 1}, {})
    assert load_cases([out])[0].cases == tuple(cases)
    assert not list(tmp_path.glob("*.part"))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    cases = made(file_of(tmp_path, "a.csv", "question\nMất xe làm gì?\n")).cases

    with pytest.raises(UnwritableCases, match="Choose another --out"):
        write_cases(cases, tmp_path / "a.csv" / "cases.jsonl")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("faqs", "none.jsonl"), "none.jsonl:0: the file cannot be read"),
        (("rewrites", "--from", "first", "--rewrite", "morse"), "no rewrite 'morse'"),
        (("rewrites", "--from", "nowhere"), "no suite 'nowhere'"),
    ],
)
def test_a_refusal_is_one_line_and_ends_with_1(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    root = typer.Typer()
    root.callback()(lambda: None)
    register(root)

    result = CliRunner().invoke(root, ["eval", "make", *arguments, "--out", str(tmp_path / "x.jsonl")])

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in " ".join(result.stderr.split())


def test_every_published_question_of_the_shared_sets_becomes_a_case(shared: Path) -> None:
    files = [shared / "questions" / name for name in ("portal_faq.jsonl", "commune_police_faq.jsonl")]

    found = made(*files)
    labelled = [case for case in found.cases if case.codes]

    assert len(found.cases) == 166
    assert found.left_out == {"questions that another asks": 2}
    assert len(labelled) == 58
    assert all(not case.must for case in found.cases)
