"""The exception tree of the evals room. Messages say what happened and what to do.

EvalsError
├── BadCase
├── UnknownSuite
├── RunMismatch
├── BadRun
├── BadScenario
├── DoorError
└── DeskError, with a tree of its own in evals/desk/errors.py
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


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


class DoorError(EvalsError):
    """The assistant that is measured gave no reply that can be read."""

    def __init__(self, door: str, reason: str) -> None:
        super().__init__(f"{door} gave no reply: {reason}")
        self.door, self.reason = door, reason
