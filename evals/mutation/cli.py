"""The command `motcua eval mutate`: which faults the cases of a run notice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import KnowledgeError
from knowledge.terminal import FAILED, errors_reported, print_json, progress_shown, results

if TYPE_CHECKING:
    from evals.doors import Door
    from evals.mutation.outcomes import MutationScore
    from evals.transcripts import Transcript

_PIPE_WIDTH = 240


def register(app: typer.Typer) -> None:
    """Add the command to the `eval` commands."""
    app.command("mutate")(mutate_command)


def mutate_command(
    run: Annotated[Path, typer.Argument(help="Folder of a finished run, asked of the snapshot under MOTCUA_HOME.")],
    out: Annotated[Path, typer.Option(help="File for the outcome of every fault, as JSON.")],
    at_least: Annotated[float, typer.Option(min=0, max=1, help="The score below which the exit code is 1.")] = 0.95,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Break the product with every fault and show which cases notice; 1 when too few faults are noticed."""
    from assistant.errors import AssistantError
    from evals.errors import EvalsError
    from evals.mutation.asking import Asking
    from evals.mutation.faults import FAULTS
    from evals.mutation.neighbours import StoredNeighbours
    from evals.mutation.noticing import Noticing
    from evals.mutation.scoring import score
    from evals.run import load_run

    with errors_reported(EvalsError, AssistantError, KnowledgeError):
        transcripts = [transcript for transcript in load_run(run) if transcript.counts]
        with _same_assistant(run, transcripts) as door, progress_shown() as progress:
            asking = Asking(door, StoredNeighbours(transcripts))
            found = score(transcripts, FAULTS, Noticing(door.sources), asking, progress)
    _write(out, found)
    _show(found, as_json)
    if found.score < at_least:
        typer.echo(f"mutation score {found.score:.3f} is under {at_least}: write cases that notice", err=True)
        raise typer.Exit(FAILED)


@contextmanager
def _same_assistant(run: Path, transcripts: Sequence[Transcript]) -> Iterator[Door]:
    """Open the assistant that the run asked, for the faults that have to be asked again; raises OtherSnapshot."""
    from evals.errors import OtherSnapshot
    from evals.opening import Configuration, open_door

    with open_door(Configuration()) as door:
        replies = (turn.reply for transcript in transcripts for turn in transcript.turns if turn.reply is not None)
        asked = {reply.snapshot for reply in replies if reply.snapshot}
        here = str(door.about["snapshot"])
        if asked - {here}:
            raise OtherSnapshot(run, sorted(asked), here)
        yield door


def _write(out: Path, found: MutationScore) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    whole = json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    beside = out.with_name(f"{out.name}.part")
    beside.write_text(whole, encoding="utf-8")
    beside.replace(out)


def _show(found: MutationScore, as_json: bool) -> None:
    from evals.mutation.outcomes import score_tables

    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    console = results()
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    for table in score_tables(found):
        console.print(table)
