"""What a message means after what was said before: a choice, a follow-up, or something new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cases import choose_case, is_case
from assistant.choices import WORTH_OFFERING
from assistant.conversation import THE_REST, Conversation
from assistant.records import Option
from assistant.understand import LAST, Understanding
from knowledge.records import Facet
from knowledge.search import Hit
from knowledge.vietnamese import fold

_NEW_TOPIC_LEAD = 0.12  # how much better another procedure must fit before the talk moves to it
_NEW_TOPIC_FROM = 0.85  # and how surely
_SURE_TOPIC_FROM = 0.9
# Source: second messages of `dev_talks` and topics changed in talks of our own: what goes on stays below.
_NEAR_ALONE, _CHANCE_ALONE = 0.6, 0.3
_NEAR_WITH_FACET, _CHANCE_WITH_FACET = 0.7, 0.5
_NEAR_WHEN_ASKED_FOR, _CHANCE_WHEN_ASKED_FOR = 0.55, 0.2
_STILL_FITS = 0.1
_RECALLED_FROM = 0.2
CHANGED_FROM = 0.03  # so likely another procedure has to be for the last one, changed in what was said
_MANY_WORDS = 14  # a question that is about nothing else and asks whether something is allowed goes on
_FEW_WORDS, _SOME_WORDS = 3, 6  # of a topic that a question may have and still go on about the last procedure


@dataclass(frozen=True)
class Chosen:
    """The procedure that a choice names, and what was asked about it."""

    code: str
    facets: tuple[Facet, ...]
    full: bool = False


def resolve_option(said: Understanding, conversation: Conversation) -> Chosen | None:
    """Return what the message chooses among the options offered last; None where it chooses nothing.

    A choice is the option's value, its number ("2", "cái thứ hai", "cái cuối"), its label, or words that one label
    alone has, with or without diacritics; "xem đầy đủ" asks for the rest of the last answer.
    """
    if said.wants_all and conversation.code and said.topic_words <= _FEW_WORDS and not said.codes:
        return Chosen(conversation.code, said.facets or conversation.facets, full=True)
    asked = said.number or 0
    if conversation.code and asked > 0 and THE_REST in conversation.options[asked - 1 : asked]:
        return Chosen(conversation.code, conversation.facets, full=True)
    choices = procedure_choices(conversation)
    for number, option in enumerate(choices, start=1):
        wanted = len(choices) if said.number == LAST else said.number
        if wanted == number or said.text == option.value or said.wording.folded == fold(option.label):
            return Chosen(option.value, conversation.facets)
    named = [option for option in choices if f" {said.wording.folded.strip(' .,!?')} " in f" {fold(option.label)} "]
    if conversation.asking and len(named) == 1 and said.topic_words <= _FEW_WORDS:
        return Chosen(named[0].value, conversation.facets)  # "cấp lại", of a menu that has one such
    return None


def resolve_case(said: Understanding, conversation: Conversation) -> str | None:
    """Return the question that asks for the case which the message chooses among those offered last; None for none.

    A case is chosen by its number, its label, or words that fix it: "mất rồi", "con tôi 15 tuổi".
    """
    offered = [option for option in conversation.options if is_case(option)]
    if not offered:
        return None
    wanted = len(offered) if said.number == LAST else said.number
    if wanted is not None and 0 < wanted <= len(offered):
        return offered[wanted - 1].value
    if said.facets or said.codes or said.topic_words > _SOME_WORDS:
        return None
    chosen = choose_case([option.label for option in offered], said.text)
    return offered[chosen].value if chosen is not None else None


def procedure_choices(conversation: Conversation) -> tuple[Option, ...]:
    """Return the options offered last that stand for procedures; their values are codes."""
    return tuple(option for option in conversation.options if option.value[:1].isdigit())


def is_follow_up(said: Understanding) -> bool:
    """Whether the message names no topic of its own: "bao lâu thì xong", "thủ tục này có mất tiền không"."""
    return said.topic_words == 0 and (bool(said.facets) or said.refers_back)


def goes_on(said: Understanding, kind: str, hits: Sequence[Hit], last: str) -> bool:
    """Whether a question that finds nothing of its own goes on about the last procedure.

    Args:
        kind: What the ranking alone would decide.
        hits: The ranking.
        last: The code of the last procedure.
    """
    best = hits[0].score if hits else 0.0
    if said.turns_away:
        return False
    if said.asks_whether and not said.facets and best < _SURE_TOPIC_FROM:
        few = said.topic_words <= _SOME_WORDS  # "có cần mang ảnh không", "ủy quyền cho người khác đi lấy được không"
        return few or (kind == "none" and said.topic_words <= _MANY_WORDS)
    if best >= _NEW_TOPIC_FROM or (kind == "none" and said.topic_words > _SOME_WORDS):
        return False
    if _names_another(said, hits, last):
        return False
    return said.refers_back or said.topic_words <= (_SOME_WORDS if said.facets else _FEW_WORDS)


def _names_another(said: Understanding, hits: Sequence[Hit], last: str) -> bool:
    """Whether the message is so near to how people ask for another procedure that it means that: "mất sổ đỏ"."""
    if not hits or any(hit.code == last and hit.score >= _STILL_FITS for hit in hits):
        return False
    near, chance = hits[0].features.get("phrased_cosine", 0.0), hits[0].score
    if said.facets:  # "bao lâu có thẻ" is near to much that takes time
        return said.topic_words > 0 and near >= _NEAR_WITH_FACET and chance >= _CHANCE_WITH_FACET
    return not said.refers_back and near >= _NEAR_ALONE and chance >= _CHANCE_ALONE


def recalled(hits: Sequence[Hit], last: str, trail: Sequence[str]) -> str | None:
    """Return the earlier procedure of a talk that a message means rather than the last one; None where none is."""
    chances = {hit.code: hit.score for hit in hits}
    meant = max((code for code in trail if code in chances), key=lambda code: chances[code], default=None)
    if meant is None or meant == last or chances[meant] < _RECALLED_FROM:
        return None
    return meant if chances[meant] > chances.get(last, 0.0) + _NEW_TOPIC_LEAD else None


def names_a_matter(said: Understanding, hits: Sequence[Hit], last: str) -> bool:
    """Whether "còn tạm trú thì sao" names another matter, and not only what is to change: "gia hạn thì sao"."""
    if not hits or hits[0].code == last:
        return False
    near = hits[0].features.get("phrased_cosine", 0.0)
    if said.narrows and len(said.own_topic) <= _FEW_WORDS:
        return bool(said.own_topic) and near >= _NEAR_WITH_FACET and hits[0].score >= _NEW_TOPIC_FROM
    return near >= _NEAR_WHEN_ASKED_FOR and hits[0].score >= _CHANCE_WHEN_ASKED_FOR


def stays_with(last: str, hits: Sequence[Hit]) -> bool:
    """Whether a ranking leaves the talk with the last procedure: it fits at all, and nothing fits clearly better."""
    score = next((hit.score for hit in hits if hit.code == last), 0.0)
    if score < WORTH_OFFERING:
        return False
    return hits[0].score - score < _NEW_TOPIC_LEAD or hits[0].score < _NEW_TOPIC_FROM
