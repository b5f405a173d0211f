"""A run: every case asked through one door, transcripts and figures in one folder.

What is measured and with what is written to `config.json` before the first question, so that no figure
outlives the knowledge of where it came from. Running again with the same folder goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from assistant.records import Question
from evals.cases import Case, CaseFile, CaseTurn, without_diacritics
from evals.doors import Door
from evals.errors import BadRun, DoorError, RunMismatch
from evals.misses import Miss, find_misses
from evals.report import markdown
from evals.results import Results, summarise
from evals.transcripts import AskedTurn, Transcript, TranscriptFile

CONFIG = "config.json"
TRANSCRIPTS = "transcripts.jsonl"
RESULTS = "results.json"
REPORT = "report.md"
_LIBRARIES = ("motcua", "numpy", "pydantic", "bm25s", "faiss-cpu", "httpx")

Progress = Callable[[str, int, int], None]  # file name, cases done, cases in all


@dataclass(frozen=True)
class Options:
    """How a run asks."""

    fold: bool = False  # ask without diacritics
    last_turn_alone: bool = False  # ask only the last message of a dialogue, in a fresh conversation
    limit: int | None = None  # first cases of each file


def run(files: Sequence[CaseFile], door: Door, out: Path, options: Options, progress: Progress) -> Results:
    """Ask what is still unasked, write everything under `out`, and return the figures over all chosen cases.

    Raises:
        RunMismatch: `out` holds a run with other cases, options, or another assistant.
        BadRun: `out` holds something that cannot be read.
    """
    out.mkdir(parents=True, exist_ok=True)
    _settle_config(files, door, out, options)
    stored = TranscriptFile(out / TRANSCRIPTS)
    known = stored.read()
    chosen = list(_chosen(files, options))
    for number, (name, case) in enumerate(chosen, start=1):
        before = known.get((name, case.id))
        if before is None or before.failed:
            known[name, case.id] = asked = Transcript(file=name, case=case, turns=tuple(_ask(case, door, options)))
            stored.append(asked)
        progress(name, number, len(chosen))
    transcripts = list(known.values())  # also what an earlier call asked beyond this one's limit
    results = summarise(transcripts)
    _write_results(out, results, find_misses(transcripts))
    return results


def load_run(out: Path) -> list[Transcript]:
    """Return the transcripts of a run; raises BadRun when there are none."""
    transcripts = list(TranscriptFile(out / TRANSCRIPTS).read().values()) if out.is_dir() else []
    if not transcripts:
        raise BadRun(out, f"no {TRANSCRIPTS}")
    return transcripts


def _chosen(files: Sequence[CaseFile], options: Options) -> Iterator[tuple[str, Case]]:
    for file in files:
        for case in file.cases[: options.limit]:
            yield file.name, without_diacritics(case) if options.fold else case


def _ask(case: Case, door: Door, options: Options) -> Iterator[AskedTurn]:
    conversation: str | None = None
    turns = list(enumerate(case.asked(), start=1))
    for position, turn in turns[-1:] if options.last_turn_alone else turns:
        asked = _ask_turn(case, position, turn, door, conversation)
        conversation = asked.reply.conversation_id if asked.reply is not None else conversation
        yield asked


def _ask_turn(case: Case, position: int, turn: CaseTurn, door: Door, conversation: str | None) -> AskedTurn:
    question = Question(
        question=turn.user, conversation_id=conversation, audience=case.audience, place=case.place or None
    )
    started = time.perf_counter()
    try:
        reply = door.ask(question)
    except DoorError as error:
        return AskedTurn(position=position, expected=turn, failure=error.reason)
    latency_ms = (time.perf_counter() - started) * 1000
    return AskedTurn(position=position, expected=turn, reply=reply, latency_ms=round(latency_ms, 3))


def _settle_config(files: Sequence[CaseFile], door: Door, out: Path, options: Options) -> None:
    """Write the run's config, or hold it against the one that is there."""
    asked = {
        "cases": {file.name: _sha256(file.path) for file in files},  # by content: a file may move
        "fold": options.fold,
        "last_turn_alone": options.last_turn_alone,
        "assistant": dict(door.about),
    }
    path = out / CONFIG
    if path.exists():
        differing = [key for key, value in asked.items() if _load(path).get(key) != value]
        if differing:
            raise RunMismatch(out, differing)
        return
    written = {"started_at": datetime.now(UTC).isoformat(timespec="seconds"), **asked, **_surroundings()}
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


def _write_results(out: Path, results: Results, misses: Sequence[Miss]) -> None:
    config = _load(out / CONFIG)
    whole = {"config": dict(config), **results.model_dump(mode="json")}
    _write(out / RESULTS, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    _write(out / REPORT, markdown(results, misses, config))


def _write(path: Path, text: str) -> None:
    """Replace the file whole, so that a crash leaves the old one."""
    beside = path.with_suffix(path.suffix + ".part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
