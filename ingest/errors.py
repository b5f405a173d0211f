"""What ingesting refuses, as errors that name the file, the heading and what to do.

IngestError
└── ReadError
"""

from __future__ import annotations


class IngestError(Exception):
    """Anything that the ingest room refuses; catch this one at a boundary."""


class ReadError(IngestError):
    """A file is not a procedure that we can read."""

    def __init__(self, file: str, heading: str, reason: str, advice: str) -> None:
        where = f" under {heading!r}" if heading else ""
        super().__init__(f"{file}: {reason}{where}. {advice}")
        self.file, self.heading, self.reason, self.advice = file, heading, reason, advice

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str, str]]:
        """Pickle by fields, so that a worker process can send the error home."""
        return type(self), (self.file, self.heading, self.reason, self.advice)
