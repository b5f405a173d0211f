"""What all commands do alike: results on stdout, progress on stderr, errors as a line and an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from knowledge.disk import is_full
from knowledge.errors import DiskFull

FAILED, INTERRUPTED = 1, 130
"""Exit codes; 0 is ok and 2, wrong usage, is Typer's own."""


def results() -> Console:
    """Return the console for what a command was asked for."""
    return Console(highlight=False, soft_wrap=False)


def remarks() -> Console:
    """Return the console for everything else."""
    return Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """Print a value as JSON, for programs to read."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def told(error: Exception) -> str:
    """Return what a person reads about an error; a full disk is named as one, whichever library met it."""
    if isinstance(error, DiskFull) or not is_full(error):
        return str(error)
    reason = str(getattr(error, "reason", error))
    return f"the disk is full ({reason}). Check the free space where MOTCUA_HOME is, then run the same command again"


@contextmanager
def errors_reported(*kinds: type[Exception]) -> Iterator[None]:
    """End the command with one line on stderr and exit code 1 where such an error comes up."""
    try:
        yield
    except kinds as error:
        typer.secho(f"motcua: {told(error)}", err=True, fg="red")
        raise typer.Exit(FAILED) from error


@contextmanager
def progress_shown() -> Iterator[Callable[[str, int, int], None]]:
    """Show bars on stderr, one a label, and hand out the function that moves them: (label, done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = remarks()
    bars = Progress(*columns, console=console, disable=not console.is_terminal)
    tasks: dict[str, Any] = {}

    def move(label: str, done: int, total: int) -> None:
        if label not in tasks:
            tasks[label] = bars.add_task(label, total=total)
        bars.update(tasks[label], completed=done, total=total)

    with bars:
        yield move
