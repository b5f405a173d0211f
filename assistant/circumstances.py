"""What a question tells beside its procedure and its facet: composers use what concerns them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Circumstances:
    """The circumstances of one question.

    `words` are the question's own, NFC on one line; `earlier` those of earlier turns about the same matter, the last
    first: both fix a case of the procedure. `filed_on` stands where it is asked when a file handed in on that day will
    be ready. `province` and `communes` are today's; several communes where an old one was split and the question does
    not say which part.
    """

    words: str = ""
    earlier: tuple[str, ...] = ()
    filed_on: date | None = None
    province: str | None = None
    old_place: str | None = None  # the name of a unit that is gone, as the question means it
    communes: tuple[str, ...] = ()


NOTHING_TOLD = Circumstances()
