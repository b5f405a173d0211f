"""What people and programs read of a run: terminal tables, Markdown, one HTML page, JUnit XML."""

from evals.report.files import write_reports
from evals.report.tables import markdown, name_of, tables
from evals.report.trend import earlier_runs

__all__ = ["earlier_runs", "markdown", "name_of", "tables", "write_reports"]
