"""A run: what it asks, what it writes first, how it goes on after being cut off."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest
from evals_fakes import TableAssistant

from evals.asking import Options
from evals.cases import CaseFile, load_cases
from evals.doors import LocalDoor
from evals.errors import BadRun, RunBusy, RunMismatch
from evals.run import load_run, run

TABLE = {
    "khai sinh": ("answer", "Giấy khai sinh", ["1.001193"]),
    "bao lâu": ("answer", "5 ngày", ["1.001193"]),
    "bao lau": ("answer", "5 ngày", ["1.001193"]),
    "chào": ("greet", "Xin chào", []),
}
ROWS: list[dict[str, object]] = [
    {
        "id": "talk",
        "slice": "talks",
        "turns": [{"user": "khai sinh", "codes": ["1.001193"]}, {"user": "bao lâu", "codes": ["1.000656"]}],
    },
    {
        "id": "hello",
        "slice": "small",
        "question": "chào",
        "behavior": "greet",
        "audience": "officer",
        "place": "Huế",
    },
]


@pytest.fixture
def files(tmp_path: Path) -> list[CaseFile]:
    path = tmp_path / "q.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return load_cases([path])


def local(assistant: TableAssistant) -> LocalDoor:
    return LocalDoor(assistant, {"snapshot": "s1"})


def quiet(name: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def test_a_dialogue_is_one_conversation_and_every_case_begins_a_fresh_one(
    files: list[CaseFile], tmp_path: Path
) -> None:
    assistant = TableAssistant(TABLE)

    run(files, local(assistant), tmp_path / "out", Options(), quiet)

    asked = [(question.question, question.conversation_id) for question in assistant.asked]
    assert asked == [("khai sinh", None), ("bao lâu", "c1"), ("chào", None)]
    assert (assistant.asked[2].audience, assistant.asked[2].place) == ("officer", "Huế")


def test_figures_are_given_for_the_run_the_file_its_slices_and_each_place_in_the_dialogue(
    files: list[CaseFile], tmp_path: Path
) -> None:
    results = run(files, local(TableAssistant(TABLE)), tmp_path / "out", Options(), quiet)

    hit = {
        (group.file, group.slice, group.position): group.rates["hit@1"].value
        for group in results.groups
        if "hit@1" in group.rates
    }
    assert hit == {
        (None, None, None): 0.5,
        ("q", None, None): 0.5,
        ("q", None, 1): 1.0,
        ("q", None, 2): 0.0,
        ("q", "talks", None): 0.5,
        ("q", "talks", 1): 1.0,
        ("q", "talks", 2): 0.0,
    }
    assert results.groups[0].behaviors == {"answer": 2, "greet": 1}
    assert results.groups[0].confusion == {"greet": {"greet": 1}}


def test_the_last_turn_alone_is_asked_in_a_fresh_conversation_under_its_own_position(
    files: list[CaseFile], tmp_path: Path
) -> None:
    assistant = TableAssistant(TABLE)

    run(files, local(assistant), tmp_path / "out", Options(last_turn_alone=True), quiet)

    assert [(q.question, q.conversation_id) for q in assistant.asked] == [("bao lâu", None), ("chào", None)]
    assert [turn.position for turn in load_run(tmp_path / "out")[0].turns] == [2]


def test_folding_asks_without_diacritics(files: list[CaseFile], tmp_path: Path) -> None:
    assistant = TableAssistant({**TABLE, "chao": TABLE["chào"]})

    run(files, local(assistant), tmp_path / "out", Options(fold=True), quiet)

    assert [question.question for question in assistant.asked] == ["khai sinh", "bao lau", "chao"]


def test_what_is_measured_is_written_before_the_first_question(files: list[CaseFile], tmp_path: Path) -> None:
    out = tmp_path / "out"
    seen: list[dict[str, object]] = []

    class Watching(LocalDoor):
        def ask(self, question):  # type: ignore[no-untyped-def]  # the base class has the types
            seen.append(json.loads((out / "config.json").read_text(encoding="utf-8")))
            return super().ask(question)

    run(files, Watching(TableAssistant(TABLE), {"snapshot": "s1"}), out, Options(), quiet)

    config = seen[0]
    assert config["assistant"] == {"door": "local", "snapshot": "s1"}
    assert config["cases"] == {"q": sha256(files[0].path)}
    assert {"started_at", "python", "libraries", "fold"} <= config.keys()


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(files: list[CaseFile], tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(files, local(TableAssistant(TABLE)), out, Options(limit=1), quiet)
    with (out / "transcripts.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"file": "q", "case": {"id": "hel')
    assistant = TableAssistant(TABLE)

    results = run(files, local(assistant), out, Options(), quiet)

    assert [question.question for question in assistant.asked] == ["chào"]
    assert results.groups[0].turns == 3
    assert [t.case.id for t in load_run(out)] == ["talk", "hello"]


def test_a_finished_run_asks_nothing_again(files: list[CaseFile], tmp_path: Path) -> None:
    first = run(files, local(TableAssistant(TABLE)), tmp_path / "out", Options(), quiet)
    assistant = TableAssistant(TABLE)

    again = run(files, local(assistant), tmp_path / "out", Options(), quiet)

    assert assistant.asked == []
    assert again == first


def test_a_failed_turn_is_recorded_counted_as_wrong_and_asked_again(files: list[CaseFile], tmp_path: Path) -> None:
    out = tmp_path / "out"
    broken = {key: value for key, value in TABLE.items() if key != "bao lâu"}

    failed = run(files, local(TableAssistant(broken)), out, Options(), quiet)
    failure = load_run(out)[0].turns[1].failure
    mended = TableAssistant(TABLE)
    healthy = run(files, local(mended), out, Options(), quiet)

    assert (failed.failed, failed.groups[0].rates["hit@1"].value) == (1, 0.5)
    assert "KeyError" in failure
    assert healthy.failed == 0
    assert [question.question for question in mended.asked] == ["khai sinh", "bao lâu"]


@pytest.mark.parametrize(
    ("options", "about", "differing"),
    [
        (Options(fold=True), {"snapshot": "s1"}, ("fold",)),
        (Options(), {"snapshot": "s2"}, ("assistant",)),
    ],
)
def test_a_folder_with_another_run_is_refused(
    files: list[CaseFile],
    tmp_path: Path,
    options: Options,
    about: dict[str, object],
    differing: tuple[str, ...],
) -> None:
    run(files, local(TableAssistant(TABLE)), tmp_path / "out", Options(), quiet)

    with pytest.raises(RunMismatch) as caught:
        run(files, LocalDoor(TableAssistant(TABLE), about), tmp_path / "out", options, quiet)

    assert caught.value.keys == differing


def test_changed_cases_are_another_run(files: list[CaseFile], tmp_path: Path) -> None:
    run(files, local(TableAssistant(TABLE)), tmp_path / "out", Options(), quiet)
    files[0].path.write_text('{"id": "talk", "question": "chào"}\n', encoding="utf-8")

    with pytest.raises(RunMismatch, match="cases differ"):
        run(load_cases([files[0].path]), local(TableAssistant(TABLE)), tmp_path / "out", Options(), quiet)


def test_results_and_report_are_written_with_the_config(files: list[CaseFile], tmp_path: Path) -> None:
    results = run(files, local(TableAssistant(TABLE)), tmp_path / "out", Options(), quiet)

    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert written["config"]["assistant"]["snapshot"] == "s1"
    assert written["groups"] == json.loads(results.model_dump_json())["groups"]
    assert "| q / talks / turn 2 | 1 | 1 | 0.000 [0.000, 0.000] |" in report
    assert "| | greet | greet 1 |" in report
    assert "- q talk / 2 “bao lâu”: first is 1.001193, right is 1.000656 at rank -" in report


def test_progress_counts_cases(files: list[CaseFile], tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    run(files, local(TableAssistant(TABLE)), tmp_path / "out", Options(), lambda *step: seen.append(step))

    assert seen == [("q", 1, 2), ("q", 2, 2)]


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match=r"no transcripts\.jsonl"):
        load_run(tmp_path)


def test_a_damaged_transcript_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "transcripts.jsonl").write_text('{"file": 1}\n', encoding="utf-8")

    with pytest.raises(BadRun, match=r"transcripts\.jsonl:1 is no transcript"):
        load_run(tmp_path)


def sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_two_runs_do_not_share_a_folder(files: list[CaseFile], tmp_path: Path) -> None:
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    with pytest.raises(RunBusy, match="another run"):
        run(files, local(TableAssistant(TABLE)), tmp_path, Options(), quiet)

    os.close(held)
    assert run(files, local(TableAssistant(TABLE)), tmp_path, Options(), quiet).groups[0].turns == 3
