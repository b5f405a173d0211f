"""A reply in the shapes of OpenAI's API: one completion, or the chunks of a stream."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from assistant.records import Answer
from bots.web.openai_text import count


@dataclass(frozen=True)
class Reply:
    """What is said, under which model's name, from which snapshot; `answer` None where the assistant was not asked."""

    model: str
    text: str
    snapshot: str
    answer: Answer | None = None
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))


def usage_of(said: Sequence[str], text: str) -> dict[str, int]:
    """Return how many words came in with all messages and went out with the answer."""
    prompt, completion = count(said), count([text])
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def completion_of(reply: Reply, usage: dict[str, int]) -> dict[str, Any]:
    """Return the whole completion."""
    message = {"role": "assistant", "content": reply.text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_head(reply, "chat.completion"), "choices": [choice], "usage": usage, **_facts(reply)}


def opening_of(reply: Reply, *, with_usage: bool) -> dict[str, Any]:
    """Return the first chunk: who speaks."""
    return chunk_of(reply, {"role": "assistant", "content": ""}, with_usage=with_usage)


def chunk_of(
    reply: Reply,
    delta: dict[str, str] | None,
    *,
    finish_reason: str | None = None,
    usage: dict[str, int] | None = None,
    with_usage: bool = False,
) -> dict[str, Any]:
    """Return one chunk of the stream.

    Args:
        delta: What it adds; None for the chunk that only counts.
        finish_reason: Set on the last chunk that has a choice, which carries what the answer rests on too.
        usage: The count, on the last chunk of all.
        with_usage: Whether chunks have the field at all.
    """
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    chunk = {**_head(reply, "chat.completion.chunk"), "choices": [] if delta is None else [choice]}
    if with_usage:
        chunk["usage"] = usage
    return chunk | (_facts(reply) if finish_reason else {})


def _head(reply: Reply, kind: str) -> dict[str, Any]:
    return {
        "id": reply.id,
        "object": kind,
        "created": reply.created,
        "model": reply.model,
        "system_fingerprint": reply.snapshot,
    }


def _facts(reply: Reply) -> dict[str, Any]:
    """Return our own field: what the answer rests on. Without the conversation's id: it would open the talk."""
    if reply.answer is None:
        return {}
    wanted = {"turn_id", "behavior", "facet", "procedures", "citations", "options", "checklist", "snapshot"}
    return {"motcua": reply.answer.model_dump(mode="json", include=wanted)}
