"""Facet steps: what is done in which order, in the source's own lines."""

from __future__ import annotations

from assistant.compose.draft import UNKNOWN, Draft
from assistant.compose.lines import write_lines


def write_steps(draft: Draft) -> None:
    """Write the steps in the order of the source."""
    steps = draft.procedure.steps
    draft.add("Trình tự thực hiện:" if steps else f"Trình tự thực hiện: {UNKNOWN}.")
    write_lines(draft, "steps", steps)
