"""`python -m evals.bench`: measure, print a table, write a JSON file."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.bench.steps import Row, measure_all
from evals.errors import BadScenario

_ROOT = Path(__file__).resolve().parents[2]
SHARED = _ROOT.parent / "shared" / "corpora" / "portal_text"
STARTER = _ROOT / "knowledge" / "starter" / "procedures"


def bench(
    out: Annotated[Path, typer.Option(help="JSON file to write.")] = Path("var/bench.json"),
    corpus: Annotated[Path | None, typer.Option(help="Folder of portal texts to use instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Measure ingest, build, start, cold and warm answers in a temporary home; exit code 1 on failure."""
    console = Console(stderr=True)
    folder = (corpus or (SHARED if SHARED.is_dir() else STARTER)).resolve()
    starter = folder == STARTER
    _warn_when_busy(console)
    if starter:
        console.print("../shared is not here: measuring with the starter corpus; targets do not apply")
    about, rows = _about(folder), list[Row]()
    try:
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as home:
            for measured in measure_all(folder, Path(home)):
                console.print(f"{measured.name}: {measured.value:g} {measured.unit}")
                rows.append(_untargeted(measured) if starter else measured)
    except BadScenario as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
    whole = {**about, "rows": [found.model_dump() for found in rows]}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")
    if as_json:
        typer.echo(text)
    else:
        Console().print(table(rows))


def table(rows: list[Row]) -> Table:
    """Return the figures beside their targets."""
    shown = Table("what", title="Benchmark (ratio: 1 is the limit, lower is better)")
    for heading in ("measured", "at most", "ratio"):
        shown.add_column(heading, justify="right")
    for found in rows:
        target = "-" if found.target is None else f"{found.target:g} {found.unit}"
        ratio = "-" if found.ratio is None else f"{found.ratio:.2f}"
        shown.add_row(found.name, f"{found.value:.1f} {found.unit}", target, ratio)
    return shown


def _warn_when_busy(console: Console) -> None:
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores / 2:
        console.print(f"load is {load:.1f} on {cores} cores: wall times are those of a busy machine")


def _untargeted(measured: Row) -> Row:
    return measured.model_copy(update={"target": None, "ratio": None})


def _about(folder: Path) -> dict[str, object]:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "corpus": folder.name,
        "files": sum(1 for path in folder.iterdir() if path.is_file()),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "load_at_start": os.getloadavg()[0],
    }


if __name__ == "__main__":
    typer.run(bench)
