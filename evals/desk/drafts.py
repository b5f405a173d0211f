"""Cases that were made on the desk: drafts until a second reviewer agrees or edits. And the log of imports."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from evals.desk.accounts import Opened, hash_token
from evals.desk.errors import CaseRefused
from evals.desk.records import MadeCase
from evals.desk.tables import CASES, IMPORTS, PREVIEWS

SAME_PERSON = "Người tạo ca không thể tự đồng ý: cần một người chấm thứ hai."
UNKNOWN = "Không có ca kiểm thử này."
_PREVIEW_SECONDS = 3600.0


@dataclass(frozen=True)
class Preview:
    """Rows of a file that wait for a reviewer's yes."""

    what: str
    file: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Imported:
    """An import that was taken."""

    reviewer: str
    what: str
    file: str
    at: float
    taken: int
    refused: int


class Drafts:
    """Cases of the desk, and files on their way in."""

    def __init__(self, database: Opened, clock: Callable[[], float] = time.time) -> None:
        self._database, self.clock = database, clock

    def add(self, bodies: Sequence[Mapping[str, object]], by: str, item: str | None = None) -> list[str]:
        """Keep new cases as drafts, all or none, and return their ids."""
        with self._database.writing() as connection:
            return [_id(_insert(connection, body, item, by, self.clock())) for body in bodies]

    def get(self, case_id: str) -> MadeCase | None:
        """Return the case; None where there is none of that id."""
        with self._database.reading() as connection:
            return _get(connection, case_id)

    def all(self) -> list[MadeCase]:
        """Return every case in the order in which they were made."""
        with self._database.reading() as connection:
            return [_made(row) for row in connection.execute(sa.select(CASES).order_by(CASES.c.number))]

    def agree(self, case_id: str, by: str) -> None:
        """Make a draft an agreed case.

        Raises:
            CaseRefused: There is none, or the same person made it.
        """
        with self._database.writing() as connection:
            _agree(connection, case_id, by, self.clock(), None)

    def edit(self, case_id: str, body: Mapping[str, object], by: str) -> None:
        """Replace the body of a case. One that another person made is agreed with it; raises CaseRefused."""
        self.take([], {case_id: body}, by)

    def take(self, new: Sequence[Mapping[str, object]], edited: Mapping[str, Mapping[str, object]], by: str) -> None:
        """Keep new cases and replace the bodies of others by their ids, all or none.

        Raises:
            CaseRefused: One of them is unknown.
        """
        now = self.clock()
        with self._database.writing() as connection:
            for case_id, body in edited.items():
                _edit(connection, case_id, body, by, now)
            for body in new:
                _insert(connection, body, None, by, now)

    def preview(self, preview: Preview, by: str) -> str:
        """Keep rows until the reviewer says yes, for an hour at most, and return the token that names them."""
        token, now = secrets.token_urlsafe(24), self.clock()
        rows = json.dumps(preview.rows, ensure_ascii=False)
        with self._database.writing() as connection:
            connection.execute(sa.delete(PREVIEWS).where((PREVIEWS.c.expires_at < now) | (PREVIEWS.c.reviewer == by)))
            values = {"token": hash_token(token), "reviewer": by, "what": preview.what, "file": preview.file[:200]}
            connection.execute(sa.insert(PREVIEWS).values(rows=rows, expires_at=now + _PREVIEW_SECONDS, **values))
        return token

    def previewed(self, token: str, by: str) -> Preview | None:
        """Return the rows that wait under a token, and let go of them; None where they are gone or another's."""
        mine = (PREVIEWS.c.token == hash_token(token)) & (PREVIEWS.c.reviewer == by)
        with self._database.writing() as connection:
            living = sa.select(PREVIEWS).where(mine, PREVIEWS.c.expires_at >= self.clock())
            row = connection.execute(living).one_or_none()
            connection.execute(sa.delete(PREVIEWS).where(mine))
        return Preview(row.what, row.file, tuple(json.loads(row.rows))) if row is not None else None

    def note_import(self, imported: Imported) -> None:
        """Keep that a file was taken."""
        values = {
            "reviewer": imported.reviewer,
            "what": imported.what,
            "file": imported.file[:200],
            "at": self.clock(),
            "taken": imported.taken,
            "refused": imported.refused,
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(IMPORTS).values(**values))

    def imports(self, most: int = 20) -> list[Imported]:
        """Return the last imports, the last first."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(IMPORTS).order_by(IMPORTS.c.id.desc()).limit(most)).all()
        return [Imported(row.reviewer, row.what, row.file, row.at, row.taken, row.refused) for row in rows]


def _insert(connection: sa.Connection, body: Mapping[str, object], item: str | None, by: str, at: float) -> int:
    values: dict[str, Any] = {"body": _dump(body), "status": "draft", "item": item, "made_by": by, "made_at": at}
    return int(connection.execute(sa.insert(CASES).values(**values).returning(CASES.c.number)).scalar_one())


def _agree(connection: sa.Connection, case_id: str, by: str, at: float, body: Mapping[str, object] | None) -> None:
    made = _get(connection, case_id)
    if made is None:
        raise CaseRefused(UNKNOWN)
    if made.made_by == by:
        raise CaseRefused(SAME_PERSON)
    values: dict[str, Any] = {"status": "agreed", "agreed_by": by, "agreed_at": at}
    if body is not None:
        values["body"] = _dump(body)
    connection.execute(sa.update(CASES).where(CASES.c.number == _number(case_id)).values(**values))


def _edit(connection: sa.Connection, case_id: str, body: Mapping[str, object], by: str, at: float) -> None:
    made = _get(connection, case_id)
    if made is None:
        raise CaseRefused(UNKNOWN)
    body = {**body, "origin": made.body.get("origin", "")}  # whoever mends it, it came from its maker's review
    if made.made_by != by:
        _agree(connection, case_id, by, at, body)
    else:  # its maker changes it: whoever agreed did not agree to this
        values = {"body": _dump(body), "status": "draft", "agreed_by": None, "agreed_at": None}
        connection.execute(sa.update(CASES).where(CASES.c.number == _number(case_id)).values(**values))


def _get(connection: sa.Connection, case_id: str) -> MadeCase | None:
    row = connection.execute(sa.select(CASES).where(CASES.c.number == _number(case_id))).one_or_none()
    return _made(row) if row is not None else None


def _made(row: Any) -> MadeCase:
    return MadeCase(
        id=_id(row.number),
        body=json.loads(row.body),
        status=row.status,
        item=row.item,
        made_by=row.made_by,
        made_at=row.made_at,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
    )


def _id(number: int) -> str:
    return f"review-{number:03d}"


def _number(case_id: str) -> int:
    _, _, digits = case_id.partition("review-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1


def _dump(body: Mapping[str, object]) -> str:
    return json.dumps(dict(body), ensure_ascii=False)
