"""The list of refused files, kept under home, so that an operator can mend them one by one."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that was not ingested, and why."""

    file: str  # relative to the ingested folder
    heading: str  # the heading that is wrong; "" for the file as a whole
    reason: str
    advice: str
    path: str = ""  # absolute
    sha256: str | None = None  # None where the file was not read
    time: str = ""  # UTC, ISO 8601


class Quarantine:
    """The file `quarantine/refused.jsonl` under home, one refusal a line."""

    def __init__(self, home: Path) -> None:
        self.path = home / "quarantine" / "refused.jsonl"

    def refusals(self) -> list[Refusal]:
        """Return what is listed, in the order of the list; a line that is damaged is left out."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        return [refusal for line in lines if (refusal := _parsed(line)) is not None]

    def replace(self, looked_at: Collection[Path], refusals: Sequence[Refusal]) -> None:
        """List the refusals instead of whatever was listed at or under the paths that were looked at.

        A mended file is thereby gone from the list. The list changes at once or not at all.
        """
        if not refusals and not self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            kept = [old for old in self.refusals() if not _covers(looked_at, Path(old.path))]
            lines = [json.dumps(asdict(refusal), ensure_ascii=False) + "\n" for refusal in (*kept, *refusals)]
            beside = self.path.with_suffix(".new")
            beside.write_text("".join(lines), encoding="utf-8", errors="surrogateescape")
            os.replace(beside, self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one program at a time rewrite the list."""
        with self.path.with_suffix(".lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _covers(paths: Collection[Path], path: Path) -> bool:
    return path in paths or any(parent in paths for parent in path.parents)


def _parsed(line: str) -> Refusal | None:
    try:
        return Refusal(**json.loads(line))
    except (ValueError, TypeError):
        return None  # the list is a report; the next ingest writes it anew
