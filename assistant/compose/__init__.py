"""Answers from fields: one facet, one file. Every figure printed is cited; silence is said as silence."""

from assistant.compose.facets import Composed, compose, compose_many

__all__ = ["Composed", "compose", "compose_many"]
