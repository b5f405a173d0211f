"""A run: every case asked through one door, transcripts and figures in one folder.

What is measured and with what is written to `config.json` before the first question, so that no figure
outlives the knowledge of where it came from. Running again with the same folder goes on where it stopped.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from assistant import clock
from evals.asking import Options, ask_case
from evals.cases import Case, CaseFile, without_diacritics
from evals.doors import Door
from evals.errors import BadRun, RunBusy, RunMismatch
from evals.misses import Miss, find_misses
from evals.report import earlier_runs, write_reports
from evals.results import Results, summarise
from evals.transcripts import Transcript, TranscriptFile

CONFIG = "config.json"
TRANSCRIPTS = "transcripts.jsonl"
RESULTS = "results.json"
_LIBRARIES = ("motcua", "numpy", "pydantic", "bm25s", "faiss-cpu", "httpx")

AskAll = Callable[[Sequence[tuple[str, Case]], Options], Iterable[Transcript]]
Progress = Callable[[str, int, int], None]  # file name, cases done, cases in all


def run(
    files: Sequence[CaseFile],
    door: Door,
    out: Path,
    options: Options,
    progress: Progress,
    ask_all: AskAll | None = None,
) -> Results:
    """Ask what is still unasked, write everything under `out`, and return the figures over all chosen cases.

    Args:
        ask_all: Asks many cases at once; None: one after the other through `door`.

    Raises:
        RunMismatch: `out` holds a run with other cases, options, or another assistant.
        BadRun: `out` holds something that cannot be read.
        RunBusy: Another process is running into `out`.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        return _run(files, door, out, options, progress, ask_all)


def _run(
    files: Sequence[CaseFile],
    door: Door,
    out: Path,
    options: Options,
    progress: Progress,
    ask_all: AskAll | None,
) -> Results:
    _settle_config(files, door, out, options)
    stored = TranscriptFile(out / TRANSCRIPTS)
    known = stored.read()
    chosen = list(_chosen(files, options))
    waiting = [(name, case) for name, case in chosen if (name, case.id) not in known or known[name, case.id].failed]
    done = len(chosen) - len(waiting)
    for asked in ask_all(waiting, options) if ask_all else _one_by_one(waiting, door, options):
        known[asked.key] = asked
        stored.append(asked)
        done += 1
        progress(asked.file, done, len(chosen))
    transcripts = _in_order(known, chosen)  # also what an earlier call asked beyond this one's limit
    misses = find_misses([transcript for transcript in transcripts if transcript.counts])
    wrong = {miss.turn.key[:2] for miss in misses}
    critical = {transcript.key for transcript in transcripts if transcript.case.critical}
    counted = {"failing": len(wrong), "failing_critical": len(wrong & critical)}
    results = summarise(transcripts).model_copy(update=counted)
    _write_results(out, results, transcripts, misses)
    return results


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the folder: two runs would ask everything twice and mix their lines."""
    held = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise RunBusy(out) from None
    try:
        yield
    finally:
        os.close(held)


def load_run(out: Path) -> list[Transcript]:
    """Return the transcripts of a run; raises BadRun when there are none."""
    transcripts = list(TranscriptFile(out / TRANSCRIPTS, reading=True).read().values()) if out.is_dir() else []
    if not transcripts:
        raise BadRun(out, f"no {TRANSCRIPTS}")
    return transcripts


def _one_by_one(cases: Sequence[tuple[str, Case]], door: Door, options: Options) -> Iterator[Transcript]:
    return (ask_case(name, case, door, options) for name, case in cases)


def _in_order(known: Mapping[tuple[str, str], Transcript], chosen: Sequence[tuple[str, Case]]) -> list[Transcript]:
    """Return the transcripts in the order of the files, so that no figure depends on who was asked first."""
    first = [(name, case.id) for name, case in chosen]
    rest = sorted(known.keys() - set(first))
    return [known[key] for key in (*first, *rest)]


def _chosen(files: Sequence[CaseFile], options: Options) -> Iterator[tuple[str, Case]]:
    for file in files:
        for case in file.cases[: options.limit]:
            yield file.name, without_diacritics(case) if options.fold else case


def _settle_config(files: Sequence[CaseFile], door: Door, out: Path, options: Options) -> None:
    """Write the run's config, or hold it against the one that is there."""
    asked = {
        "cases": {file.name: _sha256(file.path) for file in files},  # by content: a file may move
        "fold": options.fold,
        "last_turn_alone": options.last_turn_alone,
        "audience": options.audience,
        "assistant": dict(door.about),
    }
    path = out / CONFIG
    if path.exists():
        differing = [key for key, value in asked.items() if _load(path).get(key) != value]
        if differing:
            raise RunMismatch(out, differing)
        return
    written = {
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "today": f"{clock.today()}",
        **asked,
        **_surroundings(),
    }
    _write(path, json.dumps(written, ensure_ascii=False, indent=1) + "\n")


def _surroundings() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "libraries": {name: version for name in _LIBRARIES if (version := _version(name))},
    }


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _load(path: Path) -> Mapping[str, object]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadRun(path.parent, f"{path.name} is not JSON ({error})") from error
    if not isinstance(loaded, dict):
        raise BadRun(path.parent, f"{path.name} is no JSON object")
    return loaded


def _write_results(out: Path, results: Results, transcripts: Sequence[Transcript], misses: Sequence[Miss]) -> None:
    config = _load(out / CONFIG)
    whole = {"config": dict(config), **results.model_dump(mode="json")}
    _write(out / RESULTS, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    write_reports(out, results, transcripts, config, misses, earlier_runs(out, str(config.get("started_at", ""))))


def _write(path: Path, text: str) -> None:
    """Replace the file whole, so that a crash leaves the old one."""
    beside = path.with_suffix(path.suffix + ".part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
