"""Reviewed lists of what people say, as data; read once, at the first question."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def read_list(name: str) -> Any:
    """Return the content of one of the lists, such as "facets".

    Raises:
        FileNotFoundError: The package lacks the list: it was not installed whole.
    """
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
