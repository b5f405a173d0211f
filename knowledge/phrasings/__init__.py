"""How people really ask for a procedure, written by reading its record: alternative titles, as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.vietnamese import nfc


@cache
def phrasings_by_code() -> Mapping[str, tuple[str, ...]]:
    """Return the phrasings of each procedure that has any, in the order of the files that ship with the package."""
    return read_phrasings(files(__package__))


def kept_for_training(phrasings: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the phrasings without the fifth that is asked as questions when the ranking is fitted."""
    return {code: tuple(one for one in said if not is_held_out(one)) for code, said in phrasings.items()}


def is_held_out(phrasing: str) -> bool:
    """Return whether the ranking is fitted on this phrasing, so that index and encoder must not know it then."""
    return hashlib.sha256(phrasing.encode()).digest()[-1] % 5 == 0


def read_phrasings(folder: Traversable) -> Mapping[str, tuple[str, ...]]:
    """Return the phrasings of each procedure in the folder's .jsonl files, by file name and line, none twice.

    Raises:
        ValueError: A line is not {"code": …, "phrasings": […]}; the message names file and line.
    """
    found: dict[str, tuple[str, ...]] = {}
    for code, phrasings in _lines(folder):
        found[code] = tuple(dict.fromkeys((*found.get(code, ()), *phrasings)))
    return found


def _lines(folder: Traversable) -> Iterator[tuple[str, list[str]]]:
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".jsonl"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                told = json.loads(line)
                yield _text(told["code"]), [_text(phrasing) for phrasing in _listed(told["phrasings"])]
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise ValueError(f"{file.name}, line {number}: not a line of phrasings ({error!r})") from error


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):  # a text would be taken letter by letter
        raise TypeError(f"{value!r} is no list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return nfc(value)
