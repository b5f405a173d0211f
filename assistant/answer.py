"""The assistant: one question in, one structured answer out. Nothing that a person can type raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant import clock
from assistant.advice import NO_ADVISER, Adviser
from assistant.conversation import ConversationStore
from assistant.due_dates import with_filing
from assistant.finding import Finder
from assistant.guard import hear_what_is_not_served
from assistant.records import Answer, Question
from assistant.settings import Settings
from assistant.several import Several
from assistant.talk import hear_choice, hear_correction, hear_greeting, hear_nothing, hear_return
from assistant.transcript import said
from assistant.turn import Turn, new_conversation
from assistant.understand import understand
from assistant.voice import Voice
from knowledge.snapshot import Snapshot

# Of one kind each: a place without marks, a story, a list, a comparison.
_FIRST_WORDS = (
    "toi o phuong Ben Nghe quan 1, lam lai can cuoc bi mat het bao nhieu tien",
    "mẹ tôi vừa mất, phải làm những gì",
    "thủ tục nào căn cứ Nghị định 123/2015/NĐ-CP",
    "liệt kê thủ tục cấp xã không thu phí",
)

Ear = Callable[[], Answer | None]
"""One way to hear a message; None: it is something else."""


class Assistant:
    """Answers questions from one snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        conversations: ConversationStore,
        settings: Settings,
        adviser: Adviser = NO_ADVISER,
    ) -> None:
        self._snapshot, self._conversations, self._adviser = snapshot, conversations, adviser
        self._voice = Voice(snapshot, settings)
        self._finder = Finder(snapshot, self._voice)
        self._several = Several(snapshot, self._voice, self._finder)

    def warm_up(self) -> None:
        """Read what the first question would wait for: lexicons, models, tables; nothing is answered or kept."""
        for words in _FIRST_WORDS:
            turn = Turn(Question(question=words), understand(words), new_conversation(None))
            self._answer(turn)

    def ask(self, question: Question) -> Answer:
        """Return the answer to one question of a conversation.

        Raises:
            ConversationStoreError: The store of conversations cannot be reached.
        """
        known = self._conversations.load(question.conversation_id) if question.conversation_id else None
        conversation = known or new_conversation(question.conversation_id)
        turn = Turn(
            question,
            with_filing(understand(question.question), clock.today()),
            conversation,
            advice=self._adviser.turn(),
        )
        answer = turn.advice.phrase(turn.said.text, self._answer(turn))
        self._keep(turn, answer)
        turn.lap("total")
        return answer.model_copy(update={"timings_ms": turn.timings_ms})

    def _keep(self, turn: Turn, answer: Answer) -> None:
        """Keep the talk and what was said: once a turn, because each time waits for the disk."""
        after = turn.after[0] if turn.after else turn.conversation
        self._conversations.save(after, said(turn.question.question, answer, after.turns))
        turn.lap("remember")

    def _answer(self, turn: Turn) -> Answer:
        heard = (ear() for ear in self._ears(turn))
        return next((answer for answer in heard if answer is not None), None) or self._finder.by_search(turn)

    def _ears(self, turn: Turn) -> Iterator[Ear]:
        """Yield the ways to hear a message before its words are searched for, the surest first."""
        yield lambda: hear_nothing(turn, self._voice)
        yield lambda: hear_choice(turn, self._voice, self._finder)
        yield lambda: hear_greeting(turn, self._voice)
        yield lambda: hear_what_is_not_served(turn, self._voice, self._finder)
        yield lambda: self._several.plan_again(turn)
        yield lambda: hear_return(turn, self._finder)
        yield lambda: hear_correction(turn, self._voice, self._finder)
        yield lambda: self._several.of_those(turn)
        yield lambda: self._several.in_force(turn)
        yield lambda: self._several.compare(turn)
        yield lambda: self._finder.by_code(turn)
        yield lambda: self._several.look_up(turn)
        yield lambda: self._several.plan(turn)
        yield lambda: self._several.place(turn)
