"""Finding and reading records: `search_procedures` and `get_procedure`."""

from __future__ import annotations

import re
from difflib import get_close_matches

from assistant.compose import compose, compose_many
from assistant.places import place_told
from assistant.records import Citation
from bots.tools.shapes import Found, ProcedureFacts, SearchResult, ToolRefusal
from knowledge.passages import Passage
from knowledge.records import Facet, Level, Procedure
from knowledge.search import Hit
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import clean

MOST_FOUND = 20
_QUERY_CHARS = 1000
_PASSAGES = 2
_SCORE_AT_LEAST = 0.01  # a search ranks whatever there is
_CODE = re.compile(r"(?<!\d)(\d)[.,\s]?(\d{6})(?!\d)")
_NEAR = 5
_ALL: tuple[Facet, ...] = (
    "overview", "documents", "fee", "time", "where", "online", "steps", "conditions", "result", "form", "legal",
)  # fmt: skip


class Records:
    """The records of one snapshot, for programs.

    Args:
        snapshot: The published snapshot.
        public_url: Address under which people find the procedures' pages; None where there is none.
    """

    def __init__(self, snapshot: Snapshot, public_url: str | None = None) -> None:
        self.snapshot, self._public_url = snapshot, public_url

    def search(self, query: str, place: str | None, level: Level | None, limit: int) -> SearchResult:
        """Return the procedures that a question in Vietnamese may mean, best first.

        Args:
            query: In everyday or official words, with or without diacritics.
            place: A province, a commune or an address that the question is about.
            level: Only procedures of this level.
            limit: At most so many, 1 to `MOST_FOUND`.
        """
        words = clean(query, _QUERY_CHARS)
        province = place_told(words, place).province
        codes = None if level is None else {row.code for row in self.snapshot.summaries if row.level == level}
        most = max(1, min(limit, MOST_FOUND))
        hits = self.snapshot.index.search(words, limit=most, place=province, codes=codes) if words else []
        found = tuple(self._found(hit) for hit in hits if hit.score >= _SCORE_AT_LEAST)
        return SearchResult(procedures=found, snapshot=self.snapshot.name)

    def read(self, code: str, facet: Facet | None) -> ProcedureFacts:
        """Return what the record says on a facet, or all that it says, cited.

        Raises:
            ToolRefusal: There is no such procedure; the message names near codes.
        """
        record, source = self.held(code)
        said = (
            compose_many(record, source, _ALL, full=True)
            if facet is None
            else compose(record, source, facet, full=True)
        )
        return ProcedureFacts(
            code=record.code,
            title=title_of(record),
            jurisdiction=record.jurisdiction,
            facet=facet,
            text=said.text,
            citations=said.citations,
            checklist=said.checklist,
            page=self.page(record.code),
            snapshot=self.snapshot.name,
        )

    def held(self, code: str) -> tuple[Procedure, str]:
        """Return the record and its source text.

        Raises:
            ToolRefusal: There is no such procedure.
        """
        match = _CODE.search(code)
        wanted = f"{match[1]}.{match[2]}" if match else clean(code, 20)
        record, source = self.snapshot.procedure(wanted), self.snapshot.source_text(wanted)
        if record is None or source is None:
            raise ToolRefusal(self._refusal(wanted, is_code=match is not None))
        return record, source

    def page(self, code: str) -> str | None:
        """Return the address of the procedure's page."""
        return f"{self._public_url}/thu-tuc/{code}" if self._public_url else None

    def _refusal(self, wanted: str, *, is_code: bool) -> str:
        if not is_code:
            return "Mã thủ tục có dạng 1.001193. Hãy gọi search_procedures để tìm mã."
        near = get_close_matches(wanted, self.snapshot.codes, _NEAR, 0.7)
        titles = {row.code: row.title for row in self.snapshot.summaries if row.code in near}
        listed = "".join(f"\n- {code}: {titles[code]}" for code in near)
        told = f" Các mã gần giống:{listed}\n" if near else " "
        return f"Không có thủ tục mã {wanted} trong dữ liệu.{told}Hãy gọi search_procedures để tìm mã."

    def _found(self, hit: Hit) -> Found:
        record, source = self.held(hit.code)
        row = next(row for row in self.snapshot.summaries if row.code == hit.code)
        others = [passage for passage in hit.passages if passage.field != "title"][:_PASSAGES]
        title = Passage(hit.code, "title", record.title.span, record.title.plain)
        return Found(
            code=hit.code,
            title=title_of(record),
            score=round(hit.score, 4),
            level=record.level,
            field=row.field or None,
            agency=row.agency or None,
            jurisdiction=row.jurisdiction,
            citations=tuple(_cited(n, passage, record, source) for n, passage in enumerate([title, *others], start=1)),
            page=self.page(hit.code),
        )


def title_of(record: Procedure) -> str:
    """Return the title on one line."""
    return clean(record.title.plain)


def _cited(number: int, passage: Passage, record: Procedure, source: str) -> Citation:
    return Citation(
        id=number,
        code=passage.code,
        field=passage.field,
        quote=source[passage.span.start : passage.span.end],
        source_url=record.source.url,
        source_file=record.source.file,
        span=passage.span,
    )
