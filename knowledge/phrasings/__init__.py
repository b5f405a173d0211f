"""How people really ask for a procedure, written by reading its record: alternative titles, as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from knowledge.vietnamese import nfc


@cache
def phrasings_by_code() -> Mapping[str, tuple[str, ...]]:
    """Return the phrasings of each procedure that has any, in the order of the files.

    Raises:
        ValueError: A line is not {"code": …, "phrasings": […]}; the message names file and line.
    """
    found: dict[str, tuple[str, ...]] = {}
    for code, phrasings in _lines():
        found[code] = tuple(dict.fromkeys((*found.get(code, ()), *phrasings)))
    return found


def _lines() -> Iterator[tuple[str, list[str]]]:
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".jsonl"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                told = json.loads(line)
                yield str(told["code"]), [nfc(str(phrasing)) for phrasing in told["phrasings"]]
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise ValueError(f"{file.name}, line {number}: not a line of phrasings ({error!r})") from error
