"""An answer as parts of the AI SDK UI message stream.

Source: vercel/ai, content/docs/04-ai-sdk-ui/50-stream-protocol.mdx, protocol v1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assistant.records import Answer, Citation

PROTOCOL_HEADER = "x-vercel-ai-ui-message-stream"
PROTOCOL_VERSION = "v1"
DONE = "[DONE]"

_WORDS = re.compile(r"\S+\s*|\s+")
_CHUNK_CHARS = 24


def part(kind: str, **fields: object) -> str:
    """Return one part as the JSON of a `data:` line."""
    return json.dumps({"type": kind, **fields}, ensure_ascii=False, separators=(",", ":"))


def answer_parts(answer: Answer) -> Iterator[str]:
    """Yield the parts of the answer between `start` and `finish`: text, sources, then the whole record."""
    yield part("text-start", id=answer.turn_id)
    for delta in chunks(answer.text):
        yield part("text-delta", id=answer.turn_id, delta=delta)
    yield part("text-end", id=answer.turn_id)
    titles = {procedure.code: procedure.title for procedure in answer.procedures}
    for citation in answer.citations:
        yield _source(citation, titles.get(citation.code, citation.code))
    yield part("data-answer", data=answer.model_dump(mode="json"))


def chunks(text: str, size_chars: int = _CHUNK_CHARS) -> Iterator[str]:
    """Yield the text in whole words, a line break ending a chunk; joined again they are exactly the text."""
    chunk = ""
    for word in _WORDS.findall(text):
        chunk += word
        if len(chunk) >= size_chars or word.endswith("\n"):
            yield chunk
            chunk = ""
    if chunk:
        yield chunk


def _source(citation: Citation, title: str) -> str:
    number = str(citation.id)
    if citation.source_url is not None:
        return part("source-url", sourceId=number, url=citation.source_url, title=title)
    return part("source-document", sourceId=number, mediaType="text/plain", title=title, filename=citation.source_file)
