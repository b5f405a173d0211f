"""Case files: written whole, keys in one order, so that the same cases are the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.cases import Case
from evals.errors import NothingMade, UnwritableCases

_ORDER = (
    "id", "slice", "audience", "place", "question", "turns", "user", "document", "codes", "facet", "behavior",
    "behavior_ok", "must", "must_not", "cites", "items", "unknown", "critical", "base", "synthetic", "origin",
    "fields", "rests_on", "note",
)  # fmt: skip
_PLACE = {key: number for number, key in enumerate(_ORDER)}


class Made(BaseModel):
    """What a case maker made."""

    model_config = ConfigDict(frozen=True)

    out: Path
    cases: int
    slices: dict[str, int]
    left_out: dict[str, int] = {}  # by reason


def write_cases(cases: Iterable[Case], out: Path, left_out: Mapping[str, int] | None = None) -> Made:
    """Write the cases as JSON lines and return what was made; a file that is there is replaced whole.

    Raises:
        NothingMade: There is no case to write; a file that is there stays.
        UnwritableCases: The file cannot be written.
    """
    made = list(cases)
    reasons = {reason: count for reason, count in (left_out or {}).items() if count}
    if not made:
        raise NothingMade(out, reasons)
    beside = out.with_name(f"{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text("".join(f"{line(case)}\n" for case in made), encoding="utf-8", newline="\n")
        beside.replace(out)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise UnwritableCases(out, error) from error
    return Made(out=out, cases=len(made), slices=dict(Counter(case.slice for case in made)), left_out=reasons)


def line(case: Case) -> str:
    """Return the case as one line of JSON: what is said, in the order of the format, further keys by name."""
    return json.dumps(_ordered(case.model_dump(mode="json", exclude_defaults=True)), ensure_ascii=False)


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        keys: Sequence[str] = sorted(value, key=lambda key: (_PLACE.get(key, len(_ORDER)), key))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    return value
