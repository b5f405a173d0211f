"""Files of the page: under a name that changes with their content, kept by browsers, sent compressed."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
_KEPT = "public, max-age=31536000, immutable"
_ASKED_AGAIN = "no-cache"
_VERSION = re.compile(r"v-[0-9a-f]{12}")
_SMALLEST_BYTES = 400
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_COMMENTS = re.compile(r"^\s*(?://.*|/\*[\s\S]*?\*/[ \t]*)\n", re.MULTILINE)  # those with lines of their own
_INDENTATION = re.compile(r"^\s+", re.MULTILINE)


@cache
def version() -> str:
    """Return the name of these files' present content, such as `v-0123456789ab`."""
    digest = hashlib.sha256()
    for file in sorted(STATIC.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"v-{digest.hexdigest()[:12]}"


def asset(name: str) -> str:
    """Return the address of a file; modules and styles that it names relatively have the same version."""
    return f"/static/{version()}/{name}"


@cache
def lean(name: str) -> str:
    """Return the text of a script or a style sheet as it is sent: without comments and indentation.

    Phones on slow lines load all of it. Nothing else is changed: what a browser shows is what is written here.
    """
    return _INDENTATION.sub("", _COMMENTS.sub("", (STATIC / name).read_text(encoding="utf-8")))


@cache
def chat_modules() -> tuple[str, ...]:
    """Return the names of the modules that the chat is made of, so that a page can ask for all of them at once."""
    others = {"widget.js", "procedure.js", "papers.js"}
    return tuple(file.name for file in sorted(STATIC.glob("*.js")) if file.name not in others)


class VersionedFiles(StaticFiles):
    """The files under `/static/NAME` and `/static/VERSION/NAME`; those of the present version may be kept for good.

    Files of another version are answered with today's, to be asked for again: a page that was open during an upgrade
    still finds them.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file; raises starlette's 404 where there is none."""
        first, _, rest = path.partition("/")
        named = _VERSION.fullmatch(first) is not None
        name = rest if named else path
        response = await super().get_response(name, scope)
        kind = _TYPES.get(Path(name).suffix)
        if kind is not None and response.status_code == 200:
            response = Response(lean(name), media_type=kind)
        response.headers["Cache-Control"] = _KEPT if first == version() else _ASKED_AGAIN
        return response


class Compressed:
    """ASGI middleware: pages and their files are compressed; what is under `/api` and other doors never is.

    Streams stand there, and a compressor would hold back their events.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._compressing = GZipMiddleware(app, minimum_size=_SMALLEST_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = scope.get("path", "")
        is_page = path in {"/", "/widget.js", "/rieng-tu"} or path.startswith(("/static/", "/thu-tuc/"))
        await (self._compressing if is_page else self.app)(scope, receive, send)
