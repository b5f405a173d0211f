"""Single fields of a packed record, read without building the whole record: what a survey of all records needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from knowledge.records import Procedure

_NAMES = tuple(Procedure.model_fields)
_DECODER = json.JSONDecoder()


def fields_of(packed: str, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of top-level fields as JSON has them.

    Args:
        packed: A procedure as `model_dump_json` writes it: compact, in the order of the model.
        names: Fields of `Procedure`.
    """
    found, at = {}, 0
    for name in sorted(names, key=_NAMES.index):
        # A quotation mark inside a string is escaped, and no nested record before a field has a field of its name.
        mark = f'"{name}":'
        found[name], at = _DECODER.raw_decode(packed, packed.index(mark, at) + len(mark))
    return found
