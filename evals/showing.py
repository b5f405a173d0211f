"""How the commands of this room print their results and tell their errors."""

from __future__ import annotations

from contextlib import AbstractContextManager

from pydantic import BaseModel
from rich.table import Table

from knowledge.errors import KnowledgeError
from knowledge.terminal import errors_reported, print_json, results

_PIPE_WIDTH = 200


def refusals() -> AbstractContextManager[None]:
    """Return a context in which errors of the rooms end the command with a message and exit code 1."""
    from assistant.errors import AssistantError
    from evals.errors import EvalsError

    return errors_reported(EvalsError, AssistantError, KnowledgeError, OSError)


def shown(result: BaseModel, tables: list[Table], as_json: bool) -> None:
    """Print the result as JSON, or its tables."""
    if as_json:
        print_json(result.model_dump(mode="json"))
        return
    console = results()
    if not console.is_terminal:  # a file or a pipe has no width of its own: keep every row on one line
        console.width = _PIPE_WIDTH
    for table in tables:
        console.print(table)
