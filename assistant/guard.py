"""The first ear for what is no question about a procedure: it is answered by its rule, whatever the talk is about."""

from __future__ import annotations

from assistant import clock
from assistant.due_dates import find_filing
from assistant.finding import Finder
from assistant.records import Answer
from assistant.scope import judge, lean
from assistant.turn import Turn
from assistant.voice import Voice


def hear_what_is_not_served(turn: Turn, voice: Voice, finder: Finder) -> Answer | None:
    """Answer a scam, an order to the assistant, another matter; None: it is a question about a procedure."""
    leaning = lean(turn.said, talking=turn.last is not None)
    # "nộp hôm nay thì bao giờ có" is a question about a limit, however little of it any record has.
    files = leaning.rule is None and find_filing(turn.said.text, clock.today()) is not None
    if files or not leaning.is_open:
        return None
    rule = judge(leaning, finder.search(turn, turn.said.text))
    if rule is None:
        return None
    return voice.greet(turn) if rule.behavior == "greet" else voice.say_rule(turn, rule)
