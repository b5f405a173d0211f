"""Messages that live from the talk: choices, numbers, greetings, corrections, and going back to an earlier matter."""

from __future__ import annotations

from assistant.clarification import BY_TITLE
from assistant.clarify import is_unsure
from assistant.compose import replies
from assistant.dialogue import Chosen, procedure_choices, resolve_case, resolve_option
from assistant.discourse import find_correction, find_return
from assistant.finding import Finder
from assistant.kinds import shipped_kinds
from assistant.plan_talk import step_number
from assistant.records import Answer, Option
from assistant.safety import is_greeting
from assistant.turn import Turn
from assistant.understand import LONGEST_CHARS
from assistant.voice import Voice
from knowledge.keyboards import from_vni
from knowledge.query import analyse
from knowledge.vietnamese import clean

_KNOWN_BY_WORDS = 0.02  # chance from which words mean one of a talk's few matters; by hand, on `dev_dialogues`
_LIKE_THANKS = 0.5  # chance, as typed, from which words that name nothing of the counter are thanks


def hear_nothing(turn: Turn, voice: Voice) -> Answer | None:
    """Answer a message without a letter or digit."""
    return None if turn.said.readable else voice.say(turn, "error", replies.unreadable())


def hear_choice(turn: Turn, voice: Voice, finder: Finder) -> Answer | None:
    """Answer what chooses among the options offered last, by number, value, label or words; or a number in vain."""
    waiting = turn.conversation.clarification
    if waiting is not None and waiting.attribute == BY_TITLE and is_unsure(turn.said):
        return voice.say(turn, "clarify", replies.reply("which_procedure"))
    answer = finder.narrow(turn, waiting) if waiting is not None else None
    if answer is not None:
        return answer
    chosen = resolve_option(turn.said, turn.conversation)
    if chosen is not None:
        return finder.take(turn, chosen)
    case = resolve_case(turn.said, turn.conversation)
    if case is not None:
        return finder.by_code(turn.about(case))
    step = step_number(turn.said, len(turn.conversation.plan))
    if step is not None:
        return finder.take(turn, Chosen(turn.conversation.plan[step - 1].value, ()))
    if turn.said.number is None:
        return None
    if waiting is not None:
        return voice.clarify(turn, waiting)
    options = procedure_choices(turn.conversation)
    return voice.choose(turn, options) if options else voice.say(turn, "clarify", replies.reply("no_menu"))


def hear_greeting(turn: Turn, voice: Voice) -> Answer | None:
    """Answer a greeting, thanks or a goodbye."""
    greets = turn.said.greets or is_greeting(turn.said.wording) or _thanks_only(turn)
    return voice.greet(turn) if greets else None


def _thanks_only(turn: Turn) -> bool:
    """Whether what is left beside courtesies asks nothing and is said as thanks are: "quá đỉnh, cảm ơn ad"."""
    said, typed = turn.said, from_vni(clean(turn.question.question, LONGEST_CHARS))
    if said.text == typed or said.facets or said.codes or said.administrative or said.personal_number:
        return False
    if any(unit.meanings for unit in analyse(said.text).units):
        return False
    return shipped_kinds().chances(typed)["greet"] >= _LIKE_THANKS


def hear_correction(turn: Turn, voice: Voice, finder: Finder) -> Answer | None:
    """Answer what takes the last message back: with what is meant instead, or with what else it might have been."""
    talked = turn.conversation.code is not None or bool(procedure_choices(turn.conversation))
    correction = find_correction(turn.said.text) if talked else None
    if correction is None:
        return None
    meant = turn.about(correction.rest)
    if meant.said.topic_words == 0 and not meant.said.narrows:
        if meant.said.facets and turn.conversation.code is not None:  # "nhầm, ý em là lệ phí"
            return finder.take(meant, Chosen(turn.conversation.code, meant.said.facets))
        others = turn.conversation.others or _all_but_last(turn)
        if not others:
            return voice.say(turn, "clarify", replies.reply("which_procedure"))
        return voice.say(turn, "clarify", "", heading=replies.reply("another_one"), options=others)
    return finder.put_right(meant)


def hear_return(turn: Turn, finder: Finder) -> Answer | None:
    """Answer what goes back to an earlier matter of the talk; None where the talk has no other one."""
    trail = turn.conversation.trail
    back = find_return(turn.said.text) if trail else None
    if back is None:
        return None
    meant = turn.about(back.rest)
    facets = meant.said.facets or turn.said.facets
    if meant.said.topic_words:
        hits = finder.search(meant, meant.said.text, codes=trail)
        if hits and hits[0].score >= _KNOWN_BY_WORDS:
            return finder.take(meant, Chosen(hits[0].code, facets))
        return None
    code = (
        turn.conversation.order[0]
        if back.position == "first" and turn.conversation.order
        else trail[min(1, len(trail) - 1)]
    )
    return finder.take(meant, Chosen(code, facets))


def _all_but_last(turn: Turn) -> tuple[Option, ...]:
    return tuple(option for option in procedure_choices(turn.conversation) if option.value != turn.conversation.code)
