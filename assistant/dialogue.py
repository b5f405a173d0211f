"""What a message means after what was said before: a choice, a follow-up, or something new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation import Conversation
from assistant.records import Option
from assistant.understand import Understanding
from knowledge.records import Facet
from knowledge.search import Hit
from knowledge.vietnamese import fold

_NEW_TOPIC_LEAD = 0.12  # how much better another procedure must fit before the talk moves to it
_NEW_TOPIC_FROM = 0.55  # and how well


@dataclass(frozen=True)
class Chosen:
    """The procedure that a choice names, and what was asked about it."""

    code: str
    facets: tuple[Facet, ...]
    full: bool = False


def resolve_option(said: Understanding, conversation: Conversation) -> Chosen | None:
    """Return what the message chooses among the options offered last; None where it chooses nothing.

    A choice is the option's value, its number, or its label, with or without diacritics; "xem đầy đủ" asks for the
    rest of the last answer.
    """
    if said.wants_all and conversation.code and said.topic_words <= 2 and not said.codes:
        return Chosen(conversation.code, said.facets or conversation.facets, full=True)
    choices = procedure_choices(conversation)
    for number, option in enumerate(choices, start=1):
        if said.number == number or said.text == option.value or said.wording.folded == fold(option.label):
            return Chosen(option.value, conversation.facets)
    return None


def procedure_choices(conversation: Conversation) -> tuple[Option, ...]:
    """Return the options offered last that stand for procedures; their values are codes."""
    return tuple(option for option in conversation.options if option.value[:1].isdigit())


def is_follow_up(said: Understanding) -> bool:
    """Whether the message names no topic of its own: "bao lâu thì xong", "thủ tục này có mất tiền không"."""
    if said.topic_words == 0:
        return bool(said.facets) or said.refers_back
    return said.topic_words <= 2 and bool(said.facets) and said.refers_back


def stays_with(last: str, hits: Sequence[Hit]) -> bool:
    """Whether a ranking leaves the talk with the last procedure: nothing else fits clearly better."""
    if not hits or hits[0].code == last:
        return bool(hits)
    score = next((hit.score for hit in hits if hit.code == last), None)
    return score is not None and (hits[0].score - score < _NEW_TOPIC_LEAD or hits[0].score < _NEW_TOPIC_FROM)
