"""A chat model of LangChain for an OpenAI-compatible endpoint: one try, no redirects, bounded replies, silent logs.

The only home of langchain-openai, which the extra `llm` brings; it is imported when a chat model is opened.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import SecretStr

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_LONGEST_REPLY_BYTES = 256 * 1024


def open_chat_model(
    name: str, address: str | None, key: str | None, timeout_seconds: float
) -> tuple[ChatOpenAI, Callable[[], Coroutine[Any, Any, None]]]:
    """Return a chat model that sends each request once, and what closes its connections; nothing is sent yet.

    Args:
        name: Of the model, as the endpoint knows it.
        address: Of the endpoint, with its version; None: the library's.
        key: None: a placeholder, for without one the library would send what OPENAI_API_KEY holds.
        timeout_seconds: Longest wait for the next byte.
    """
    from langchain_openai import ChatOpenAI

    for logger in ("openai", "httpx", "httpcore"):  # their debug lines hold what is sent
        logging.getLogger(logger).setLevel(logging.WARNING)
    client = httpx.AsyncClient(timeout=timeout_seconds, event_hooks={"response": [_bound]})
    model = ChatOpenAI(
        model=name,
        base_url=address,
        api_key=SecretStr(key or "none"),
        temperature=0,
        timeout=timeout_seconds,
        max_retries=0,
        disable_streaming=True,
        http_async_client=client,
        default_headers={"Accept-Encoding": "identity"},
    )
    return model, client.aclose


async def _bound(response: httpx.Response) -> None:
    """Make the body of a response end at a limit, and refuse a packed one."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ValueError("a packed reply, which was not asked for")
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Bounded(response.stream)


class _Bounded(httpx.AsyncByteStream):
    """A body of limited length."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for part in self._stream:
            taken += len(part)
            if taken > _LONGEST_REPLY_BYTES:
                raise ValueError("an endless reply")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
