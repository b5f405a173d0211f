"""`motcua publish`: build, ask, and publish only when the answers are no worse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from knowledge.errors import KnowledgeError
from knowledge.terminal import FAILED, errors_reported, print_json, progress_shown, remarks, results

if TYPE_CHECKING:
    from evals.errors import GateClosed
    from evals.gate.gating import Gate
    from evals.gate.rules import Rules, Verdict
    from evals.run import Progress
    from knowledge.catalogue import Catalogue
    from knowledge.settings import KnowledgeSettings
    from knowledge.snapshot import SnapshotInfo


def register(root: typer.Typer) -> None:
    """Add `publish` to the root command."""
    root.command("publish")(publish)


def publish(
    force: Annotated[bool, typer.Option("--force", help="Publish whatever the gate says; needs --reason.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why it is forced; it is kept in the gate's log.")] = None,
    rules: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The gate's rules (YAML); default: those shipped.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that ask at once; default: one a core.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Build a snapshot, ask it the gate's suites, and publish it only when no figure fell and no critical case fails.

    The live snapshot stays until then, and stays when the gate closes (exit code 1).
    """
    from evals.crew import usual_jobs
    from evals.errors import EvalsError
    from evals.gate.rules import RULES, read_rules

    given = (reason or "").strip()
    if force and not given:
        raise typer.BadParameter("--force needs --reason: say why, it is kept in the log")
    with errors_reported(KnowledgeError, EvalsError, OSError):
        verdict, info, refused = _gated(read_rules(rules or RULES), jobs or usual_jobs(), given if force else None)
    _tell(verdict, info, as_json)
    if refused is not None:
        typer.secho(f"motcua: {refused}", err=True, fg="red")
        raise typer.Exit(FAILED)


def _gated(
    rules: Rules, jobs: int, forced: str | None
) -> tuple[Verdict | None, SnapshotInfo | None, GateClosed | None]:
    """Build, ask, and publish or not; return the verdict, what was published, and why nothing was."""
    from evals.gate.gating import Gate
    from knowledge.catalogue import Catalogue
    from knowledge.settings import KnowledgeSettings

    settings = KnowledgeSettings()
    with Catalogue.open(settings.catalogue_url) as catalogue, progress_shown() as progress:
        gate = Gate(settings.home, rules, jobs, progress)
        with gate.alone():
            return _built(gate, catalogue, settings, progress, forced)


def _built(
    gate: Gate, catalogue: Catalogue, settings: KnowledgeSettings, progress: Progress, forced: str | None
) -> tuple[Verdict | None, SnapshotInfo | None, GateClosed | None]:
    from evals.errors import GateClosed
    from knowledge.built import build_from
    from knowledge.errors import DamagedSnapshot

    try:
        before = gate.baseline() if catalogue.count() else ("", [])
    except DamagedSnapshot:
        if forced is None:
            raise
        before = ("", [])
    try:
        info = build_from(
            catalogue,
            settings.home,
            settings.encoder,
            progress,
            before_publishing=lambda folder, name: gate.check(folder, name, before, forced),
        )
    except GateClosed as closed:
        return gate.verdict, None, closed
    gate.sweep()
    return gate.verdict, info, None


def _tell(verdict: Verdict | None, info: SnapshotInfo | None, as_json: bool) -> None:
    assert verdict is not None  # the gate was asked
    if as_json:
        published = asdict(info) | {"path": str(info.path)} if info else None
        print_json({"passed": verdict.passed, "published": published, "verdict": verdict.model_dump(mode="json")})
        return
    if verdict.falls:
        falls = Table("figure", "before", "now", "may fall", "turns", title="Figures that fell too far")
        for fall in verdict.falls:
            numbers = (f"{value:.3f}" for value in (fall.before, fall.after, fall.allowed))
            falls.add_row(fall.metric, *numbers, str(fall.turns))
        results().print(falls)
    if verdict.critical:
        critical = Table("case", "question", "what is wrong", title="Critical cases that fail")
        for failure in verdict.critical:
            place = f"{failure.file} {failure.case} / {failure.position}"
            critical.add_row(place, failure.user[:80], "; ".join(failure.reasons)[:300])
        results().print(critical)
    against = f"held against {verdict.before}" if verdict.before else "no snapshot was live: critical cases decide"
    stale = f", {verdict.stale} stale cases left out" if verdict.stale else ""
    remarks().print(f"Asked {verdict.turns} turns, {verdict.shared_turns} in both ({against}){stale}.")
    if info:
        forced = "" if verdict.passed else " (forced)"
        results().print(f"Published snapshot {info.name}: {info.procedures:,} procedures{forced}.")
