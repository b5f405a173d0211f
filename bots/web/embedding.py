"""Lets the chat stand in pages of other origins, and nothing else: what it loads and calls, never with credentials."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CALLED = ("/api/about", "/api/chat", "/api/conversations", "/api/feedback", "/api/handoff", "/static", "/widget.js")
_PREFLIGHT_SECONDS = 24 * 3600


class Embeddable:
    """ASGI middleware: answers preflights and names the allowed origins, for the chat's own addresses alone."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Content-Type",),
            expose_headers=("Retry-After",),
            max_age=_PREFLIGHT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or not is_called(scope["path"]):
            await self.app(scope, receive, send)
            return

        async def send_embeddable(message: Message) -> None:
            if message["type"] == "http.response.start":
                # a portal may require that all it loads says so (Cross-Origin-Embedder-Policy)
                message["headers"] = [*message["headers"], (b"cross-origin-resource-policy", b"cross-origin")]
            await send(message)

        await self._shared(scope, receive, send_embeddable)


def is_called(path: str) -> bool:
    """Return whether the chat calls this address from another origin."""
    return any(path == called or path.startswith(f"{called}/") for called in CALLED)
