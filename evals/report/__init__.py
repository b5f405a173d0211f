"""What people and programs read of a run: terminal tables, Markdown, one HTML page, JUnit XML."""

from evals.report.tables import markdown, name_of, tables

__all__ = ["markdown", "name_of", "tables"]
