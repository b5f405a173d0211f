"""`motcua ingest`, `build`, `watch` and `train-encoder`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import IngestError
from ingest.quarantine import Quarantine
from ingest.reading import How
from ingest.report import as_json, print_tally
from ingest.starter import bring_starter
from ingest.sync import Sync, Tally
from ingest.watch import Watcher, interruptible
from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError
from knowledge.phrasings import kept_for_training, phrasings_by_code
from knowledge.settings import KnowledgeSettings
from knowledge.terminal import (
    FAILED,
    INTERRUPTED,
    errors_reported,
    print_json,
    progress_shown,
    remarks,
    results,
    told,
)

if TYPE_CHECKING:
    from knowledge.snapshot import SnapshotInfo

_ERRORS = (KnowledgeError, IngestError, OSError)


class Kind(StrEnum):
    """Which reader reads the files."""

    auto = "auto"
    portal_text = "portal-text"


Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Prune = Annotated[bool, typer.Option("--prune", help="Remove records whose file is gone from the folder.")]
Reader = Annotated[Kind, typer.Option(help="Which reader reads the files; auto: by their suffix.")]
Area = Annotated[
    str | None,
    typer.Option(help="Where the records are in force: VN or a province; default: as the text says."),
]
Paths = Annotated[list[Path], typer.Argument(exists=True, help="Files and folders; folders with all below them.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands to the root application."""
    app.command()(ingest)
    app.command()(build)
    app.command()(watch)
    app.command("train-encoder")(train_encoder)


def ingest(
    paths: Paths,
    kind: Reader = Kind.auto,
    jurisdiction: Area = None,
    prune: Prune = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail when any file is refused.")] = False,
    json: Json = False,
) -> None:
    """Read procedures from files into the catalogue; unchanged files cost nothing."""
    settings = KnowledgeSettings()
    with errors_reported(*_ERRORS), Catalogue.open(settings.catalogue_url) as catalogue:
        tally = _ingest(catalogue, settings.home, paths, How(kind, jurisdiction=jurisdiction), prune)
        total = catalogue.count()
    if json:
        print_json(as_json(tally, total))
    else:
        print_tally(results(), tally, total)
        _advise(tally, settings.home)
    if not tally.accepted or (strict and tally.refused):
        raise typer.Exit(FAILED)


def build(json: Json = False) -> None:
    """Build a snapshot of the catalogue and publish it; an empty catalogue takes the starter corpus first."""
    settings = KnowledgeSettings()
    with errors_reported(*_ERRORS), Catalogue.open(settings.catalogue_url) as catalogue:
        _bring_starter(catalogue, settings.home)
        info = _build(catalogue, settings)
    if json:
        print_json(asdict(info) | {"path": str(info.path)})
    else:
        results().print(
            f"Published snapshot {info.name}: {info.procedures:,} procedures, {info.passages:,} passages, "
            f"{info.bytes / 1024**2:.0f} MB, built in {info.seconds:.1f} s."
        )


def watch(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder to keep up with.")],
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 10.0,
    kind: Reader = Kind.auto,
    jurisdiction: Area = None,
    prune: Prune = False,
) -> None:
    """Ingest a folder and publish a snapshot whenever its files change, until Ctrl-C."""
    settings, how = KnowledgeSettings(), How(kind, jurisdiction=jurisdiction)
    watcher = Watcher(folder)
    remarks().print(f"Watching {folder} every {every:g} s; Ctrl-C ends it.")
    with suppress(KeyboardInterrupt, typer.Exit), interruptible() as asked_to_stop:
        while not asked_to_stop.is_set():
            try:
                if watcher.due():
                    _keep_up(settings, folder, how, prune)
            except _ERRORS as error:
                # A folder that is away or a database that is busy for a while must not end the watch.
                remarks().print(f"{told(error)} Trying again.", style="red", markup=False)
                watcher.retry()
            asked_to_stop.wait(every)
    remarks().print("No longer watching.")


def train_encoder(
    corpus: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder of portal texts.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder to write the encoder into.")],
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the corpus.")] = None,
    seed: Annotated[int | None, typer.Option(help="Start of the random numbers.")] = None,
    hold_out: Annotated[
        bool, typer.Option("--hold-out", help="Leave out a fifth of the phrasings, to fit the ranking on them.")
    ] = False,
    json: Json = False,
) -> None:
    """Train the default encoder on a folder of procedures; needs the extra `models`."""
    # Only here, so that no other command waits for numpy's and torch's sake.
    from ingest.train_encoder import NothingToLearn, TrainingSettings, train

    usual = TrainingSettings()
    chosen = replace(usual, epochs=epochs or usual.epochs, seed=usual.seed if seed is None else seed)
    with errors_reported(*_ERRORS, NothingToLearn), progress_shown() as progress:
        said = kept_for_training(phrasings_by_code()) if hold_out else None
        report = train(corpus, out, settings=chosen, phrasings=said, progress=progress)
    if json:
        print_json(asdict(report))
    else:
        scores = ", ".join(f"{name} {score:.3f}" for name, score in report.scores.items())
        results().print(f"{out}: {report.vocabulary:,} terms from {report.procedures:,} procedures; {scores}")


def _ingest(catalogue: Catalogue, home: Path, paths: list[Path], how: How, prune: bool) -> Tally:
    """Ingest with a progress bar; Ctrl-C ends the command and says what stays."""
    with progress_shown() as progress:
        sync = Sync(catalogue, Quarantine(home), how, on_progress=_labelled("files", progress))
        try:
            return sync.run(paths, prune)
        except KeyboardInterrupt:
            stored = sync.tally.new + sync.tally.changed
            message = f"Stopped. {stored:,} records were stored and stay; run the same command again to go on."
            typer.echo(message, err=True)
            raise typer.Exit(INTERRUPTED) from None


def _bring_starter(catalogue: Catalogue, home: Path) -> None:
    with progress_shown() as progress:
        tally = bring_starter(catalogue, Quarantine(home), _labelled("starter corpus", progress))
    if tally is not None:
        remarks().print(
            f"Nothing was ingested yet, so this is the starter corpus: {catalogue.count():,} procedures. "
            "Your own: motcua ingest PATH"
        )
        _advise(tally, home)


def _build(catalogue: Catalogue, settings: KnowledgeSettings) -> SnapshotInfo:
    from knowledge.built import build_from

    with progress_shown() as progress:
        return build_from(catalogue, settings.home, settings.encoder, progress)


def _keep_up(settings: KnowledgeSettings, folder: Path, how: How, prune: bool) -> None:
    """Ingest what changed; publish where the catalogue then says something else than the snapshot."""
    from knowledge.built import is_current

    with Catalogue.open(settings.catalogue_url) as catalogue:
        tally = _ingest(catalogue, settings.home, [folder], how, prune)
        if tally.touched or tally.refused:
            print_tally(results(), tally, catalogue.count())
        if catalogue.count() and not is_current(catalogue, settings.home):
            info = _build(catalogue, settings)
            results().print(f"Published snapshot {info.name}: {info.procedures:,} procedures.")


def _advise(tally: Tally, home: Path) -> None:
    if tally.refused:
        remarks().print(f"{len(tally.refused):,} files were refused; all are listed in {Quarantine(home).path}")
    elif not tally.accepted:
        remarks().print("No file was found there.")


def _labelled(label: str, progress: Callable[[str, int, int], None]) -> Callable[[int, int], None]:
    return lambda done, total: progress(label, done, total)
