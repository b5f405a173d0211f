"""Which reader reads which file: the kinds of source that `motcua ingest` knows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import knowledge.records
from ingest.encodings import check_text
from ingest.errors import ReadError
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure

AUTO = "auto"
"""The kind that asks for the reader that a file's suffix suggests."""

READERS: dict[str, Callable[..., Procedure]] = {"portal-text": read_portal_text}
_BY_SUFFIX = {".txt": "portal-text"}


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be read."""

    kind: str = AUTO
    system: str | None = None  # what `Source.system` says; None: the kind
    jurisdiction: str | None = None  # None: found in the text

    def key(self, file: str) -> str:
        """Return a text that changes whenever the same bytes would be read into another record.

        Raises:
            ReadError: No reader is known for the file.
        """
        kind = kind_of(file, self.kind)
        return "|".join((kind, self.system or "", self.jurisdiction or "", _readers_digest()))


def kind_of(file: str, kind: str) -> str:
    """Return the kind of reader for a file.

    Raises:
        ReadError: The kind is "auto" and the suffix is unknown.
    """
    if kind != AUTO:
        return kind
    suffix = PurePosixPath(file).suffix
    found = _BY_SUFFIX.get(suffix.lower())
    if found is None:
        reason = f"no reader is known for {suffix!r} files" if suffix else "no reader is known without a suffix"
        raise ReadError(file, "", reason, f"Name the reader with --kind ({', '.join(READERS)}).")
    return found


def read(content: bytes, file: str, how: How) -> Procedure:
    """Return the procedure in the bytes of one file.

    Raises:
        ReadError: There is none that can be read; the error names the heading and what to do.
    """
    kind = kind_of(file, how.kind)
    check_text(content, file)
    system = how.system or kind.replace("-", "_")
    return READERS[kind](content, file, system=system, jurisdiction=how.jurisdiction)


@cache
def _readers_digest() -> str:
    """Return a digest of the code that reads, so that a better reader reads the same files again."""
    folder = Path(__file__).parent
    modules = [*folder.glob("readers/*.py"), *folder.glob("parse/*.py"), Path(knowledge.records.__file__)]
    digest = hashlib.sha256()
    for module in sorted(modules):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
