"""The everyday words, the asides and the qualifiers that searching knows, as data files beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_lexicon(file: str) -> Any:
    """Return what a YAML file of this folder holds; every scalar is text, for "on" and "no" are words here."""
    import yaml

    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
