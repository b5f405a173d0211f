"""A question as it was meant to be written: pure steps in a fixed order, none of which touches sound text."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.chat_spelling import from_chat
from knowledge.initials import is_chat, long_ones_written_out, runs_written_out, written_out
from knowledge.keyboards import from_telex, from_vni, unstretched
from knowledge.markup import plain
from knowledge.misspellings import repaired
from knowledge.shorthand import spelled_out

Step = Callable[[str], str]

BY_LETTER: tuple[Step, ...] = (plain, unstretched, from_vni, from_telex, from_chat)
"""Steps that look at letters and single words. Case and punctuation stay."""

OF_OFFICES: tuple[Step, ...] = (runs_written_out, spelled_out, written_out, repaired)
OF_CHATS: tuple[Step, ...] = (spelled_out, long_ones_written_out, repaired)
"""Steps that look at words in their context; where they write something the clause is left in lower case."""


def by_letter(line: str) -> str:
    """Return the clean line without markup, held letters, keys of Telex and VNI, and chat spelling."""
    return _through(BY_LETTER, line)


def by_word(line: str) -> str:
    """Return the line with shorthand, words of a region and initials written out, and misspellings repaired."""
    return _through(OF_CHATS if is_chat(line) else OF_OFFICES, line)


def _through(steps: tuple[Step, ...], line: str) -> str:
    for step in steps:
        line = step(line)
    return line
