"""Cases: what is read, what is refused, and how a file says where it is wrong."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import Case, load_cases, suite_path, without_diacritics
from evals.errors import BadCase, UnknownSuite


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_missing_keys_are_empty_and_unknown_ones_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "x", "question": "hỏi", "facet": None, "reference_answer": "đáp"})

    case = load_cases([path])[0].cases[0]

    assert (case.codes, case.facet, case.must, case.behavior, case.audience) == ((), "", (), "", "citizen")
    assert case.model_extra == {"reference_answer": "đáp"}


def test_a_case_without_an_id_is_named_after_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"question": "một"}, {"question": "hai"})

    assert [case.id for case in load_cases([path])[0].cases] == ["a:1", "a:2"]


def test_an_empty_question_is_a_question(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"question": "", "behavior": "error"})

    assert load_cases([path])[0].cases[0].asked()[0].user == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "case"),
        ('{"id": "x"}', "either 'question' or a non-empty 'turns'"),
        ('{"question": "a", "turns": [{"user": "b"}]}', "either 'question' or a non-empty 'turns'"),
        ('{"question": "a", "facet": "fees"}', "'fees' is no facet"),
        ('{"question": "a", "behavior": "answers"}', "'answers' is no behaviour"),
        ('{"turns": [{"user": "a", "behavior_ok": ["no"]}]}', "'no' is no behaviour"),
        ('{"question": "a", "codes": "1.001193"}', "codes"),
        ('{"id": "first", "question": "a"}', "stands twice"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "first", "question": "tốt"}\n\n' + line + "\n", encoding="utf-8")

    with pytest.raises(BadCase) as caught:
        load_cases([path])

    assert (caught.value.file, caught.value.line) == (path, 3)
    assert reason in caught.value.reason


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "gone.jsonl"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(BadCase, match="cannot be read"):
        load_cases([path])


@given(st.binary(max_size=200))
def test_any_bytes_are_cases_or_one_named_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_bytes(content)

    try:
        found = load_cases([path])[0].path
    except BadCase as error:
        found = error.file

    assert found == path


def test_files_with_the_same_stem_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "q.jsonl", {"question": "?"})

    files = load_cases([tmp_path / "a" / "q.jsonl", tmp_path / "b" / "q.jsonl"])

    assert [file.name for file in files] == ["a/q", "b/q"]


def test_labels_of_the_case_belong_to_the_last_turn_when_no_turn_has_them() -> None:
    case = Case.model_validate(
        {
            "turns": [{"user": "một", "behavior": "clarify"}, {"user": "hai"}],
            "codes": ["1.001193"],
            "behavior": "answer",
        }
    )

    first, last = case.asked()

    assert (first.codes, first.behavior) == ((), "clarify")
    assert (last.codes, last.behavior) == (("1.001193",), "")


def test_behavior_ok_widens_what_is_accepted() -> None:
    case = Case.model_validate({"question": "?", "behavior": "refuse", "behavior_ok": ["clarify"]})

    assert case.asked()[0].accepted == {"refuse", "clarify"}


def test_an_unlabelled_behaviour_accepts_nothing_so_that_it_is_not_measured() -> None:
    case = Case.model_validate({"question": "?", "behavior": "unlabelled", "behavior_ok": ["answer"]})

    assert case.asked()[0].accepted == frozenset()


def test_without_diacritics_rewrites_every_user_text_and_no_label() -> None:
    case = Case.model_validate(
        {"turns": [{"user": "Đăng ký khai sinh", "must": ["đồng"]}, {"user": "Lệ phí?"}], "note": "giữ"}
    )

    bare = without_diacritics(case)

    assert [turn.user for turn in bare.turns] == ["Dang ky khai sinh", "Le phi?"]
    assert (bare.turns[0].must, bare.note) == (("đồng",), "giữ")


def test_without_diacritics_agrees_on_composed_and_decomposed_text() -> None:
    for form in ("NFC", "NFD"):
        case = Case(question=unicodedata.normalize(form, "Điều kiện hưởng trợ cấp"))

        assert without_diacritics(case).question == "Dieu kien huong tro cap"


@given(st.text(alphabet="aàạâậăđĐơỡưựêễ Xyỷ?19\u0301\u0323"))
def test_without_diacritics_leaves_nothing_to_fold(text: str) -> None:
    once = without_diacritics(Case(question=text))

    assert once.question is not None
    assert once.question.isascii()
    assert without_diacritics(once) == once


def test_an_unknown_suite_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownSuite, match=r"no suite 'nope'; known: .*first"):
        suite_path("nope")


def test_the_shared_question_files_are_cases(shared: Path) -> None:
    files = load_cases(sorted((shared / "questions").glob("*.jsonl")))

    sizes = {file.name: len(file.cases) for file in files}
    assert (sizes["se365"], sizes["portal_faq"], sizes["commune_generated"]) == (201, 74, 921)
