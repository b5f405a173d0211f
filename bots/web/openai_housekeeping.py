"""What Open WebUI asks a model beside the chat: titles, tags, follow-ups. Nobody asked for a procedure there.

Source: open-webui/open-webui, backend/open_webui/config.py, the DEFAULT_…_PROMPT_TEMPLATEs of version 0.6.
"""

from __future__ import annotations

import json
import re

_OPENING = "### Task:"
_ASKED_FOR = re.compile(r"\{\s*\"(title|tags|follow_ups|queries|text|prompt)\"\s*:")
_FIRST_WORDS = re.compile(r"^USER:\s*(.+)$", re.MULTILINE)
_EMOJI = "Your task is to reflect the speaker's likely facial expression"
_TITLE_CHARS = 48
_NAME = "Một Cửa"


def housekeeping(words: str) -> str | None:
    """Return a reply in the shape that such a prompt asks for, empty where nothing need be said; None: it is none.

    A title is made of the first words of the chat that the prompt quotes; nothing is searched for.
    """
    if words.lstrip().startswith(_EMOJI):
        return "💬"
    if not words.lstrip().startswith(_OPENING):
        return None
    asked = _ASKED_FOR.search(words)
    if asked is None:
        return "{}"
    empty: dict[str, object] = {
        "title": _title(words),
        "tags": ["Thủ tục hành chính"],
        "follow_ups": [],
        "queries": [],
        "text": "",
        "prompt": "",
    }
    return json.dumps({asked[1]: empty[asked[1]]}, ensure_ascii=False)


def _title(prompt: str) -> str:
    first = _FIRST_WORDS.search(prompt.rpartition("<chat_history>")[2])
    line = " ".join(first[1].split()) if first is not None else ""
    if len(line) <= _TITLE_CHARS:
        return line or _NAME
    return line[:_TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
