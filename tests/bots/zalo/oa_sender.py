"""An Official Account over the local Zalo, and messages to send."""

from __future__ import annotations

import asyncio

from fake_zalo import APP_ID, OA_ID, USER_ID, FakeZalo
from memory_tokens import Clock, MemoryTokenStore, first_pair, tokens_over

from bots.messages import Button, Line, Part
from bots.zalo.oa import ZaloOa

BUTTONS = Part(
    lines=(Line(text="1. Khai sinh"), Line(text="2. Khai tử")),
    buttons=(
        (Button(label="1. Khai sinh", tap="khai sinh"), Button(label="Trang", url="https://dichvucong.example")),
        (Button(label="2. Khai tử", tap="khai tử"),),
    ),
)
PLAIN = Part(lines=(Line(text="Lệ phí: miễn."), Line(text="[1] “Miễn lệ phí”")))


class Sender:
    """An account over the fake, opened for each call."""

    def __init__(
        self,
        zalo: FakeZalo,
        *,
        url: str = "",
        buttons: bool = False,
        whole_seconds: float = 20,
        knock_seconds: float = 900,
    ) -> None:
        self.clock, self.zalo = Clock(), zalo
        self.store = MemoryTokenStore(self.clock)
        self.store.put(OA_ID, first_pair(zalo))
        self.tokens = tokens_over(zalo, self.store, self.clock)
        self.channel = ZaloOa(
            OA_ID,
            APP_ID,
            "oa-secret-for-tests",
            self.tokens,
            url=url or zalo.url,
            buttons=buttons,
            whole_seconds=whole_seconds,
            knock_seconds=knock_seconds,
            clock=self.clock,
        )

    def send(self, part: Part = PLAIN) -> str:
        async def sent() -> str:
            try:
                return await self.channel.send(USER_ID, part)
            finally:
                await self.channel.close()

        return asyncio.run(sent())
