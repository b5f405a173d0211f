"""The commands that make cases: `motcua eval make rewrites`, `records`, `log`, `faqs`."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from knowledge.errors import KnowledgeError
from knowledge.terminal import errors_reported, print_json, progress_shown, results

if TYPE_CHECKING:
    from evals.making.writing import Made

app = typer.Typer(help="Make cases by code.", no_args_is_help=True)

_JSON = typer.Option("--json", help="Print the result as JSON.")
_OUT = typer.Option("--out", help="Case file to write (JSON lines); one that is there is replaced.")


def register(evals: typer.Typer) -> None:
    """Add the `make` commands to the `eval` command."""
    evals.add_typer(app, name="make")


@app.command("rewrites")
def rewrites_command(
    out: Annotated[Path, _OUT],
    source: Annotated[list[str], typer.Option("--from", help="A case file or a suite's name; may be repeated.")],
    rewrite: Annotated[
        list[str] | None, typer.Option(help="A rewrite by name; may be repeated. All by default.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Rewrite that many single questions, balanced over files and slices.")
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Rewrite cases as other hands would have typed them; labels stay, each original stands beside its rewrites."""
    from evals.cases import load_cases
    from evals.making.rewriting import known_rewrites
    from evals.making.robustness import cases_path, rewrite_all
    from evals.making.writing import write_cases

    with _refusals(), progress_shown() as progress:
        names = known_rewrites(rewrite or ())
        made = rewrite_all(load_cases([cases_path(one) for one in source]), names, sample, progress)
        written = write_cases(made.cases, out, made.left_out)
    _show(written, as_json)


@app.command("records")
def records_command(
    out: Annotated[Path, _OUT],
    per_facet: Annotated[int, typer.Option(min=1, help="Cases of each facet.")] = 30,
    limit: Annotated[int | None, typer.Option(min=1, help="Cases in all, facets in turn.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Make a question a facet and procedure from the published snapshot, labels from the record's fields."""
    from assistant.settings import Settings
    from evals.making.records import make_from_records
    from evals.making.writing import write_cases
    from knowledge.encoder import load_encoder
    from knowledge.snapshot import open_snapshot

    with _refusals(), progress_shown() as progress:
        settings = Settings()
        snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
        made = make_from_records(snapshot, per_facet, limit, progress)
        written = write_cases(made.cases, out, made.left_out)
    _show(written, as_json)


@app.command("log")
def log_command(
    out: Annotated[Path, _OUT],
    days: Annotated[float, typer.Option(min=0, help="How far back; talks are kept for MOTCUA_CONVERSATION_HOURS.")] = 7,
    at_least: Annotated[int, typer.Option(min=1, help="Only what was asked so often.")] = 1,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Make unlabelled cases of what people asked: redacted, each question once, by topic, the most frequent first."""
    from datetime import UTC, datetime, timedelta

    from assistant.conversation_store import SqlConversations
    from assistant.settings import Settings
    from evals.making.log import make_from_log
    from evals.making.writing import write_cases

    settings = Settings()
    with _refusals(), progress_shown() as progress:
        url = settings.database_url or f"sqlite:///{settings.home / 'conversations.sqlite'}"
        with closing(SqlConversations(url, settings.conversation_hours)) as store:
            turns = store.recent_turns(datetime.now(UTC) - timedelta(days=days))
            made = make_from_log(turns, progress, at_least)
        written = write_cases(made.cases, out, made.left_out)
    _show(written, as_json)


@app.command("faqs")
def faqs_command(
    files: Annotated[list[Path], typer.Argument(help="JSON lines or CSV with questions and answers.")],
    out: Annotated[Path, _OUT],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Make cases of published questions; codes are taken over, figures of the answers are only noted."""
    from evals.making.faqs import make_from_faqs
    from evals.making.writing import write_cases

    with _refusals(), progress_shown() as progress:
        made = make_from_faqs(files, progress)
        written = write_cases(made.cases, out, made.left_out)
    _show(written, as_json)


def _refusals() -> AbstractContextManager[None]:
    from assistant.errors import AssistantError
    from evals.errors import EvalsError

    return errors_reported(EvalsError, AssistantError, KnowledgeError)


def _show(made: Made, as_json: bool) -> None:
    if as_json:
        print_json(made.model_dump(mode="json"))
        return
    table = Table("slice", "cases", title=f"{made.cases} cases in {made.out}")
    for name, count in made.slices.items():
        table.add_row(name, str(count))
    for reason, count in made.left_out.items():
        table.add_row(f"left out: {reason}", str(count))
    results().print(table)
