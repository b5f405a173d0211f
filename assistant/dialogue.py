"""What a message means after what was said before: a choice, a follow-up, or something new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choices import WORTH_OFFERING
from assistant.conversation import Conversation
from assistant.records import Option
from assistant.understand import LAST, Understanding
from knowledge.records import Facet
from knowledge.search import Hit
from knowledge.vietnamese import fold

_NEW_TOPIC_LEAD = 0.12  # how much better another procedure must fit before the talk moves to it
_NEW_TOPIC_FROM = 0.85  # and how surely: three questions in four go on about the procedure just answered
_SURE_TOPIC_FROM = 0.9
_FEW_WORDS, _SOME_WORDS = 3, 6  # of a topic that a question may have and still go on about the last procedure


@dataclass(frozen=True)
class Chosen:
    """The procedure that a choice names, and what was asked about it."""

    code: str
    facets: tuple[Facet, ...]
    full: bool = False


def resolve_option(said: Understanding, conversation: Conversation) -> Chosen | None:
    """Return what the message chooses among the options offered last; None where it chooses nothing.

    A choice is the option's value, its number ("2", "cái thứ hai", "cái cuối"), or its label, with or without
    diacritics; "xem đầy đủ" asks for the rest of the last answer.
    """
    if said.wants_all and conversation.code and said.topic_words <= _FEW_WORDS and not said.codes:
        return Chosen(conversation.code, said.facets or conversation.facets, full=True)
    choices = procedure_choices(conversation)
    for number, option in enumerate(choices, start=1):
        wanted = len(choices) if said.number == LAST else said.number
        if wanted == number or said.text == option.value or said.wording.folded == fold(option.label):
            return Chosen(option.value, conversation.facets)
    return None


def procedure_choices(conversation: Conversation) -> tuple[Option, ...]:
    """Return the options offered last that stand for procedures; their values are codes."""
    return tuple(option for option in conversation.options if option.value[:1].isdigit())


def is_follow_up(said: Understanding) -> bool:
    """Whether the message names no topic of its own: "bao lâu thì xong", "thủ tục này có mất tiền không"."""
    return said.topic_words == 0 and (bool(said.facets) or said.refers_back)


def goes_on(said: Understanding, kind: str, best: float) -> bool:
    """Whether a question that finds nothing of its own goes on about the last procedure.

    Args:
        kind: What the ranking alone would decide.
        best: The chance that the best of the ranking is right.
    """
    if said.asks_whether and not said.facets and best < _SURE_TOPIC_FROM and said.topic_words <= _SOME_WORDS:
        return True  # "có cần mang ảnh không", "ủy quyền cho người khác đi lấy được không"
    if best >= _NEW_TOPIC_FROM or (kind == "none" and said.topic_words > _SOME_WORDS):
        return False
    return said.refers_back or said.topic_words <= (_SOME_WORDS if said.facets else _FEW_WORDS)


def stays_with(last: str, hits: Sequence[Hit]) -> bool:
    """Whether a ranking leaves the talk with the last procedure: it fits at all, and nothing fits clearly better."""
    score = next((hit.score for hit in hits if hit.code == last), 0.0)
    if score < WORTH_OFFERING:
        return False
    return hits[0].score - score < _NEW_TOPIC_LEAD or hits[0].score < _NEW_TOPIC_FROM
