"""`motcua eval judge`: a language model reads the answers of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evals.showing import refusals, shown
from knowledge.terminal import FAILED, progress_shown


def register(app: typer.Typer) -> None:
    """Add `judge` to the `eval` commands."""
    app.command("judge")(judge_run)


def judge_run(
    run: Annotated[Path, typer.Argument(help="Folder of a finished run.")],
    judges: Annotated[str, typer.Option(help="Judges, with commas between.")] = "faithfulness,completeness,tone",
    labels: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="People's scores (CSV of the review desk).")
    ] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="So many answers, drawn by lot; default: all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Have the configured language model (MOTCUA_LLM_…) judge answers, beside people's verdicts on the same ones.

    What a judge does not answer is a missing value and never a score. The folder gets judges.json.
    """
    from assistant.language_model import ModelSettings, connect
    from evals.judging.judges import JUDGES
    from evals.judging.labels import read_labels
    from evals.judging.panel import Judged, chosen, judge_all, panel_table, summarise
    from evals.run import load_run

    names = [name.strip() for name in judges.split(",")]
    known = [name for name in JUDGES if name in names]
    if set(names) - set(known):
        raise typer.BadParameter(f"the judges are {', '.join(JUDGES)}")
    settings = ModelSettings()
    if not settings.wanted:
        typer.secho("motcua: no language model is configured. Set MOTCUA_LLM_MODEL and its address", err=True, fg="red")
        raise typer.Exit(FAILED)
    with refusals(), progress_shown() as progress:
        turns = chosen(load_run(run), sample)
        people = read_labels(labels, turns) if labels else {}
        model = connect(settings)
        try:
            found = judge_all(turns, known, model, settings.timeout_seconds, progress)
        finally:
            model.close()
    judged = Judged(model=settings.model or "", panels=tuple(summarise(found, people)), judgements=tuple(found))
    (run / "judges.json").write_text(judged.model_dump_json(indent=1) + "\n", encoding="utf-8")
    shown(judged, [panel_table(judged)], as_json)
