"""Training the encoder: the same corpus and seed give the same model, and the model finds what it learned."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.encoder_vocabulary import VocabularyQuotas, choose_vocabulary
from ingest.train_encoder import NothingToLearn, TrainingSettings, train
from ingest.training_batches import BatchPlan, PairSource
from ingest.training_pairs import TrainingText, ask_about, content_hash, everyday_words, read_training_texts
from knowledge.encoder import UNKNOWN_TERM, load_encoder
from knowledge.static_encoder import REPORT_FILE, TERMS_FORMAT, WEIGHTS_FILE, StaticEncoder
from knowledge.vietnamese import fold, has_diacritics, terms

SMALL = TrainingSettings(epochs=8, dim=16, batches=BatchPlan(size=32))
ACTS = ("Đăng ký", "Cấp lại", "Gia hạn", "Thu hồi")
THINGS = ("giấy phép lái xe hạng nặng", "hộ kinh doanh vùng cao", "giấy xác nhận khuyết tật", "tàu cá ven bờ")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of sixteen made-up procedures in the portal's text format."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number, (act, thing) in enumerate((act, thing) for act in ACTS for thing in THINGS):
        code = f"9.{number:06d}"
        text = (
            f"Chi tiết thủ tục hành chính\nMã thủ tục: {code}\nTên thủ tục: {act} {thing}\n"
            f"Lĩnh vực: {thing}\n"
            f"Trình tự thực hiện:\n    1. Người dân nộp đơn {act.lower()} {thing} tại quầy số {number}.\n\n"
            f"Thành phần hồ sơ:\n    - Đơn đề nghị {act.lower()} {thing}\n"
            "      Số lượng: Bản chính: 1, Bản sao: 0\n\n"
            "Cơ quan thực hiện: Ủy ban nhân dân cấp xã\nKết quả thực hiện: Không có thông tin\nMô tả: Không\n"
        )
        (folder / f"{code}.txt").write_text(text, encoding="utf-8")
    (folder / "notes.txt").write_text("not a procedure", encoding="utf-8")
    return folder


def test_training_twice_gives_the_same_model(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")

    first = train(corpus, tmp_path / "a" / "mine", settings=SMALL)
    second = train(corpus, tmp_path / "b" / "mine", settings=SMALL)

    assert (tmp_path / "a/mine" / WEIGHTS_FILE).read_bytes() == (tmp_path / "b/mine" / WEIGHTS_FILE).read_bytes()
    assert load_encoder(str(tmp_path / "a/mine")).name == load_encoder(str(tmp_path / "b/mine")).name
    assert (first.corpus_sha256, first.loss, first.scores) == (
        second.corpus_sha256,
        second.loss,
        second.scores,
    )


def test_another_seed_gives_another_model(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")

    train(corpus, tmp_path / "a", settings=SMALL)
    train(corpus, tmp_path / "b", settings=replace(SMALL, seed=8))

    assert (tmp_path / "a" / WEIGHTS_FILE).read_bytes() != (tmp_path / "b" / WEIGHTS_FILE).read_bytes()


def test_a_trained_model_finds_its_titles_and_writes_its_report(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")
    seen: list[tuple[int, int]] = []

    report = train(
        corpus, tmp_path / "mine", settings=SMALL, progress=lambda _, done, total: seen.append((done, total))
    )

    encoder = load_encoder(str(tmp_path / "mine"))
    titles = [f"{act} {thing}" for act in ACTS for thing in THINGS]
    similarity = encoder.encode_queries([fold(title) for title in titles]) @ encoder.encode_passages(titles).T
    assert similarity.argmax(axis=1).tolist() == list(range(16))
    assert isinstance(encoder, StaticEncoder)
    np.testing.assert_array_equal(encoder.weights[0], np.zeros(16, dtype=np.float32))
    assert seen[-1][0] == seen[-1][1] == len(seen)
    written = json.loads((tmp_path / "mine" / REPORT_FILE).read_text(encoding="utf-8"))
    assert (written["input"], written["procedures"], written["scores"]) == (TERMS_FORMAT, 16, report.scores)
    assert written["corpus_sha256"] == content_hash(read_training_texts(corpus))


def test_a_folder_without_procedures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here", encoding="utf-8")

    with pytest.raises(NothingToLearn, match="holds no portal text file"):
        train(tmp_path, tmp_path / "out")


def test_texts_are_read_by_code_and_silent_sections_are_left_out(corpus: Path) -> None:
    texts = read_training_texts(corpus)

    assert [text.code for text in texts] == [f"9.{number:06d}" for number in range(16)]
    assert texts[0].title == "Đăng ký giấy phép lái xe hạng nặng"
    assert texts[0].passages[0] == "giấy phép lái xe hạng nặng Ủy ban nhân dân cấp xã"
    assert not any("Không có thông tin" in passage or passage == "Không" for passage in texts[0].passages)
    assert any("quầy số 0" in passage for passage in texts[0].passages)


def test_a_changed_word_changes_the_content_hash() -> None:
    text = TrainingText("9.000000", "Đăng ký", "Đất đai", ("một", "hai"))

    hashes = {
        content_hash([text]),
        content_hash([TrainingText("9.000000", "Đăng ký", "Đất đai", ("một", "ba"))]),
    }

    assert len(hashes) == 2


def test_questions_are_drawn_by_the_seed_alone_and_some_drop_diacritics_or_official_words() -> None:
    title = "Thủ tục đăng ký khai tử cho người cao tuổi"

    questions = [ask_about(title, random.Random(seed)) for seed in range(200)]

    assert questions == [ask_about(title, random.Random(seed)) for seed in range(200)]
    assert 40 < sum(has_diacritics(question) for question in questions) < 160
    said = " ".join(map(fold, questions))
    assert "bao tu" in said
    assert "khai tu" in said


def test_everyday_words_name_an_official_expression_and_at_least_one_other_way_to_say_it() -> None:
    for official, said in everyday_words().items():
        assert official
        assert all(said)
        assert official not in said


def test_the_vocabulary_starts_with_the_unknown_term_and_keeps_to_its_quotas() -> None:
    texts = [TrainingText(str(number), "Đăng ký khai sinh", "Hộ tịch", ()) for number in range(5)]
    quotas = VocabularyQuotas(accented_syllables=2, accented_pairs=1, folded_syllables=3, folded_pairs=0)

    chosen = choose_vocabulary(texts, quotas, seed=1)

    assert chosen[0] == UNKNOWN_TERM
    kinds = [("~" in term, "_" in term) for term in chosen[1:]]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        (False, False): 2,
        (False, True): 1,
        (True, False): 3,
    }
    assert set(chosen) & set(terms("Đăng ký khai sinh"))


def test_held_out_procedures_are_not_learned_from_and_are_what_the_scores_ask_about(
    corpus: Path, tmp_path: Path
) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")

    report = train(corpus, tmp_path / "mine", settings=replace(SMALL, held_out_share=0.25))

    assert report.procedures == 12
    assert set(report.scores) == {"hit@1_as_written", "hit@10_as_written", "hit@1_folded", "hit@10_folded"}
    assert 0 < report.scores["hit@10_folded"] <= 1


def test_one_pass_pairs_every_procedure_with_its_title_and_its_passages() -> None:
    title, passages = "Bổ nhiệm giám định viên", ("nộp tờ khai", "quyết định bổ nhiệm")
    vocabulary = ["[UNK]", *dict.fromkeys(term for text in (title, *passages) for term in terms(text))]
    texts = [TrainingText("1", title, "Hộ tịch", passages)] * 3
    source = PairSource(texts, vocabulary, BatchPlan(size=5, questions=2, passages=1))

    batches = list(source.one_pass(random.Random(1)))

    assert sorted(map(len, batches)) == [4, 5]
    found = [tuple(pair.found.tolist()) for batch in batches for pair in batch]
    rows = [tuple(vocabulary.index(term) for term in terms(text)) for text in (title, *passages)]
    assert found.count(rows[0]) == 6
    assert found.count(rows[1]) + found.count(rows[2]) == 3
    assert {pair.title for batch in batches for pair in batch} == {0}


def test_a_procedure_with_an_everyday_name_is_asked_about_three_times_as_often() -> None:
    texts = [TrainingText("1", title, "Hộ tịch", ()) for title in ("Đăng ký khai tử", "Bổ nhiệm giám định viên")]
    said = (*(text.title for text in texts), *everyday_words()["khai tử"], *everyday_words()["đăng ký khai tử"])
    vocabulary = ["[UNK]", *dict.fromkeys(term for words in said for term in terms(words))]
    source = PairSource(texts, vocabulary, BatchPlan(questions=5, passages=0))

    titles = [pair.title for batch in source.one_pass(random.Random(3)) for pair in batch]

    assert (titles.count(0), titles.count(1)) == (15, 5)
