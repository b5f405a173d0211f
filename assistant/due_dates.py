"""From a question to the day of filing, where it asks on which day the result will be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.days_named import MARK, NoDay, mark_days, mark_no_days
from assistant.understand import Understanding, understand
from knowledge.query import read
from knowledge.vietnamese import clean, fold

# All expressions are over folded words with single spaces; days that are named stand as marks.
_WHEN = (
    r"(?:khi nao|bao gio|chung nao|luc nao|hoi nao|(?:vao )?(?:hom|ngay|bua|thu) (?:nao|may)|may ngay|bao nhieu ngay"
    r"|bao lau|may hom|may bua|may gio)"
)
_RESULT = (
    r"(?:co|xong|lay|nhan|ra|tra|ve|duoc (?:lay|nhan|tra|cap)|hoan thanh|hoan tat|giai quyet|cam duoc|toi tay|den tay)"
)
_WHO = r"toi|minh|em|tui|to|con|chau|anh|chi|bac|nguoi ta|ta|ba|me"
_ASKS_WHEN = re.compile(
    rf"\b{_WHEN} (?:(?:nua|thi|la|moi|se|co the|{_WHO}) )*{_RESULT}\b"
    rf"|\b{_RESULT}(?: \w+){{0,4}} {_WHEN}\b"
    rf"|\bthi {_WHEN}(?: (?:vay|the|a|nhi|ha|he|hen|ta|ban|em))*$"
)
# "hạn trả kết quả đăng ký thường trú là ngày nào": what it is the limit of stays in the topic.
_LIMIT = re.compile(
    r"\b(?:thoi han|han(?: chot| cuoi)?|(?:ngay )?hen|ngay (?=tra |co |nhan |lay ))(?! nop)"
    r"(?: ?(?:tra|giai quyet|nhan|lay|co|ra|ket qua|cho)\b)*"
)
_LIMIT_ASKED = re.compile(rf"{_LIMIT.pattern}(?: \w+){{0,14}}? (?P<when>(?:(?:la|vao|den|toi) )*{_WHEN})\b")
_STATUS = re.compile(
    r"\b(?:den|toi) dau\b|\b(?:xong|co|ve|duyet|ra|tra|nhan duoc|giai quyet) chua\b|\b(?:ma|van|sao) chua\b"
    r"|\bchua (?:co|thay|xong|nhan|duoc|tra|ra)\b|\b(?:qua|tre) (?:hen|han)\b|\bbi tra lai\b"
)
_HANDS_IN = r"(?:nop(?! (?:phat|tien|thue|phi|le phi|bao hiem))|gui (?:ho so|don|giay)|dua (?:ho so|don|giay))"
_BEGINS = r"(?:lam|dang ky|dang ki|xin|khai)"
_ON_THE_WAY = rf"(?:(?:{_WHO}|moi|da|se|di|len|ra|ma|den|qua|thi|dem|tranh thu|bat dau) )*"
_FILED = re.compile(rf"\b{_HANDS_IN}(?: \w+){{0,6}} (?P<behind>{MARK})|(?P<before>{MARK}) {_ON_THE_WAY}{_HANDS_IN}\b")
_BEGUN = re.compile(
    rf"^(?:(?:{_WHO}|neu|vay|the|gia su|thi|da|cho|hoi|a) )*(?P<before>{MARK}) {_ON_THE_WAY}{_BEGINS}\b"
    rf"|\b{_BEGINS}(?: \w+){{0,6}} (?P<behind>{MARK})(?= thi\b| roi\b| {_WHEN}|$)"
)
_PAPERS = r"(?: (?:ho so|don|giay to|giay))?"
# A whole message that tells a day of filing and nothing else: "nộp ngày 30/12 thì sao", after an answer with a date.
_BARE = re.compile(
    rf"(?:(?:{_WHO}|neu|the|vay|con|va|hay|gia su|lo|a|da|thi|roi|u|um|ok|vang|ma) )*"
    rf"(?:{_HANDS_IN}{_PAPERS}(?: (?:vao|luc|online|qua mang|truc tiep|truc tuyen))* {MARK}"
    rf"|{MARK} {_ON_THE_WAY}{_HANDS_IN}{_PAPERS})"
    r"(?: thi(?: (?:sao|the nao|nhu the nao|ntn|lam sao))?)?(?: (?:vay|the|a|nhi|ha|he|ban|em|ad|day))*"
)


@dataclass(frozen=True)
class Filing:
    """The day of filing that a question tells; `rest` are its other words, folded, that tell of what is filed.

    Where the question tells a date that no calendar has, `day` is None and `no_day` is that date.
    """

    day: date | None
    rest: str
    no_day: NoDay | None = None


def filed_on(question: str, today: date) -> date | None:
    """Return the day of filing, where a question asks on which day what is filed then will be done; else None.

    "nộp hôm nay thì bao giờ có", "mai nộp thì hôm nào xong", "hôm qua nộp rồi khi nào lấy được"; marks may be missing.
    None for a question after the state of a file, and for one that tells no day of filing.
    """
    filing = find_filing(question, today)
    return None if filing is None else filing.day


def find_filing(question: str, today: date) -> Filing | None:
    """Return the filing that a question tells of, as `filed_on` does, with the words beside it."""
    typed = fold(clean(question))
    filing = _filing(typed, today)
    if filing is not None or not re.search(r"\bn\w?p|gui|lam", typed):
        return filing
    return _filing(fold(read(question)[1]), today)


def with_filing(said: Understanding, today: date) -> Understanding:
    """Return what a message says with the filing taken out of its topic: it asks for the time of what is left."""
    filing = find_filing(said.text, today)
    if filing is None:
        return said
    rest = understand(filing.rest)
    topicless = rest.topicless or not filing.rest
    return replace(said, facets=("time",), topic=rest.topic, topicless=topicless, asks_for_a_limit=False)


def _filing(folded: str, today: date) -> Filing | None:
    """Return the filing that the first clause with one tells; what has been begun lies today or later."""
    words = " ".join(re.sub(r"[^\w/.,;?!-]", " ", folded).split())
    plain = re.sub(r"\W+", " ", words).strip()
    if _STATUS.search(words):
        return None
    clauses = [clause.strip() for clause in re.split(r"[.,;?!]+(?!\d)", words)]
    if not _ASKS_WHEN.search(plain) and not _LIMIT_ASKED.search(plain):
        said = [clause for clause in clauses if clause]
        return _bare_filing(said[0], today) if len(said) == 1 else None
    for place, clause in enumerate(clauses):
        for marked, days in _markings(clause, today):
            for match, day in _told(marked, days, today):
                beside = re.sub(_HANDS_IN, " ", match[0])
                clauses[place] = f"{marked[: match.start()]} {beside} {marked[match.end() :]}".replace(MARK, " ")
                return _filed(day, _without_asking(" ".join(" ".join(clauses).split())))
    return None


def _bare_filing(clause: str, today: date) -> Filing | None:
    """Return the filing of a message that tells nothing else."""
    for marked, days in _markings(clause, today):
        if len(days) == 1 and _BARE.fullmatch(marked):
            return _filed(days[0], "")
    return None


def _filed(day: date | NoDay, rest: str) -> Filing:
    return Filing(None, rest, day) if isinstance(day, NoDay) else Filing(day, rest)


def _without_asking(words: str) -> str:
    """Return folded words without those that ask for the day."""
    match = _LIMIT_ASKED.search(words)
    if match is not None:
        words = f"{words[: match.start('when')]} {words[match.end('when') :]}"
        words = _LIMIT.sub(" ", words, count=1)
    return " ".join(_ASKS_WHEN.sub(" ", " ".join(words.split())).split())


def _markings(clause: str, today: date) -> Iterator[tuple[str, Sequence[date | NoDay]]]:
    """Yield a clause with its days marked, then with the dates that no calendar has."""
    yield mark_days(clause, today)
    yield mark_no_days(clause, today)


def _told(marked: str, days: Sequence[date | NoDay], today: date) -> Iterator[tuple[re.Match[str], date | NoDay]]:
    """Yield how a clause tells of filing, and on which day."""
    for pattern, since in ((_FILED, date.min), (_BEGUN, today)):
        match = pattern.search(marked)
        if match is not None:
            place = match.start("before") if match["before"] else match.start("behind")
            day = days[marked.count(MARK, 0, place)]
            if isinstance(day, NoDay) or day >= since:
                yield match, day
