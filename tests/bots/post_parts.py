"""A post office over a real database, with a channel that remembers what it sent; for tests of channels."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fake_house import FakeAssistant

from assistant.conversation import Conversation, ConversationStore
from assistant.records import Answer, Question
from assistant.transcript import SaidTurn, Transcript, said
from bots.channel import UnreadableEvent
from bots.messages import ChannelName, Incoming, Part, Reply
from bots.post.clerk import Clerk
from bots.post.clerk_words import House
from bots.post.engine import Database
from bots.post.office import PostOffice
from bots.post.postman import Postman
from bots.render import Form, render
from bots.seal import Seal

SECRET = "khóa thử của bưu cục 0123456789"
ACCOUNT = "777"
Deliver = Callable[["FakeChannel", str, Part], None]


def incoming(text: str, number: int = 1, *, chat: str = "5001", kind: str = "text", **more: object) -> Incoming:
    """Something that came in, the vendor's number and order being the same."""
    values = {
        "channel": "telegram",
        "account": ACCOUNT,
        "raw_id": f"{chat}-{number}",
        "order": number,
        "kind": kind,
        "sender": chat,
        "conversation": chat,
        "text": text,
    }
    return Incoming.model_validate(values | more)


@dataclass
class FakeChannel:
    """A channel whose vendor is a list; `deliver` may raise what a vendor's answer comes to."""

    name: ChannelName = "telegram"
    account: str = ACCOUNT
    form: Form = field(default_factory=lambda: Form(limit=4096, buttons=8, thumbs=True))
    sent: list[tuple[str, Part]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    composing_to: list[str] = field(default_factory=list)
    deliver: Deliver | None = None

    def verify(self, headers: Mapping[str, str], _body: bytes) -> bool:
        return headers.get("x-test-secret", "") == SECRET

    def read(self, body: bytes) -> Sequence[Incoming]:
        try:
            told = json.loads(body)
            return [incoming(told["text"], told["number"], chat=told["chat"])] if told["text"] else []
        except (ValueError, KeyError, TypeError):
            raise UnreadableEvent("not an event") from None

    def render(self, reply: Reply) -> Sequence[Part]:
        return render(reply, self.form)

    async def send(self, conversation: str, part: Part) -> str:
        if self.deliver is not None:
            self.deliver(self, conversation, part)
        self.sent.append((conversation, part))
        return f"m-{len(self.sent)}"

    async def composing(self, conversation: str) -> None:
        self.composing_to.append(conversation)

    async def acknowledge(self, incoming: Incoming) -> None:
        self.acknowledged.append(incoming.token)

    async def open(self) -> None:
        return None

    async def close(self) -> None:
        return None

    def texts(self, chat: str | None = None) -> list[str]:
        return [part.text for to, part in self.sent if chat in {None, to}]


@dataclass
class FakeTalks:
    """Conversations in memory, with what was said."""

    kept: dict[str, Conversation] = field(default_factory=dict)
    turns: dict[str, list[SaidTurn]] = field(default_factory=dict)

    def load(self, conversation_id: str) -> Conversation | None:
        return self.kept.get(conversation_id)

    def save(self, conversation: Conversation, turn: SaidTurn | None = None) -> None:
        self.kept[conversation.id] = conversation
        if turn is not None:
            self.turns.setdefault(conversation.id, []).append(turn)

    def turn_ids(self, conversation_id: str, /) -> tuple[str, ...]:
        return tuple(turn.turn_id for turn in self.turns.get(conversation_id, ()))

    def forget(self, conversation_id: str, /) -> bool:
        return self.kept.pop(conversation_id, None) is not None

    def rate(self, turn_id: str, _rating: int, /) -> bool:
        return any(turn.turn_id == turn_id for turns in self.turns.values() for turn in turns)

    def rewind(self, conversation_id: str, before: Conversation | None) -> None:
        last = before.turns if before else 0
        self.turns[conversation_id] = [turn for turn in self.turns.get(conversation_id, []) if turn.number <= last]
        if before is None:
            self.kept.pop(conversation_id, None)
        else:
            self.kept[conversation_id] = before

    def export(self, conversation_id: str, /) -> Transcript | None:
        if conversation_id not in self.kept:
            return None
        return Transcript(conversation_id=conversation_id, turns=tuple(self.turns.get(conversation_id, ())))


@dataclass
class RememberingAssistant:
    """The fake assistant, which keeps its conversations as the real one does."""

    talks: ConversationStore
    inner: FakeAssistant = field(default_factory=FakeAssistant)
    after: Callable[[Question], None] | None = None  # called when the conversation is kept

    def ask(self, question: Question) -> Answer:
        answer = self.inner.ask(question)
        number = len(self.inner.questions)
        answer = answer.model_copy(update={"turn_id": f"t-{number:032x}"})
        known = self.talks.load(answer.conversation_id) or Conversation(id=answer.conversation_id)
        after = known.model_copy(update={"turns": known.turns + 1})
        self.talks.save(after, said(question.question, answer, after.turns))
        if self.after is not None:
            self.after(question)
        return answer


@dataclass
class Post:
    """Everything that a test of channels touches."""

    office: PostOffice
    channel: FakeChannel
    talks: FakeTalks
    assistant: RememberingAssistant
    clerk: Clerk
    rated: list[tuple[str, int, tuple[str, ...]]]
    forgotten: list[str]

    def postman(self, **more: object) -> Postman:
        key = (self.channel.name, self.channel.account)
        return Postman(self.office, {key: self.channel}, self.clerk, **more)  # type: ignore[arg-type]

    def deliver(self, *incomings: Incoming) -> None:
        """Receive, and work until nothing is open."""
        asyncio.run(self.delivered(*incomings))

    async def delivered(self, *incomings: Incoming) -> None:
        await self.office.receive(incomings)
        await self.settled()

    async def settled(self) -> None:
        """Run a postman until nothing is open any more."""
        postman = self.postman()
        running = asyncio.create_task(postman.run())
        for _ in range(1000):
            if not await asyncio.to_thread(self.open_rows):
                break
            await asyncio.sleep(0.02)
        postman.stop()
        await running

    def open_rows(self) -> int:
        return self.count("post_updates", "state in ('new', 'claimed')") + self.count(
            "post_messages", "state in ('waiting', 'sending')"
        )

    def count(self, table: str, where: str = "1 = 1") -> int:
        query = f"select count(*) from {table} where {where}"
        return self.office.database.read(lambda connection: int(connection.exec_driver_sql(query).scalar() or 0))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.office.database.read(lambda connection: [tuple(row) for row in connection.exec_driver_sql(query)])


def make_post(url: str, house: House | None = None) -> Post:
    office = PostOffice(Database(url), seal=Seal(SECRET))
    talks = FakeTalks()
    assistant = RememberingAssistant(talks)
    rated: list[tuple[str, int, tuple[str, ...]]] = []
    forgotten: list[str] = []

    def rate(turn_id: str, rating: int, reasons: Sequence[str]) -> None:
        rated.append((turn_id, rating, tuple(reasons)))

    def forget(conversation_id: str) -> None:
        forgotten.append(conversation_id)
        talks.kept.pop(conversation_id, None)
        talks.turns.pop(conversation_id, None)

    clerk = Clerk(assistant, talks, office, rate, forget, house or House())
    return Post(office, FakeChannel(), talks, assistant, clerk, rated, forgotten)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'channels.sqlite'}"


HOUSE = House("https://mc.example", hotline="1022", office="UBND phường Thử", office_hours="7:30 đến 17:00")


def asked(post: Post) -> list[str]:
    """Return the questions that reached the assistant."""
    return [question.question for question in post.assistant.inner.questions]
