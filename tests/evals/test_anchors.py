"""What a case rests on: a changed record makes exactly the dependent cases stale, and never silently right or wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from evals_starter import starter_snapshot

from assistant.records import Answer, Question
from evals.anchoring import anchor_file
from evals.anchors import anchors_of, changed, digest, recheck
from evals.asking import Options
from evals.cases import SUITES, Case, CaseFile, load_cases, suite_path
from evals.doors import LocalDoor
from evals.run import run
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure, Quote
from knowledge.snapshot import Snapshot

CHANGES = 50
BIRTH = "1.001193"


@dataclass
class Shelf:
    """Records, some of which say something else than they did."""

    records: dict[str, Procedure]
    texts: dict[str, str] = field(default_factory=dict)

    def procedure(self, code: str, /) -> Procedure | None:
        return self.records.get(code)

    def source_text(self, code: str, /) -> str | None:
        return self.texts.get(code)


class Silent:
    """An assistant that knows nothing: staleness does not hang on what is answered."""

    def ask(self, question: Question) -> Answer:
        return Answer(
            conversation_id=question.conversation_id or "c",
            turn_id="t",
            behavior="refuse",
            text="Tôi là trợ lý tự động.",
        )


def quiet(name: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def reworded(record: Procedure, path: str) -> Procedure:
    """Return the record with the words at a path changed."""
    return Procedure.model_validate(_reworded(record.model_dump(), path.split(".")))


def _reworded(value: object, parts: list[str]) -> object:
    if not parts:
        assert isinstance(value, dict)
        return {**value, "text": value["text"] + " (đổi)"}
    head, rest = parts[0], parts[1:]
    if isinstance(value, dict):
        return {**value, head: _reworded(value[head], rest)}
    assert isinstance(value, list | tuple)
    return [_reworded(part, rest) if number == int(head) else part for number, part in enumerate(value)]


def drawn(shelf: Shelf, codes: list[str]) -> Iterator[tuple[str, str]]:
    """Yield a seeded field of each of the first codes by lot."""
    for code in sorted(codes, key=lambda code: hashlib.sha256(f"change {code}".encode()).hexdigest())[:CHANGES]:
        paths = [path for path, quote in shelf.records[code].quotes() if quote.plain and path != "code_quote"]
        yield code, paths[int(hashlib.sha256(f"field {code}".encode()).hexdigest(), 16) % len(paths)]


def depends(case: Case, code: str, path: str) -> bool:
    """Whether an anchor names the field, told by a pattern of its own."""
    patterns = [re.escape(anchor.field).replace(r"\*", r"[^.]+") for anchor in case.rests_on if anchor.code == code]
    return any(re.match(rf"{pattern}(?:\.|$)", path) for pattern in patterns)


def stale_after(files: list[CaseFile], shelf: Shelf, changes: dict[str, str], out: Path) -> set[tuple[str, str]]:
    records = {**shelf.records, **{code: reworded(shelf.records[code], path) for code, path in changes.items()}}
    door = LocalDoor(Silent(), {"snapshot": "changed"}, Shelf(records))
    found = run(files, door, out, Options(), quiet)
    return {(case.file, case.case) for case in found.stale}


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    snapshot: Snapshot = starter_snapshot(tmp_path_factory.mktemp("starter"), 99)
    records = {code: snapshot.procedure(code) for code in snapshot.codes}
    return Shelf({code: record for code, record in records.items() if record is not None})


def test_every_case_of_the_starter_suite_is_fresh_on_the_starter_corpus(starter: Shelf) -> None:
    cases = load_cases([suite_path("first")])[0].cases

    assert [case.id for case in cases if changed(case, starter)] == []
    assert sum(bool(case.rests_on) for case in cases) > 60


def test_fifty_changed_fields_mark_exactly_the_dependent_cases(starter: Shelf, tmp_path: Path) -> None:
    files = load_cases([suite_path("first")])
    codes = [code for code in starter.records if code in {a.code for case in files[0].cases for a in case.rests_on}]
    changes = dict(drawn(starter, codes))
    wanted = {
        (file.name, case.id)
        for file in files
        for case in file.cases
        if any(depends(case, code, path) for code, path in changes.items())
    }

    assert stale_after(files, starter, changes, tmp_path / "out") == wanted
    assert 0 < len(wanted) < sum(bool(case.rests_on) for case in files[0].cases)


def test_fifty_changed_fields_of_the_whole_corpus_mark_exactly_the_dependent_cases(
    shared: Path, tmp_path: Path
) -> None:
    files = load_cases([path for path in sorted(SUITES.glob("*.jsonl")) if path.stem not in ("first", "robustness")])
    codes = sorted({anchor.code for file in files for case in file.cases for anchor in case.rests_on})
    shelf = Shelf({})
    for code in codes:
        path = shared / "corpora" / "portal_text" / f"{code}.txt"
        if path.exists():
            shelf.records[code] = read_portal_text(path.read_bytes(), path.name, system="portal_text")
    changes = dict(drawn(shelf, [code for code in codes if code in shelf.records]))
    assert len(changes) == CHANGES

    stale = stale_after(files, shelf, changes, tmp_path / "out")
    fresh = stale_after(files, shelf, {}, tmp_path / "fresh")

    assert fresh == set()
    assert stale == {
        (file.name, case.id)
        for file in files
        for case in file.cases
        if any(depends(case, code, path) for code, path in changes.items())
    }
    assert len(stale) > 5


def test_a_digest_changes_with_the_words_below_its_field_and_with_no_others(starter: Shelf) -> None:
    record = starter.records[BIRTH]
    path = next(path for path, _ in record.quotes() if re.fullmatch(r"channels\.\d+\.fees\.\d+\.quote", path))

    after = reworded(record, path)

    assert digest(after, "channels.*.fees") != digest(record, "channels.*.fees")
    assert digest(after, "channels") != digest(record, "channels")
    assert digest(after, "channels.*.time_limits") == digest(record, "channels.*.time_limits")
    assert digest(after, "title") == digest(record, "title")


def test_spelling_of_unicode_and_spaces_is_no_change(starter: Shelf) -> None:
    record = starter.records[BIRTH]
    spaced = record.model_copy(
        update={"title": Quote(text=record.title.text.replace(" ", "  "), span=record.title.span)}
    )

    assert digest(spaced, "title") == digest(record, "title")


def test_a_case_rests_on_titles_and_on_the_fields_of_its_facet(starter: Shelf) -> None:
    finding = Case(id="a", question="?", codes=(BIRTH,))
    fee = Case(id="b", question="?", codes=(BIRTH,), facet="fee", must=("x",), fields=("result",))

    assert [anchor.field for anchor in anchors_of(finding, starter)] == ["title"]
    assert [anchor.field for anchor in anchors_of(fee, starter)] == [
        "title",
        "result",
        "channels.*.label",
        "channels.*.fees",
        "channels.*.notes",
    ]


def test_a_code_that_comes_to_be_held_makes_a_case_stale_that_rested_on_its_absence(starter: Shelf) -> None:
    case = Case(id="a", question="?", codes=(BIRTH,), behavior="refuse")
    anchored = case.model_copy(update={"rests_on": anchors_of(case, Shelf({}))})

    assert changed(anchored, Shelf({})) == ()
    assert changed(anchored, starter) == (f"{BIRTH} title",)


def test_a_stale_case_is_checked_again_against_the_record(starter: Shelf) -> None:
    words = starter.records[BIRTH].title.plain
    standing = Case(id="a", question="?", codes=(BIRTH,), must=(words,))
    fallen = Case(id="b", question="?", codes=(BIRTH,), must=("lời không có ở đâu",))
    unsaid = Case(id="c", question="?", codes=(BIRTH,))
    found = [
        recheck(case.model_copy(update={"rests_on": anchors_of(case, starter)}), starter)
        for case in (standing, fallen, unsaid)
    ]
    gone = standing.model_copy(update={"rests_on": anchors_of(standing, starter)})

    assert found == ["holds", "broken", ""]
    assert recheck(gone, Shelf({})) == "broken"


def test_anchoring_a_file_keeps_its_lines_and_unknown_keys_and_anchors_once(starter: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    rows = [{"id": "a", "question": "khai sinh", "codes": [BIRTH], "mine": 1}, {"id": "b", "question": "chào"}]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")

    counts = [anchor_file(path, starter, again=again).anchored for again in (False, False, True)]
    first, second = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert counts == [1, 0, 1]
    assert (first["mine"], second) == (1, rows[1])
    assert first["rests_on"] == [{"code": BIRTH, "field": "title", "sha256": digest(starter.records[BIRTH], "title")}]


def test_a_stale_case_counts_neither_as_right_nor_as_wrong(starter: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({"id": "a", "question": "?", "codes": [BIRTH], "behavior": "answer"}) + "\n")
    anchor_file(path, starter)
    title = starter.records[BIRTH].model_copy(update={"title": Quote(text="Khác", span=(0, 4))})
    door = LocalDoor(Silent(), {"snapshot": "s"}, Shelf({BIRTH: title}))

    found = run(load_cases([path]), door, tmp_path / "out", Options(), quiet)

    assert (found.groups[0].turns, found.groups[0].rates) == (0, {})
    assert [(case.case, case.changed) for case in found.stale] == [("a", (f"{BIRTH} title",))]
    assert "Turns that went wrong" not in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_anchoring_names_the_cases_whose_labels_do_not_stand_in_their_record(starter: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    rows = [
        {"id": name, "question": "?", "codes": [BIRTH], "must": [must]}
        for name, must in (("a", "Tờ khai"), ("b", "xyz"))
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")

    assert anchor_file(path, starter) == (2, ("b",))
