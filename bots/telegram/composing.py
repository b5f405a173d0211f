"""The sign that an answer is being written: a draft in private chats, else "typing"."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from itertools import count

from bots.channel import AccountStopped, Refused
from bots.telegram.api import BotApi

_PAUSE_SECONDS = 1.0  # between two signs in one chat. Source: Telegram's limit of about one message a second
_MOST_KEPT = 1000


class Composing:
    """Shows the sign, at most about once a second in a conversation."""

    def __init__(self, api: BotApi, clock: Callable[[], float] = time.monotonic) -> None:
        self._api, self._clock = api, clock
        self._shown: OrderedDict[str, tuple[int, float]] = OrderedDict()  # conversation: its draft, and when
        self._numbers = count(1)  # a draft's number is never 0
        self._drafts = True

    def ended(self, conversation: str) -> None:
        """Note that the answer is sent: the next sign is another draft."""
        self._shown.pop(conversation, None)

    async def show(self, conversation: str, chat: int, thread: int | None) -> None:
        """Show the sign, unless it was shown just now.

        Raises:
            SendError: Telegram did not take it.
        """
        now = self._clock()
        draft, last_seconds = self._shown.get(conversation, (0, now - _PAUSE_SECONDS))
        if now - last_seconds < _PAUSE_SECONDS:
            return
        draft = draft or next(self._numbers)
        self._shown[conversation] = draft, now
        self._shown.move_to_end(conversation)
        while len(self._shown) > _MOST_KEPT:
            self._shown.popitem(last=False)
        if not (chat > 0 and self._drafts and await self._drafted(chat, thread, draft)):
            await self._api.send_typing(chat, thread)

    async def _drafted(self, chat: int, thread: int | None, draft: int) -> bool:
        """Return whether a draft was taken; a Bot API without drafts is not asked again."""
        try:
            await self._api.send_draft(chat, thread, draft)
        except (AccountStopped, Refused):  # no such method, or not for this bot
            self._drafts = False
            return False
        return True
