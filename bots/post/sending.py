"""What becomes of a message, by what the vendor said of it."""

from __future__ import annotations

import structlog

from bots.channel import AccountStopped, Refused, SendError, TryLater, Unreachable
from bots.post import outbox
from bots.post.engine import Connection, Work
from bots.post.outbox import Outgoing

_PAUSE_SECONDS = 300.0  # of an account that a person has to mend
_log = structlog.get_logger("motcua.post")


def was_sent(worker: str, message: Outgoing, vendor_id: str) -> Work[None]:
    """Return what is written where the vendor took a message."""
    return lambda connection: outbox.sent(connection, worker, message.id, vendor_id)


def not_sent(worker: str, message: Outgoing, failure: SendError) -> Work[None]:
    """Return what is written where the vendor did not take a message, by the class of its error."""
    level = _log.error if isinstance(failure, AccountStopped | Refused) else _log.warning
    level("a message was not sent", channel=message.channel, kind=type(failure).__name__, reason=str(failure))

    def work(connection: Connection) -> None:
        match failure:
            case TryLater():
                after = failure.after_seconds or outbox.wait_seconds(message.tries + 1)
                outbox.later(connection, worker, message, str(failure), after, failure.maybe_sent)
                if failure.whole_account:
                    outbox.pause(connection, message.channel, message.account, after, str(failure))
            case AccountStopped():
                outbox.hold(connection, worker, message, str(failure))
                outbox.pause(connection, message.channel, message.account, _PAUSE_SECONDS, str(failure))
            case Unreachable():
                outbox.give_up(connection, worker, message.id, f"{outbox.UNREACHABLE}: {failure}")
            case _:
                outbox.give_up(connection, worker, message.id, f"{type(failure).__name__}: {failure}")

    return work


def unforeseen(error: Exception) -> SendError:
    """Return what a channel should have raised; a message whose fate is unknown is tried again, marked so."""
    return TryLater(f"unforeseen {type(error).__name__}", maybe_sent=True)
