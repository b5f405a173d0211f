"""`python -m evals.bench`: measure, print a table, write a JSON file."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.bench.side_by_side import Comparison, MiniLm, compare, comparison_table, verdict
from evals.bench.steps import Row, fresh_environment, measure_all
from evals.errors import BadScenario

_ROOT = Path(__file__).resolve().parents[2]
SHARED = _ROOT.parent / "shared" / "corpora" / "portal_text"
STARTER = _ROOT / "knowledge" / "starter" / "procedures"


def bench(
    out: Annotated[Path, typer.Option(help="JSON file to write.")] = Path("var/bench.json"),
    corpus: Annotated[Path | None, typer.Option(help="Folder of portal texts to use instead.")] = None,
    home: Annotated[
        Path | None, typer.Option(help="Home with a catalogue: compare finding on it, and no more.")
    ] = None,
    minilm: Annotated[
        MiniLm, typer.Option(help="Passages for LangChain's hybrid with all-MiniLM-L6-v2.")
    ] = MiniLm.none,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Measure times and memory in a temporary home, and finding beside LangChain's hybrid; exit code 1 on failure."""
    console = Console(stderr=True)
    folder = (corpus or (SHARED if SHARED.is_dir() else STARTER)).resolve()
    _warn_when_busy(console)
    if folder == STARTER and home is None:
        console.print("../shared is not here: measuring with the starter corpus; targets do not apply")
    about, rows = _about(folder if home is None else home), list[Row]()
    try:
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as temporary:
            if home is None:
                rows += _measured(folder, Path(temporary), console)
            env = fresh_environment(home or Path(temporary))
            found = compare(env, minilm, lambda line: console.print(line, markup=False))
    except BadScenario as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
    whole = {**about, "rows": [row.model_dump() for row in rows], "finding": found.model_dump()}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")
    if as_json:
        typer.echo(text)
    else:
        _show(rows, found)


def _measured(folder: Path, home: Path, console: Console) -> Iterator[Row]:
    for measured in measure_all(folder, home):
        console.print(f"{measured.name}: {measured.value:g} {measured.unit}")
        yield _untargeted(measured) if folder == STARTER else measured


def _show(rows: list[Row], found: Comparison) -> None:
    console = Console()
    if rows:
        console.print(table(rows))
    console.print(comparison_table(found))
    for line in verdict(found):
        console.print(line, markup=False)


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
