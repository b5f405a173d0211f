"""Cases rewritten by code: labels, figures and codes survive, and the same case is rewritten alike."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.cases import Case, load_cases, suite_path
from evals.errors import BadCase, UnknownRewrite
from evals.fit_ranking import is_for_tuning
from evals.making.dice import Dice
from evals.making.pieces import KEPT, words_of
from evals.making.rewriting import REWRITES, copied, known_rewrites, rewritten, with_rewrites
from evals.making.robustness import SAMPLE, SUITES, rewrite_all
from evals.making.sampling import may_be_rewritten, sample
from evals.making.slips import SHARE
from evals.making.writing import write_cases
from knowledge.vietnamese import fold, nfc

FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
CODE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")
SPOKEN = (
    "đăng ký giấy phép Được không bao nhiêu tiền người nước ngoài cho em hỏi ở đâu thế nào gì tôi muốn Mình với "
    "công bố VPĐKĐĐ NĐ-CP mất xe hồ sơ quyết ương ướt khuya ạ. gì? nhà, xã; (bản sao) “sổ đỏ” …"
)
SYLLABLES = st.sampled_from(SPOKEN.split())
FIGURES = st.sampled_from(["1.001193", "20.000", "7", "15/2020/NĐ-CP", "30/06/2026", "5, 6", "2%", "A1", "1 , 2", "3."])
QUESTIONS = st.lists(st.one_of(SYLLABLES, FIGURES), min_size=1, max_size=25).map(" ".join)
NAMES = st.sampled_from(sorted(REWRITES))


def change(name: str, text: str, seed: str = "a~b") -> str:
    return REWRITES[name](nfc(text), Dice(seed))


def case(question: str = "Làm khai sinh hết bao nhiêu tiền?", **more: object) -> Case:
    return Case.model_validate({"id": "case-001", "question": question, **more})


@given(QUESTIONS, NAMES)
def test_figures_survive_every_rewrite(text: str, name: str) -> None:
    changed = change(name, text)

    if name == "vni":  # its keys are digits
        assert Counter(CODE.findall(changed)) == Counter(CODE.findall(text))
        assert all(kept[0] in changed for kept in KEPT.finditer(nfc(text)))
    else:
        assert Counter(FIGURE.findall(changed)) == Counter(FIGURE.findall(text))


@given(st.text(max_size=80), NAMES, st.text(max_size=8))
@settings(max_examples=200)
def test_whatever_is_said_is_rewritten_alike(text: str, name: str, seed: str) -> None:
    assert change(name, text, seed) == change(name, text, seed)


@given(QUESTIONS)
def test_without_diacritics_means_the_same_when_folded(text: str) -> None:
    changed = change("no_diacritics", text)

    assert fold(changed) == fold(text)
    assert not re.search("[\u0300-\u036fđĐ]", changed)


@given(QUESTIONS)
def test_half_of_the_marked_syllables_lose_their_marks_and_nothing_else_changes(text: str) -> None:
    changed = change("half_diacritics", text)
    before, after = words_of(nfc(text)), words_of(changed)
    marked = [word for word in before if change("no_diacritics", word) != word]

    assert fold(changed) == fold(text)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == len(marked) // 2


@given(QUESTIONS)
def test_a_syllable_has_at_most_one_slip(text: str) -> None:
    before, after = words_of(nfc(text)), words_of(change("typos", text))

    for old, new in zip(before, after, strict=True):
        assert abs(len(old) - len(new)) <= 1
        assert old == new or len(old) >= 3


def test_about_eight_letters_of_a_hundred_slip() -> None:
    text = "đăng ký thường trú cho người nước ngoài thuê nhà trong thành phố " * 200

    before, after = words_of(text), words_of(change("typos", text))
    slips = sum(old != new for old, new in zip(before, after, strict=True))

    assert 0.6 * SHARE < slips / sum(map(len, before)) < 1.1 * SHARE


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("đăng ký", {"ddawng kys", "dangdw kys"}),
        ("được", {"dduwowcj", "dduowcj", "duocdwj"}),
        ("tiền", {"tieenf", "tienef"}),
        ("Đổi mã 1.001193", {"Ddooir max 1.001193", "Doidor max 1.001193"}),
        ("VPĐKĐĐ", {"VPDDKDDDD"}),
    ],
)
def test_telex_keys_stand_as_an_engine_that_was_off_leaves_them(text: str, ways: set[str]) -> None:
    assert {change("telex", text, str(seed)) for seed in range(30)} == ways


def test_vni_keys_stand_as_an_engine_that_was_off_leaves_them() -> None:
    ways = {change("vni", "được", str(seed)) for seed in range(30)}

    assert ways == {"d9u7o7c5", "d9uo7c5", "duoc975"}


@pytest.mark.parametrize("quiet", ["khai sinh", "ho so gom nhung cai nao", "1.001193"])
def test_a_rewrite_that_would_change_nothing_makes_no_case(quiet: str) -> None:
    unchanged = {name for name in REWRITES if rewritten(case(quiet), name) is None}

    assert {"no_diacritics", "half_diacritics", "telex", "vni", "regional"} <= unchanged


@pytest.mark.parametrize(
    "text", ["Bộ công bố giá", "cha mẹ thế chấp", "hàng không", "không gian"], ids=["publish", "pledge", "air", "space"]
)
def test_words_that_only_look_regional_stay(text: str) -> None:
    assert {change("regional", text, str(seed)) for seed in range(20)} == {text}


def test_chat_shorthand_leaves_words_that_mean_something_else() -> None:
    text = "chung minh thu va vay von, sinh song o que"

    assert {change("teencode", text, str(seed)) for seed in range(20)} == {text}


def test_regional_words_keep_the_capital() -> None:
    assert change("regional", "Tôi hỏi") == "Tui hỏi"


@pytest.mark.parametrize(
    ("name", "text", "made"),
    [
        ("upper_case", "xin cấp 1.001193 qua https://a.vn/x", "XIN CẤP 1.001193 QUA https://a.vn/x"),
        ("shuffled_sentences", "Con tôi mới sinh. Tôi cần giấy gì?", "Tôi cần giấy gì? Con tôi mới sinh."),
        ("shuffled_sentences", "mất xe, giờ làm gì?", "giờ làm gì, mất xe?"),
        ("shuffled_sentences", "Dạ, mất xe", "Dạ, mất xe"),
        ("split_lines", "mất xe, giờ làm gì?", "mất xe,\ngiờ làm gì?"),
        ("split_lines", "mất xe", "mất xe"),
    ],
)
def test_a_rewrite_makes_what_it_says(name: str, text: str, made: str) -> None:
    assert change(name, text) == made


@given(QUESTIONS, st.integers())
def test_shuffling_keeps_every_word(text: str, seed: int) -> None:
    changed = change("shuffled_sentences", text, str(seed))

    assert sorted(words_of(changed)) == sorted(words_of(nfc(text)))


@given(QUESTIONS, st.sampled_from(["split_lines", "emoji", "polite_padding", "punctuation"]))
def test_what_is_put_around_a_question_leaves_its_words_in_order(text: str, name: str) -> None:
    around, inside = iter(words_of(change(name, text))), words_of(nfc(text))

    assert all(word in around for word in inside)


def test_markup_stays_one_piece() -> None:
    text = "ở đâu? <!-- nói, là. miễn phí -->"

    assert all("<!-- nói, là. miễn phí -->" in change(n, text) for n in REWRITES if n != "no_diacritics")


def test_the_styles_of_punctuation() -> None:
    ways = {change("punctuation", "mất xe, làm gì 5, 6?", str(seed)) for seed in range(60)}

    assert {"mất xe làm gì 5 6", "mất xe, làm gì 5, 6????", "mất xe....làm gì 5, 6....", "mất xe,làm gì 5, 6,"} <= ways


def test_a_rewrite_keeps_labels_and_says_where_it_comes_from() -> None:
    labels = {"codes": ["1.001193"], "facet": "fee", "must": ["8.000 đồng"], "behavior": "answer", "note": "n"}
    base = case(**labels, slice="s", form="accented", critical=True, mine="x", origin="own: x")

    made = rewritten(base, "no_diacritics")

    assert made is not None
    assert made.model_dump(mode="json", exclude_defaults=True) == {
        **labels, "id": "case-001~no_diacritics", "slice": "no_diacritics", "base": "case-001", "mine": "x",
        "question": "Lam khai sinh het bao nhieu tien?", "synthetic": True,
        "origin": "synthetic: rewritten by code (no_diacritics)",
    }  # fmt: skip


def test_every_message_of_a_dialogue_is_rewritten() -> None:
    turns = [{"user": "khai sinh", "codes": ["1.001193"]}, {"user": "Lệ phí?", "facet": "fee"}]
    talk = Case.model_validate({"id": "t", "turns": turns})

    made = rewritten(talk, "no_diacritics")

    assert made is not None
    assert [turn.user for turn in made.turns] == ["khai sinh", "Le phi?"]
    assert [(turn.codes, turn.facet) for turn in made.turns] == [(("1.001193",), ""), ((), "fee")]


def test_an_original_stands_before_its_rewrites() -> None:
    several = list(with_rewrites(case(), ("telex", "no_diacritics")))

    assert [one.slice for one in several] == ["original", "telex", "no_diacritics"]
    assert several[0] == copied(case())
    assert several[0].question == case().question


def test_an_unknown_rewrite_is_named_with_those_that_are_known() -> None:
    with pytest.raises(UnknownRewrite, match=r"'morse'; known: no_diacritics, .*, split_lines"):
        known_rewrites(["telex", "morse"])


def test_all_rewrites_are_meant_where_none_is_named() -> None:
    assert known_rewrites([]) == tuple(REWRITES)


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text('{"id": "x", "question": "hỏi"}\n', encoding="utf-8")
    files = load_cases([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])

    with pytest.raises(BadCase, match="'x' stands in an earlier file too"):
        rewrite_all(files, ("telex",), None, lambda *_: None)


def test_a_sample_takes_files_and_slices_in_turn_and_only_what_may_be_rewritten() -> None:
    files = load_cases([suite_path(name) for name in SUITES])

    chosen = sample(files, 60)
    by_file = {name: [one for one in chosen if one.id.startswith(name)] for name in SUITES}

    assert [len(several) for several in by_file.values()] == [20, 20, 20]
    assert not any(is_for_tuning(one.id) for one in by_file["everyday"])
    assert all(may_be_rewritten(one, name) for name, several in by_file.items() for one in several)
    assert max(Counter(one.slice for one in by_file["ordinary"]).values()) <= 2
    assert {one.behavior for one in chosen} == {"answer", "refuse", "warn"}


def test_a_sample_larger_than_what_there_is_takes_all_of_it() -> None:
    (file,) = load_cases([suite_path("safety")])

    assert sample([file], 10_000) == [one for one in file.cases if may_be_rewritten(one, "safety")]


def test_the_suite_is_what_its_command_makes(tmp_path: Path) -> None:
    files = load_cases([suite_path(name) for name in SUITES])

    made = rewrite_all(files, tuple(REWRITES), SAMPLE, lambda *_: None)
    write_cases(made.cases, tmp_path / "robustness.jsonl")

    assert (tmp_path / "robustness.jsonl").read_bytes() == suite_path("robustness").read_bytes()
    assert Counter(one.slice for one in made.cases)["original"] == SAMPLE
