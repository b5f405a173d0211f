"""One reply read by a language model: a verdict, or nothing where the model gave none that can be read."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.language_model import LanguageModel
from evals.transcripts import AskedTurn, Reply

JudgeName = Literal["faithfulness", "completeness", "tone"]
Verdict = Literal["right", "partly", "wrong"]
JUDGES: tuple[JudgeName, ...] = get_args(JudgeName)
VALUE = {"right": 1.0, "partly": 0.5, "wrong": 0.0}
_VERSION = 1
_PROMPTS = Path(__file__).with_name("prompts")
_OBJECT = re.compile(r"\{[^{}]*\}", re.DOTALL)
_FENCES = str.maketrans({"<": "‹", ">": "›"})  # what is judged cannot close its own fence


class Judgement(BaseModel):
    """What a judge says of one reply; `verdict` None: it gave none, and that is a missing value, never a score."""

    model_config = ConfigDict(frozen=True)

    file: str
    case: str
    position: int
    judge: JudgeName
    verdict: Verdict | None
    reason: str = ""


class _Said(BaseModel):
    verdict: Verdict
    reason: str = ""


def judge(name: JudgeName, file: str, case: str, turn: AskedTurn, model: LanguageModel, seconds: float) -> Judgement:
    """Return what the model says of the turn's reply, which must be there.

    Args:
        seconds: The longest wait; a model that takes longer gave nothing.
    """
    assert turn.reply is not None
    said = model.complete(instructions(name), material(turn.expected.user, turn.reply), seconds)
    read = _read(said)
    return Judgement(
        file=file,
        case=case,
        position=turn.position,
        judge=name,
        verdict=read.verdict if read else None,
        reason=read.reason[:300] if read else "",
    )


@cache
def instructions(name: JudgeName) -> str:
    """Return the judge's instructions in their current version."""
    return (_PROMPTS / f"{name}.v{_VERSION}.md").read_text(encoding="utf-8").strip()


def material(question: str, reply: Reply) -> str:
    """Return what is judged, each part fenced."""
    quotes = "\n".join(f"[{citation.id}] {citation.quote}" for citation in reply.citations) or "(không trích)"
    parts = (("CÂU HỎI", question), ("CÂU TRẢ LỜI", reply.text), ("NGUỒN", quotes))
    return "\n\n".join(f"{name} <<<\n{text.translate(_FENCES)}\n>>>" for name, text in parts)


def _read(said: str | None) -> _Said | None:
    found = _OBJECT.findall(said or "")
    try:
        return _Said.model_validate(json.loads(found[-1])) if found else None
    except (ValueError, ValidationError):
        return None
