"""What the desk refuses. Reviewers read the messages, so they are Vietnamese; operators read those of the command."""

from __future__ import annotations

from evals.errors import EvalsError


class DeskError(EvalsError):
    """Anything that the desk refuses."""


class DeskStoreError(DeskError):
    """The desk's database cannot be used."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"the review desk's database {url} cannot be used: {reason}")
        self.url, self.reason = url, reason


class ReviewerError(DeskError):
    """A reviewer cannot be added or found."""


class ReviewRefused(DeskError):
    """A review cannot be kept: two others judged the answer, or both of its reviews are in."""


class CaseRefused(DeskError):
    """A case cannot be kept or agreed to."""


class SheetRefused(DeskError):
    """A file cannot be read as a sheet. `kind` names the reason for programs."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class PageRefused(DeskError):
    """A request to the desk cannot be served as it stands."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message
