"""The manifest of a snapshot: what it holds, by which encoder, and a hash of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from knowledge.errors import DamagedSnapshot
from knowledge.initials import PHRASES_FILE
from knowledge.syllable_counts import COUNTS_FILE

MANIFEST_FILE = "manifest.json"
_MODELS = Path(__file__).parent / "models"
FORMAT = 4
"""Raised with every change of what a snapshot's files mean. 2: the manifest names the lexicon.
4: phrasings name by name."""

FILES = frozenset(
    {
        "records.bin",
        "records.offsets.npy",
        "summaries.json",
        *(f"{index}.{array}.npy" for index in ("titles", "heads", "passages") for array in ("keys", "starts")),
        *(f"{index}.{array}.npy" for index in ("titles", "heads", "passages") for array in ("postings", "weights")),
        *(f"{index}.documents.npy" for index in ("titles", "heads", "passages")),
        "titles.masses.npy",
        "titles.qualifiers.npy",
        "titles.faiss",
        *(f"passages.{table}.npy" for table in ("owners", "texts", "spans", "fields", "offsets", "blob")),
        *(f"phrased.{array}.npy" for array in ("keys", "starts", "postings", "weights", "documents")),
        *(f"phrased.{array}.npy" for array in ("rows", "groups", "names")),
        "phrased.faiss",
        "passages.names.json",
        "passages.faiss",
    }
)
"""The files of every snapshot, the manifest left out."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself. `files` has the size in bytes and the SHA-256 of each file by name.

    `lexicon` is the `lexicon_digest` of the build: its qualifiers are columns of the titles.
    """

    format: int
    encoder: str
    lexicon: str
    created: str
    procedures: int
    passages: int
    files: Mapping[str, tuple[int, str]]

    @property
    def name(self) -> str:
        """The name that the snapshot's folder gets: when it was made, and the hash of what it holds."""
        return f"{datetime.fromisoformat(self.created):%Y%m%dT%H%M%S%f}-{self.content_hash}"

    @property
    def content_hash(self) -> str:
        """The first twelve hexadecimal digits of a hash over files, encoder and lexicon, the end of a folder's name."""
        told = json.dumps([self.format, self.encoder, self.lexicon, sorted(self.files.items())])
        return hashlib.sha256(told.encode("utf-8")).hexdigest()[:12]


@lru_cache(maxsize=1)
def lexicon_digest() -> str:
    """Return the first twelve hexadecimal digits of a hash over everything that shapes an index beside the encoder.

    Those are qualifiers, by which titles are built, phrasings, and what phrasings are read with.
    """
    digest = hashlib.sha256()
    lexicon, phrasings = resources.files("knowledge.lexicon"), resources.files("knowledge.phrasings")
    files = [lexicon.joinpath(name) for name in ("qualifiers.yaml", "shorthand.yaml", "spelling.yaml")]
    files += sorted((file for file in phrasings.iterdir() if file.name.endswith(".jsonl")), key=lambda file: file.name)
    files += [_MODELS / "accents-vi" / COUNTS_FILE, _MODELS / "initials-vi" / PHRASES_FILE]
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def measure(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the size and SHA-256 of every file in the folder, the manifest left out."""
    paths = sorted(path for path in folder.iterdir() if path.name != MANIFEST_FILE)
    return {path.name: (path.stat().st_size, file_hash(path)) for path in paths}


def file_hash(path: Path) -> str:
    """Return the SHA-256 of the file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder."""
    (folder / MANIFEST_FILE).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read_manifest(folder: Path, *, named: bool = True) -> Manifest:
    """Return the manifest of a snapshot.

    Args:
        named: Whether the folder has its snapshot's name already; one that is not published yet has not.

    Raises:
        DamagedSnapshot: It is missing, unreadable, changed, or of a format that this version does not read.
    """
    try:
        told = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        found = int(told["format"])
        manifest = _checked(told) if found == FORMAT else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedSnapshot(folder, f"its manifest cannot be read ({error!r})") from error
    if manifest is None:
        raise DamagedSnapshot(folder, f"it has format {found}, this version reads format {FORMAT}")
    if named and manifest.content_hash != folder.name.rpartition("-")[2]:
        raise DamagedSnapshot(folder, "its manifest was changed: it no longer fits the folder's name")
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """Check every file against the manifest.

    Raises:
        DamagedSnapshot: A file is missing, has another size, or another content, or the manifest leaves one out.
    """
    unnamed = sorted(FILES - manifest.files.keys())
    if unnamed:
        raise DamagedSnapshot(folder, f"its manifest does not name {', '.join(unnamed)}")
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        try:
            found = path.stat().st_size
            if found != size:
                raise DamagedSnapshot(folder, f"{name} has {found} bytes instead of {size}")
            if file_hash(path) != digest:
                raise DamagedSnapshot(folder, f"the content of {name} was changed")
        except OSError as error:
            raise DamagedSnapshot(folder, f"{name} cannot be read ({error.strerror})") from error


def _checked(told: Any) -> Manifest:
    files = {str(name): (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
    if any(Path(name).name != name for name in files):
        raise ValueError("a file name leads out of the folder")
    return Manifest(
        format=int(told["format"]),
        encoder=str(told["encoder"]),
        lexicon=str(told["lexicon"]),
        created=str(told["created"]),
        procedures=int(told["procedures"]),
        passages=int(told["passages"]),
        files=files,
    )
