"""A language model behind an OpenAI-compatible address: one completion with a hard deadline, or nothing.

Nothing that the model or its server does raises, hangs or costs more than the time given: whatever is not a finished,
plain text of moderate length counts as no reply.
"""

from __future__ import annotations

import asyncio
import importlib.util
import math
import re
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import structlog
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import AssistantError
from assistant.model_health import Breaker

_LONGEST_REPLY_CHARS = 12_000
_AT_ONCE = 8  # calls in flight; who comes on top is answered without the model
_GRACE_SECONDS = 0.5  # for a cancelled call to let go
_CLOSING_SECONDS = 5.0
_SLOW_SHARE = 0.5  # of the time that a turn may wait: who takes longer is rested like who fails
_OLLAMA = "http://127.0.0.1:11434/v1"
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)  # some models think aloud first
_log = structlog.get_logger("motcua.language_model")


class ModelSettings(BaseSettings):
    """Which language model to ask, if any. Prefix: MOTCUA_LLM_. It is asked as soon as a model is named."""

    model_config = SettingsConfigDict(
        env_prefix="MOTCUA_LLM_", frozen=True, extra="ignore", env_ignore_empty=True, protected_namespaces=()
    )

    base_url: str | None = Field(default=None, description="Address of the endpoint, such as http://host:8000/v1")
    model: str | None = Field(default=None, description="Name of the model, as the endpoint knows it")
    api_key: SecretStr | None = Field(default=None, description="Key, where the endpoint asks for one")
    timeout_seconds: float = Field(default=8, gt=0, le=120, description="Seconds that a turn may wait for the model")
    provider: Literal["openai-compatible", "ollama"] = Field(
        default="openai-compatible", description="ollama: its own address stands in for MOTCUA_LLM_BASE_URL"
    )

    @property
    def wanted(self) -> bool:
        """Whether a language model is configured."""
        return self.model is not None

    @property
    def address(self) -> str | None:
        """The base of the endpoint with its version; None where it is not set."""
        given = self.base_url or (_OLLAMA if self.provider == "ollama" else None)
        if given is None:
            return None
        bare = given.strip().rstrip("/").removesuffix("/chat/completions")
        return bare if urlsplit(bare).path.strip("/") else f"{bare}/v1"


class MissingExtra(AssistantError):
    """A language model is configured, and the libraries that speak to it are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "MOTCUA_LLM_MODEL is set and langchain-openai is not installed. Run: pip install 'motcua[llm]' "
            "(from a checkout: .venv/bin/pip install -e '.[llm]'), or unset MOTCUA_LLM_MODEL"
        )


class MissingAddress(AssistantError):
    """A language model is named, and nobody said where: what people ask is sent to no address that nobody chose."""

    def __init__(self) -> None:
        super().__init__(
            "MOTCUA_LLM_MODEL is set and no address is. Set MOTCUA_LLM_BASE_URL, such as http://127.0.0.1:8000/v1, "
            "or MOTCUA_LLM_PROVIDER=ollama, or unset MOTCUA_LLM_MODEL"
        )


class LanguageModel(Protocol):
    """Instructions and material to a text."""

    def complete(self, instructions: str, material: str, seconds: float) -> str | None:
        """Return the whole reply; None where there is none in that time, for whatever reason."""

    def close(self) -> None:
        """Let go of connections."""


class ChatModel(Protocol):
    """The part of a LangChain chat model that is used."""

    async def ainvoke(self, input: list[tuple[str, str]], /) -> Any:
        """Return the model's message."""


def connect(settings: ModelSettings) -> LanguageModel:
    """Return the configured model; nothing is sent yet.

    Raises:
        MissingAddress: The settings say no address.
        MissingExtra: langchain-openai is not installed.
    """
    if settings.address is None:
        raise MissingAddress
    if importlib.util.find_spec("langchain_openai") is None:
        raise MissingExtra
    from assistant.openai_endpoint import open_chat_model  # a second of imports that nobody else waits for

    key = settings.api_key.get_secret_value() if settings.api_key else None
    model, release = open_chat_model(settings.model or "", settings.address, key, settings.timeout_seconds)
    return ChatEndpoint(model, release, slow_seconds=settings.timeout_seconds * _SLOW_SHARE)


class ChatEndpoint:
    """A LangChain chat model asked from an event loop of its own, so that a call that hangs can be cut off."""

    def __init__(
        self,
        model: ChatModel,
        release: Callable[[], Coroutine[Any, Any, None]],
        breaker: Breaker | None = None,
        *,
        slow_seconds: float = math.inf,
    ) -> None:
        """Wrap a chat model.

        Args:
            model: Any chat model of LangChain.
            release: Closes its connections.
            breaker: Keeps an endpoint that fails from costing every user the wait.
            slow_seconds: A reply that takes longer is used, and counts as a failure.
        """
        self._model, self._release, self._breaker = model, release, breaker or Breaker()
        self._slow_seconds = slow_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def complete(self, instructions: str, material: str, seconds: float) -> str | None:
        """Return the whole reply; None where there is none in that time, for whatever reason."""
        if seconds <= 0 or not self._breaker.allows():
            return None
        if not self._free.acquire(blocking=False):
            return None
        started = time.perf_counter()
        try:
            reply = self._wait([("system", instructions), ("human", material)], seconds)
        except Exception as error:  # whatever a library or a server comes up with: the answer stands without it
            self._breaker.failed()
            _log.warning("no reply", error=type(error).__name__, seconds=round(time.perf_counter() - started, 2))
            return None
        finally:
            self._free.release()
        if time.perf_counter() - started > self._slow_seconds:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        return reply

    def close(self) -> None:
        """Cut off what is under way, let go of connections and end the loop."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        closing = asyncio.run_coroutine_threadsafe(self._let_go(), loop)
        try:
            closing.result(_CLOSING_SECONDS)
        except Exception as error:  # a library that hangs or fails must not keep the program from ending
            closing.cancel()
            _log.warning("not closed cleanly", error=type(error).__name__)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_CLOSING_SECONDS)
        if not thread.is_alive():
            loop.close()

    def _wait(self, messages: list[tuple[str, str]], seconds: float) -> str:
        calling = asyncio.run_coroutine_threadsafe(self._ask(messages, seconds), self._running())
        try:
            return calling.result(seconds + _GRACE_SECONDS)
        finally:
            calling.cancel()

    async def _ask(self, messages: list[tuple[str, str]], seconds: float) -> str:
        from langsmith.run_helpers import tracing_context

        async with asyncio.timeout(seconds):
            with tracing_context(enabled=False):  # what people ask is sent to nobody else
                return _text(await self._model.ainvoke(messages))

    async def _let_go(self) -> None:
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._release()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="language-model", daemon=True)
                self._thread.start()
            return self._loop


def _text(message: Any) -> str:
    """Return the text of a finished message.

    Raises:
        ValueError: It was cut off, refused, calls a tool, is empty or too long.
    """
    content, about = getattr(message, "content", None), getattr(message, "response_metadata", {})
    refused = getattr(message, "additional_kwargs", {}).get("refusal") or getattr(message, "tool_calls", None)
    if not isinstance(content, str) or refused or about.get("finish_reason") not in {None, "stop"}:
        raise ValueError("not a finished text")
    text = _THOUGHTS.sub("", content).strip()
    if not text or len(text) > _LONGEST_REPLY_CHARS:
        raise ValueError("an empty or endless text")
    return text
