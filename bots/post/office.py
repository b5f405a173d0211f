"""The post office put together: its database, its seal, and what other rooms ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bots.channel import BotsError
from bots.messages import Incoming, Part, Reply, Text
from bots.post import codes, contacts, inbox, keeping, outbox, tickets
from bots.post.codes import Moved
from bots.post.engine import Connection, Database, Result, Work
from bots.post.tickets import Ticket
from bots.post.waking import Bell
from bots.render import Form, render
from bots.seal import Seal

_CLOSED = "Cán bộ đã kết thúc phiếu {ticket}. Trợ lý tự động lại trả lời bạn từ bây giờ."
_PLAIN = Form(limit=2000)  # what every channel takes


class NoKeyError(BotsError):
    """A channel needs the key that hides people's ids, and there is none."""

    def __init__(self) -> None:
        super().__init__("MOTCUA_CHANNEL_KEY is not set: a channel needs it. Make one with: motcua channels secret")


class UnknownTicketError(BotsError):
    """There is no ticket of this number, or it is closed."""


@dataclass
class PostOffice:
    """One for each process. Without a seal it serves the web alone: tickets and codes."""

    database: Database
    handoff_hours: float = 12
    seal: Seal | None = None
    receiving: int = 0  # vendors that wait for their acknowledgement now
    bell: Bell = field(default_factory=Bell)  # rings when something may have to be worked on

    @property
    def sealed(self) -> Seal:
        """The seal.

        Raises:
            NoKeyError: There is none.
        """
        if self.seal is None:
            raise NoKeyError
        return self.seal

    async def receive(self, incomings: Sequence[Incoming]) -> int:
        """Return how much of what came in is new; all of it is on disk then.

        Raises:
            PostError: Nothing of it could be kept: the vendor has to deliver it again.
        """
        if not incomings:
            return 0
        seal = self.sealed
        self.receiving += 1
        try:
            return await self.write(lambda connection: inbox.add(connection, seal, incomings))
        finally:
            self.receiving -= 1
            self.bell.ring()

    async def write(self, work: Work[Result]) -> Result:
        """Do the work in a transaction; it is on disk when this returns."""
        return await asyncio.wrap_future(self.database.write(work))

    def ticket_of(self, conversation_id: str) -> Ticket | None:
        """Return the ticket for which the assistant is silent in a conversation; None where it is not."""
        return self.database.read(lambda connection: tickets.current(connection, contacts.talk_of(conversation_id)))

    def open_ticket(self, conversation_id: str, transcript: Sequence[dict[str, str]], note: str = "") -> Ticket:
        """Return the ticket of a conversation on the web, a new one where there is none, with the person's note."""

        def work(connection: Connection) -> Ticket:
            talk, hours = contacts.talk_of(conversation_id), self.handoff_hours
            ticket = tickets.open_one(connection, talk, None, "web", hours=hours, transcript=transcript)
            if note.strip():
                tickets.say(connection, ticket.id, "person", note)
            return ticket

        return self.database.write(work).result()

    def hear(self, ticket: Ticket, text: str) -> None:
        """Add what a person says to the ticket while the assistant is silent."""
        self.database.write(lambda connection: tickets.say(connection, ticket.id, "person", text)).result()

    def reply(self, number: str, text: str, name: str) -> Ticket:
        """Send an officer's words to the person, and keep the assistant silent as long again.

        Raises:
            UnknownTicketError: There is no such ticket, or it is closed.
        """
        return self._to_person(number, text, name, closes=False)

    def close_ticket(self, number: str, name: str) -> Ticket:
        """Close a ticket and tell the person that the assistant answers again.

        Raises:
            UnknownTicketError: There is no such ticket, or it is closed already.
        """
        return self._to_person(number, _CLOSED.format(ticket=number), name, closes=True)

    def make_code(self, conversation_id: str) -> str:
        """Return a code that carries a conversation of the web to a channel."""
        return self.database.write(lambda connection: codes.make(connection, conversation_id, None)).result()

    def take_code(self, typed: str) -> Moved | None:
        """Return what a code stands for and use it up; the channel that it leaves begins anew. None: a wrong code."""

        def work(connection: Connection) -> Moved | None:
            moved = codes.take(connection, typed)
            if moved is not None and moved.lane is not None:
                self.leave(connection, moved.lane)
            if moved is not None:
                tickets.follow(connection, contacts.talk_of(moved.conversation_id), None, "web")
            return moved

        return self.database.write(work).result()

    def leave(self, connection: Connection, lane: str) -> None:
        """Let a channel's contact begin a new conversation: the old one has moved elsewhere."""
        contact = contacts.load(connection, self.sealed, lane)
        if contact is not None:
            fresh = {"conversation_id": contacts.new_conversation_id()}
            contacts.save(connection, self.sealed, contact.model_copy(update=fresh))

    def latest_ticket(self, conversation_id: str) -> Ticket | None:
        """Return the last ticket of a conversation with what was said, open or not."""
        return self.database.read(lambda connection: tickets.latest(connection, contacts.talk_of(conversation_id)))

    def resume(self, conversation_id: str) -> Ticket | None:
        """Close a conversation's open ticket because the person wants the assistant back; return its last one."""

        def work(connection: Connection) -> Ticket | None:
            ticket = tickets.current(connection, contacts.talk_of(conversation_id))
            if ticket is not None:
                tickets.close(connection, ticket.id)
            return tickets.latest(connection, contacts.talk_of(conversation_id))

        return self.database.write(work).result()

    def tickets(self, *, only_open: bool, page: int = 1) -> list[Ticket]:
        """Return a page of tickets for a desk, the oldest that waits first."""
        return self.database.read(lambda connection: tickets.listed(connection, only_open=only_open, page=page))

    def ticket(self, number: str) -> Ticket | None:
        """Return one ticket with everything that was said."""
        return self.database.read(lambda connection: tickets.read(connection, number))

    def tickets_of(self, conversation_id: str) -> list[Ticket]:
        """Return every ticket of a conversation."""
        return self.database.read(lambda connection: tickets.all_of(connection, contacts.talk_of(conversation_id)))

    def channels_of(self, conversation_id: str) -> list[str]:
        """Return the channels on which a conversation is held."""
        return self.database.read(
            lambda connection: [channel for _, channel in contacts.lanes_of(connection, conversation_id)]
        )

    def forget(self, conversation_id: str) -> int:
        """Delete all that the post office keeps of a conversation, and return how many rows that were."""
        gone = self.database.write(lambda connection: contacts.forget(connection, conversation_id)).result()
        self.database.forget_log()
        return gone

    def sweep(self) -> int:
        """Delete what is older than it is kept for, and return how many rows that were."""
        gone = self.database.write(keeping.sweep).result()
        self.database.forget_log()
        return gone

    def close(self) -> None:
        """Finish what is being written and close the database."""
        self.database.close()

    def _to_person(self, number: str, text: str, name: str, *, closes: bool) -> Ticket:
        def work(connection: Connection) -> Ticket:
            ticket = tickets.read(connection, number)
            if ticket is None or ticket.state == "closed":
                raise UnknownTicketError(f"there is no open ticket {number}")
            if closes:
                tickets.close(connection, number)
                tickets.say(connection, number, "system", text, name)
            else:
                tickets.say(connection, number, "officer", text, name)
                tickets.prolong(connection, number, self.handoff_hours)
            self._post(connection, number, text if closes else f"Cán bộ ({name}) trả lời:\n{text}")
            told = tickets.read(connection, number)
            assert told is not None  # it was read in this transaction
            return told

        told = self.database.write(work).result()
        self.bell.ring()
        return told

    def _post(self, connection: Connection, number: str, text: str) -> None:
        lane = tickets.lane_of(connection, number)
        if lane is None:
            return
        contact = contacts.load(connection, self.sealed, lane)
        if contact is not None:
            parts: Sequence[Part] = render(Reply(blocks=(Text(text=text),)), _PLAIN)
            outbox.put(connection, self.sealed, contact, parts)
