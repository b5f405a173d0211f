"""Checks of an installation: what is there, what is broken, and what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from knowledge.built import is_current
from knowledge.catalogue import Catalogue
from knowledge.catalogue_engine import sqlite_path
from knowledge.encoder import Encoder, load_encoder
from knowledge.errors import KnowledgeError, NoSnapshot
from knowledge.settings import KnowledgeSettings
from knowledge.snapshot import open_snapshot

State = Literal["ok", "warning", "broken"]

FREE_BYTES = 600 * 1024**2
"""Least free disk. Source: a snapshot of 5,652 procedures has 192 MB; three stand there during a build."""

_PYTHON = (3, 11)
_BUILD = "Run: motcua build"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. A warning works, or is not there yet; what is broken has to be mended."""

    name: str
    state: State
    found: str
    advice: str = ""


def examine(settings: KnowledgeSettings) -> Iterator[Check]:
    """Yield every check's result; nothing that serving needs is created or changed."""
    yield _python()
    yield _home(settings.home)
    yield _disk(settings.home)
    catalogue, check = _catalogue(settings)
    yield check
    encoder, check = _encoder(settings.encoder)
    yield check
    if encoder is not None:
        yield _snapshot(settings.home, encoder, catalogue)
    if catalogue is not None:
        catalogue.close()
    yield _language_model()


def _language_model() -> Check:
    model = os.environ.get("MOTCUA_LLM_MODEL")
    if not model:
        return Check("language model", "ok", "none is configured: answers are in the records' own words")
    if find_spec("langchain_openai") is None:
        found = f"{model}: langchain-openai is missing"
        advice = "Run: pip install 'motcua[llm]' (from a checkout: .venv/bin/pip install -e '.[llm]')"
        return Check("language model", "broken", found, advice)
    if not os.environ.get("MOTCUA_LLM_BASE_URL") and os.environ.get("MOTCUA_LLM_PROVIDER") != "ollama":
        advice = "Set MOTCUA_LLM_BASE_URL, or MOTCUA_LLM_PROVIDER=ollama."
        return Check("language model", "broken", f"{model}: no address is set", advice)
    return Check("language model", "ok", model)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _PYTHON:
        return Check("Python", "broken", version, "Install Python 3.11 or later.")
    return Check("Python", "ok", version)


def _home(home: Path) -> Check:
    place = _existing(home)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        advice = "Make it writable for this account, or set MOTCUA_HOME to another folder."
        return Check("home", "broken", f"{home} cannot be written", advice)
    return Check("home", "ok", f"{home.absolute()}")


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(_existing(home)).free
    found = f"{free / 1024**3:.1f} GB free"
    if free < FREE_BYTES:
        return Check("disk", "broken", found, f"Free {FREE_BYTES / 1024**3:.1f} GB, or move MOTCUA_HOME.")
    return Check("disk", "ok", found)


def _catalogue(settings: KnowledgeSettings) -> tuple[Catalogue | None, Check]:
    advice = "Run: motcua ingest PATH (or motcua build, for the starter corpus)"
    try:
        file = sqlite_path(settings.catalogue_url) if settings.database_url is None else None
        if file is not None and not file.exists():
            return None, Check("catalogue", "warning", "nothing was ingested yet", advice)
        catalogue = Catalogue.open(settings.catalogue_url)
        count = catalogue.count()
    except KnowledgeError as error:
        return None, Check("catalogue", "broken", str(error), "Mend it, or restore a backup: motcua restore FILE")
    if not count:
        return catalogue, Check("catalogue", "warning", f"{catalogue.url} is empty", advice)
    return catalogue, Check("catalogue", "ok", f"{count:,} procedures in {catalogue.url}")


def _encoder(name: str | None) -> tuple[Encoder | None, Check]:
    try:
        encoder = load_encoder(name)
    except KnowledgeError as error:
        return None, Check("encoder", "broken", str(error), "Unset MOTCUA_ENCODER to use the shipped one.")
    return encoder, Check("encoder", "ok", encoder.name)


def _snapshot(home: Path, encoder: Encoder, catalogue: Catalogue | None) -> Check:
    try:
        snapshot = open_snapshot(home, encoder)
    except NoSnapshot:
        return Check("snapshot", "warning", "none is published yet", _BUILD)
    except KnowledgeError as error:
        return Check("snapshot", "broken", str(error), _BUILD)
    found = f"{snapshot.name}: {len(snapshot.codes):,} procedures"
    if snapshot.degraded_reason:
        return Check("snapshot", "broken", f"{found}; not the current one: {snapshot.degraded_reason}", _BUILD)
    if catalogue is not None and not is_current(catalogue, home):
        return Check("snapshot", "warning", f"{found}; the catalogue has changed since", _BUILD)
    return Check("snapshot", "ok", found)


def _existing(path: Path) -> Path:
    """Return the path, or the nearest folder above it that exists."""
    path = path.absolute()
    return next(place for place in (path, *path.parents) if place.exists())
