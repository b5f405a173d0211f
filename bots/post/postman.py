"""Works the inbox and the outbox off: conversations side by side, each one in its order, nothing lost at a stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import structlog

from bots.channel import Channel, SendError
from bots.messages import ChannelName
from bots.post import contacts, inbox, outbox
from bots.post.clerk import Clerk
from bots.post.clerk_words import FAILED
from bots.post.contacts import Contact
from bots.post.engine import Connection, PostError, Work
from bots.post.handing import Served
from bots.post.inbox import Claimed, LostClaimError
from bots.post.office import PostOffice
from bots.post.outbox import Outgoing
from bots.post.replies import said
from bots.post.sending import not_sent, unforeseen, was_sent
from bots.post.waking import Waker

SERVING_AT_ONCE = 2  # answering is pure CPU: more threads only wait for each other
SENDING_AT_ONCE = 32
_TRIES = 3  # of serving an update, with what the assistant raises
_LOOK_SECONDS = 0.2  # how often it is looked for what another process put in
_YIELD_SECONDS = 0.3  # at most so long, answering waits for vendors who want their acknowledgement within two seconds
_SHOW_SECONDS = 0.4  # after which it is shown that an answer is being written
_SHOW_AGAIN_SECONDS = 4.0
_RETIRE_SECONDS = 2.0
_SEND_SECONDS = 60.0  # no vendor takes longer
_log = structlog.get_logger("motcua.post")


@dataclass
class Postman:
    """One worker. `life_seconds` is how long it may be silent before others take over what it holds."""

    office: PostOffice
    channels: Mapping[tuple[ChannelName, str], Channel]  # by name and account
    clerk: Clerk
    life_seconds: float = 15.0
    name: str = field(default_factory=lambda: f"{os.getpid()}-{secrets.token_hex(6)}")
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _waker: Waker | None = None
    _claimed_at: float = 0.0
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(SERVING_AT_ONCE, "clerk"))

    async def run(self) -> None:
        """Work until `stop`; what is in hand then is finished, the rest is given back."""
        await self._begin()
        waker = self._waker = Waker(self.office.bell, _LOOK_SECONDS)
        loops = [
            asyncio.create_task(self._keep_living()),
            asyncio.create_task(self._work_off(self._claim_updates, self._serve, SERVING_AT_ONCE, waker)),
            asyncio.create_task(self._work_off(self._claim_messages, self._send, SENDING_AT_ONCE, waker)),
        ]
        try:
            await self._stopping.wait()
            for loop in loops[1:]:
                await loop
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            with contextlib.suppress(Exception):  # a dead store gives nothing back: the next worker does
                retiring = self.office.write(lambda connection: inbox.retire(connection, self.name))
                await asyncio.wait_for(retiring, _RETIRE_SECONDS)
            waker.close()
            self._threads.shutdown(wait=False, cancel_futures=True)

    def stop(self) -> None:
        """Let `run` end; safe to call from the event loop only."""
        self._stopping.set()
        if self._waker is not None:
            self._waker.wake()

    async def _begin(self) -> None:
        """Say that this worker lives, as soon as the database can be written."""
        while not self._stopping.is_set():
            try:
                await self._live()
            except PostError as error:
                _log.error("the postman cannot begin yet", reason=error.reason)
                await self._pause(1.0)
            else:
                return

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until it is time to stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _write_down(self, work: Work[None]) -> None:
        """Write what was done, as often as it takes: until then the conversation waits, and nobody else takes it.

        Raises:
            LostClaimError: Another worker took it over.
            PostError: The database refuses this very work, or it is time to stop.
        """
        wait = 0.2
        while True:
            try:
                await self.office.write(work)
            except PostError as error:
                if not error.passing or self._stopping.is_set():
                    raise
                _log.error("not written down yet", reason=error.reason)
                await self._pause(wait)
                wait = min(2 * wait, 5.0)
            else:
                return

    async def _keep_living(self) -> None:
        while True:
            await asyncio.sleep(self.life_seconds / 3)
            try:
                await self._live()
            except Exception as error:
                _log.error("heart missed a beat", error=type(error).__name__)

    async def _live(self) -> None:
        until = time.time() + self.life_seconds
        back = await self.office.write(lambda connection: inbox.keep_alive(connection, self.name, until))
        if back:
            _log.warning("took over from a worker that died", updates_and_messages=back)

    async def _work_off(self, claim: Any, do: Any, at_once: int, waker: Waker) -> None:
        """Claim and do, so many at once, until it is time to stop; then wait for what is in hand."""
        doing: set[asyncio.Task[None]] = set()
        while not self._stopping.is_set():
            seen = waker.now
            try:
                claimed = await claim(at_once - len(doing)) if len(doing) < at_once else []
            except Exception as error:
                _log.error("nothing could be claimed", error=type(error).__name__, reason=str(error))
                await asyncio.sleep(1.0)
                continue
            for one in claimed:
                task = asyncio.create_task(_logged(do(one)))
                doing.add(task)
                task.add_done_callback(doing.discard)
                task.add_done_callback(lambda _: waker.wake())
            if not claimed:
                await waker.wait(seen)
        if doing:
            await asyncio.wait(doing)

    async def _claim_updates(self, limit: int) -> list[Claimed]:
        now = time.monotonic()
        if self.office.receiving:
            if now - self._claimed_at < _YIELD_SECONDS:
                return []
            limit = 1
        self._claimed_at = now
        seal, accounts = self.office.sealed, tuple(self.channels)
        return await self.office.write(lambda connection: inbox.claim(connection, seal, self.name, accounts, limit))

    async def _claim_messages(self, limit: int) -> list[Outgoing]:
        seal, accounts = self.office.sealed, tuple(self.channels)
        return await self.office.write(lambda connection: outbox.claim(connection, seal, self.name, accounts, limit))

    async def _serve(self, claimed: Claimed) -> None:
        channel = self.channels[(claimed.incoming.channel, claimed.contact.account)]
        if claimed.incoming.token:
            await channel.acknowledge(claimed.incoming)
        showing = asyncio.create_task(_show(channel, claimed.contact.address))
        try:
            await self._serve_or_put_back(claimed, channel)
        finally:
            showing.cancel()

    async def _serve_or_put_back(self, claimed: Claimed, channel: Channel) -> None:
        try:
            work, after = await asyncio.wrap_future(self._threads.submit(self._served, claimed, channel))
            await self._write_down(work)
            await asyncio.to_thread(after)
        except LostClaimError:
            _log.warning("another worker took an update over", channel=channel.name)
        except Exception as error:
            _log.error("an update failed", channel=channel.name, error=type(error).__name__, claims=claimed.claims)
            is_away = isinstance(error, PostError) and error.passing  # that is no failure of the update
            tries = inbox.CLAIMS_AT_MOST if is_away else _TRIES
            await self._write_down(self._failed(claimed, channel, type(error).__name__, tries))

    def _served(self, claimed: Claimed, channel: Channel) -> tuple[Work[None], Callable[[], None]]:
        """Serve, in a thread; return what has to be written in one transaction, and what to do after that."""
        if claimed.before is None:
            before = self.clerk.before(claimed.contact)
            self.office.database.write(
                lambda connection: inbox.note_before(connection, self.name, claimed.id, before)
            ).result()
        served = self.clerk.serve(claimed)
        deleted: list[str] = []  # conversations that have to go when this is on disk

        def after() -> None:
            for conversation in deleted:
                self.clerk.forget(conversation)
            if served.contact is None:
                self.office.database.forget_log()

        return lambda connection: self._write(connection, claimed, channel, served, deleted), after

    def _write(
        self, connection: Connection, claimed: Claimed, channel: Channel, served: Served, deleted: list[str]
    ) -> None:
        """Finish an update: its reply, its contact, and whatever else it comes to, all or nothing."""
        deleted.clear()
        seal, lane = self.office.sealed, claimed.contact.lane
        inbox.finish(connection, self.name, claimed.id)
        now = contacts.load(connection, seal, lane)
        if now is None:  # deleted in the meantime: what the assistant kept of this has to go too
            deleted.append(claimed.contact.conversation_id)
            return
        final = served.made(connection)
        deleted.extend(final.forgets)
        for one in final.works:
            one(connection)
        if final.contact is not None:
            contacts.save(connection, seal, _followed(final.contact, claimed.contact, now))
        elif contacts.has_waiting(connection, lane):
            contacts.save(connection, seal, contacts.fresh(claimed.contact))
        if final.reply is not None:
            outbox.put(connection, seal, claimed.contact, list(channel.render(final.reply)), claimed.id)

    def _failed(self, claimed: Claimed, channel: Channel, reason: str, tries: int) -> Work[None]:
        """Return what is written where serving raised: try again, or a dead letter and kind words to the person."""
        seal, reply = self.office.sealed, said(FAILED)

        def work(connection: Connection) -> None:
            if claimed.claims < tries:
                inbox.put_back(connection, self.name, claimed.id, outbox.wait_seconds(claimed.claims), reason)
                return
            inbox.finish(connection, self.name, claimed.id, dead=reason)
            outbox.put(connection, seal, claimed.contact, list(channel.render(reply)))  # a retry answers it anew

        return work

    async def _send(self, message: Outgoing) -> None:
        channel = self.channels[(message.channel, message.account)]
        try:
            vendor_id = await asyncio.wait_for(channel.send(message.address, message.part), _SEND_SECONDS)
        except Exception as error:
            failure = error if isinstance(error, SendError) else unforeseen(error)
            work = not_sent(self.name, message, failure)
        else:
            work = was_sent(self.name, message, vendor_id)
        try:
            await self._write_down(work)
        except LostClaimError:
            _log.warning("another worker took a message over", channel=channel.name)


def _followed(contact: Contact, before: Contact, now: Contact) -> Contact:
    """Return the contact as it is to be kept: a conversation that moved away meanwhile stays away."""
    if now.conversation_id == before.conversation_id:
        return contact
    return contact.model_copy(update={"conversation_id": now.conversation_id})


async def _show(channel: Channel, address: str) -> None:
    await asyncio.sleep(_SHOW_SECONDS)
    while True:
        await channel.composing(address)
        await asyncio.sleep(_SHOW_AGAIN_SECONDS)


async def _logged(doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except Exception as error:  # what could not be written is claimed again when this worker's claim runs out
        _log.error("could not be written down", error=type(error).__name__, reason=str(error))
