"""`python -m evals.bench.finding ENGINE FOLDER`: build or open one engine, ask it, print its figures as JSON.

`prepare` writes the passages of the catalogue and builds our snapshot from it. `ours`, `stock`, `stock-vectors-first`,
`stock-minilm-heads` and `stock-minilm-all` ask the held-back half of the suite `everyday`, as typed and without
diacritics. Only totals leave this process.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from assistant.settings import Settings
from evals.bench.peers import StockHybrid, minilm_encoder
from evals.bench.process import tree_resident_kib
from evals.bench.questions import make_questions
from evals.cases import Case, load_cases, suite_path, without_diacritics
from evals.fit_ranking import is_for_tuning
from knowledge.catalogue import Catalogue
from knowledge.encoder import Encoder, load_encoder
from knowledge.passages import cut
from knowledge.records import Procedure
from knowledge.snapshot import build_snapshot, open_snapshot

SUITE = "everyday"
PASSAGES_FILE = "passages.jsonl"
DEPTH = 10
_WARM_UP = 20
_HEAD = 2
_KIB_PER_MIB = 1024

Find = Callable[[str], list[str]]
"""A question in, procedure codes out, best first and without repeats."""


@dataclass(frozen=True)
class Engine:
    """One that is ready to be asked: what it knows, by code and title, and what it took to build."""

    find: Find
    titles: Mapping[str, str]
    passages: int
    build_seconds: float


class Found(BaseModel):
    """What one engine took and found; a share counts questions with a right procedure among the first."""

    model_config = ConfigDict(frozen=True)

    questions: int
    left_out: int  # cases none of whose procedures is held
    passages: int
    hit_1: float
    hit_5: float
    folded_hit_1: float
    folded_hit_5: float
    fewest_procedures: int  # that came back for a question, of at most `DEPTH`
    p50_ms: float
    p95_ms: float
    build_seconds: float
    resident_mib: float | None  # while it answers; None where the system does not tell


class Prepared(BaseModel):
    """What building our own took."""

    model_config = ConfigDict(frozen=True)

    procedures: int
    passages: int
    build_seconds: float


def prepare(folder: Path) -> Prepared:
    """Write the catalogue's passages into the folder and build a snapshot in it.

    The build is timed from the moment when all passages are cut until the snapshot is published on the disk.
    """
    settings, cut_at = Settings(), list[float]()

    def clock(stage: str, _done: int, _total: int) -> None:
        if stage == "index" and not cut_at:
            cut_at.append(time.perf_counter())

    with Catalogue.open(settings.catalogue_url) as catalogue:
        write_passages(folder, (procedure for procedure, _ in catalogue.procedures()))
        built = build_snapshot(folder, catalogue.procedures(), load_encoder(settings.encoder), on_progress=clock)
    return Prepared(procedures=built.procedures, passages=built.passages, build_seconds=time.perf_counter() - cut_at[0])


def write_passages(folder: Path, procedures: Iterable[Procedure]) -> None:
    """Write code and text of every passage, a line each."""
    with (folder / PASSAGES_FILE).open("w", encoding="utf-8") as file:
        for procedure in procedures:
            for passage in cut(procedure):
                file.write(json.dumps([passage.code, passage.text], ensure_ascii=False) + "\n")


def read_passages(folder: Path) -> list[tuple[str, str]]:
    """Return code and text of every passage that `write_passages` wrote."""
    with (folder / PASSAGES_FILE).open(encoding="utf-8") as file:
        return [(code, text) for code, text in map(json.loads, file)]


def held_back(held: frozenset[str]) -> tuple[list[Case], int]:
    """Return the questions to ask, and how many are left out because none of their procedures is held."""
    (file,) = load_cases([suite_path(SUITE)])
    cases = [case for case in file.cases if case.question and case.codes and not is_for_tuning(case.id)]
    asked = [case for case in cases if held.intersection(case.codes)]
    return asked, len(cases) - len(asked)


def right_place(found: Sequence[str], right: Sequence[str]) -> int:
    """Return where the first right code stands, from 1; `DEPTH` + 1 where it is not among the first `DEPTH`."""
    return next((place for place, code in enumerate(found[:DEPTH], start=1) if code in right), DEPTH + 1)


def share(places: Sequence[int], depth: int) -> float:
    """Return the share of places within the depth; 0 of no places."""
    return sum(place <= depth for place in places) / len(places) if places else 0.0


def ask(find: Find, cases: Sequence[Case]) -> tuple[list[int], list[int], list[float]]:
    """Return for each case where the right code stands and how many codes came, and the milliseconds of each."""
    places, counts, times_ms = [], [], []
    for case in cases:
        started = time.perf_counter()
        codes = find(case.question or "")
        times_ms.append((time.perf_counter() - started) * 1000)
        places.append(right_place(codes, case.codes))
        counts.append(min(len(codes), DEPTH))
    return places, counts, times_ms


def measure(engine: Engine) -> Found:
    """Ask a warm-up, then every held-back question twice: as typed and without diacritics."""
    cases, left_out = held_back(frozenset(engine.titles))
    for question in make_questions(list(engine.titles.values()), _WARM_UP):
        engine.find(question)
    places, counts, times_ms = ask(engine.find, cases)
    folded, folded_counts, folded_ms = ask(engine.find, [without_diacritics(case) for case in cases])
    every_ms = np.asarray(times_ms + folded_ms or [0.0])
    return Found(
        questions=len(cases),
        left_out=left_out,
        passages=engine.passages,
        hit_1=share(places, 1),
        hit_5=share(places, 5),
        folded_hit_1=share(folded, 1),
        folded_hit_5=share(folded, 5),
        fewest_procedures=min(counts + folded_counts, default=0),
        p50_ms=float(np.percentile(every_ms, 50)),
        p95_ms=float(np.percentile(every_ms, 95)),
        build_seconds=engine.build_seconds,
        resident_mib=(tree_resident_kib(os.getpid()) / _KIB_PER_MIB) or None,
    )


def open_ours(folder: Path) -> Engine:
    """Return our search on the snapshot that `prepare` built; its build is timed there."""
    snapshot = open_snapshot(folder, load_encoder(Settings().encoder))
    titles = {summary.code: summary.title for summary in snapshot.summaries}
    return Engine(lambda text: [hit.code for hit in snapshot.index.search(text, limit=DEPTH)], titles, 0, 0.0)


def heads(passages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return of each procedure the title and the passage after it, in the same order."""
    taken: Counter[str] = Counter()
    found = []
    for code, text in passages:
        taken[code] += 1
        if taken[code] <= _HEAD:
            found.append((code, text))
    return found


def build_stock(passages: Sequence[tuple[str, str]], encoder: Encoder, *, vectors_first: bool = False) -> Engine:
    """Return LangChain's stock hybrid on code and text of each passage, a procedure's title before its others."""
    titles: dict[str, str] = {}
    for code, text in passages:
        titles.setdefault(code, text)
    started = time.perf_counter()
    stock = StockHybrid(passages, encoder, vectors_first=vectors_first)
    return Engine(stock.find, titles, len(passages), time.perf_counter() - started)


def main(step: str, folder: Path) -> BaseModel:
    """Return what the step measured."""
    if step == "prepare":
        return prepare(folder)
    if step == "ours":
        return measure(open_ours(folder))
    passages = read_passages(folder)
    encoder = minilm_encoder() if "minilm" in step else load_encoder(Settings().encoder)
    taken = heads(passages) if step.endswith("heads") else passages
    return measure(build_stock(taken, encoder, vectors_first=step == "stock-vectors-first"))


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2])).model_dump_json())
