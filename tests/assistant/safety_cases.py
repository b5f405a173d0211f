"""The table of messages beside this file: every third message of its first two parts is held out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _table() -> dict[str, dict[str, list[str]] | list[str]]:
    text = Path(__file__).with_name("safety_messages.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]] | list[str]] = yaml.safe_load(text)
    return table


def _numbered() -> list[tuple[int, tuple[str, str]]]:
    """Every (number within its part, (message, name of its rule))."""
    parts = [
        [(message, rule) for rule, said in dict(_table()[part]).items() for message in said]
        for part in ("rules", "later")
    ]
    return [numbered for part in parts for numbered in enumerate(part)]


def held_out() -> list[tuple[str, str]]:
    """The third that nobody looks at while writing patterns."""
    return [pair for number, pair in _numbered() if number % 3 == 2]


def known() -> list[tuple[str, str]]:
    """The other two thirds, and the last part whole."""
    last = [(message, rule) for rule, said in dict(_table()["last"]).items() for message in said]
    return [pair for number, pair in _numbered() if number % 3 != 2] + last


def ordinary() -> list[str]:
    """Questions that get no such reply, though some use the same words."""
    return list(_table()["ordinary"])
