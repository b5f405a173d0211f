"""A home with a snapshot of the starter corpus, and `motcua` commands over it as processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ingest.quarantine import Quarantine
from ingest.starter import bring_starter
from knowledge.built import build_from
from knowledge.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
COMMAND = "import sys, typer, bots.cli; app = typer.Typer(); bots.cli.register(app); app(sys.argv[1:])"


def build_starter(home: Path) -> Path:
    """Publish the starter corpus under the home, which is returned."""
    with Catalogue.open("sqlite:///:memory:") as catalogue:
        bring_starter(catalogue, Quarantine(home))
        build_from(catalogue, home, None, lambda *_: None)
    return home


def command(*arguments: str) -> list[str]:
    """The command line of one of the room's commands."""
    return [sys.executable, "-c", COMMAND, *arguments]


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a command over the home; nothing of ours comes from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    return {**kept, "PYTHONPATH": str(ROOT), "MOTCUA_HOME": str(home), **settings}
