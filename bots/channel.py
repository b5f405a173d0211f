"""What every channel can do, and how sending through one fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bots.messages import ChannelName, Incoming, Part, Reply


class BotsError(Exception):
    """Base of what goes wrong at the doors."""


class UnreadableEvent(BotsError):
    """A genuine request of a vendor that this program cannot read; `reason` quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendError(BotsError):
    """A message that the vendor did not accept, or may not have. `code` is the vendor's own, `reason` has no secret."""

    def __init__(self, reason: str, code: int | str | None = None) -> None:
        super().__init__(reason if code is None else f"{code}: {reason}")
        self.reason, self.code = reason, code


class TryLater(SendError):
    """It may work later: a rate limit, a fault of the vendor, no connection.

    Args:
        reason: What happened.
        code: The vendor's code.
        after_seconds: How long the vendor asks to wait; None where it does not say.
        maybe_sent: The vendor may have accepted it: the connection broke after the request had left.
        whole_account: Every conversation of the account has to wait, not this one alone.
    """

    def __init__(
        self,
        reason: str,
        code: int | str | None = None,
        *,
        after_seconds: float | None = None,
        maybe_sent: bool = False,
        whole_account: bool = False,
    ) -> None:
        super().__init__(reason, code)
        self.after_seconds, self.maybe_sent, self.whole_account = after_seconds, maybe_sent, whole_account


class Unreachable(SendError):
    """This person cannot be written to: blocked, left, or past the window in which the vendor allows it."""


class Refused(SendError):
    """The vendor says that the message is wrong: our mistake, and sending it again would not help."""


class AccountStopped(SendError):
    """Nothing can be sent from this account until a person mends it: a dead token, an unpaid bill."""


class Channel(Protocol):
    """One account of one vendor. `verify`, `read` and `render` touch nothing outside."""

    @property
    def name(self) -> ChannelName:
        """Which vendor."""

    @property
    def account(self) -> str:
        """The id of the bot or Official Account; known without asking the vendor."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a webhook's request is the vendor's; names of headers are in lower case."""

    def read(self, body: bytes) -> Sequence[Incoming]:
        """Return what happened, in order; empty for what concerns nobody, such as an echo of our own message.

        Raises:
            UnreadableEvent: It is no event that this program can read.
        """

    def render(self, reply: Reply) -> Sequence[Part]:
        """Return the reply as messages within the channel's limits."""

    async def send(self, conversation: str, part: Part) -> str:
        """Send one message and return the vendor's id of it.

        Args:
            conversation: As in `Incoming.conversation`.
            part: What to send.

        Raises:
            SendError: One of its four kinds.
        """

    async def composing(self, conversation: str) -> None:
        """Show for a few seconds that an answer is being written, where the channel can; never raises."""

    async def acknowledge(self, incoming: Incoming) -> None:
        """Tell the vendor that a tap was noticed, where it wants to know; never raises."""

    async def open(self) -> None:
        """Get ready to send.

        Raises:
            SendError: The account cannot be used.
        """

    async def close(self) -> None:
        """Close the connections."""
