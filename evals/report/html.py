"""A run as one HTML page that needs nothing beside it: figures, plots, and the failing cases first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.misses import Miss
from evals.report.page import page
from evals.report.view import view_of
from evals.results import Results
from evals.transcripts import Transcript


def html(
    results: Results,
    transcripts: Sequence[Transcript],
    config: Mapping[str, object],
    misses: Sequence[Miss],
    trend: Sequence[Path] = (),
) -> str:
    """Return the page of one run; `trend` are folders of earlier runs, oldest first."""
    return page("report.html", view=view_of(results, transcripts, config, misses, trend))
