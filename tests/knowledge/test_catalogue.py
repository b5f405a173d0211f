"""The catalogue keeps every version, repeats nothing, and says the same on SQLite and PostgreSQL."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.catalogue import Catalogue, Entry
from knowledge.records import Procedure, Quote, Source, Span


def record(code: str, title: str, *, system: str = "portal_text", file: str = "") -> tuple[Procedure, str]:
    """A small record and the text that it stands in."""
    text = f"Mã thủ tục: {code}\nTên thủ tục: {title}\n"
    start, there = text.index(code), text.rindex(title)
    procedure = Procedure(
        code=code,
        code_quote=Quote(text=code, span=Span(start, start + len(code))),
        title=Quote(text=title, span=Span(there, there + len(title))),
        decision_number=Quote(text=code, span=Span(start, start + len(code))),
        source=Source(system=system, file=file or f"{code}.txt", sha256=hashlib.sha256(text.encode()).hexdigest()),
    )
    return procedure, text


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    """An empty catalogue, on each engine in turn."""
    with Catalogue.open(catalogue_url) as catalogue:
        yield catalogue


def test_a_record_comes_back_exactly_with_its_unnormalised_text(catalogue: Catalogue) -> None:
    procedure, text = record("1.000001", "Cấp bản sao trích lục hộ tịch")  # decomposed: not NFC

    outcome = catalogue.put(procedure, text)

    assert outcome == "new"
    assert catalogue.get("1.000001") == procedure
    assert list(catalogue.procedures()) == [(procedure, text)]


def test_the_same_content_twice_changes_nothing(catalogue: Catalogue) -> None:
    procedure, text = record("1.000001", "Đăng ký kết hôn")
    catalogue.put(procedure, text)
    before = catalogue.fingerprint(), catalogue.versions("1.000001")

    outcome = catalogue.put(procedure, text)

    assert outcome == "unchanged"
    assert (catalogue.fingerprint(), catalogue.versions("1.000001")) == before


def test_a_changed_text_makes_a_new_version_and_keeps_the_old_one(catalogue: Catalogue) -> None:
    old, old_text = record("1.000001", "Đăng ký kết hôn")
    new, new_text = record("1.000001", "Đăng ký kết hôn lưu động")
    catalogue.put(old, old_text)

    outcome = catalogue.put(new, new_text)

    assert outcome == "changed"
    assert catalogue.get("1.000001") == new
    assert [version.number for version in catalogue.versions("1.000001")] == [1, 2]
    assert (catalogue.version("1.000001", 1), catalogue.version("1.000001", 2)) == (old, new)


def test_going_back_to_an_old_text_is_a_version_of_its_own(catalogue: Catalogue) -> None:
    old, new = record("1.000001", "Đăng ký kết hôn"), record("1.000001", "Đăng ký lại kết hôn")
    outcomes = catalogue.put_many(Entry(*entry) for entry in (old, new, old))

    versions = catalogue.versions("1.000001")

    assert outcomes == ["new", "changed", "changed"]
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[0].sha256 == versions[2].sha256 == old[0].source.sha256


def test_a_version_tells_when_and_from_where_it_came(catalogue: Catalogue) -> None:
    procedure, text = record("1.000001", "Đăng ký kết hôn", file="hộ tịch/a.txt")

    catalogue.put(procedure, text)

    (version,) = catalogue.versions("1.000001")
    assert version.source == procedure.source
    assert version.decision_number == "1.000001"
    assert version.recorded_at.utcoffset() is not None


def test_the_same_text_read_into_another_record_replaces_the_newest_version(catalogue: Catalogue) -> None:
    procedure, text = record("1.000001", "Đăng ký kết hôn")
    better = procedure.model_copy(update={"jurisdiction": "Lào Cai"})
    catalogue.put(procedure, text)
    before = catalogue.fingerprint()

    outcome = catalogue.put(better, text)

    assert outcome == "changed"
    assert catalogue.get("1.000001") == better
    assert len(catalogue.versions("1.000001")) == 1
    assert catalogue.fingerprint() != before


def test_a_moved_file_is_unchanged_and_found_at_its_new_place(catalogue: Catalogue) -> None:
    procedure, text = record("1.000001", "Đăng ký kết hôn", file="a.txt")
    moved, _ = record("1.000001", "Đăng ký kết hôn", file="b.txt")
    catalogue.put(procedure, text, "/in/a.txt")

    outcome = catalogue.put(moved, text, "/in/b.txt")

    assert outcome == "unchanged"
    assert catalogue.hashes() == {"/in/b.txt": procedure.source.sha256}
    assert catalogue.get("1.000001") == moved


def test_a_removed_record_leaves_every_list_but_keeps_its_versions(catalogue: Catalogue) -> None:
    catalogue.put(*record("1.000001", "Đăng ký kết hôn"))
    catalogue.put(*record("1.000002", "Đăng ký khai sinh"))

    removed = catalogue.remove(["1.000001", "9.999999"])

    assert removed == 1
    assert catalogue.get("1.000001") is None
    assert [procedure.code for procedure, _ in catalogue.procedures()] == ["1.000002"]
    assert (catalogue.count(), [held.code for held in catalogue.holdings()]) == (1, ["1.000002"])
    assert catalogue.version("1.000001", 1) is not None


def test_a_removed_record_comes_back_as_new_without_a_second_version(catalogue: Catalogue) -> None:
    entry = record("1.000001", "Đăng ký kết hôn")
    catalogue.put(*entry)
    catalogue.remove(["1.000001"])

    outcome = catalogue.put(*entry)

    assert outcome == "new"
    assert catalogue.get("1.000001") == entry[0]
    assert len(catalogue.versions("1.000001")) == 1


def test_real_records_replace_the_starter_records_in_one_go(catalogue: Catalogue) -> None:
    catalogue.put(*record("1.000001", "Kết hôn", system="starter"))
    catalogue.put(*record("1.000002", "Khai sinh", system="starter"))
    real = record("1.000001", "Đăng ký kết hôn")

    outcomes = catalogue.put_many([Entry(*real)], replacing="starter")

    assert outcomes == ["new"]
    assert [procedure for procedure, _ in catalogue.procedures()] == [real[0]]
    assert catalogue.holdings("starter") == []


def test_records_come_in_code_order_on_every_engine(catalogue: Catalogue) -> None:
    codes = ["2.000001", "1.000010", "1.000002-a", "1.000002", "1.000002-B", "10.000001"]
    catalogue.put_many(Entry(*record(code, "Tên")) for code in codes)

    listed = [procedure.code for procedure, _ in catalogue.procedures()]

    assert listed == sorted(codes)
    assert [held.code for held in catalogue.holdings()] == sorted(codes)


def test_the_fingerprint_does_not_depend_on_the_order_of_arrival(catalogue: Catalogue, tmp_path: Path) -> None:
    entries = [Entry(*record(f"1.00000{number}", f"Tên {number}")) for number in range(5)]
    catalogue.put_many(entries)

    with Catalogue.open(f"sqlite:///{tmp_path / 'other.sqlite'}") as other:
        other.put_many(reversed(entries))

        assert other.fingerprint() == catalogue.fingerprint()


def test_a_batch_that_fails_half_way_leaves_nothing_behind(catalogue: Catalogue) -> None:
    def entries() -> Iterator[Entry]:
        yield Entry(*record("1.000001", "Đăng ký kết hôn"))
        raise RuntimeError("the reader fell over")

    with pytest.raises(RuntimeError):
        catalogue.put_many(entries())

    assert catalogue.count() == 0


def test_what_was_stored_is_there_after_opening_again(catalogue_url: str) -> None:
    entry = record("1.000001", "Đăng ký kết hôn")
    with Catalogue.open(catalogue_url) as catalogue:
        catalogue.put(*entry)

    with Catalogue.open(catalogue_url) as catalogue:
        assert list(catalogue.procedures()) == [entry]


def test_nothing_is_found_where_nothing_is(catalogue: Catalogue) -> None:
    assert catalogue.get("1.000001") is None
    assert catalogue.version("1.000001", 1) is None
    assert catalogue.versions("1.000001") == []
    assert list(catalogue.procedures()) == []


def _put_all(url: str, entries: list[Entry], start: multiprocessing.synchronize.Event) -> None:
    start.wait(30)
    with Catalogue.open(url) as catalogue:
        for first in range(0, len(entries), 5):
            catalogue.put_many(entries[first : first + 5])


def test_two_writers_at_once_lose_and_repeat_nothing(catalogue_url: str) -> None:
    entries = [Entry(*record(f"1.{number:06}", f"Tên {number}")) for number in range(100)]
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Event()
    orders = (entries, entries[::-1])
    writers = [spawn.Process(target=_put_all, args=(catalogue_url, order, start)) for order in orders]

    for writer in writers:
        writer.start()
    start.set()
    for writer in writers:
        writer.join(60)

    assert [writer.exitcode for writer in writers] == [0, 0]
    with Catalogue.open(catalogue_url) as catalogue:
        assert [procedure for procedure, _ in catalogue.procedures()] == [entry.procedure for entry in entries]
        assert {len(catalogue.versions(held.code)) for held in catalogue.holdings()} == {1}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(["A", "B", "-"])), max_size=12))
def test_the_catalogue_agrees_with_a_plain_dictionary(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    (tmp_path / "c.sqlite").unlink(missing_ok=True)
    live: dict[str, str] = {}
    history: dict[str, list[str]] = {}

    with Catalogue.open(f"sqlite:///{tmp_path / 'c.sqlite'}") as catalogue:
        for code, title in steps:
            if title == "-":
                assert catalogue.remove([code]) == (live.pop(code, None) is not None)
                continue
            expected = "new" if code not in live else "unchanged" if live[code] == title else "changed"
            assert catalogue.put(*record(code, title)) == expected
            live[code] = title
            if history.setdefault(code, [])[-1:] != [title]:
                history[code].append(title)

        assert {procedure.code: procedure.title.text for procedure, _ in catalogue.procedures()} == live
        for code, titles in history.items():
            versions = [catalogue.version(code, number + 1) for number in range(len(titles))]
            assert [version.title.text for version in versions if version] == titles
