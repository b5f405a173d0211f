"""`motcua procedures find|show|diff`, `doctor`, `backup` and `restore`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from knowledge.catalogue import Catalogue, Version
from knowledge.differences import Difference, differences
from knowledge.errors import KnowledgeError
from knowledge.records import Procedure
from knowledge.settings import KnowledgeSettings
from knowledge.terminal import FAILED, errors_reported, print_json, remarks, results
from knowledge.vietnamese import clean, fold

if TYPE_CHECKING:
    from knowledge.records_file import Summary
    from knowledge.snapshot import Snapshot

_ERRORS = (KnowledgeError, OSError)
_STYLES = {"ok": "green", "warning": "yellow", "broken": "red"}


class Level(StrEnum):
    """Which authorities carry a procedure out."""

    ministry = "ministry"
    province = "province"
    commune = "commune"


Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Code = Annotated[str, typer.Argument(help="The national code, such as 1.001193.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands to the root application."""
    procedures = typer.Typer(no_args_is_help=True, help="Look procedures up.")
    procedures.command()(find)
    procedures.command()(show)
    procedures.command()(diff)
    app.add_typer(procedures, name="procedures")
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


_FITS_FROM = 0.01  # a chance below this is noise


def find(
    text: Annotated[str, typer.Argument(help="Words of its title or content, with or without diacritics.")],
    level: Annotated[Level | None, typer.Option(help="Only of this level.")] = None,
    field: Annotated[str | None, typer.Option(help="Only of fields (lĩnh vực) with these words.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many at most.")] = 10,
    json: Json = False,
) -> None:
    """Find procedures in the published snapshot, best first."""
    with errors_reported(*_ERRORS):
        snapshot = _snapshot(KnowledgeSettings())
        allowed = {item.code for item in snapshot.summaries if _fits(item, level, field)}
        hits = snapshot.index.search(text, limit=limit, codes=allowed)
        hits = [hit for hit in hits if hit.score >= _FITS_FROM]
    summaries = {item.code: item for item in snapshot.summaries}
    found = [asdict(summaries[hit.code]) | {"score": round(hit.score, 4)} for hit in hits]
    if json:
        print_json({"total": len(found), "items": found})
    elif found:
        results().print(_table(found, "code", "title", "level", "field", "agency", "score"))
    else:
        remarks().print("Nothing fits.")


def show(code: Code, json: Json = False) -> None:
    """Show one procedure: every field, its words, and where they stand in the source."""
    with errors_reported(*_ERRORS), Catalogue.open(KnowledgeSettings().catalogue_url) as catalogue:
        procedure, versions = catalogue.get(code), catalogue.versions(code)
    if procedure is None:
        raise _not_held(code)
    fields = [{"field": path, "text": quote.plain, "span": list(quote.span)} for path, quote in procedure.quotes()]
    if json:
        record = procedure.model_dump(mode="json")
        print_json({"code": code, "record": record, "fields": fields, "versions": _listed(versions)})
        return
    console = results()
    console.print(f"[bold]{escape(procedure.title.plain)}[/bold]\n{_where_from(procedure, versions)}")
    rows = [item | {"span": "{}–{}".format(*item["span"])} for item in fields]
    console.print(_table(rows, "field", "text", "span"))


def diff(code: Code, json: Json = False) -> None:
    """Show what changed between the last two versions of one procedure, field by field."""
    with errors_reported(*_ERRORS), Catalogue.open(KnowledgeSettings().catalogue_url) as catalogue:
        versions = catalogue.versions(code)[-2:]
        records = [catalogue.version(code, version.number) for version in versions]
    if not records:
        raise _not_held(code)
    older, newer = records[0], records[-1]
    changes = differences(older, newer) if older and newer else []
    if json:
        print_json({"code": code, "versions": _listed(versions), "changes": [asdict(change) for change in changes]})
    elif len(versions) < 2:
        results().print(f"{code} has one version only.")
    else:
        _print_changes(versions, changes)


def doctor(json: Json = False) -> None:
    """Check this installation and say what to do; fails where something is broken."""
    from knowledge.doctor import examine

    with errors_reported(*_ERRORS):
        checks = list(examine(KnowledgeSettings()))
    broken = any(check.state == "broken" for check in checks)
    if json:
        print_json({"ok": not broken, "checks": [asdict(check) for check in checks]})
    else:
        styles = [_STYLES[check.state] for check in checks]
        results().print(_table([asdict(check) for check in checks], "name", "state", "found", "advice", styles=styles))
    if broken:
        raise typer.Exit(FAILED)


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The file to write, such as motcua.tar.gz.")],
    json: Json = False,
) -> None:
    """Write the catalogue into one file, consistent also while an ingest is running."""
    from knowledge.backup import back_up

    settings = KnowledgeSettings()
    with errors_reported(*_ERRORS):
        label = back_up(settings.catalogue_url, settings.home, file)
    if json:
        print_json(asdict(label) | {"file": str(file)})
    else:
        results().print(f"{file}: {label.procedures:,} procedures with all their versions.", soft_wrap=True)


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that backup wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a catalogue that holds records.")] = False,
    json: Json = False,
) -> None:
    """Put a backup's catalogue in the place of the present one; then run motcua build."""
    from knowledge.backup import restore as put_back

    settings = KnowledgeSettings()
    with errors_reported(*_ERRORS):
        label, kept = put_back(settings.catalogue_url, settings.home, file, force)
    if json:
        print_json(asdict(label) | {"previous": str(kept) if kept else None})
        return
    results().print(f"Restored {label.procedures:,} procedures of {label.created}. Now run: motcua build")
    if kept:
        results().print(f"What was there before is in {kept}", soft_wrap=True)


def _snapshot(settings: KnowledgeSettings) -> Snapshot:
    # Only here: the search libraries take a second to load, and most commands need none of them.
    from knowledge.encoder import load_encoder
    from knowledge.snapshot import open_snapshot

    return open_snapshot(settings.home, load_encoder(settings.encoder))


def _fits(item: Summary, level: Level | None, field: str | None) -> bool:
    return (level is None or item.level == level) and (field is None or fold(clean(field)) in fold(item.field))


def _not_held(code: str) -> typer.Exit:
    typer.secho(f"motcua: no procedure {code} is held. Run: motcua procedures find TEXT", err=True, fg="red")
    return typer.Exit(FAILED)


def _listed(versions: list[Version]) -> list[dict[str, Any]]:
    return [
        {
            "number": version.number,
            "sha256": version.sha256,
            "recorded_at": version.recorded_at.isoformat(),
            "decision_number": version.decision_number,
            "source": version.source.model_dump(mode="json"),
        }
        for version in versions
    ]


def _where_from(procedure: Procedure, versions: list[Version]) -> str:
    source = procedure.source
    recorded = f"version {versions[-1].number} of {versions[-1].recorded_at:%Y-%m-%d}"
    return escape(f"{procedure.code} · {procedure.jurisdiction} · {source.system}: {source.file} · {recorded}")


def _print_changes(versions: list[Version], changes: list[Difference]) -> None:
    console = results()
    console.print(f"From version {versions[0].number} to {versions[1].number}:")
    for change in changes:
        console.print(change.field, style="bold")
        for mark, style, lines in (("-", "red", change.removed), ("+", "green", change.added)):
            for line in lines:
                console.print(f"{mark} {line}", style=style, markup=False)
    if not changes:
        console.print("The words are the same.")


def _table(rows: list[dict[str, Any]], *names: str, styles: Sequence[str] = ()) -> Table:
    table = Table()
    for name in names:
        table.add_column(name, overflow="fold")
    for row, style in zip_longest(rows, styles[: len(rows)]):
        table.add_row(*(escape(str(row[name])) for name in names), style=style)
    return table
