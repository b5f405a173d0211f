"""What a language model may do in one turn, and what becomes of its word.

It phrases answers that are made already, points at one of the choices that are offered, names one of the facets, and
puts a follow-up into full words. None of these makes an answer: phrasing passes the claim check, a choice changes the
order of a menu, a facet adds a true section behind, a rewritten question finds more choices to offer.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Protocol, get_args

import structlog

from assistant.answer_lines import read_lines
from assistant.check import check
from assistant.language_model import LanguageModel, MissingAddress, MissingExtra, ModelSettings, connect
from assistant.lexicon import read_list
from assistant.prompts import Task, read_prompt
from assistant.records import Answer, Option
from knowledge.records import Facet
from knowledge.vietnamese import clean, fold

_LONGEST_ANSWER_CHARS = 3_000
_MOST_LINES = 8  # statements worth phrasing; more are a list
_LONGEST_QUESTION_CHARS = 500
_LEAST_SECONDS = 0.3  # with less time left the model is not asked any more
_IN_OVERVIEW: frozenset[Facet] = frozenset({"documents", "time", "fee", "where", "result", "overview"})
_FACETS: tuple[Facet, ...] = get_args(Facet)
_log = structlog.get_logger("motcua.language_model")


class Advice(Protocol):
    """A language model's part in one turn; each method returns what it was given where the model has nothing to add."""

    def phrase(self, question: str, answer: Answer) -> Answer:
        """Return the answer, its lines reworded as far as the claim check lets them stand."""

    def order(self, question: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Return the same options, the one that is meant first."""

    def facets(self, question: str) -> tuple[Facet, ...]:
        """Return the facets of a question that names none: the overview, and a facet that it leaves out."""

    def rewrite(self, question: str, titles: Sequence[str]) -> str | None:
        """Return a follow-up in words that stand alone, none of them the model's own; None where it has none."""


class NoAdvice:
    """The part that no language model plays."""

    def phrase(self, question: str, answer: Answer) -> Answer:  # noqa: ARG002
        """Return the answer as it is."""
        return answer

    def order(self, question: str, options: tuple[Option, ...]) -> tuple[Option, ...]:  # noqa: ARG002
        """Return the options as they are."""
        return options

    def facets(self, question: str) -> tuple[Facet, ...]:  # noqa: ARG002
        """Return the overview."""
        return ("overview",)

    def rewrite(self, question: str, titles: Sequence[str]) -> str | None:  # noqa: ARG002
        """Return None."""
        return None


class Adviser:
    """Gives each turn its advice; all that one turn asks shares one deadline."""

    def __init__(
        self,
        model: LanguageModel | None,
        timeout_seconds: float,
        redact: Callable[[str], str],
        *,
        degraded: str | None = None,
    ) -> None:
        """Hold the model.

        Args:
            model: None: every turn goes without.
            timeout_seconds: For all that one turn asks.
            redact: Takes out of a question what must not leave the house.
            degraded: Why a configured model is not there, in English.
        """
        self._model, self._timeout_seconds, self._redact = model, timeout_seconds, redact
        self.degraded = degraded

    def turn(self) -> Advice:
        """Return the advice of one turn, whose time begins now."""
        if self._model is None:
            return NoAdvice()
        return ModelAdvice(self._model, time.monotonic() + self._timeout_seconds, self._redact)

    def close(self) -> None:
        """Let go of the model's connections."""
        if self._model is not None:
            self._model.close()


NO_ADVISER = Adviser(None, 0.0, str)


def open_adviser(settings: ModelSettings, redact: Callable[[str], str]) -> Adviser:
    """Return the adviser that the settings ask for.

    Without an address or the extra `llm` it leaves answers alone and says why.
    """
    if not settings.wanted:
        return NO_ADVISER
    try:
        return Adviser(connect(settings), settings.timeout_seconds, redact)
    except (MissingAddress, MissingExtra) as error:
        _log.warning("answers are not phrased by a language model", reason=str(error))
        return Adviser(None, settings.timeout_seconds, redact, degraded=str(error))


class ModelAdvice:
    """The part that a language model plays in one turn."""

    def __init__(self, model: LanguageModel, deadline: float, redact: Callable[[str], str]) -> None:
        self._model, self._deadline, self._redact = model, deadline, redact

    def phrase(self, question: str, answer: Answer) -> Answer:
        """Return the answer, its lines reworded as far as the claim check lets them stand."""
        statements = _statements(answer)
        if statements is None:
            return answer
        reply = self._ask("phrase", question, ("DỮ LIỆU", statements))
        if reply is None:
            return answer
        checked = check(reply, answer)
        reasons = sorted({one.reason for one in checked.replaced})
        _log.info("phrased", kept=checked.kept, replaced=len(checked.replaced), reasons=reasons)
        return answer.model_copy(update={"text": checked.text})

    def order(self, question: str, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Return the same options, the one that is meant first."""
        if len(options) < 2:
            return options
        listed = "\n".join(f"{number}. {option.label}" for number, option in enumerate(options, start=1))
        reply = self._ask("choose", question, ("LỰA CHỌN", listed))
        chosen = re.fullmatch(r"([1-9])\.?", reply) if reply else None
        if chosen is None or int(chosen[1]) > len(options):
            return options
        first = options[int(chosen[1]) - 1]
        return (first, *(option for option in options if option is not first))

    def facets(self, question: str) -> tuple[Facet, ...]:
        """Return the facets of a question that names none: the overview, and a facet that it leaves out."""
        reply = (self._ask("facet", question) or "").casefold().strip(" .")
        named: tuple[Facet, ...] = tuple(facet for facet in _FACETS if facet == reply and facet not in _IN_OVERVIEW)
        return ("overview", *named)

    def rewrite(self, question: str, titles: Sequence[str]) -> str | None:
        """Return a follow-up in words that stand alone, none of them the model's own; None where it has none."""
        reply = self._ask("rewrite", question, ("ĐANG NÓI VỀ", "\n".join(titles)))
        said = clean(reply, _LONGEST_QUESTION_CHARS) if reply else ""
        known = _words(question) | _words(" ".join(titles)) | _words(read_list("phrasing")["asking"])
        return said if said and _words(said) <= known else None

    def _ask(self, task: Task, question: str, *blocks: tuple[str, str]) -> str | None:
        """Return the model's reply to one task; question and material go as data behind a fence that none can guess."""
        left = self._deadline - time.monotonic()
        if left < _LEAST_SECONDS:
            return None
        asked = clean(self._redact(question), _LONGEST_QUESTION_CHARS)
        return self._model.complete(read_prompt(task), _fenced([("CÂU HỎI", asked), *blocks]), left)


def _fenced(blocks: Sequence[tuple[str, str]]) -> str:
    fence = secrets.token_hex(6)
    return "\n".join(f"<<<{name} {fence}\n{text}\n{fence}>>>" for name, text in blocks)


def _statements(answer: Answer) -> str | None:
    """Return the labelled statements of an answer and the labels above them; None where nothing is to be phrased."""
    if answer.behavior != "answer" or len(answer.text) > _LONGEST_ANSWER_CHARS:
        return None
    lines = read_lines(answer.text, answer.citations)
    chosen = [line for line in lines if line.said is not None and line.label]
    if not 0 < len(chosen) <= _MOST_LINES:
        return None
    parents = {line.parent for line in chosen}
    return "\n".join(line.text for at, line in enumerate(lines) if line in chosen or at in parents)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))
