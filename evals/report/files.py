"""The reports of a run, written into its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.misses import Miss
from evals.report.html import html
from evals.report.junit import junit
from evals.report.tables import markdown
from evals.results import Results
from evals.transcripts import Transcript

MARKDOWN = "report.md"
HTML = "report.html"
JUNIT = "junit.xml"


def write_reports(
    out: Path,
    results: Results,
    transcripts: Sequence[Transcript],
    config: Mapping[str, object],
    misses: Sequence[Miss],
    trend: Sequence[Path] = (),
) -> None:
    """Write the page, the Markdown and the JUnit file of a run into `out`, each replaced whole.

    Args:
        out: The folder of the run; it exists.
        results: Its figures.
        transcripts: What was asked and answered.
        config: What was measured, as in its config.json.
        misses: The turns that are wrong.
        trend: Folders of earlier runs, oldest first.
    """
    replace_file(out / MARKDOWN, markdown(results, misses, config))
    replace_file(out / HTML, html(results, transcripts, config, misses, trend))
    replace_file(out / JUNIT, junit(transcripts, misses))


def replace_file(path: Path, text: str) -> None:
    """Write the file whole, so that a crash leaves the old one."""
    beside = path.with_suffix(path.suffix + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
