"""The exception tree of the evals room. Messages say what happened and what to do.

EvalsError
├── BadCase
├── UnknownSuite
├── BadConfig
├── BadGate
├── GateClosed
├── RunMismatch
├── BadRun
├── BadScenario
├── CannotPoison
└── DoorError
"""

from __future__ import annotations

from collections.abc import Sequence
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


class DoorError(EvalsError):
    """The assistant that is measured gave no reply that can be read."""

    def __init__(self, door: str, reason: str) -> None:
        super().__init__(f"{door} gave no reply: {reason}")
        self.door, self.reason = door, reason
