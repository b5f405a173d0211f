"""Facet result: what the applicant receives."""

from __future__ import annotations

from assistant.compose.draft import UNKNOWN, Draft, block


def write_result(draft: Draft) -> None:
    """Write what the applicant receives."""
    result = draft.procedure.result
    said = f"{block(result)}{draft.cite('result', result)}" if result else f" {UNKNOWN}."
    draft.add(f"Kết quả nhận được:{said}")
