"""A conversation in other hands: an officer's for a while, or another channel's from now on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from assistant.conversation import Conversation
from assistant.transcript import SaidTurn, TurnLog
from bots.messages import HandOver, Reply, Text
from bots.post import clerk_words as words
from bots.post import codes, contacts, tickets
from bots.post.clerk_words import House
from bots.post.contacts import Contact
from bots.post.engine import Connection, Work
from bots.post.office import PostOffice
from bots.post.replies import said

_TURNS = 20  # of the conversation that an officer sees
_GIVEN_CHARS = 200


@runtime_checkable
class Talks(TurnLog, Protocol):
    """The assistant's conversations, as far as the clerk needs them."""

    def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None where it is unknown."""

    def rewind(self, conversation_id: str, before: Conversation | None) -> None:
        """Make it again what it was, without the turns that came later."""


@dataclass(frozen=True)
class Served:
    """What one update comes to: the reply, the contact as it is from now on, and what else is written with them.

    `make` stands for the reply where that is known only when the rest is written.
    """

    reply: Reply | None
    contact: Contact | None  # None: it was forgotten
    works: tuple[Work[Any], ...] = ()
    forgets: tuple[str, ...] = ()  # conversations that are deleted when all this is on disk
    make: Work[Served] | None = None

    def made(self, connection: Connection) -> Served:
        """Return what this comes to, made in the transaction that keeps it."""
        return self if self.make is None else self.make(connection)


def transcript_of(log: TurnLog, conversation_id: str) -> list[dict[str, str]]:
    """Return the last turns as an officer reads them: redacted questions and what was answered."""
    kept = log.export(conversation_id)
    return [_turn(turn) for turn in kept.turns[-_TURNS:]] if kept else []


def hand_over(office: PostOffice, talks: Talks, house: House, contact: Contact) -> Served:
    """Open a ticket, and tell the person where and when somebody answers."""
    transcript = transcript_of(talks, contact.conversation_id)

    def make(connection: Connection) -> Served:
        ticket = tickets.open_one(
            connection,
            contacts.talk_of(contact.conversation_id),
            contact.lane,
            contact.channel,
            hours=office.handoff_hours,
            transcript=transcript,
        )
        told = HandOver(ticket=ticket.id, where=house.where, when=house.when)
        blocks = (Text(text=words.HANDED_OVER), told, Text(text=f"\n{words.SILENT}"))
        return Served(Reply(blocks=blocks), contact)

    return Served(None, contact, make=make)


def hear_staff(office: PostOffice, contact: Contact, text: str) -> Served:
    """Note that an officer typed in the vendor's own console: the assistant is silent from now on."""

    def work(connection: Connection) -> None:
        talk = contacts.talk_of(contact.conversation_id)
        hours = office.handoff_hours
        ticket = tickets.open_one(connection, talk, contact.lane, contact.channel, hours=hours, cause="console")
        tickets.prolong(connection, ticket.id, hours)
        tickets.say(connection, ticket.id, "officer", text, "OA")

    return Served(None, contact, (work,))


def pass_on(contact: Contact, number: str, text: str) -> Served:
    """Add what the person says to the open ticket; the first time say that it was passed on."""

    def make(connection: Connection) -> Served:
        ticket = tickets.read(connection, number)
        tickets.say(connection, number, "person", text)
        first = ticket is not None and not any(one.said_by == "person" for one in ticket.words)
        return Served(said(words.WITH_OFFICER.format(ticket=number)) if first else None, contact)

    return Served(None, contact, make=make)


def resume(office: PostOffice, contact: Contact) -> Served:
    """Close the open ticket: the person wants the assistant back."""
    ticket = office.ticket_of(contact.conversation_id)
    if ticket is None:
        return Served(said(words.NO_TICKET), contact)
    told = said(words.BACK.format(ticket=ticket.id))
    return Served(told, contact, (lambda connection: tickets.close(connection, ticket.id),))


def give_code(contact: Contact) -> Served:
    """Make the code that carries the conversation to another channel."""

    def make(connection: Connection) -> Served:
        code = codes.make(connection, contact.conversation_id, contact.lane)
        return Served(said(words.CODE.format(code=code)), contact)

    return Served(None, contact, make=make)


def move_here(office: PostOffice, talks: Talks, contact: Contact, typed: str) -> Served:
    """Take over the conversation behind a code; the channel that it leaves begins anew.

    What was held here before is deleted: nobody could reach it any more.
    """

    def make(connection: Connection) -> Served:
        moved = codes.take(connection, typed)
        if moved is None:
            return Served(said(words.WRONG_CODE), contact)
        replaced = contact.conversation_id if moved.conversation_id != contact.conversation_id else None
        if replaced is not None:
            contacts.forget_tickets(connection, replaced)
        if moved.lane is not None and moved.lane != contact.lane:
            office.leave(connection, moved.lane)
        tickets.follow(connection, contacts.talk_of(moved.conversation_id), contact.lane, contact.channel)
        here = contact.model_copy(update={"conversation_id": moved.conversation_id})
        told = said(words.MOVED + _last_words(talks, moved.conversation_id))
        return Served(told, here, forgets=(replaced,) if replaced is not None else ())

    return Served(None, contact, make=make)


def _last_words(talks: Talks, conversation_id: str) -> str:
    kept = talks.export(conversation_id)
    if kept is None or not kept.turns:
        return ""
    return f"\nCâu gần nhất: “{kept.turns[-1].question[:_GIVEN_CHARS]}”"


def _turn(turn: SaidTurn) -> dict[str, str]:
    return {"asked_at": turn.asked_at.isoformat(timespec="seconds"), "question": turn.question, "answer": turn.text}
