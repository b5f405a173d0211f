"""What the language model is asked, as versioned files; a change of words is a new version beside the old."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

Task = Literal["phrase", "choose", "facet", "rewrite"]

_VERSIONS: dict[Task, int] = {"phrase": 1, "choose": 1, "facet": 1, "rewrite": 1}


@cache
def read_prompt(task: Task) -> str:
    """Return the instructions of one task in their current version.

    Raises:
        FileNotFoundError: The package lacks the file: it was not installed whole.
    """
    name = f"{task}.v{_VERSIONS[task]}.md"
    return files(__package__).joinpath(name).read_text(encoding="utf-8").strip()
