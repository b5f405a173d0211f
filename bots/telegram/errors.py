"""What Telegram and the network say, as this program's own errors. No text here ever holds the bot's token."""

from __future__ import annotations

import re

import httpx
from telegram.error import TelegramError

from bots.channel import AccountStopped, BotsError, Refused, SendError, TryLater, Unreachable
from bots.telegram.request import Declined

_REASON_CHARS = 200
_QUOTED = re.compile(r'"[^"]*"')  # Telegram quotes the message that it refuses
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    RuntimeError,  # the connections are closed
)
# Telegram gives no codes for these, only words. Source: error descriptions of the Bot API's server.
_NOBODY_THERE = (
    "chat not found",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "peer_id_invalid",
    "user_is_blocked",
    "user is deactivated",
    "group chat was deactivated",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "rights to send",
    "need administrator rights",
)


class TelegramNotSet(BotsError):
    """A setting that Telegram needs is missing or wrong; the message says what to do."""


class WebhookActive(BotsError):
    """Updates go to a webhook, so that polling gets none."""

    def __init__(self) -> None:
        super().__init__(
            "a webhook is set for this bot, so Telegram hands no updates to long polling. "
            "Either run: motcua telegram delete-webhook, or let the webhook receive them: motcua serve"
        )


class Moved(Unreachable):
    """A group became a supergroup and has a new id."""

    def __init__(self, chat: int) -> None:
        super().__init__("the group has a new id", 400)
        self.chat = chat


def send_error(error: TelegramError, token: str) -> SendError:
    """Return the error of a call as one of ours, without the token and without the message's words."""
    if isinstance(error, Declined):
        return _declined(error, _without(token, error.description))
    cause = error.__cause__
    return TryLater(
        f"no answer from Telegram ({type(cause or error).__name__})", maybe_sent=not isinstance(cause, _NEVER_LEFT)
    )


def _declined(error: Declined, reason: str) -> SendError:
    code = error.code
    if error.new_chat is not None:
        return Moved(error.new_chat)
    if not error.is_telegrams:
        # A gateway passed the request on, or a page of somebody else stands where the Bot API should.
        maybe_sent = not 300 <= code < 500
        return TryLater("no answer in the Bot API's form; see MOTCUA_TELEGRAM_URL", code, maybe_sent=maybe_sent)
    if code == 429:
        return TryLater("too many messages", code, after_seconds=error.retry_after_seconds)
    if code in {401, 404}:
        return AccountStopped("Telegram does not know this bot: check MOTCUA_TELEGRAM_TOKEN", code)
    if code == 403:
        return Unreachable(reason, code)
    if code == 409:
        return TryLater("another program receives this bot's updates", code)
    if code >= 500:  # also a server that restarts says 500, after it may have sent the message
        return TryLater("a fault of Telegram", code, maybe_sent=True)
    return Unreachable(reason, code) if any(said in reason.lower() for said in _NOBODY_THERE) else Refused(reason, code)


def _without(token: str, description: str) -> str:
    return _QUOTED.sub('"…"', description.replace(token, "…"))[:_REASON_CHARS]
