"""What was asked and what came back: one JSON line a case, appended as soon as the case is done.

A run that was cut off goes on where it stopped: a torn last line is dropped, a case with a failed turn is
asked again, and the last line of a case is the one that counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases import Case, CaseTurn
from evals.errors import BadRun


class ReplyProcedure(BaseModel):
    """A procedure of a reply, as far as it is measured."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: str
    title: str = ""
    score: float | None = Field(
        default=None, ge=0, le=1, allow_inf_nan=False
    )  # 0 to 1, the chance that it is the one asked for


class ReplyCitation(BaseModel):
    """Words of the source that a part of a reply rests on."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: int
    code: str = ""
    field: str = ""
    quote: str = ""
    span: tuple[int, int] | None = None


class ReplyOption(BaseModel):
    """A choice that a reply offers."""

    model_config = ConfigDict(frozen=True, extra="allow")

    label: str = ""
    value: str = ""


class ReplyItem(BaseModel):
    """One paper of a reply's checklist."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str
    originals: int | None = None
    copies: int | None = None
    form: str | None = None
    note: str | None = None
    case: str | None = None
    citation: int | None = None


class Reply(BaseModel):
    """An answer of the contract, read leniently: a newer server may say more than is measured here."""

    model_config = ConfigDict(frozen=True, extra="allow")

    behavior: str
    text: str
    procedures: tuple[ReplyProcedure, ...] = ()
    facet: str | None = None
    citations: tuple[ReplyCitation, ...] = ()
    options: tuple[ReplyOption, ...] = ()
    checklist: tuple[ReplyItem, ...] = ()
    conversation_id: str | None = None
    snapshot: str | None = None


class AskedTurn(BaseModel):
    """One message with what was expected and what came back; `reply` is None where the door failed."""

    model_config = ConfigDict(frozen=True)

    position: int  # 1-based in the case's dialogue
    expected: CaseTurn
    reply: Reply | None = None
    failure: str = ""
    latency_ms: float = 0.0
    cpu_ms: float | None = None  # of the process that answered; None where it is another one
    wrong_quotes: tuple[int, ...] | None = None  # citations that are not the source's words; None: not checked
    inexact: tuple[str, ...] | None = None  # what the record does not bear out; None: not checked


class Transcript(BaseModel):
    """One case as it was asked."""

    model_config = ConfigDict(frozen=True)

    file: str
    case: Case
    turns: tuple[AskedTurn, ...]
    stale: tuple[str, ...] = ()  # what it rests on and is no longer so, such as "1.001193 channels.*.fees"
    recheck: str = ""  # of a stale case "holds" or "broken", where its labels can be looked up; or "unchecked"
    skipped: str = ""  # why it could not be asked here

    @property
    def key(self) -> tuple[str, str]:
        """What tells cases apart inside a run: file name and case id."""
        return self.file, self.case.id

    @property
    def counts(self) -> bool:
        """Whether it is right or wrong: a stale case and one that was not asked are neither."""
        return not self.stale and not self.skipped

    @property
    def failed(self) -> bool:
        """Whether some turn got no reply."""
        return any(turn.reply is None for turn in self.turns)


class TranscriptFile:
    """The transcripts of one run, on disk."""

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        """Open the file at `path`, which need not exist.

        Args:
            reading: Leave the file alone: a torn last line may be being written by a run. Else it is dropped.
        """
        self._path = path
        if not reading:
            self._drop_torn_line()

    def append(self, transcript: Transcript) -> None:
        """Write one case and hand it to the operating system."""
        line = json.dumps(transcript.model_dump(mode="json"), ensure_ascii=False)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(line + "\n")

    def read(self) -> dict[tuple[str, str], Transcript]:
        """Return the last transcript of every case, in the order of first appearance; raises BadRun."""
        if not self._path.exists():
            return {}
        said = self._path.read_bytes()
        whole = said[: said.rfind(b"\n") + 1]  # what has no line break yet is not written to its end
        return _by_key(self._parsed(whole.decode("utf-8").split("\n")))

    def _parsed(self, lines: list[str]) -> Iterable[Transcript]:
        for number, line in enumerate(lines, start=1):
            if line:
                try:
                    yield Transcript.model_validate_json(line)
                except ValidationError as error:
                    raise BadRun(self._path.parent, f"{self._path.name}:{number} is no transcript") from error

    def _drop_torn_line(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb+") as file:
            written = file.read()
            whole = written.rfind(b"\n") + 1
            if whole < len(written):
                file.truncate(whole)
                os.fsync(file.fileno())


def _by_key(transcripts: Iterable[Transcript]) -> dict[tuple[str, str], Transcript]:
    return {transcript.key: transcript for transcript in transcripts}
