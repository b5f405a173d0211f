"""A review read from a form, or from the rows of a sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from assistant.privacy import redact
from evals.desk import wording
from evals.desk.errors import ReviewRefused
from evals.desk.records import CITATION_SCORES, SCORES, CitationScore, Review, Score, SentenceScore

_LONGEST_NOTE_CHARS = 2000
_YES = frozenset({"on", "yes", "x", "1", "true", "có", "co", "có hại"})
_NO = frozenset({"", "no", "0", "false", "không", "khong"})
_SCORE_WORDS = {word.casefold(): name for name, word in wording.SCORES.items()} | {"một phần": "partly"}
_CITATION_WORDS = {word.casefold(): name for name, word in wording.CITATIONS.items()} | {
    "đúng": "right",
    "sai": "wrong",
    "không": "none",
    "không có": "none",
}


def review_of(sent: Mapping[str, str], item: str, reviewer: str, of: int) -> Review:
    """Return the review in the fields of a form: `verdict`, `note`, and `score-0`, `citation-0`… of each sentence.

    Args:
        sent: The fields.
        item: The key of the answer.
        reviewer: Who judges.
        of: How many sentences the answer has.

    Raises:
        ReviewRefused: The verdict is missing, or a value is none that there is.
    """
    verdict = read_score(sent.get("verdict", ""))
    if verdict is None:
        raise ReviewRefused("Chưa chọn đánh giá chung.")
    scores = (read_sentence(at, *(sent.get(f"{name}-{at}", "") for name in _PARTS)) for at in range(of))
    judged = tuple(one for one in scores if one != SentenceScore(one.sentence))
    return Review(item, reviewer, verdict, of, judged, read_note(sent.get("note", "")))


_PARTS = ("score", "citation", "harmful", "note")


def read_sentence(at: int, score: str, citation: str, harmful: str, note: str) -> SentenceScore:
    """Return what was thought of the sentence `at` (0-based), in words of either language; raises ReviewRefused."""
    return SentenceScore(at, read_score(score), read_citation(citation), read_harmful(harmful), read_note(note))


def read_score(word: str) -> Score | None:
    """Return right, partly or wrong, None where nothing is said; raises ReviewRefused."""
    name = _named(word, _SCORE_WORDS)
    if name and name not in SCORES:
        raise ReviewRefused(f"“{word[:40]}” không phải điểm: chỉ nhận {', '.join(wording.SCORES.values())}.")
    return name or None


def read_citation(word: str) -> CitationScore | None:
    """Return right, wrong or none, None where nothing is said; raises ReviewRefused."""
    name = _named(word, _CITATION_WORDS)
    if name and name not in CITATION_SCORES:
        raise ReviewRefused(f"“{word[:40]}” không phải nhận xét trích dẫn: đúng, sai, không.")
    return name or None


def read_harmful(word: str) -> bool:
    """Return whether it was flagged; raises ReviewRefused."""
    name = _named(word, {})
    if name not in _YES | _NO:
        raise ReviewRefused(f"“{word[:40]}” ở cột có hại: chỉ nhận có hoặc không.")
    return name in _YES


def read_note(text: str) -> str:
    """Return a note as it is kept: without personal details."""
    storable = text.replace("\0", "").encode("utf-8", "replace").decode()
    return redact(unicodedata.normalize("NFC", storable).strip()[:_LONGEST_NOTE_CHARS])


def _named(word: str, names: Mapping[str, str]) -> str:
    plain = " ".join(unicodedata.normalize("NFC", word).casefold().split())
    return names.get(plain, plain)
