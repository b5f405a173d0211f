"""What a reviewer wrote becomes a case: redacted again, held against the case format, and only with their word.

The word is that nothing personal is left in it: what code can see is taken out, what it cannot see a person must.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pydantic import ValidationError

from assistant.privacy import redact
from evals.cases import Case
from evals.desk.errors import CaseRefused
from evals.desk.records import MadeCase

NOT_CLEAN = "Xin xác nhận rằng ca không còn thông tin cá nhân nào."
_TEXTS = ("question", "note", "answer")
_LISTS = ("codes", "must", "must_not", "behavior_ok", "cites", "items", "unknown")
_WORDS = ("facet", "behavior", "audience", "slice")
FIELDS = (*_TEXTS, *_LISTS, *_WORDS, "before")
_REDACTED_LISTS = ("must", "must_not", "cites", "items")
_CODE = re.compile(r"\d\.\d{6}[\w.-]{0,14}")
_LONGEST_CHARS = 20_000
_NAMES_A_PROCEDURE = ("answer", "list")


def body_of(sent: Mapping[str, str], reviewer: str) -> dict[str, object]:
    """Return the body of a case from the fields of a form or the cells of a row.

    Args:
        sent: By field; lists have one entry a line, `before` the earlier messages of the talk, one a line.
        reviewer: Whose review it is: the case's origin.

    Raises:
        CaseRefused: It is no case. The message names the field.
    """
    texts = {name: _clean(sent.get(name, "")) for name in _TEXTS}
    lists = {name: _lines(sent.get(name, "")) for name in _LISTS}
    lists["codes"] = re.split(r"[\s,;]+", " ".join(lists["codes"])) if lists["codes"] else []
    lists |= {name: list(map(redact, lists[name])) for name in _REDACTED_LISTS}
    words = {name: _plain(sent.get(name, "")) for name in _WORDS}
    before = [redact(line) for line in _lines(sent.get("before", ""))]
    _check(texts, lists, words)
    labels: dict[str, object] = {name: value for name, value in (lists | words).items() if value}
    audience, group = labels.pop("audience", "citizen"), labels.pop("slice", "desk")
    body: dict[str, object] = {"slice": group, "audience": audience, "origin": f"review: {reviewer}"}
    if before:
        turns = [*({"user": words_before} for words_before in before), {"user": texts["question"], **labels}]
        body |= {"turns": turns}
    else:
        body |= {"question": texts["question"], **labels}
    body |= {name: texts[name] for name in ("answer", "note") if texts[name]}
    return _held_against_format(body)


def fields_of(body: Mapping[str, object]) -> dict[str, str]:
    """Return a case's body as the fields of a form or the cells of a row: the way back from `body_of`."""
    case = Case.model_validate(body)
    last = case.asked()[-1]
    extra = (case.model_extra or {}) | (last.model_extra or {})
    found = {name: "\n".join(getattr(last, name, None) or extra.get(name) or ()) for name in _LISTS}
    found |= {"facet": last.facet, "behavior": last.behavior, "question": last.user, "note": case.note}
    found |= {"audience": case.audience, "slice": case.slice, "answer": str(extra.get("answer", ""))}
    return found | {"before": "\n".join(turn.user for turn in case.asked()[:-1])}


def line_of(made: MadeCase) -> dict[str, object]:
    """Return a case as a line of a case file."""
    agreed = f"; agreed by {made.agreed_by}" if made.agreed_by else ""
    return {"id": made.id, **made.body, "origin": f"review: {made.made_by}{agreed}", "status": made.status}


def _check(texts: Mapping[str, str], lists: Mapping[str, list[str]], words: Mapping[str, str]) -> None:
    if not texts["question"]:
        raise CaseRefused("Câu hỏi của ca còn trống.")
    if any(len(text) > _LONGEST_CHARS for text in texts.values()):
        raise CaseRefused(f"Một ô dài hơn {_LONGEST_CHARS} ký tự.")
    if not words["behavior"]:
        raise CaseRefused("Chưa chọn hành vi mong đợi.")
    wrong = [code for code in lists["codes"] if not _CODE.fullmatch(code)]
    if wrong:
        raise CaseRefused(f"“{wrong[0][:40]}” không phải mã thủ tục (ví dụ 1.001193).")
    if words["behavior"] in _NAMES_A_PROCEDURE and not lists["codes"]:
        raise CaseRefused("Ca mong đợi câu trả lời thì phải có mã thủ tục đúng.")


def _held_against_format(body: dict[str, object]) -> dict[str, object]:
    try:
        Case.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][-1]) if first["loc"] else "ca"
        raise CaseRefused(f"Ô “{where}” không đúng định dạng: {first['msg']}") from None
    return body


def _lines(text: str) -> list[str]:
    return [line for line in (_plain(line) for line in text.replace("\r", "\n").split("\n")) if line]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _storable(text)).split())


def _clean(text: str) -> str:
    normal = unicodedata.normalize("NFC", _storable(text)).replace("\r\n", "\n").replace("\r", "\n")
    return redact("\n".join(line.rstrip() for line in normal.split("\n")).strip())


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()  # PostgreSQL takes no NUL
