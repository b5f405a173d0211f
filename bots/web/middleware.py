"""Around every request: security headers, one log line, counters, the last net under unexpected errors."""

from __future__ import annotations

import traceback
from time import perf_counter

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bots.web.errors import INTERNAL, error_response
from bots.web.metrics import Metrics

_LEFT = 499  # the client went away before its request was read; nobody is there to be answered. Source: nginx
_log = structlog.get_logger("motcua.web")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=({microphone}), payment=()",
}


class SecurityHeaders:
    """ASGI middleware: no foreign host, no inline script; only the chat may stand in a portal's frame."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_chat = scope["path"] == "/"  # speech is heard there alone, after a person has agreed
        ancestors, microphone = ("*", "self") if is_chat else ("'self'", "")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # a page may have said it more strictly itself
                headers.setdefault("Content-Security-Policy", _POLICY.format(ancestors=ancestors))
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value.format(microphone=microphone))
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Observer:
    """ASGI middleware: counts and logs each request; answers for an unexpected error."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; nothing but cancellation comes back out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 0, perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._note(scope, status, perf_counter() - started)
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except ClientDisconnect:
            if status == 0:
                self._note(scope, _LEFT, perf_counter() - started)
        except Exception as error:
            log_failure(error, route_of(scope))
            if status == 0:
                await error_response(500, *INTERNAL)(scope, receive, send_and_note)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        self.metrics.requested(route, scope["method"], status, seconds)
        _log.info("request", route=route, method=scope["method"], status=status, ms=round(seconds * 1000, 1))


def route_of(scope: Scope) -> str:
    """Return the route's template, such as `/api/procedures/{code}`: no user's words become a label."""
    if scope["path"].startswith("/static/"):
        return "/static"
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "unmatched"


def log_failure(error: Exception, route: str) -> None:
    """Log where an unexpected error rose; not its message, which may hold the question."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    _log.error(
        "failed",
        route=route,
        error=type(error).__name__,
        trace=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )
