"""What the desk keeps, on SQLite and on PostgreSQL: people, sessions, reviews and cases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from evals.desk.accounts import SESSION_SECONDS, WINDOW_SECONDS
from evals.desk.drafts import Imported, Preview
from evals.desk.errors import CaseRefused, DeskStoreError, ReviewerError, ReviewRefused
from evals.desk.records import Review, SentenceScore, Settled
from evals.desk.store import DeskStore

PASSWORD = "mật khẩu đủ dài"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(catalogue_url: str) -> Iterator[DeskStore]:
    opened = DeskStore(catalogue_url)
    yield opened
    opened.close()


def review(reviewer: str, item: str = "turn:t-1", verdict: str = "right", *scores: SentenceScore) -> Review:
    return Review(item, reviewer, verdict, 3, scores, "ghi chú")  # type: ignore[arg-type]  # a literal in all calls


def test_a_reviewer_is_added_once_whatever_the_letter_case(store: DeskStore) -> None:
    store.accounts.add("  Lan   Anh ", PASSWORD)

    with pytest.raises(ReviewerError, match="already"):
        store.accounts.add("lan anh", PASSWORD)
    assert store.accounts.names() == ("Lan Anh",)


@pytest.mark.parametrize(
    ("name", "password"), [("Lan", "ngắn quá"), ("", PASSWORD), ("<b>", PASSWORD), ("x" * 61, PASSWORD)]
)
def test_a_short_password_or_no_name_is_refused(store: DeskStore, name: str, password: str) -> None:
    with pytest.raises(ReviewerError):
        store.accounts.add(name, password)

    assert store.accounts.names() == ()


def test_a_session_lasts_twelve_hours_and_only_its_hash_is_kept(store: DeskStore, catalogue_url: str) -> None:
    store.accounts.add("Lan", PASSWORD)
    now = [1_800_000_000.0]
    store.accounts.clock = lambda: now[0]
    token = store.accounts.log_in("lan", PASSWORD, "10.0.0.1")
    assert token is not None

    now[0] += SESSION_SECONDS - 1
    before = store.accounts.who(token)
    now[0] += 2

    assert SESSION_SECONDS == 12 * 3600
    assert (before, store.accounts.who(token)) == ("Lan", None)
    assert token not in everything_in(catalogue_url)
    assert PASSWORD not in everything_in(catalogue_url)


def test_a_removed_reviewer_is_out_at_once_and_their_reviews_stay(store: DeskStore) -> None:
    store.accounts.add("Lan", PASSWORD)
    token = store.accounts.log_in("Lan", PASSWORD, "-") or ""
    store.judgements.save(review("Lan"))

    store.accounts.remove("LAN")

    assert store.accounts.who(token) is None
    assert store.accounts.log_in("Lan", PASSWORD, "-") is None
    assert [one.reviewer for one in store.judgements.all()] == ["Lan"]
    with pytest.raises(ReviewerError):
        store.accounts.remove("Lan")


def test_failed_log_ins_are_slowed_then_locked_then_forgotten(store: DeskStore) -> None:
    store.accounts.add("Lan", PASSWORD)
    now = [1_800_000_000.0]
    store.accounts.clock = lambda: now[0]
    waits = []
    for _ in range(5):
        waits.append(store.accounts.trouble("Lan", "10.0.0.1").wait_seconds)
        assert store.accounts.log_in("Lan", "sai mật khẩu rồi", "10.0.0.1") is None

    assert waits == [0.0, 0.5, 1.0, 2.0, 4.0]
    assert store.accounts.trouble("LAN", "10.0.0.1").locked
    assert not store.accounts.trouble("Lan", "10.0.0.2").locked  # the reviewer's own machine is let in
    now[0] += WINDOW_SECONDS + 1
    assert not store.accounts.trouble("Lan", "10.0.0.1").locked


def test_many_names_from_one_address_are_locked_too(store: DeskStore) -> None:
    for number in range(30):
        store.accounts.log_in(f"người {number}", "sai mật khẩu rồi", "10.0.0.1")

    assert store.accounts.trouble("ai khác", "10.0.0.1").locked
    assert not store.accounts.trouble("ai khác", "10.0.0.2").locked


def test_a_review_is_kept_whole(store: DeskStore) -> None:
    one = SentenceScore(1, "partly", "wrong", True, "thiếu ý")

    store.judgements.save(review("Lan", "turn:t-1", "wrong", one))

    kept = store.judgements.own("turn:t-1", "Lan")
    assert kept is not None
    assert (kept.verdict, kept.of, kept.sentences, kept.note, kept.harmful) == ("wrong", 3, (one,), "ghi chú", True)


def test_a_reviewer_may_change_their_mind_until_the_second_review_is_in(store: DeskStore) -> None:
    store.judgements.save(review("Lan", "turn:t-1", "wrong", SentenceScore(0, "wrong")))
    store.judgements.save(review("Lan", "turn:t-1", "right", SentenceScore(2, "right")))
    store.judgements.save(review("Minh", "turn:t-1", "partly"))

    with pytest.raises(ReviewRefused, match="không sửa điểm"):
        store.judgements.save(review("Lan", "turn:t-1", "partly"))
    with pytest.raises(ReviewRefused, match="đủ hai người"):
        store.judgements.save(review("Hoa"))

    ((first, second),) = store.judgements.pairs()
    assert (first.reviewer, first.verdict, first.sentences) == ("Lan", "right", (SentenceScore(2, "right"),))
    assert (second.reviewer, second.verdict) == ("Minh", "partly")


def test_nobody_sees_anothers_review_before_their_own_is_in(store: DeskStore) -> None:
    store.judgements.save(review("Lan"))
    before = store.judgements.seen_by("turn:t-1", "Minh"), store.judgements.all("Minh")
    store.judgements.save(review("Minh"))

    assert before == ((), [])
    assert [one.reviewer for one in store.judgements.seen_by("turn:t-1", "Minh")] == ["Lan", "Minh"]
    assert len(store.judgements.all("Minh")) == 2


def test_of_many_who_save_at_once_two_are_kept(store: DeskStore) -> None:
    def save(name: str) -> bool:
        try:
            store.judgements.save(review(name))
        except ReviewRefused:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        saved = list(people.map(save, [f"người {number}" for number in range(6)]))

    assert saved.count(True) == 2
    assert len(store.judgements.all()) == 2


def test_reviews_that_come_together_are_kept_all_or_none(store: DeskStore) -> None:
    store.judgements.save(review("Minh"))
    store.judgements.save(review("Hoa"))

    with pytest.raises(ReviewRefused):
        store.judgements.save_all([review("Lan", "turn:t-2"), review("Lan", "turn:t-1")])

    assert store.judgements.own("turn:t-2", "Lan") is None


def test_what_was_settled_is_kept_once_both_have_judged(store: DeskStore) -> None:
    store.judgements.save(review("Lan"))
    with pytest.raises(ReviewRefused):
        store.judgements.settle(Settled("turn:t-1", "right", "", "Lan", 0))
    store.judgements.save(review("Minh"))

    store.judgements.settle(Settled("turn:t-1", "wrong", "cũ", "Lan", 0))
    store.judgements.settle(Settled("turn:t-1", "partly", "đã bàn", "Minh", 0))

    kept = store.judgements.settled()["turn:t-1"]
    assert (kept.verdict, kept.note, kept.by) == ("partly", "đã bàn", "Minh")


def test_a_case_is_a_draft_until_a_second_person_agrees(store: DeskStore) -> None:
    bodies = [{"question": "một"}, {"question": "hai", "origin": "review: Lan"}]
    first, second = store.drafts.add(bodies, "Lan", "turn:t-1")
    with pytest.raises(CaseRefused):
        store.drafts.agree(first, "Lan")
    with pytest.raises(CaseRefused):
        store.drafts.agree("review-999", "Minh")

    store.drafts.agree(first, "Minh")
    store.drafts.edit(second, {"question": "hai, sửa", "origin": "review: Minh"}, "Minh")

    kept = [(one.id, one.body, one.status, one.made_by, one.agreed_by) for one in store.drafts.all()]
    assert kept == [
        ("review-001", {"question": "một"}, "agreed", "Lan", "Minh"),
        ("review-002", {"question": "hai, sửa", "origin": "review: Lan"}, "agreed", "Lan", "Minh"),
    ]


def test_a_case_that_its_maker_changes_is_a_draft_again(store: DeskStore) -> None:
    (made,) = store.drafts.add([{"question": "một"}], "Lan")
    store.drafts.agree(made, "Minh")

    store.drafts.edit(made, {"question": "khác"}, "Lan")

    kept = store.drafts.get(made)
    assert kept is not None
    assert (kept.body, kept.status, kept.agreed_by) == ({"question": "khác", "origin": ""}, "draft", None)


def test_cases_that_come_together_are_kept_all_or_none(store: DeskStore) -> None:
    with pytest.raises(CaseRefused):
        store.drafts.take([{"question": "mới"}], {"review-007": {"question": "lạ"}}, "Lan")

    assert store.drafts.all() == []


def test_a_preview_is_its_reviewers_own_and_goes_when_it_is_taken_or_old(store: DeskStore) -> None:
    now = [1_800_000_000.0]
    store.drafts.clock = lambda: now[0]
    waiting = Preview("cases", "ca.csv", ({"question": "một"},))
    token = store.drafts.preview(waiting, "Lan")

    assert store.drafts.previewed(token, "Minh") is None
    assert store.drafts.previewed(token, "Lan") == waiting
    assert store.drafts.previewed(token, "Lan") is None
    old = store.drafts.preview(waiting, "Lan")
    now[0] += 3601
    assert store.drafts.previewed(old, "Lan") is None


def test_imports_are_remembered_the_last_first(store: DeskStore) -> None:
    store.drafts.note_import(Imported("Lan", "cases", "a.csv", 0, 2, 0))
    store.drafts.note_import(Imported("Lan", "scores", "b.csv", 0, 1, 3))

    assert [(one.file, one.taken, one.refused) for one in store.drafts.imports()] == [("b.csv", 1, 3), ("a.csv", 2, 0)]


def test_a_store_that_cannot_be_opened_says_where(tmp_path: Path) -> None:
    (tmp_path / "qa.sqlite").mkdir()

    with pytest.raises(DeskStoreError, match=r"qa\.sqlite"):
        DeskStore(f"sqlite:///{tmp_path / 'qa.sqlite'}")


def test_the_sqlite_file_is_its_owners_alone_and_waits_for_the_disk(tmp_path: Path) -> None:
    store = DeskStore(f"sqlite:///{tmp_path / 'qa.sqlite'}")

    with store._database.reading() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    store.close()

    assert pragmas == ["wal", 2]  # 2 is FULL
    assert (tmp_path / "qa.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_review_that_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'qa.sqlite'}"
    code = (
        "import sys, time\nfrom evals.desk.store import DeskStore\nfrom evals.desk.records import Review\n"
        f"store = DeskStore({url!r})\n"
        "for n in range(1000):\n"
        "    store.judgements.save(Review(f'turn:t-{n}', 'Lan', 'right', 1))\n"
        "    print(n, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().split()]
    process.wait(timeout=30)
    process.stdout.close()

    store = DeskStore(url)
    kept = {one.item for one in store.judgements.all()}
    store.close()

    assert {f"turn:t-{n}" for n in told} <= kept


def everything_in(url: str) -> str:
    """Return every cell of every table."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        found = repr([connection.execute(sa.select(table)).all() for table in metadata.sorted_tables])
    engine.dispose()
    return found
