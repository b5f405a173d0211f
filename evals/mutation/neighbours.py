"""Whom a fault borrows from: the answers that a run holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from evals.transcripts import Reply, Transcript


class StoredNeighbours:
    """The answers of a run, by the procedure that they are on."""

    def __init__(self, transcripts: Iterable[Transcript]) -> None:
        """Keep the first answer on each facet of each procedure."""
        self._answers: dict[str, dict[str, Reply]] = {}
        self._near: dict[str, list[str]] = {}
        for transcript in transcripts:
            for turn in transcript.turns:
                if turn.reply is not None and turn.reply.behavior == "answer" and turn.reply.procedures:
                    self._keep(turn.reply)
        self._codes = sorted(self._answers, key=_order)

    def neighbour(self, code: str, facet: str | None = None) -> Reply | None:
        """Return an answer on a procedure near `code` and never on `code`, on that facet where one is named.

        Near is what was ranked beside the procedure; where the run answers nothing of that, any procedure in an
        order that depends on `code` alone.
        """
        others = [*self._near.get(code, ()), *self._following(code)]
        found = (self._answer(other, facet) for other in others if other != code)
        return next((reply for reply in found if reply is not None), None)

    def about(self, code: str, besides: str | None = None) -> Reply | None:
        """Return an answer on the procedure `code` itself, on another facet than `besides`."""
        answers = self._answers.get(code, {})
        return next((answers[facet] for facet in sorted(answers) if facet != (besides or "")), None)

    def _answer(self, code: str, facet: str | None) -> Reply | None:
        answers = self._answers.get(code, {})
        if facet is not None:
            return answers.get(facet)
        return answers[min(answers)] if answers else None

    def _following(self, code: str) -> Iterable[str]:
        start = next((at for at, known in enumerate(self._codes) if _order(known) > _order(code)), 0)
        return (*self._codes[start:], *self._codes[:start])

    def _keep(self, reply: Reply) -> None:
        code = reply.procedures[0].code
        self._answers.setdefault(code, {}).setdefault(reply.facet or "", reply)
        near = self._near.setdefault(code, [])
        near.extend(one.code for one in reply.procedures[1:] if one.code not in near)


def _order(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
