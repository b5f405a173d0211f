"""The table of messages beside this file, in two parts: every third message is held out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _table() -> dict[str, dict[str, list[str]] | list[str]]:
    text = Path(__file__).with_name("safety_messages.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]] | list[str]] = yaml.safe_load(text)
    return table


def messages() -> list[tuple[str, str]]:
    """Every (message, name of its rule)."""
    return [(message, rule) for rule, said in dict(_table()["rules"]).items() for message in said]


def held_out() -> list[tuple[str, str]]:
    """The third that nobody looks at while writing patterns."""
    return messages()[2::3]


def known() -> list[tuple[str, str]]:
    """The other two thirds."""
    return [pair for number, pair in enumerate(messages()) if number % 3 != 2]


def ordinary() -> list[str]:
    """Questions that get no such reply, though some use the same words."""
    return list(_table()["ordinary"])
