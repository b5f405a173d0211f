"""The comparison of finding: both get the same passages and the same held-back questions, and totals alone come out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from evals.bench.finding import (
    DEPTH,
    Engine,
    Found,
    Prepared,
    ask,
    heads,
    held_back,
    main,
    measure,
    read_passages,
    right_place,
    share,
    write_passages,
)
from evals.bench.steps import fresh_environment
from evals.cases import Case, load_cases, suite_path
from evals.fit_ranking import is_for_tuning
from ingest.readers.portal_text import read_portal_text
from knowledge.catalogue import Catalogue, Entry
from knowledge.encoder import load_encoder
from knowledge.passages import cut
from knowledge.records import Procedure
from knowledge.snapshot import open_snapshot

ROOT = Path(__file__).parents[2]
STARTER = sorted((ROOT / "knowledge" / "starter" / "procedures").glob("*.txt"))


def starter(count: int) -> list[tuple[Procedure, str]]:
    return [
        (read_portal_text(file.read_bytes(), file.name, system="starter"), file.read_text(encoding="utf-8"))
        for file in STARTER[:count]
    ]


def test_the_peers_get_the_very_passages_that_our_indexes_hold(tmp_path: Path) -> None:
    procedures = [procedure for procedure, _ in starter(2)]

    write_passages(tmp_path, procedures)

    assert read_passages(tmp_path) == [(passage.code, passage.text) for one in procedures for passage in cut(one)]


def test_heads_are_each_procedures_title_and_the_passage_after_it() -> None:
    passages = [("1", "một"), ("1", "hai"), ("1", "ba"), ("2", "bốn")]

    assert heads(passages) == [("1", "một"), ("1", "hai"), ("2", "bốn")]


def test_the_first_right_code_counts_and_none_is_behind_the_depth() -> None:
    found = [str(number) for number in range(20)]

    assert right_place(found, ["4", "2"]) == 3
    assert right_place(found, [str(DEPTH)]) == DEPTH + 1
    assert right_place([], ["2"]) == DEPTH + 1


def test_a_share_counts_places_within_the_depth() -> None:
    assert share([1, 2, 5, DEPTH + 1], 1) == 0.25
    assert share([1, 2, 5, DEPTH + 1], 5) == 0.75
    assert share([], 5) == 0


def test_every_question_is_asked_once_in_order_and_judged_by_its_own_codes() -> None:
    cases = [Case(id="a", question="một", codes=("1",)), Case(id="b", question="hai", codes=("2",))]
    heard: list[str] = []

    def find(text: str) -> list[str]:
        heard.append(text)
        return ["1", "2", "3"]

    places, counts, times_ms = ask(find, cases)

    assert heard == ["một", "hai"]
    assert (places, counts) == ([1, 2], [3, 3])
    assert len(times_ms) == 2


def test_only_the_held_back_half_is_asked_and_only_where_a_right_procedure_is_held() -> None:
    (file,) = load_cases([suite_path("everyday")])
    answerable = {case.id: case.codes for case in file.cases if case.question and case.codes}
    odd = {name for name in answerable if not is_for_tuning(name)}
    some = frozenset(answerable[min(odd)])

    asked, left_out = held_back(some)

    ids = {case.id for case in asked}
    assert ids == {name for name in odd if some.intersection(answerable[name])}
    assert left_out == len(odd) - len(ids) > 0


def test_an_engine_that_knows_no_code_is_asked_nothing_but_the_warm_up() -> None:
    heard: list[str] = []
    engine = Engine(lambda text: heard.append(text) or [], {"none": "Cấp lại thẻ"}, 7, 1.5)

    found = measure(engine)

    assert (found.questions, found.hit_1, found.passages, found.build_seconds) == (0, 0, 7, 1.5)
    assert len(heard) == 20


def test_a_catalogue_is_prepared_then_asked_in_a_process_of_its_own(tmp_path: Path, home: Path) -> None:
    pairs = starter(6)
    with Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite'}") as catalogue:
        catalogue.put_many([Entry(procedure, text) for procedure, text in pairs])

    prepared = main("prepare", tmp_path)
    command = [sys.executable, "-m", "evals.bench.finding", "ours", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, env=fresh_environment(home), capture_output=True, text=True, check=True)

    assert isinstance(prepared, Prepared)
    assert prepared.procedures == 6
    assert prepared.passages == len(read_passages(tmp_path))
    assert prepared.build_seconds > 0
    assert open_snapshot(tmp_path, load_encoder(None)).codes == tuple(sorted(one.code for one, _ in pairs))
    assert Found.model_validate_json(ran.stdout).hit_5 <= 1
    assert set(json.loads(ran.stdout)) == set(Found.model_fields)
