"""Rows of a sheet on their way in: each is taken or refused with its number and the reason, before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from evals.desk.casework import FIELDS, body_of, fields_of
from evals.desk.drafts import Imported
from evals.desk.errors import CaseRefused, DeskError, ReviewRefused, SheetRefused
from evals.desk.exports import COLUMNS
from evals.desk.reading import is_formula
from evals.desk.records import REVIEWERS_AN_ITEM, MadeCase, Review, Score, SentenceScore
from evals.desk.scoring import read_note, read_score, read_sentence
from evals.desk.store import DeskStore
from knowledge.vietnamese import fold

_NEEDED = {"scores": ("item", "sentence", "verdict"), "cases": ("question", "behavior")}
_SENTENCES_AT_MOST = 2000
_FORMULA = "có ô là công thức; công thức không được tính, xin dán giá trị"
_KEY_KINDS = ("turn:", "case:")
Sentences = Callable[[str], int | None]  # how many an answer has; None where its text is not kept any more


@dataclass(frozen=True)
class Bad:
    """A row that cannot be taken. `number` is the row's in the file, the heading being 1."""

    number: int
    reason: str


@dataclass
class Checked:
    """What would be taken of a file, and what not."""

    what: str
    reviews: list[Review] = field(default_factory=list)
    new: list[dict[str, object]] = field(default_factory=list)
    edited: dict[str, dict[str, object]] = field(default_factory=dict)
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list)

    @property
    def good(self) -> int:
        """How many answers or cases would be taken."""
        return len(self.reviews) + len(self.new) + len(self.edited)


def rows_of(what: str, cells: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Return the rows below the heading by column.

    Raises:
        SheetRefused: There is no heading, or a column is missing.
    """
    if not cells:
        raise SheetRefused("empty", "Tệp trống.")
    columns = (*COLUMNS[what], *(COLUMNS["items"] if what == "scores" else ()))
    names = {_plain(name): one.key for one in columns for name in (one.key, one.heading)}
    keys = [names.get(_plain(heading), "") for heading in cells[0]]
    missing = [name for name in _NEEDED[what] if name not in keys]
    if missing:
        headings = {one.key: one.heading for one in COLUMNS[what]}
        told = ", ".join(f"“{headings[name]}” ({name})" for name in missing)
        raise SheetRefused("heading", f"Dòng đầu thiếu cột {told}.")
    return [
        {key: cell for key, cell in zip_longest(keys, line[: len(keys)], fillvalue="") if key} for line in cells[1:]
    ]


def check(
    what: str, rows: Sequence[Mapping[str, str]], reviewer: str, store: DeskStore, sentences: Sentences
) -> Checked:
    """Return what would be taken of the rows; nothing is kept."""
    if what == "cases":
        return _check_cases(rows, reviewer, {made.id: made for made in store.drafts.all()})
    return _check_scores(rows, reviewer, store, sentences)


def take(checked: Checked, store: DeskStore, reviewer: str, file: str, *, good_rows: bool) -> int:
    """Keep what was checked and return how many answers or cases that were.

    Raises:
        SheetRefused: A row is wrong and the good ones alone were not asked for: nothing is kept then.
        DeskError: Somebody changed something in between; nothing is kept then.
    """
    if checked.bad and not good_rows:
        raise SheetRefused("bad_rows", f"{len(checked.bad)} dòng sai nên không dòng nào được nhận.")
    if checked.what == "scores":
        store.judgements.save_all(checked.reviews)
    else:
        store.drafts.take(checked.new, checked.edited, reviewer)
    store.drafts.note_import(Imported(reviewer, checked.what, file, 0, checked.good, len(checked.bad)))
    return checked.good


def _check_cases(rows: Iterable[Mapping[str, str]], reviewer: str, known: Mapping[str, MadeCase]) -> Checked:
    checked = Checked("cases")
    for number, row in enumerate(rows, start=2):
        if not any(row.values()):
            continue
        try:
            _check_case(checked, row, reviewer, known)
        except CaseRefused as refused:
            checked.bad.append(Bad(number, str(refused)))
    return checked


def _check_case(checked: Checked, row: Mapping[str, str], reviewer: str, known: Mapping[str, MadeCase]) -> None:
    if any(map(is_formula, row.values())):
        raise CaseRefused(_FORMULA)
    case_id = row.get("id", "").strip()
    made = known.get(case_id)
    if case_id.startswith("review-") and made is None:
        raise CaseRefused(f"không có ca {case_id}; để trống cột mã để tạo ca mới")
    if case_id in checked.edited:
        raise CaseRefused(f"ca {case_id} đứng hai lần trong tệp")
    before = fields_of(made.body) if made is not None else {}
    sent = before | {name: value for name, value in row.items() if name in FIELDS}
    body = body_of(sent, reviewer)
    if made is None:
        checked.new.append(body)
    elif fields_of(body) == before:
        checked.unchanged += 1
    else:
        checked.edited[case_id] = body


def _check_scores(rows: Iterable[Mapping[str, str]], reviewer: str, store: DeskStore, sentences: Sentences) -> Checked:
    checked, judged = Checked("scores"), store.judgements.reviewers()
    by_item: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for number, row in enumerate(rows, start=2):
        if not any(row.get(name) for name in ("score", "citation", "harmful", "note", "verdict")):
            continue  # nobody judged this one
        item = row.get("item", "").strip()
        if any(map(is_formula, row.values())):
            checked.bad.append(Bad(number, _FORMULA))
        elif not item.startswith(_KEY_KINDS) or len(item) > 90:
            checked.bad.append(Bad(number, "cột “Câu trả lời” không phải mã của câu trả lời nào"))
        else:
            by_item.setdefault(item, []).append((number, row))
    for item, lines in by_item.items():
        try:
            checked.reviews.append(_review(item, lines, reviewer, judged.get(item, ()), sentences))
        except _RowRefused as refused:
            checked.bad.append(Bad(refused.number, str(refused)))
    checked.bad.sort(key=lambda bad: bad.number)
    return checked


class _RowRefused(DeskError):
    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number = number


@dataclass
class _Gathered:
    """The rows of one answer."""

    of: int | None  # sentences of the answer; None until a row says it, where its text is not kept any more
    scores: dict[int, SentenceScore] = field(default_factory=dict)
    verdicts: set[Score] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def add(self, row: Mapping[str, str], reviewer: str) -> None:
        """Take a row; raises ReviewRefused."""
        if row.get("reviewer", "").strip() not in ("", reviewer):
            raise ReviewRefused("điểm của người chấm khác")
        verdict, of = read_score(row.get("verdict", "")), _count(row.get("of", ""))
        self.verdicts |= {verdict} if verdict is not None else set()
        self.of = self.of if self.of is not None else of
        if of not in (None, self.of):
            raise ReviewRefused(f"câu trả lời có {self.of} câu, không phải {of}")
        at = _count(row.get("sentence", ""))
        if at is None:
            self.notes.append(read_note(row.get("note", "")))
            return
        if self.of is None or not 1 <= at <= self.of:
            raise ReviewRefused(f"câu số {at} không có trong câu trả lời")
        if at - 1 in self.scores:
            raise ReviewRefused(f"câu số {at} đứng hai lần")
        parts = (row.get(name, "") for name in ("score", "citation", "harmful", "note"))
        self.scores[at - 1] = read_sentence(at - 1, *parts)

    def verdict(self) -> Score:
        """Return the one verdict of the rows; raises ReviewRefused."""
        if len(self.verdicts) != 1:
            told = "thiếu đánh giá chung" if not self.verdicts else "đánh giá chung không thống nhất giữa các dòng"
            raise ReviewRefused(f"{told} của câu trả lời")
        return next(iter(self.verdicts))


def _review(
    item: str,
    lines: Sequence[tuple[int, Mapping[str, str]]],
    reviewer: str,
    judged_by: Sequence[str],
    sentences: Sentences,
) -> Review:
    gathered, number = _Gathered(sentences(item)), lines[0][0]
    try:
        if len(judged_by) >= REVIEWERS_AN_ITEM:
            raise ReviewRefused("câu trả lời này đã có đủ hai người chấm")
        for at, row in lines:
            number = at
            gathered.add(row, reviewer)
        verdict = gathered.verdict()
    except ReviewRefused as refused:
        raise _RowRefused(number, str(refused)) from None
    judged = tuple(one for at, one in sorted(gathered.scores.items()) if one != SentenceScore(at))
    return Review(item, reviewer, verdict, gathered.of or 0, judged, " ".join(filter(None, gathered.notes)))


def _count(cell: str) -> int | None:
    text = cell.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) > _SENTENCES_AT_MOST:
        raise ReviewRefused(f"“{text[:20]}” không phải số")
    return int(text)


def _plain(heading: str) -> str:
    return " ".join(fold(heading).split())
