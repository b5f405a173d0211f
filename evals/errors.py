"""The exception tree of the evals room. Messages say what happened and what to do.

EvalsError
├── BadCase
├── UnknownSuite
├── BadConfig
├── BadGate
├── GateClosed
├── RunMismatch
├── RunBusy
├── WorkerLost
├── BadRun
├── BadScenario
├── CannotPoison
├── BadLabels
├── OtherSnapshot
├── UnknownRewrite
├── NothingMade
├── UnwritableCases
├── BadFaq
├── DoorError
└── DeskError, with a tree of its own in evals/desk/errors.py
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.gate.rules import Verdict


class EvalsError(Exception):
    """Anything that the evals room refuses; catch this one at a boundary."""


class BadCase(EvalsError):
    """A line of a case file is not a case."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}. See docs/evals.md for the case format")
        self.file, self.line, self.reason = file, line, reason


class UnknownSuite(EvalsError):
    """No suite of that name ships with the package."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no suite {name!r}; known: {', '.join(known) or 'none'}")
        self.name, self.known = name, tuple(known)


class BadConfig(EvalsError):
    """A configuration of a run cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"the configuration {name or 'of the run'} cannot be used: {reason}. See docs/evals.md")
        self.name, self.reason = name, reason


class BadGate(EvalsError):
    """The gate's rules cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"the gate's rules {path} cannot be used: {reason}. See docs/evals.md")
        self.path, self.reason = path, reason


class GateClosed(EvalsError):
    """A snapshot is not published: its answers are worse than those of the live one, or a critical case fails."""

    def __init__(self, verdict: Verdict, run: Path) -> None:
        said = [f"{fall.metric} fell from {fall.before:.3f} to {fall.after:.3f}" for fall in verdict.falls]
        said += [f"{len(verdict.critical)} critical cases fail"] if verdict.critical else []
        said += [f"{verdict.unanswered} turns got no reply"] if verdict.unanswered else []
        if verdict.lost > verdict.lost_allowed:
            said.append(f"{verdict.lost:.0%} of what counted before rests on records that have changed or are gone")
        if verdict.lost_critical:
            said.append(f"critical cases are stale: {', '.join(verdict.lost_critical[:5])}")
        super().__init__(
            f"not published: {'; '.join(said)}. The live snapshot stays. Read {run / 'report.html'}, mend the "
            "records or the cases, or publish all the same: motcua publish --force --reason WHY"
        )
        self.verdict, self.run = verdict, run


class RunMismatch(EvalsError):
    """The output folder holds a run that asked something else."""

    def __init__(self, folder: Path, keys: Sequence[str]) -> None:
        super().__init__(f"{folder} holds a run with other settings ({', '.join(keys)} differ). Choose another --out")
        self.folder, self.keys = folder, tuple(keys)


class RunBusy(EvalsError):
    """Another process is running into the same folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another run is writing into {folder}. Wait for it, or choose another --out")
        self.folder = folder


class WorkerLost(EvalsError):
    """A process that asks has ended: killed, or out of memory."""

    def __init__(self, jobs: int) -> None:
        super().__init__(
            f"one of {jobs} processes that ask was ended from outside (is there memory for {jobs}?). What was asked is "
            "kept: run the same command again to go on, with fewer --jobs if it ends again"
        )
        self.jobs = jobs


class BadRun(EvalsError):
    """A folder holds no run that can be read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} is no finished run: {reason}. Run: motcua eval run --out {folder}")
        self.folder, self.reason = folder, reason


class BadScenario(EvalsError):
    """A benchmark step did not do what is measured."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"the benchmark step {step!r} failed: {reason}")
        self.step, self.reason = step, reason


class CannotPoison(EvalsError):
    """A record cannot be served with more words than its source has."""

    def __init__(self, code: str, field: str, reason: str) -> None:
        super().__init__(f"nothing can be hidden in {field} of {code}: {reason}. Change `document` of the case")
        self.code, self.field, self.reason = code, field, reason


class BadLabels(EvalsError):
    """A file of people's verdicts cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be used as labels: {reason}. Make one: motcua eval desk export")
        self.path, self.reason = path, reason


class OtherSnapshot(EvalsError):
    """The run was asked of another snapshot than the one that is served here."""

    def __init__(self, run: Path, asked: Sequence[str], here: str) -> None:
        super().__init__(
            f"{run} was asked of snapshot {', '.join(asked)}; MOTCUA_HOME holds {here}. "
            f"Ask it again first: motcua eval run --out ANOTHER_FOLDER"
        )
        self.run, self.asked, self.here = run, tuple(asked), here


class UnknownRewrite(EvalsError):
    """No rewrite has that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no rewrite {name!r}; known: {', '.join(known)}")
        self.name, self.known = name, tuple(known)


class NothingMade(EvalsError):
    """A case maker found nothing to make a case from."""

    def __init__(self, out: Path, left_out: Mapping[str, int]) -> None:
        reasons = ", ".join(f"{count} {reason}" for reason, count in left_out.items()) or "there was nothing to read"
        super().__init__(f"no case was made and {out} was not written: {reasons}. Give another source or wider options")
        self.out, self.left_out = out, dict(left_out)


class UnwritableCases(EvalsError):
    """A case file cannot be written."""

    def __init__(self, out: Path, error: OSError) -> None:
        super().__init__(f"{out} cannot be written ({error.strerror or error}). Choose another --out")
        self.out = out


class BadFaq(EvalsError):
    """A file of questions and answers cannot be read."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}. A file has JSON lines or CSV columns 'question' and 'answer'")
        self.file, self.line, self.reason = file, line, reason


class DoorError(EvalsError):
    """The assistant that is measured gave no reply that can be read."""

    def __init__(self, door: str, reason: str) -> None:
        super().__init__(f"{door} gave no reply: {reason}")
        self.door, self.reason = door, reason
