"""What measures never teaches: no near-copy of a held-back question in phrasings, lexicon or training words."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.phrasings import phrasings_by_code
from knowledge.vietnamese import syllables

ROOT = Path(__file__).parents[1]
HELD_BACK = ("se365", "portal_faq", "commune_generated")
FOR_FIGURES = ("dialogues", "safety", "ordinary", "clarify")
SHORTEST = 8  # syllables; what is shorter is mostly the name of a paper, which everybody uses
TOO_ALIKE = 0.8  # of a question's runs of three syllables

Runs = frozenset[tuple[str, ...]]


def runs(text: str) -> Runs:
    words = syllables(text, folded=True)
    return frozenset(zip(words, words[1:], words[2:], strict=False)) if len(words) >= SHORTEST else frozenset()


def teaching() -> Iterator[str]:
    for phrasings in phrasings_by_code().values():
        yield from phrasings
    for pattern in ("knowledge/lexicon/*.yaml", "ingest/*.tsv", "evals/messages/*", "assistant/lexicon/*.yaml"):
        for path in sorted(ROOT.glob(pattern)):
            yield from path.read_text(encoding="utf-8").splitlines()


def near_copies(questions: list[str], taught: list[str]) -> list[tuple[str, str]]:
    standing: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, text in enumerate(taught):
        for run in runs(text):
            standing[run].add(number)
    found = []
    for question in questions:
        asked = runs(question)
        shared: dict[int, int] = defaultdict(int)
        for run in asked:
            for number in standing.get(run, ()):
                shared[number] += 1
        found += [(question, taught[number]) for number, count in shared.items() if count >= TOO_ALIKE * len(asked)]
    return found


def questions_of(path: Path, first: int = 0) -> Iterator[tuple[str, str]]:
    """Yield id and words of each question; of a talk, the turns from that one on."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        texts = [case["question"]] if case.get("question") else [turn["user"] for turn in case.get("turns", ())[first:]]
        yield from ((case["id"], text) for text in texts)


@pytest.mark.parametrize("name", HELD_BACK)
def test_no_question_of_the_shared_sets_is_taught(shared: Path, name: str) -> None:
    questions = [text for _, text in questions_of(shared / "questions" / f"{name}.jsonl", first=1)]

    assert near_copies(questions, list(teaching())) == []


def test_the_held_back_half_of_the_everyday_suite_is_not_taught() -> None:
    held = [
        text
        for case, text in questions_of(ROOT / "evals" / "suites" / "everyday.jsonl")
        if hashlib.sha256(case.encode()).digest()[-1] % 2
    ]

    assert near_copies(held, list(teaching())) == []


@pytest.mark.parametrize("name", FOR_FIGURES)
def test_no_message_of_a_suite_for_figures_is_taught(name: str) -> None:
    said = [text for _, text in questions_of(ROOT / "evals" / "suites" / f"{name}.jsonl")]

    assert len(said) >= 120
    assert near_copies(said, list(teaching())) == []


def test_a_near_copy_is_seen() -> None:
    question = "làm lại căn cước bị mất hết bao nhiêu tiền"

    assert near_copies([question], ["lam lai can cuoc bi mat het bao nhieu tien vay", "đổi giấy phép lái xe"]) == [
        (question, "lam lai can cuoc bi mat het bao nhieu tien vay")
    ]
