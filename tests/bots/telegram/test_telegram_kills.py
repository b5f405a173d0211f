"""Ten kills of the real server under load; `make prove` does two hundred."""

from __future__ import annotations

from pathlib import Path

from kills import prove


def test_ten_kills_lose_nothing_swap_nothing_and_double_only_what_is_marked(tmp_path: Path) -> None:
    verdict = prove(tmp_path, kills=10)

    assert verdict.asked > 50
    assert verdict.lost == []
    assert verdict.swapped == []
    assert verdict.doubled_unmarked == []
    assert verdict.dead == 0
