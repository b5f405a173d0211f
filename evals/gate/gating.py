"""A built snapshot asked before it is published, and held against the one that is live."""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from evals.asking import Options
from evals.cases import CaseFile, load_cases, suite_paths
from evals.crew import ask_with
from evals.errors import BadRun, GateClosed, RunBusy
from evals.gate.rules import Rules, Verdict, judge
from evals.opening import Configuration, open_door
from evals.run import Progress, load_run, run
from evals.transcripts import Transcript
from knowledge.errors import KnowledgeError, NoSnapshot, SnapshotMismatch
from knowledge.shelf import published, shelf_of

LOG = "log.jsonl"
VERDICT = "verdict.json"
_CANDIDATE = "candidate"
_REFUSED = "refused"


class Gate:
    """The gate of one home. Its folder holds the run of each published snapshot, the last refused one, and the log."""

    def __init__(self, home: Path, rules: Rules, jobs: int, progress: Progress) -> None:
        """Prepare; nothing is read yet.

        Args:
            home: Folder of everything that is written.
            jobs: Processes that ask at once.
        """
        self.folder = home / "gate"
        self.verdict: Verdict | None = None
        self._home, self._rules, self._jobs, self._progress = home, rules, jobs, progress

    def baseline(self) -> tuple[str, list[Transcript]]:
        """Return the live snapshot's name and its run; nothing where none is live or nothing answers from it any more.

        What is not kept, cannot be read, or was not asked then, is asked of the live snapshot now.

        Raises:
            DamagedSnapshot: The live snapshot cannot be read.
        """
        try:
            live = published(self._home)[0]
        except NoSnapshot:
            return "", []
        known = self._kept(self.folder / live)
        asked = [
            file.model_copy(update={"cases": tuple(c for c in file.cases if (file.name, c.id) not in known)})
            for file in self._files()
        ]
        missing = [file for file in asked if file.cases]
        if not missing:
            return live, list(known.values())
        candidate = self._fresh_candidate()
        try:
            self._ask(shelf_of(self._home) / live, candidate, missing)
        except SnapshotMismatch:  # built for another encoder or lexicon: nothing answers from it any more
            return "", []
        found = load_run(candidate)
        if not known:
            candidate.rename(self.folder / live)
        return live, [*known.values(), *found]

    def _kept(self, folder: Path) -> dict[tuple[str, str], Transcript]:
        """Return what is kept of a snapshot's run; one that cannot be read is set aside."""
        if not folder.is_dir():
            return {}
        try:
            return {transcript.key: transcript for transcript in load_run(folder)}
        except BadRun:
            shutil.rmtree(folder)
            return {}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the gate: two that publish at once would take each other's runs away; raises RunBusy."""
        self.folder.mkdir(parents=True, exist_ok=True)
        held = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise RunBusy(self.folder) from None
        try:
            yield
        finally:
            os.close(held)

    def check(self, built: Path, name: str, before: tuple[str, Sequence[Transcript]], forced: str | None) -> None:
        """Ask the built snapshot and note the verdict.

        Args:
            built: Folder of the finished snapshot.
            forced: Why it is published whatever the verdict; None: it is not.

        Raises:
            GateClosed: The verdict is no, and nobody forces it; the run is kept as the refused one.
        """
        candidate = self._fresh_candidate()
        self._ask(built, candidate, self._files())
        verdict = judge(self._rules, name, load_run(candidate), *before)
        self.verdict = verdict
        (candidate / VERDICT).write_text(verdict.model_dump_json(indent=1) + "\n", encoding="utf-8")
        let_through = verdict.passed or forced is not None
        place = self.folder / (name if let_through else _REFUSED)
        shutil.rmtree(place, ignore_errors=True)
        candidate.rename(place)
        self._log(verdict, forced)
        if not let_through:
            raise GateClosed(verdict, place)

    def sweep(self) -> None:
        """Remove the runs of snapshots that are no longer on the shelf."""
        try:
            kept = {*published(self._home), _REFUSED}
        except KnowledgeError:
            return
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder)

    def _fresh_candidate(self) -> Path:
        candidate = self.folder / _CANDIDATE
        shutil.rmtree(candidate, ignore_errors=True)
        return candidate

    def _ask(self, snapshot: Path, out: Path, files: Sequence[CaseFile]) -> None:
        configuration = Configuration(name=out.name, snapshot=str(snapshot))
        with open_door(configuration) as door:
            ask_all = partial(ask_with, configuration, self._jobs) if self._jobs > 1 else None
            run(files, door, out, Options(), self._progress, ask_all)

    def _files(self) -> list[CaseFile]:
        return load_cases([*suite_paths(self._rules.suites), *self._rules.cases])

    def _log(self, verdict: Verdict, forced: str | None) -> None:
        """Write one line that is on the disk when this returns."""
        line = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": _account(),
            "snapshot": verdict.snapshot,
            "before": verdict.before,
            "passed": verdict.passed,
            "forced": forced,
            "falls": {fall.metric: [fall.before, fall.after] for fall in verdict.falls},
            "critical": [f"{failure.file} {failure.case}" for failure in verdict.critical],
        }
        with (self.folder / LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number that has no name
        return f"user {os.getuid()}"
