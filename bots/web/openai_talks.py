"""Follow-ups for clients that keep no conversation but send all of it each time.

What was said is known by a keyed hash of it. Behind the hash of each answered history waits the conversation that led
there, for whoever sends that history next, once. A history that nobody waits for (regenerated or edited, of another
worker, from before a restart) is gone through again: the user's earlier messages are asked anew in a new conversation.
So an answer rests on nothing but the messages that came with its question, whoever else asked the same before.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from assistant.records import Answer, Audience, Option, Question
from bots.web.openai_shapes import Message
from knowledge.vietnamese import nfc

REPLAYED = 6
"""So many earlier messages of the user are gone through again at most: what a follow-up means is said in the last."""

_KEPT = 10_000  # histories, of about 300 bytes each
_ALIKE = 8  # conversations that wait behind one history, such as a common first question and its answer
_KEPT_SECONDS = 900.0  # well below the hours for which a conversation is kept by default
_SAID = frozenset({"user", "assistant"})

Ask = Callable[[Question, str], Awaitable[Answer]]
"""Asks the assistant; the second argument labels the channel."""


@dataclass(frozen=True)
class Asked:
    """One request: who asks, for whom, where, what was said before, and the question."""

    caller: str  # key, user and chat, as far as the client names them: their histories are apart
    audience: Audience
    place: str | None
    history: tuple[tuple[str, str], ...]  # role and words
    question: str
    named: str | None = None  # the conversation that the client names itself

    @classmethod
    def of(
        cls,
        caller: str,
        audience: Audience,
        messages: Sequence[Message],
        *,
        place: str | None = None,
        named: str | None = None,
    ) -> Asked:
        """Return the request; the last words of the user are the question, and instructions of a system are none."""
        last = max(at for at, message in enumerate(messages) if message.role == "user")
        said = [(message.role, message.text) for message in messages[:last] if message.role in _SAID]
        history = tuple((role, words) for role, words in said if words.strip())
        return cls(caller, audience, place, history, messages[last].text, named)


@dataclass(frozen=True)
class Talk:
    """Where a conversation stands: its id, and the choices that were offered last."""

    conversation_id: str | None = None
    options: tuple[Option, ...] = ()

    def taken(self, words: str) -> str:
        """Return the value of the choice whose number was typed, else the words."""
        number = words.strip().rstrip(".)")
        if number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= len(self.options):
            return self.options[int(number) - 1].value
        return words


@dataclass
class Talks:
    """The conversations of one process that wait to be gone on with. Used from the event loop alone."""

    kept: int = _KEPT  # histories at most
    kept_seconds: float = _KEPT_SECONDS
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _waiting: OrderedDict[bytes, deque[tuple[float, Talk]]] = field(default_factory=OrderedDict)

    async def answer(self, asked: Asked, ask: Ask) -> Answer:
        """Return the answer to the question, given what was said before it."""
        talk = self._take(asked) or (self._named(asked) if not asked.history else await _gone_through(asked, ask))
        return await ask(_question(asked, talk, asked.question), "openai")

    def keep(self, asked: Asked, answer: Answer, text: str) -> None:
        """Let the conversation wait for the history that ends with this answer.

        Args:
            text: The answer as the client got it, and will send it.
        """
        history = (*asked.history, ("user", asked.question), ("assistant", text))
        key = self._key(asked, history)
        waiting = self._waiting.setdefault(key, deque(maxlen=_ALIKE))
        waiting.append((time.monotonic() + self.kept_seconds, Talk(answer.conversation_id, answer.options)))
        self._waiting.move_to_end(key)
        while len(self._waiting) > self.kept:
            self._waiting.popitem(last=False)

    def _take(self, asked: Asked) -> Talk | None:
        """Return a conversation that led to this history, and let no one else have it."""
        key = self._key(asked, asked.history)
        waiting = self._waiting.get(key)
        if not waiting:
            return None
        until, talk = waiting.pop()
        if not waiting:
            del self._waiting[key]
        return talk if until > time.monotonic() else None

    def _named(self, asked: Asked) -> Talk:
        """Return the conversation that the client names: it keeps the history with us. Nobody's key opens another's."""
        if asked.named is None:
            return Talk()
        named = json.dumps([asked.caller, asked.audience, asked.named])
        return Talk("v1-" + sha256(named.encode("utf-8", "replace")).hexdigest()[:48])

    def _key(self, asked: Asked, history: Sequence[tuple[str, str]]) -> bytes:
        # Clients trim and re-wrap what they store: only the words count.
        said = [(role, " ".join(nfc(words).split())) for role, words in history]
        whole = json.dumps([asked.caller, asked.audience, asked.place, said])
        return hmac.digest(self.secret, whole.encode(), "sha256")


async def _gone_through(asked: Asked, ask: Ask) -> Talk:
    """Ask the earlier messages of the user anew, and return where that leads."""
    talk = Talk()
    for words in [words for role, words in asked.history if role == "user"][-REPLAYED:]:
        answer = await ask(_question(asked, talk, words), "openai-replay")
        talk = Talk(answer.conversation_id, answer.options)
    return talk


def _question(asked: Asked, talk: Talk, words: str) -> Question:
    return Question(
        question=talk.taken(words),
        conversation_id=talk.conversation_id,
        audience=asked.audience,
        place=asked.place,
    )
