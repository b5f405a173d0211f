"""Decides what a person on a channel is told: by the assistant, or by the clerk where it is about the channel."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.conversation import Conversation
from assistant.records import Answer, Question
from bots.messages import Block, Choice, Incoming, Reply, Text
from bots.post import clerk_words as words
from bots.post import codes, contacts, handing
from bots.post.clerk_words import House
from bots.post.contacts import Asked, Contact, Memory
from bots.post.engine import Connection
from bots.post.handing import Served, Talks
from bots.post.inbox import Claimed
from bots.post.office import PostOffice
from bots.post.replies import RATEABLE, reply_of, said, tapped_value, with_taps
from bots.post.typed import rating_of, reason_of, says_goodbye, stars_of, wants_officer

MESSAGES_A_MINUTE = 20
# What is heard also while an officer has the conversation; all else goes to the officer.
_EVEN_THEN = frozenset({"tiep", "xoa", "chuyen", "help", "giup", "start", "gapcanbo"})
_COMMAND_MARKS = ("/", "#")


class Asker(Protocol):
    """Whoever answers questions."""

    def ask(self, question: Question) -> Answer:
        """Return the answer."""


@dataclass(frozen=True)
class Clerk:
    """Serves one update at a time, in the thread of whoever calls; it rates, rewinds and deletes; all else it returns.

    `rate` keeps what was thought of a turn; `forget` deletes a conversation with all that is kept of it elsewhere.
    """

    asker: Asker
    talks: Talks
    office: PostOffice
    rate: Callable[[str, int, Sequence[str]], None]
    forget: Callable[[str], None]
    house: House = field(default_factory=House)

    def serve(self, claimed: Claimed) -> Served:
        """Return what the update comes to.

        Raises:
            Exception: What the assistant or a store raises; the update is tried again then.
        """
        contact, incoming = claimed.contact, claimed.incoming
        if claimed.before is not None:
            self._go_back(contact, claimed.before)
        return self._introduced(contact, self._hear(contact, incoming))

    def before(self, contact: Contact) -> str:
        """Return the conversation as it is, as JSON; empty where there is none yet."""
        known = self.talks.load(contact.conversation_id)
        return known.model_dump_json() if known is not None else ""

    def _go_back(self, contact: Contact, before: str) -> None:
        known = Conversation.model_validate_json(before) if before else None
        self.talks.rewind(contact.conversation_id, known)

    def _introduced(self, contact: Contact, served: Served) -> Served:
        """Say first who this is, where that was not said yet."""
        if served.make is not None:
            return replace(served, make=lambda connection: self._introduced(contact, served.made(connection)))
        if served.reply is None or served.contact is None or served.contact.memory.introduced:
            return served
        greeting: tuple[Block, ...] = (Text(text=self.house.introduction + "\n"),)
        reply = served.reply.model_copy(update={"blocks": (*greeting, *served.reply.blocks)})
        return replace(served, contact=_remembering(served.contact, introduced=True), reply=reply)

    def _hear(self, contact: Contact, incoming: Incoming) -> Served:
        match incoming.kind:
            case "unfollow" | "withdraw":
                return self._forgotten(contact, None)
            case "follow":
                return Served(said(words.COMMANDS), contact)
            case "staff":
                return handing.hear_staff(self.office, contact, incoming.text)
            case "tap":
                return self._hear_tap(contact, incoming)
            case "attachment" | "unsupported" if not incoming.text.strip():
                return self._hear_no_words(contact, incoming)
            case _:
                return self._hear_text(contact, incoming, incoming.text.strip())

    def _hear_no_words(self, contact: Contact, incoming: Incoming) -> Served:
        ticket = self.office.ticket_of(contact.conversation_id)
        if ticket is not None:
            return handing.pass_on(contact, ticket.id, f"[{_kinds(incoming)}]")
        if incoming.kind == "unsupported":
            return Served(said(words.UNSUPPORTED + self.house.way_out), contact)
        return Served(said(_about_attachments(incoming)), contact)

    def _hear_tap(self, contact: Contact, incoming: Incoming) -> Served:
        tap = incoming.tapped
        if tap.startswith("fb:"):
            turn_id, _, thumb = tap.removeprefix("fb:").rpartition(":")
            return self._rated(contact, turn_id, 1 if thumb == "u" else -1)
        value = tapped_value(contact.memory.taps, tap) if tap.startswith("o:") else tap
        if not value:
            return Served(said(words.OLD_CHOICE), contact)
        return self._hear_text(contact, incoming, value)

    def _hear_text(self, contact: Contact, incoming: Incoming, text: str) -> Served:
        if (value := tapped_value(contact.memory.taps, text)) is not None:  # a Zalo button sends its payload as text
            text = value
        if text.startswith(_COMMAND_MARKS) or (text.isdigit() and self._added_choice(contact, text)):
            return self._obey(contact, incoming, self._added_choice(contact, text) or text)
        if codes.read(text) is not None:  # the code alone: whoever copied it from the page means that
            return self._move(contact, incoming, text)
        if wants_officer(text) and self.office.ticket_of(contact.conversation_id) is None:
            return handing.hand_over(self.office, self.talks, self.house, contact)
        ticket = self.office.ticket_of(contact.conversation_id)
        if ticket is not None:
            return handing.pass_on(contact, ticket.id, text)
        rated = self._hear_rating(contact, text)
        return rated if rated is not None else self._ask(contact, incoming, text)

    def _added_choice(self, contact: Contact, text: str) -> str | None:
        """Return the command behind a number, where the clerk itself added that choice to the last answer."""
        values = contact.memory.taps[-1][1] if contact.memory.taps else ()
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
        chosen = values[number - 1] if 1 <= number <= len(values) else ""
        return chosen if chosen.startswith("/") else None

    def _obey(self, contact: Contact, incoming: Incoming, text: str) -> Served:
        name, _, rest = text[1:].partition(" ")
        command = _COMMANDS.get(name.lower())
        ticket = self.office.ticket_of(contact.conversation_id)
        if ticket is not None and name.lower() not in _EVEN_THEN:
            return handing.pass_on(contact, ticket.id, text)
        if command is None:
            return Served(said(f"{words.UNKNOWN_COMMAND}\n{words.COMMANDS}"), contact)
        return command(self, contact, incoming, rest.strip())

    def _help(self, contact: Contact, _: Incoming, _rest: str) -> Served:
        return Served(said(words.COMMANDS), contact)

    def _start(self, contact: Contact, incoming: Incoming, rest: str) -> Served:
        return self._move(contact, incoming, rest) if rest else self._help(contact, incoming, rest)

    def _find(self, contact: Contact, incoming: Incoming, rest: str) -> Served:
        return self._ask(contact, incoming, rest) if rest else Served(said(words.FIND_WHAT), contact)

    def _for_officers(self, contact: Contact, _: Incoming, _rest: str) -> Served:
        return Served(said(words.FOR_OFFICERS), _remembering(contact, audience="officer"))

    def _for_citizens(self, contact: Contact, _: Incoming, _rest: str) -> Served:
        return Served(said(words.FOR_CITIZENS), _remembering(contact, audience="citizen"))

    def _meet_officer(self, contact: Contact, _: Incoming, _rest: str) -> Served:
        return handing.hand_over(self.office, self.talks, self.house, contact)

    def _resume(self, contact: Contact, _: Incoming, _rest: str) -> Served:
        return handing.resume(self.office, contact)

    def _move(self, contact: Contact, _: Incoming, rest: str) -> Served:
        if not rest:
            return handing.give_code(contact)
        return handing.move_here(self.office, self.talks, contact, rest)

    def _forget(self, contact: Contact, _: Incoming, _rest: str) -> Served:
        return self._forgotten(contact, said(words.FORGOTTEN))

    def _ask(self, contact: Contact, incoming: Incoming, text: str) -> Served:
        memory, too_many = _counted(contact.memory)
        contact = contact.model_copy(update={"memory": memory})
        if too_many:
            once = said(words.TOO_FAST) if memory.in_minute == MESSAGES_A_MINUTE + 1 else None
            return Served(once, contact)
        answer = self.asker.ask(
            Question(
                question=text,
                conversation_id=contact.conversation_id,
                audience=memory.audience,
                place=incoming.place or memory.place,
            )
        )
        before: list[Block] = []
        if incoming.attachments:
            before.append(Text(text=_about_attachments(incoming)))
        reply = reply_of(answer, self.house.public_url, thumbs=incoming.is_private, before=before)
        asked = Asked(what="thumb", turn_id=answer.turn_id) if answer.behavior in RATEABLE else None
        if answer.behavior == "greet" and memory.asked is not None and says_goodbye(text):
            asked = Asked(what="stars", turn_id=memory.asked.turn_id)
            reply = reply.model_copy(update={"blocks": (*reply.blocks, Text(text=f"\n{words.ASKS_STARS}"))})
        return Served(reply, _remembering(contact, asked=asked, taps=with_taps(memory.taps, answer)))

    def _hear_rating(self, contact: Contact, text: str) -> Served | None:
        asked = contact.memory.asked
        if asked is None:
            return None
        if asked.what == "thumb" and (rating := rating_of(text)) is not None:
            return self._rated(contact, asked.turn_id, rating)
        if asked.what == "reason" and (reason := reason_of(text, words.REASONS)) is not None:
            told = words.THANKS_REASON if self._keeps(asked.turn_id, -1, [reason]) else words.NOT_RATED
            return Served(said(told), _remembering(contact, asked=None))
        if asked.what == "stars" and (stars := stars_of(text)) is not None:
            told = words.THANKS_STARS if self._keeps(asked.turn_id, stars, ["satisfaction"]) else words.NOT_RATED
            return Served(said(told), _remembering(contact, asked=None))
        return None

    def _keeps(self, turn_id: str, rating: int, reasons: Sequence[str]) -> bool:
        """Whether the rating could be kept: a full disk costs a rating, not an answer."""
        try:
            self.rate(turn_id, rating, reasons)
        except OSError:
            return False
        return True

    def _rated(self, contact: Contact, turn_id: str, rating: int) -> Served:
        if not self._keeps(turn_id, rating, []):
            return Served(said(words.NOT_RATED), contact)
        if rating > 0:
            return Served(said(words.THANKS_UP), contact)
        reasons = [Choice(label=reason, value=reason) for reason in words.REASONS]
        return Served(
            said(words.WHY_WRONG, reasons), _remembering(contact, asked=Asked(what="reason", turn_id=turn_id))
        )

    def _forgotten(self, contact: Contact, reply: Reply | None) -> Served:
        self.forget(contact.conversation_id)

        def work(connection: Connection) -> int:
            return contacts.forget(connection, contact.conversation_id, asked_on=contact.lane)

        return Served(reply, None, (work,))


def _counted(memory: Memory) -> tuple[Memory, bool]:
    """Return the memory with one more message in this minute, and whether that is too many."""
    minute = int(time.time() // 60)
    count = memory.in_minute + 1 if memory.minute == minute else 1
    return memory.model_copy(update={"minute": minute, "in_minute": count}), count > MESSAGES_A_MINUTE


def _remembering(contact: Contact, **changes: object) -> Contact:
    return contact.model_copy(update={"memory": contact.memory.model_copy(update=changes)})


def _about_attachments(incoming: Incoming) -> str:
    kinds = {attachment.kind for attachment in incoming.attachments}
    if "location" in kinds:
        return words.NO_POSITIONS
    return words.NO_PICTURES.format(what=_kinds(incoming))


def _kinds(incoming: Incoming) -> str:
    """Return what came with a message, as people say it."""
    kinds = {attachment.kind for attachment in incoming.attachments}
    return ", ".join(name for kind, name in words.KINDS.items() if kind in kinds) or "nội dung này"


_COMMANDS: dict[str, Callable[[Clerk, Contact, Incoming, str], Served]] = {
    "start": Clerk._start,
    "help": Clerk._help,
    "giup": Clerk._help,
    "thutuc": Clerk._find,
    "canbo": Clerk._for_officers,
    "nguoidan": Clerk._for_citizens,
    "gapcanbo": Clerk._meet_officer,
    "tiep": Clerk._resume,
    "chuyen": Clerk._move,
    "xoa": Clerk._forget,
}
