"""Faults between the person and the assistant: what was said does not arrive as it was said."""

from __future__ import annotations

import re

from assistant.records import Question
from evals.mutation.lines import bare
from evals.mutation.operators import Place, QuestionOperator

_KEPT_CHARS = 40


def _talk_forgotten(question: Question, _: Place) -> Question:
    return question.model_copy(update={"conversation_id": None})


def _syllable_lost(question: Question, place: Place) -> Question:
    syllables = bare(question.question).split()
    if len(syllables) < 2:
        return question
    lost = place.number(len(syllables))
    return _said(question, " ".join(syllables[:lost] + syllables[lost + 1 :]))


def _cut(question: Question, _: Place) -> Question:
    return _said(question, question.question[:_KEPT_CHARS])


def _citizen(question: Question, _: Place) -> Question:
    return question.model_copy(update={"audience": "citizen"})


def _place_dropped(question: Question, _: Place) -> Question:
    return question.model_copy(update={"place": None})


def _numbers_lost(question: Question, _: Place) -> Question:
    said = re.sub(r"\d+", "", question.question)
    return _said(question, said) if said.strip() else question


def _said(question: Question, words: str) -> Question:
    return question.model_copy(update={"question": words})


QUESTIONS = (
    QuestionOperator("talk_forgotten", "the conversation id is lost", _talk_forgotten),
    QuestionOperator("syllable_lost", "the message arrives without marks and without one syllable", _syllable_lost),
    QuestionOperator("question_cut", "the message is cut after 40 characters", _cut),
    QuestionOperator("audience_lost", "an officer is taken for a citizen", _citizen),
    QuestionOperator("place_lost", "where the person is does not arrive", _place_dropped),
    QuestionOperator("numbers_lost", "the figures and codes of the message are lost", _numbers_lost),
)
"""Faults of the question, in the order of reports."""
