"""`/api/procedures`: the records behind the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from bots.web.door import Open
from bots.web.errors import NO_CATALOGUE, RequestError, not_found
from bots.web.middleware import log_failure
from bots.web.rooms import Listed, Recorded, Rooms
from knowledge.errors import KnowledgeError
from knowledge.records import Level, Source
from knowledge.vietnamese import clean, fold

router = APIRouter(prefix="/api/procedures")
PAGE_SIZE = 20
_FOUND_AT_MOST = 200  # deeper results of a search help nobody
_QUERY_CHARS = 300
_SCORE_AT_LEAST = 0.05  # a search ranks whatever there is; a listing shows what may well be meant
_CODE = re.compile(r"\d\.\d{6}")


_folded = lru_cache(maxsize=50_000)(fold)


class Filters(BaseModel):
    """What `GET /api/procedures` narrows by; an empty word narrows nothing."""

    q: str = ""
    level: Level | None = None
    field: str = ""  # the whole name, in any spelling of its marks
    agency: str = ""  # a part of the name
    page: int = 1


class Item(BaseModel):
    """One procedure of a listing."""

    code: str
    title: str
    level: str | None
    field: str | None
    agency: str | None
    jurisdiction: str


class Page(BaseModel):
    """One page of a listing; `total` counts all pages."""

    total: int
    page: int
    items: list[Item]


class VersionItem(BaseModel):
    """One version of a record, oldest is number 1."""

    number: int
    sha256: str
    recorded_at: str
    decision_number: str | None
    source: Source


def filters(
    q: str = "",
    level: Literal["ministry", "province", "commune", ""] = "",
    field: str = "",
    agency: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Filters:
    """Return the query string as filters."""
    q, field, agency = (clean(words, _QUERY_CHARS) for words in (q, field, agency))
    return Filters(q=q, level=level or None, field=field, agency=agency, page=page)


def listed(rooms: Rooms, wanted: Filters) -> Sequence[Listed]:
    """Return every procedure that fits: best first with a query, then by title; in code order without."""
    kept = [summary for summary in rooms.snapshot.summaries if _fits(summary, wanted)]
    if not wanted.q:
        return kept
    if _CODE.fullmatch(wanted.q):
        return [summary for summary in kept if summary.code == wanted.q]
    by_code = {summary.code: summary for summary in kept}
    codes = None if len(kept) == len(rooms.snapshot.summaries) else by_code.keys()
    hits = rooms.snapshot.index.search(wanted.q, limit=_FOUND_AT_MOST, codes=codes) if kept else ()
    found = {hit.code: by_code[hit.code] for hit in hits if hit.score >= _SCORE_AT_LEAST and hit.code in by_code}
    words = fold(wanted.q)
    named = {summary.code: summary for summary in kept if words in _folded(summary.title)}
    return list({**found, **named}.values())


def _fits(summary: Listed, wanted: Filters) -> bool:
    return (
        (wanted.level is None or summary.level == wanted.level)
        and (not wanted.field or _folded(wanted.field) == _folded(summary.field or ""))
        and (not wanted.agency or _folded(wanted.agency) in _folded(summary.agency or ""))
    )


@router.get("")
def procedures(wanted: Annotated[Filters, Depends(filters)], rooms: Open) -> Page:
    """Return one page of the procedures that fit."""
    found = listed(rooms, wanted)
    first = (wanted.page - 1) * PAGE_SIZE
    items = [_item(summary) for summary in found[first : first + PAGE_SIZE]]
    return Page(total=len(found), page=wanted.page, items=items)


def _item(summary: Listed) -> Item:
    return Item(
        code=summary.code,
        title=summary.title,
        level=summary.level or None,
        field=summary.field or None,
        agency=summary.agency or None,
        jurisdiction=summary.jurisdiction,
    )


@router.get("/{code}")
def procedure(code: str, rooms: Open) -> dict[str, object]:
    """Return the record with its source, and where its own page is."""
    record = rooms.snapshot.procedure(code)
    if record is None:
        raise not_found("thủ tục có mã này")
    return {
        **record.model_dump(mode="json"),
        "page": f"/thu-tuc/{record.code}",
        "snapshot": rooms.snapshot.name,
    }


@router.get("/{code}/versions")
def versions(code: str, rooms: Open) -> dict[str, object]:
    """Return the versions that were ever ingested, newest last."""
    try:
        held = rooms.catalogue.versions(code)
    except KnowledgeError as error:  # answers go on without the catalogue; only its versions cannot be shown
        log_failure(error, "/api/procedures/{code}/versions")
        raise RequestError(503, *NO_CATALOGUE, retry_after_seconds=60) from None
    if not held and rooms.snapshot.procedure(code) is None:
        raise not_found("thủ tục có mã này")
    return {"code": code, "total": len(held), "versions": [_version(version) for version in held]}


def _version(version: Recorded) -> VersionItem:
    return VersionItem(
        number=version.number,
        sha256=version.sha256,
        recorded_at=version.recorded_at.isoformat(),
        decision_number=version.decision_number,
        source=version.source,
    )
