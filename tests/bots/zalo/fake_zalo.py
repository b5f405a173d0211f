"""A local Zalo over real HTTP: the Official Account API, its token service, and the Bot Platform.

It remembers what it accepted. Tokens rotate as Zalo's do: a refresh token works once, and a renewal kills the access
token before it. A fault can be ordered for the next request of a service.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

APP_ID, APP_SECRET, OA_ID = "360846524940903967", "app-secret-for-tests", "388613280878808645"
USER_ID = "246845883529197922"
BOT_ACCOUNT = "1234567890"
BOT_TOKEN = f"{BOT_ACCOUNT}:bot-secret-for-tests"
CODE = "consent-code-for-tests"
LIMIT = 2000


def oa_error(code: int, message: str = "…") -> tuple[int, bytes]:
    """Return an error in the Official Account API's form, with HTTP 200."""
    return 200, json.dumps({"error": code, "message": message}).encode()


def bot_error(code: int, description: str = "…", status: int = 200) -> tuple[int, bytes]:
    """Return an error in the Bot Platform's form."""
    return status, json.dumps({"ok": False, "description": description, "error_code": code}).encode()


def page(status: int) -> tuple[int, bytes]:
    """Return a gateway's page."""
    return status, b"<html><body>nginx</body></html>"


class FakeZalo:
    """Both services on one port; `url` is the address of each."""

    def __init__(self) -> None:
        self.access, self.refresh = "access-token-0", "refresh-token-0"
        self.verifiers: dict[str, str] = {}  # by code: the verifier that it wants
        self.refreshes: list[str] = []  # refresh tokens as they were presented
        self.sent: list[dict[str, Any]] = []  # messages that the Official Account API accepted
        self.bot_calls: list[tuple[str, dict[str, Any]]] = []
        self.bot_sent: list[dict[str, Any]] = []
        self.updates: deque[dict[str, Any]] = deque()
        self.webhook: dict[str, Any] = {}
        self.reachable = True
        self.seen: list[str] = []  # paths of all requests
        self.faults: dict[str, deque[Any]] = {name: deque() for name in ("oa", "oauth", "bot")}
        self.retry_after: str | None = None
        self.go_on, self.lock = threading.Event(), threading.Lock()
        self.buttons_allowed = False
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeZalo:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fail(self, service: str, *faults: Any) -> None:
        """Have the next requests of a service fail: "cut", "slow", "held", or a status with a body; None is no fault.

        "cut" breaks the connection once the request was worked on, "slow" answers only at the end of the test, "held"
        once `go_on` is set.
        """
        self.faults[service].extend(faults)

    def oa_send(self, headers: Any, body: bytes) -> tuple[int, bytes]:
        if "application/json" not in headers.get("content-type", ""):
            return oa_error(-201, "Params is invalid")
        if headers.get("access_token") != self.access:
            return oa_error(-216, "Access token is invalid")
        value = json.loads(body)
        message = value["message"]
        if len(message["text"].encode("utf-16-le")) // 2 > LIMIT:
            return oa_error(-210, "Parameter exceed the max allowed")
        if "attachment" in message and not self.buttons_allowed:
            return oa_error(-201, "Params is invalid")
        with self.lock:
            self.sent.append(value)
            number = len(self.sent)
        data = {"message_id": f"oa-message-{number}", "user_id": value["recipient"]["user_id"], "sent_time": "1"}
        return 200, json.dumps({"data": data, "error": 0, "message": "Success"}).encode()

    def oauth(self, headers: Any, body: bytes) -> tuple[int, bytes]:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if "x-www-form-urlencoded" not in headers.get("content-type", "") or form.get("app_id") != APP_ID:
            return 200, _oauth_error(-14002, "Invalid app id.")
        if headers.get("secret_key") != APP_SECRET:
            return 200, _oauth_error(-14004, "Invalid secret key.")
        with self.lock:
            if form["grant_type"] == "refresh_token":
                self.refreshes.append(form["refresh_token"])
                if form["refresh_token"] != self.refresh:
                    return 200, _oauth_error(-14014, "Invalid refresh token.")
            elif self.verifiers.pop(form["code"], None) != form["code_verifier"]:
                return 200, _oauth_error(-14005, "Invalid code.")
            number = int(self.access.rsplit("-", 1)[1]) + 1
            self.access, self.refresh = f"access-token-{number}", f"refresh-token-{number}"
            pair = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}
        return 200, json.dumps(pair).encode()

    def bot(self, path: str, body: bytes) -> tuple[int, bytes]:
        prefix, _, method = path.removeprefix("/bot").partition("/")
        if prefix != BOT_TOKEN:
            return bot_error(401, "Unauthorized", 401)
        value = json.loads(body)
        self.bot_calls.append((method, value))
        answers = {
            "getMe": self._me,
            "getUpdates": self._update,
            "sendMessage": self._bot_message,
            "sendChatAction": lambda _value: None,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": lambda _value: self.webhook,
        }
        if method not in answers:
            return bot_error(404, "Not Found")
        result = answers[method](value)
        return result if isinstance(result, tuple) else (200, json.dumps({"ok": True, "result": result}).encode())

    def _me(self, _value: Any) -> dict[str, Any]:
        return {"id": BOT_ACCOUNT, "account_name": "bot.motcua", "account_type": "BASIC", "can_join_groups": False}

    def _update(self, value: Any) -> Any:
        if self.webhook.get("url") or not isinstance(value.get("timeout"), str):
            return bot_error(400, "Bad Request")
        return self.updates.popleft() if self.updates else bot_error(408, "Request timeout")

    def _bot_message(self, value: Any) -> Any:
        if not 1 <= len(value["text"].encode("utf-16-le")) // 2 <= LIMIT:
            return bot_error(400, "Bad Request: text")
        self.bot_sent.append(value)
        return {"message_id": f"bot-message-{len(self.bot_sent)}", "date": 1789033572455}

    def _set_webhook(self, value: Any) -> Any:
        if not 8 <= len(value.get("secret_token", "")) <= 256:
            return bot_error(400, "Bad Request: secret_token")
        self.webhook = {"url": value["url"], "updated_at": 1789033572455}
        found = {"ok": self.reachable, "outcome": "…", "status_code": 200 if self.reachable else 502, "hint": "…"}
        return {**self.webhook, "verification": found}

    def _delete_webhook(self, _value: Any) -> Any:
        self.webhook = {}
        return {"url": "", "updated_at": 1789033572456}


def _oauth_error(code: int, name: str) -> bytes:
    return json.dumps({"error": code, "error_name": name, "error_reason": "…", "ref_doc": "…"}).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: FakeZalo) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake = fake


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        fake: FakeZalo = self.server.fake  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        fake.seen.append(self.path)
        service, work = self._service(fake, body)
        fault = fake.faults[service].popleft() if fake.faults[service] else None
        if fault == "held":
            fake.go_on.wait(30)
        answer = fault if isinstance(fault, tuple) else work()
        if fault == "slow":
            fake.go_on.wait(30)
        if fault in ("cut", "slow"):
            self.close_connection = True
        else:
            self._answer(*answer, fake.retry_after)

    def _service(self, fake: FakeZalo, body: bytes) -> tuple[str, Any]:
        if self.path == "/v3.0/oa/message/cs":
            return "oa", lambda: fake.oa_send(self.headers, body)
        if self.path == "/v4/oa/access_token":
            return "oauth", lambda: fake.oauth(self.headers, body)
        return "bot", lambda: fake.bot(self.path, body)

    def _answer(self, status: int, body: bytes, retry_after: str | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
