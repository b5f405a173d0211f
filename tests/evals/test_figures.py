"""The figures of the documents: one table, between its marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals_fakes import transcript

from evals.errors import BadRun
from evals.figures import BEGIN, END, page, write_between
from evals.results import summarise

ROOT = Path(__file__).parents[2]


def test_the_table_has_a_row_a_set_and_the_published_figures_of_others() -> None:
    right = ({"codes": ["a"]}, {"codes": ["a"]})
    asked = summarise([transcript("1", right, file="se365"), transcript("2", right, file="safety")])
    folded = summarise([transcript("1", right, file="se365")])

    lines = list(page(asked, folded, {"today": "2026-11-24", "assistant": {"procedures": 5652}}))

    rows = [line for line in lines if line.startswith("| `se365`") or line.startswith("| `safety`")]
    assert rows[0].startswith("| `se365` | 1 | 1.000 [1.000, 1.000] |")
    assert rows[0].endswith("| a peer: hit@1 0.66, hit@10 0.97 (its own crawl) |")
    assert rows[2].startswith("| `se365`, no diacritics | 1 | 1.000")
    assert len(rows) == 3


def test_the_table_replaces_what_stood_between_the_marks_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "evals.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")

    write_between(path, "new")

    assert path.read_text(encoding="utf-8") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


def test_a_document_without_marks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evals.md"
    path.write_text("nothing\n", encoding="utf-8")

    with pytest.raises(BadRun, match="lacks the marks"):
        write_between(path, "new")


def test_the_document_has_the_marks() -> None:
    said = (ROOT / "docs" / "evals.md").read_text(encoding="utf-8")

    assert said.count(BEGIN) == said.count(END) == 1
