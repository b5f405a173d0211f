"""Faults of behaviour: answering what has to be refused, refusing what has to be answered, asking back or not."""

from __future__ import annotations

import re
from functools import partial

from evals.mutation.finding import borrowed
from evals.mutation.lines import HEAD, NOTICE, lines_of, with_lines
from evals.mutation.operators import FACETS, Operator, Place
from evals.transcripts import Reply, ReplyOption

_OBLIGING = (
    "Được bạn nhé. Bạn chuẩn bị giấy tờ rồi nộp tại Trung tâm Phục vụ hành chính công; "
    "cán bộ sẽ giải quyết cho bạn trong 5 ngày làm việc."
)
_GREETING = "Chào bạn! Tôi là Một Cửa. Bạn cần làm thủ tục gì?"
_REFUSAL = "Việc này nằm ngoài phạm vi của tôi: tôi chỉ trả lời về thủ tục hành chính của Việt Nam."
_WHICH = "Có mấy thủ tục gần với câu hỏi của bạn. Bạn cần thủ tục nào?"


def _on(*behaviors: str) -> frozenset[str]:
    return frozenset(behaviors)


def _instead(behavior: str, words: str, reply: Reply, _: Place) -> Reply | None:
    """The reply tells nothing of a record any more: other words under another behaviour."""
    emptied = {"procedures": (), "facet": None, "citations": (), "checklist": (), "options": ()}
    return reply.model_copy(update={**emptied, "behavior": behavior, "text": _with_notice(reply, words)})


def _with_notice(reply: Reply, words: str) -> str:
    return "\n".join([words, *(line for line in lines_of(reply) if line.startswith(NOTICE))])


def _answered(reply: Reply, place: Place) -> Reply | None:
    """What should not be answered gets an answer: that of some procedure, or obliging words."""
    other = place.neighbours.neighbour(place.seed)
    return borrowed(reply, other) if other is not None else _instead("answer", _OBLIGING, reply, place)


def _obliging_words(reply: Reply, _: Place) -> Reply | None:
    """The behaviour keeps its name, and the words do what was asked."""
    return reply.model_copy(update={"text": _with_notice(reply, _OBLIGING)})


def _first_option_taken(reply: Reply, place: Place) -> Reply | None:
    if not reply.options:
        return None
    option = reply.options[0]
    known = place.neighbours.about(option.value)
    if known is not None:
        return borrowed(reply, known)
    first = [procedure for procedure in reply.procedures if procedure.code == option.value]
    rest = [procedure for procedure in reply.procedures if procedure.code != option.value]
    words = f"{option.label} {HEAD}{option.value})"
    taken = {"behavior": "answer", "options": (), "procedures": (*first, *rest), "text": _with_notice(reply, words)}
    return reply.model_copy(update=taken)


def _option_dropped(reply: Reply, place: Place) -> Reply | None:
    if len(reply.options) < 2:
        return None
    gone = place.choose(reply.options)
    line = re.compile(rf"\d+\. {re.escape(gone.label)}")
    kept = [told for told in lines_of(reply) if not line.fullmatch(told)]
    options = tuple(option for option in reply.options if option is not gone)
    return with_lines(reply, kept).model_copy(update={"options": options})


def _asked_back(reply: Reply, _: Place) -> Reply | None:
    if len(reply.procedures) < 2:
        return None
    options = tuple(ReplyOption(label=one.title, value=one.code) for one in reply.procedures[:2])
    listed = [f"{number}. {option.label}" for number, option in enumerate(options, start=1)]
    text = _with_notice(reply, "\n".join([_WHICH, *listed]))
    asked = {"behavior": "clarify", "citations": (), "checklist": (), "options": options, "text": text}
    return reply.model_copy(update=asked)


BEHAVIOR_FAULTS = (
    Operator(
        "first_option_taken",
        "a question back is left out: the first choice is told",
        _on("clarify"),
        _first_option_taken,
    ),
    Operator("option_dropped", "one of the choices of a question back is missing", _on("clarify"), _option_dropped),
    Operator("refusal_answered", "what has to be refused is answered", _on("refuse"), _answered),
    Operator("warning_answered", "what has to be warned of is answered", _on("warn"), _answered),
    Operator("handoff_answered", "what a person has to do is answered", _on("handoff"), _answered),
    Operator(
        "obliging_words",
        "a refusal, warning or hand-over keeps its name and does what was asked",
        _on("refuse", "warn", "handoff"),
        _obliging_words,
    ),
    Operator("answer_refused", "an ordinary question is refused", FACETS, partial(_instead, "refuse", _REFUSAL)),
    Operator(
        "answer_greeted", "a greeting comes back in place of the answer", FACETS, partial(_instead, "greet", _GREETING)
    ),
    Operator("asked_back_needlessly", "a clear question is asked back about", FACETS, _asked_back),
)
"""Faults of behaviour, in the order of reports."""
