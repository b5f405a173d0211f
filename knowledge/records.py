"""The records: one administrative procedure as its source publishes it, with the span of every word.

Silence is a value: None (or an empty tuple) means that the source does not say. A `Quote` is always the exact
slice of the unnormalised source text; `Quote.plain` is what people read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["ministry", "province", "commune"]
ChannelKind = Literal["direct", "online", "postal"]
TimeUnit = Literal["working_day", "calendar_day", "hour", "month", "year"]
Currency = Literal["VND", "USD", "EUR"]
FeeFlag = Literal["contradicts_note", "implausible_amount", "foreign_currency"]
Facet = Literal[
    "documents", "fee", "time", "where", "steps", "conditions", "legal", "result", "online", "form", "overview"
]

# Zero-width and direction marks, soft hyphens, and the bullets that word processors keep in a private area.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]+")


class Span(NamedTuple):
    """A half-open range of code points in the UTF-8-decoded, unnormalised source text."""

    start: int
    end: int


class Record(BaseModel):
    """Base of every record: frozen, and nothing unknown is accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(Record):
    """Words of the source: `text` is exactly `source[span.start:span.end]`."""

    text: str
    span: Span

    @property
    def plain(self) -> str:
        """The words as people read them: NFC, invisible marks dropped, spaces collapsed, line breaks kept."""
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", self.text))
        lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
        return "\n".join(line for line in lines if line)


class TimeLimit(Record):
    """How long a channel takes. `amount` and `unit` are None where the source has words or a placeholder only."""

    amount: Decimal | None = Field(default=None, ge=0)
    unit: TimeUnit | None = None
    quote: Quote | None = None  # the figure and unit, or the words; None for a bare placeholder such as "1 OTHER"

    @property
    def known(self) -> bool:
        """Whether the source says anything, as a figure or in words."""
        return self.quote is not None


class Fee(Record):
    """One fee line of one channel, as published."""

    kind: Literal["phí", "lệ phí"] | None = None
    amount: Decimal | None = Field(default=None, ge=0)  # None: the source is silent or contradicts itself
    currency: Currency = "VND"
    note: Quote | None = None
    quote: Quote  # the whole entry, such as "75000 VNĐ (lệ phí cấp thẻ)"
    flags: tuple[FeeFlag, ...] = ()

    @property
    def free(self) -> bool:
        """Whether the source says in words that nothing is charged; a bare zero does not."""
        return self.amount == 0

    @property
    def known(self) -> bool:
        """Whether the source gives an amount, or words where the amount stands."""
        return self.amount is not None or self.note is not None


class Channel(Record):
    """One way to submit, with its time limit, fees and remarks."""

    kind: ChannelKind | None  # None: a kind that the source does not name
    label: Quote | None
    time_limits: tuple[TimeLimit, ...] = ()
    fees: tuple[Fee, ...] = ()
    notes: tuple[Quote, ...] = ()  # the lines of "Mô tả"


class DossierItem(Record):
    """One paper to hand in. Counts of 0 and 0 stand on lines that explain and are no paper."""

    name: Quote
    originals: int | None = Field(default=None, ge=0)
    copies: int | None = Field(default=None, ge=0)
    counts: Quote | None = None
    forms: tuple[str, ...] = ()  # form names found in the name, such as "Mẫu số 02"


class Case(Record):
    """A "trường hợp" with its own dossier; the unnamed case stands for all that is not under a heading."""

    title: Quote | None = None
    items: tuple[DossierItem, ...] = ()


class LegalBasis(Record):
    """A cited legal document."""

    title: Quote
    number: Quote | None = None
    issued_on: date | None = None
    issuer: str | None = None
    quote: Quote  # the whole entry


class Agencies(Record):
    """Who does what; None where the source is silent."""

    implementing: Quote | None = None
    competent: Quote | None = None
    receiving_address: Quote | None = None
    authorised: Quote | None = None
    coordinating: Quote | None = None


class Source(Record):
    """Where a record was read."""

    system: str  # "portal_text", "starter", …
    file: str  # relative to the ingested folder
    url: str | None = None
    sha256: str
    fetched_on: date | None = None


class Procedure(Record):
    """One administrative procedure (TTHC) as published."""

    code: str
    code_quote: Quote
    title: Quote
    decision_number: Quote | None = None
    level: Level | None = None
    level_quote: Quote | None = None
    kind: Quote | None = None
    field: Quote | None = None
    steps: tuple[Quote, ...] = ()  # one a line of the source
    channels: tuple[Channel, ...] = ()
    stated_times: tuple[Quote, ...] = ()  # sentences of the steps with a duration, where no channel states one
    cases: tuple[Case, ...] = ()
    audience: tuple[Quote, ...] = ()
    agencies: Agencies = Agencies()
    result: Quote | None = None
    legal_bases: tuple[LegalBasis, ...] = ()
    conditions: tuple[Quote, ...] = ()  # one a line; "Không" is kept: the source says that there are none
    keywords: Quote | None = None
    description: tuple[Quote, ...] = ()
    jurisdiction: str = "VN"  # "VN", or the name of the province whose own decision publishes it
    source: Source

    def quotes(self) -> Iterator[tuple[str, Quote]]:
        """Every (field path, quote) of the record, such as ("channels.0.fees.1", …), in field order."""
        yield from _walk("", self)


def _walk(path: str, value: object) -> Iterator[tuple[str, Quote]]:
    if isinstance(value, Quote):
        yield path, value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _walk(f"{path}.{name}" if path else name, getattr(value, name))
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for number, part in enumerate(value):
            yield from _walk(f"{path}.{number}", part)
