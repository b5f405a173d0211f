"""The promise of the house: no answer prints a thing without its citation, and none leaves one out in silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.compose import compose
from evals.exactness.survey import Survey, survey
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"
EVERY_NTH = 40  # of the 5,652 files; `motcua eval exactness` checks them all


class Files:
    """Records read from files, as a snapshot would give them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = {path.stem: path for path in paths}

    @property
    def codes(self) -> Sequence[str]:
        return list(self._paths)

    def procedure(self, code: str) -> Procedure | None:
        return read_portal_text(self._paths[code].read_bytes(), self._paths[code].name)

    def source_text(self, code: str) -> str | None:
        return self._paths[code].read_bytes().decode("utf-8")


def surveyed(paths: Sequence[Path]) -> Survey:
    return survey(Files(paths), compose, None, 3, lambda *step: None)


def test_answers_of_the_starter_corpus_are_exact() -> None:
    found = surveyed(sorted(STARTER.glob("*.txt")))

    assert found.procedures >= 60
    assert found.failures == ()


@pytest.mark.parametrize("offset", [0, 13])
def test_answers_of_the_real_corpus_are_exact(shared: Path, offset: int) -> None:
    paths = sorted((shared / "corpora" / "portal_text").glob("*.txt"))

    assert surveyed(paths[offset::EVERY_NTH]).failures == ()
