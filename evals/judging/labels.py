"""People's verdicts on answers of a run, as the review desk exports them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.desk.exports import SCORES
from evals.desk.sources import case_key
from evals.desk.wording import SCORES as VERDICTS
from evals.errors import BadLabels
from evals.judging.panel import Key
from evals.metrics.sample import Turn

_HEADINGS = {column.heading: column.key for column in SCORES}
_NAMES = {words: name for name, words in VERDICTS.items()} | {name: name for name in VERDICTS}


def read_labels(path: Path, turns: Sequence[Turn]) -> Mapping[Key, str]:
    """Return the reviewers' verdict of each of these answers: of several that differ the strictest.

    Args:
        path: The scores that `motcua eval desk export` writes as CSV.

    Raises:
        BadLabels: The file cannot be read, or has no verdicts.
    """
    keys = {case_key(turn.file, turn.case, turn.asked): turn.key for turn in turns if turn.asked.reply is not None}
    found: dict[Key, str] = {}
    for row in _rows(path):
        key, verdict = keys.get(row.get("item", "")), _NAMES.get(row.get("verdict", "").strip())
        if key is not None and verdict is not None:
            found[key] = max(found.get(key, verdict), verdict, key=list(VERDICTS).index)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        rows = [{_HEADINGS.get(name, name): value or "" for name, value in row.items() if name} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadLabels(path, f"it cannot be read ({error})") from error
    if rows and "verdict" not in rows[0]:
        raise BadLabels(path, "it has no column of verdicts")
    return rows
