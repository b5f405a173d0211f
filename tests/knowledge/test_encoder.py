"""Encoders: the shipped one by numpy alone and through sentence-transformers, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import (
    DEFAULT_FOLDER,
    UNKNOWN_TERM,
    SentenceTransformerEncoder,
    load_encoder,
    new_static_model,
    save_static_model,
    takes_terms,
)
from knowledge.errors import EncoderNotFound, MissingExtra
from knowledge.static_encoder import COMPACT_FILE, REPORT_FILE, TOKENIZER_FILE, Matrix, StaticEncoder, save_compact
from knowledge.vietnamese import fold

QUESTIONS = [
    "Đăng ký khai sinh cho con cần giấy tờ gì?",
    "xin cấp phiếu lý lịch tư pháp mất bao lâu",
    "làm lại giấy phép lái xe bị mất",
    "thủ tục thành lập công ty trách nhiệm hữu hạn",
    "lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ",
    "Nghị định 01/2021/NĐ-CP quy định gì",
]


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return StaticEncoder.load(DEFAULT_FOLDER)


def test_rows_are_unit_vectors_in_input_order(shipped: StaticEncoder) -> None:
    together = shipped.encode_passages(QUESTIONS)

    assert together.shape == (len(QUESTIONS), 256)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(together, np.vstack([shipped.encode_queries([text]) for text in QUESTIONS]))


def test_a_text_without_a_known_term_is_zeros_and_disturbs_no_other(shipped: StaticEncoder) -> None:
    rows = shipped.encode_queries(["", QUESTIONS[0], "☃ ☃"])

    np.testing.assert_array_equal(rows[[0, 2]], np.zeros((2, 256), dtype=np.float32))
    np.testing.assert_array_equal(rows[1:2], shipped.encode_queries(QUESTIONS[:1]))


def test_no_text_gives_no_row(shipped: StaticEncoder) -> None:
    assert shipped.encode_queries([]).shape == (0, 256)


def test_a_question_is_nearest_to_its_title_with_and_without_diacritics(shipped: StaticEncoder) -> None:
    titles = ["Thủ tục đăng ký khai sinh", "Cấp lại giấy phép lái xe", "Thủ tục đăng ký kết hôn"]
    asked = ["làm khai sinh cho con", "mất bằng lái xe xin cấp lại", "muốn kết hôn cần gì"]

    found = (shipped.encode_queries(asked) @ shipped.encode_passages(titles).T).argmax(axis=1)
    found_folded = (shipped.encode_queries([fold(text) for text in asked]) @ shipped.encode_passages(titles).T).argmax(
        1
    )

    assert found.tolist() == found_folded.tolist() == [0, 1, 2]


def test_the_default_is_the_shipped_encoder(shipped: StaticEncoder) -> None:
    assert load_encoder().name == load_encoder("default").name == load_encoder("").name == shipped.name


def test_the_shipped_encoder_is_small_enough_for_the_package() -> None:
    assert sum(path.stat().st_size for path in DEFAULT_FOLDER.rglob("*") if path.is_file()) <= 20_000_000


def test_unknown_terms_stand_in_a_row_of_zeros() -> None:
    vocabulary = json.loads((DEFAULT_FOLDER / TOKENIZER_FILE).read_text(encoding="utf-8"))["model"]["vocab"]
    shipped = StaticEncoder.load(DEFAULT_FOLDER)

    assert vocabulary[UNKNOWN_TERM] == 0
    np.testing.assert_array_equal(shipped.weights[0], np.zeros(256, dtype=np.float32))


def test_a_copied_encoder_gives_the_same_rows_and_the_same_digest(shipped: StaticEncoder, tmp_path: Path) -> None:
    copied = load_encoder(str(shutil.copytree(DEFAULT_FOLDER, tmp_path / "mine")))

    assert copied.name == shipped.name.replace("static-vi-", "mine-")
    np.testing.assert_array_equal(copied.encode_queries(QUESTIONS), shipped.encode_queries(QUESTIONS))


def test_other_weights_have_another_name(shipped: StaticEncoder, tmp_path: Path) -> None:
    folder = shutil.copytree(DEFAULT_FOLDER, tmp_path / "static-vi")
    weights = bytearray((folder / COMPACT_FILE).read_bytes())
    weights[-1] ^= 1
    (folder / COMPACT_FILE).write_bytes(weights)

    assert load_encoder(str(folder)).name != shipped.name


def test_loading_and_using_the_default_imports_no_model_library() -> None:
    code = (
        "import sys; from knowledge.encoder import load_encoder; load_encoder().encode_queries(['khai']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'tokenizers'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]

    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_missing_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(EncoderNotFound, match="there is no such folder"):
        load_encoder(str(tmp_path / "nothing"))


@pytest.mark.parametrize("damaged", [COMPACT_FILE, TOKENIZER_FILE])
def test_a_damaged_file_is_refused_by_name(damaged: str, tmp_path: Path) -> None:
    folder = shutil.copytree(DEFAULT_FOLDER, tmp_path / "static-vi")
    (folder / damaged).write_bytes((folder / damaged).read_bytes()[:1000])

    with pytest.raises(EncoderNotFound, match="not a static encoder"):
        load_encoder(str(folder))


def test_an_encoder_made_for_other_terms_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(DEFAULT_FOLDER, tmp_path / "static-vi")
    report = json.loads((folder / REPORT_FILE).read_text(encoding="utf-8"))
    (folder / REPORT_FILE).write_text(json.dumps({**report, "input": "other/1"}), encoding="utf-8")

    assert not takes_terms(folder)
    with pytest.raises(EncoderNotFound, match="other/1"):
        StaticEncoder.load(folder)


def test_a_model_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(MissingExtra, match=r'pip install "motcua\[models\]"'):
        load_encoder("some-publisher/some-model")


@pytest.fixture(scope="module")
def whole(shipped: StaticEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped encoder in sentence-transformers' own format."""
    pytest.importorskip("sentence_transformers", reason="the extra 'models' is not installed")
    import torch

    folder = tmp_path_factory.mktemp("models") / "static-vi"
    vocabulary = json.loads((DEFAULT_FOLDER / TOKENIZER_FILE).read_text(encoding="utf-8"))["model"]["vocab"]
    model = new_static_model(sorted(vocabulary, key=vocabulary.__getitem__), shipped.dim)
    model[0].embedding.weight.data = torch.from_numpy(shipped.weights)
    save_static_model(model, folder)
    shutil.copy(DEFAULT_FOLDER / REPORT_FILE, folder)
    return folder


def test_numpy_and_sentence_transformers_read_the_same_vectors(
    shipped: StaticEncoder, whole: Path, shared: Path
) -> None:
    texts = [*QUESTIONS, *map(fold, QUESTIONS), *_real_texts(shared)]
    reference, read_whole = SentenceTransformerEncoder(str(whole)), StaticEncoder.load(whole)

    assert len(texts) > 300
    for encoder in (shipped, read_whole):
        assert _least_cosine(encoder.encode_queries(texts), reference.encode_queries(texts)) >= 0.9999
        assert _least_cosine(encoder.encode_passages(texts), reference.encode_passages(texts)) >= 0.9999


def test_sentence_transformers_makes_zeros_of_a_text_without_a_known_term_too(whole: Path) -> None:
    reference = SentenceTransformerEncoder(str(whole))

    np.testing.assert_array_equal(reference.encode_queries(["☃", ""]), np.zeros((2, 256), dtype=np.float32))
    assert reference.encode_queries([]).shape == (0, 256)


def test_whole_numbers_lose_next_to_nothing_and_rows_of_zeros_stay(tmp_path: Path) -> None:
    rows = np.random.default_rng(5).normal(size=(50, 64)).astype(np.float32)
    rows[0] = 0
    terms = {f"~t{number}": number for number in range(50)}
    (tmp_path / TOKENIZER_FILE).write_text(json.dumps({"model": {"vocab": terms}}), encoding="utf-8")
    shutil.copy(DEFAULT_FOLDER / REPORT_FILE, tmp_path)
    save_compact(rows, tmp_path)

    read = StaticEncoder.load(tmp_path).weights

    assert not read[0].any()
    scales = np.abs(rows).max(axis=1, keepdims=True)
    assert (np.abs(read - rows) <= 0.5 * scales / 127 + 1e-6).all()


def _real_texts(shared: Path) -> list[str]:
    """Every seventeenth procedure's text, cut short."""
    files = sorted((shared / "corpora" / "portal_text").glob("*.txt"))[::17]
    return [path.read_text(encoding="utf-8")[200:1400] for path in files]


def _least_cosine(left: Matrix, right: Matrix) -> float:
    return float(np.einsum("ij,ij->i", left, right).min())
