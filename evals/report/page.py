"""The templates of this folder: each makes one HTML page that asks for nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.report.visible import visible

_FOLDER = Path(__file__).parent
_SCRIPT = "script.html"


def page(template: str, **values: object) -> str:
    """Return the template filled in: every text is escaped, and its control characters are made visible.

    The only script that the page's policy lets run is its own filter.
    """
    script = (_FOLDER / _SCRIPT).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _environment().get_template(template).render(script=Markup(script), script_digest=digest, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,  # Markup is our own
    )
