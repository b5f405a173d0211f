"""Training the restorer of diacritics: the same texts give the same model, and the model restores what it learned."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.accent_scores import bare, half_bare, score
from ingest.syllable_counting import CountQuotas, Segment, count_syllables, is_syllable
from ingest.train_accents import AccentSettings, UnreadableLaw, is_held_out, main, train
from ingest.train_encoder import NothingToLearn
from knowledge.accents import Accents
from knowledge.phrasings import phrasings_by_code
from knowledge.syllable_counts import COUNTS_FILE, COUNTS_FORMAT, MOST_RANKS, REPORT_FILE

ASKED = {
    "9.000001": ("nuôi vịt trời ở đầm thì xin ai", "vịt trời nuôi ở đầm"),
    "9.000002": ("dời chuồng vịt ra xa nhà", "chuồng vịt dời ra bãi"),
}
ALL = AccentSettings(held_out_share=0.0)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of two made-up procedures in the portal's text format."""
    folder = tmp_path / "texts" / "corpora" / "portal"
    folder.mkdir(parents=True)
    for code, title in (("9.000001", "Cấp phép nuôi vịt trời"), ("9.000002", "Di dời chuồng trại")):
        (folder / f"{code}.txt").write_text(
            f"Mã thủ tục: {code}\nTên thủ tục: {title}\nLĩnh vực: Chăn nuôi\nTrình tự thực hiện:\n"
            f"  Bước 1. Người nuôi nộp đơn {title.lower()} tại trạm thú y.\nMô tả: Không\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture
def law(corpus: Path) -> Path:
    path = corpus.parent.parent / "law" / "articles.jsonl.gz"
    path.parent.mkdir()
    article = {"title": "Ao đầm", "body": "Khuếch trương mặt ao phải theo quy hoạch. Khuếch trương nữa thì thôi."}
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write((json.dumps(article, ensure_ascii=False) + "\n") * 30)
    return path


def test_training_twice_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    first = train(corpus, tmp_path / "a", settings=ALL, phrasings=ASKED)
    second = train(corpus, tmp_path / "b", settings=ALL, phrasings=ASKED)

    assert first == second
    for name in (COUNTS_FILE, REPORT_FILE):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_other_texts_have_another_hash(corpus: Path, tmp_path: Path) -> None:
    first = train(corpus, tmp_path / "a", settings=ALL, phrasings=ASKED)
    second = train(corpus, tmp_path / "a", settings=ALL, phrasings={**ASKED, "9.000003": ("ao cá",)})

    assert first.texts_sha256 != second.texts_sha256


def test_a_trained_model_restores_what_it_learned(corpus: Path, tmp_path: Path) -> None:
    train(corpus, tmp_path / "m", settings=ALL, phrasings=ASKED)

    model = Accents.load(tmp_path / "m")

    assert model.restore("doi chuong vit ra xa nha") == "dời chuồng vịt ra xa nhà"


def test_the_report_says_what_was_learned_from_what(corpus: Path, tmp_path: Path) -> None:
    report = train(corpus, tmp_path / "m", settings=ALL, phrasings=ASKED)

    written = json.loads((tmp_path / "m" / REPORT_FILE).read_text(encoding="utf-8"))
    assert written["input"] == COUNTS_FORMAT
    assert (written["phrasings"], written["held_out_phrasings"]) == (4, 0)
    assert written["counts_bytes"] == (tmp_path / "m" / COUNTS_FILE).stat().st_size
    assert written["texts_sha256"] == report.texts_sha256


def test_scores_are_of_a_model_that_has_not_seen_the_lines_and_the_model_has(corpus: Path, tmp_path: Path) -> None:
    unseen = {"9.000007": ("ngỗng quẫy ngoài rẫy",)}

    report = train(corpus, tmp_path / "m", settings=replace(ALL, held_out_share=1.0), phrasings=unseen)

    assert report.held_out_phrasings == 1
    assert report.scores["exact_folded"] == 0.0
    assert Accents.load(tmp_path / "m").restore("ngong quay ngoai ray") == "ngỗng quẫy ngoài rẫy"


def test_the_law_is_learned_from_when_it_is_named(corpus: Path, law: Path, tmp_path: Path) -> None:
    settings = replace(ALL, law_weight=2.0)
    train(corpus, tmp_path / "without", settings=settings, phrasings=ASKED)
    train(corpus, tmp_path / "with", law=law, settings=settings, phrasings=ASKED)

    assert Accents.load(tmp_path / "without").restore("khuech") == "khuech"
    assert Accents.load(tmp_path / "with").restore("khuech") == "khuếch"


def test_a_broken_file_of_law_is_named(corpus: Path, tmp_path: Path) -> None:
    broken = tmp_path / "articles.jsonl.gz"
    broken.write_bytes(b"no gzip")

    with pytest.raises(UnreadableLaw, match=r"articles\.jsonl\.gz"):
        train(corpus, tmp_path / "m", law=broken, settings=ALL, phrasings=ASKED)


def test_an_empty_folder_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingToLearn):
        train(tmp_path, tmp_path / "m", settings=ALL, phrasings=ASKED)


def test_the_command_finds_the_law_beside_the_corpora_and_prints_the_scores(
    corpus: Path, law: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.train_accents.phrasings_by_code", lambda: ASKED)

    main([str(corpus), "--out", str(tmp_path / "m")])

    assert "syllables_folded" in capsys.readouterr().out
    assert Accents.load(tmp_path / "m").restore("khuech") == "khuếch"


def test_the_same_procedures_are_held_out_whatever_else_there_is() -> None:
    codes = [f"1.{number:06d}" for number in range(2000)]
    few, more = ({code for code in codes if is_held_out(code, share)} for share in (0.1, 0.3))

    assert few < more
    assert 0.08 < len(few) / len(codes) < 0.12


def test_slips_and_lines_without_marks_are_not_learned() -> None:
    segments = [Segment("nộp đơn", 2000.0), Segment("nọp đơn", 1.0), Segment("nop don xin nuoi vit", 5000.0)]

    counts = count_syllables(segments, CountQuotas(least_count=0.5))

    assert ("nộp",) in counts.groups
    assert ("đơn",) in counts.groups


def test_only_the_most_telling_runs_are_kept() -> None:
    segments = [Segment("bán hàng", 50.0), Segment("bản sao", 50.0), Segment("ban đầu", 50.0), Segment("nhà bán", 3.0)]

    counts = count_syllables(segments, CountQuotas(pairs=2, threes=0))

    assert (len(counts.pairs.keys), len(counts.threes.keys)) == (2, 0)
    assert max(len(group) for group in counts.groups) <= MOST_RANKS


def test_what_is_built_as_a_syllable() -> None:
    assert [word for word in ("nghiêng", "quyền", "đk", "giấy", "ubnd", "xyz", "y") if is_syllable(word)] == [
        "nghiêng",
        "quyền",
        "giấy",
        "y",
    ]


def test_marks_are_taken_away_and_case_kept() -> None:
    line = "Đăng KÝ khai sinh ở đâu, bao lâu thì được"

    assert bare(line) == "Dang KY khai sinh o dau, bao lau thi duoc"
    assert bare(half_bare(line)) == bare(line)
    assert half_bare(line) not in (line, bare(line))


class Knowing(Accents):
    """Restores one line alone."""

    def __init__(self) -> None:
        pass

    def restore(self, line: str) -> str:
        return {"mat giay": "mất giày"}.get(line, line)


def test_scores_count_right_and_wrong_syllables() -> None:
    scores = score(Knowing(), ["mất giấy", "no marks"])

    assert scores["untouched"] == 1.0
    assert (scores["before_folded"], scores["syllables_folded"]) == (0.0, 0.5)
    assert (scores["written_folded"], scores["exact_folded"]) == (0.5, 0.0)


def test_the_shipped_model_was_trained_on_what_ships() -> None:
    report = json.loads((Path(__file__).parents[2] / "knowledge/models/accents-vi" / REPORT_FILE).read_bytes())

    assert report["counts_bytes"] <= 3_500_000
    assert report["held_out_phrasings"] > 1000
    assert report["scores"]["syllables_folded"] > report["scores"]["before_folded"]
    assert report["phrasings"] <= sum(len(lines) for lines in phrasings_by_code().values())
