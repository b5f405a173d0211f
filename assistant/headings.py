"""The headings that the source puts over groups of papers: which of them are cases, and how they are named briefly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.records import Case
from knowledge.vietnamese import clean, fold

LABEL_CHARS = 80
"""So long is the short name of a case at most."""

_WORDS_KEPT = 3  # of what names share, before the words that differ

_MARKS = re.compile(
    r"^(?:[\s*+•\-–.:;)]+|\((?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-zđ])\)"
    r"|(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-zđ])[.)](?!\d)|trường hợp \(?(?:thứ )?\d{1,2}\)?[.:]?(?=\s))\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"[\s,;:.]*(?:(?:thành phần )?hồ sơ(?: [^,;:.]{1,30})?)?[\s,]*(?:bao gồm|gồm(?: có)?|như sau|cụ thể)?[\s,;:.]*$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:thành phần )?(?:hồ sơ|thủ tục) )?(?:áp dụng )?(?:(?:đối với|trong|cho) )?(?:các )?"
    r"(?:trường hợp|đối với)(?: của)?\s+",
    re.IGNORECASE,
)
_CIRCUMSTANCE = re.compile(
    r"(?:(?:thành phần )?hồ sơ |thủ tục )?(?:(?:trong|cho) )?(?:các )?(?:đối với|trường hợp)\b", re.IGNORECASE
)
_FILER = re.compile(
    r"(?:cá nhân|tổ chức|doanh nghiệp|hộ gia đình|hộ kinh doanh|hợp tác xã|người nước ngoài|công dân việt nam)"
    r"(?:[ ,;/]+(?:và |hoặc )?(?:cá nhân|tổ chức|doanh nghiệp|hộ gia đình|hộ kinh doanh))*",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"(?:(?:thành phần )?hồ sơ |thủ tục |đơn )?(?:đề nghị |xin |đăng ký )?"
    r"(cấp mới|cấp lần đầu|cấp lại|cấp đổi|cấp|gia hạn|sửa đổi|thay đổi|điều chỉnh|bổ sung|phục hồi|khôi phục"
    r"|chuyển mục đích|chuyển hình thức|tạm ngừng|chấm dứt|thu hồi|tiếp tục)\b",
    re.IGNORECASE,
)
_APART_BY_OBJECT = frozenset(
    {"cấp lại", "cấp đổi", "thay đổi", "sửa đổi", "điều chỉnh"}
)  # "thay đổi tên", "thay đổi trụ sở"
_ADDS = re.compile(
    r"\b(?:ủy|uỷ) quyền\b|môi trường điện tử|trực tuyến|bưu chính|điện tử|định danh|hồ sơ còn|còn phải|kèm theo hồ sơ"
    r"|(?:nộp|có|bổ sung|gửi) thêm|\bngoài (?:các|những|giấy tờ|hồ sơ|thành phần)|khai thác được"
    r"|phải (?:xuất trình|đánh giá)"
    r"|trường hợp (?:nộp|gửi|hồ sơ|thông tin|các thông tin|giấy tờ|văn bản|cần)\b"
    r"|\bthì (?!(?:thành phần )?hồ sơ (?:bao )?gồm)|nếu có|khi có yêu cầu|, bổ sung\W*$",
    re.IGNORECASE,
)


def alternatives(cases: Sequence[Case]) -> tuple[int, ...]:
    """Return the positions of the cases of which one applies; empty where all are parts of one dossier, or may be.

    The source puts headings such as "Giấy tờ phải nộp" in the same place as "Trường hợp cấp lại". A heading is taken
    for a case only where it opens as one and adds nothing to the others; where the groups look nested, none is.
    """
    found = _circumstances(cases)
    found = found if len(found) > 1 else _deeds(cases)
    if len(found) < 2 or any(not cases[at].items or _says_nothing(cases[at]) for at in found):
        return ()
    names = [fold(heading(case)) for case in cases]
    rest = [name for at, name in enumerate(names) if at not in found]
    nested = len(set(rest)) < len(rest) or len({names[at] for at in found}) < len(found)
    return () if nested else tuple(sorted(found))


def ordinary(cases: Sequence[Case], title: str) -> int | None:
    """Return the position of the dossier whose heading is the procedure's own title: what holds where no case does."""
    name = _plain(title)
    found = [at for at, case in enumerate(cases) if case.title is not None and _plain(heading(case)) == name]
    return found[0] if len(found) == 1 else None


def adds(case: Case) -> bool:
    """Return whether the heading is of papers that some add to their dossier, such as those who send another."""
    return _ADDS.search(heading(case)) is not None


def heading(case: Case) -> str:
    """Return the heading on one line without its own numbering; empty where the case has none."""
    return bare(case.title.plain) if case.title is not None else ""


def bare(title: str) -> str:
    """Return the words of a heading on one line without list marks and numbers in front."""
    line, before = clean(title), ""
    while line != before:
        line, before = _MARKS.sub("", line, count=1), line
    return line


def labels(titles: Sequence[str]) -> tuple[str, ...]:
    """Return a short name of each heading in its own words, at most `LABEL_CHARS`, different wherever headings are.

    Where the beginnings agree the name begins with "…" shortly before the words that differ.
    """
    names = [_named(title) for title in titles]
    short = [_cut(name) for name in names]
    for label in set(short):
        same = [at for at, other in enumerate(short) if other == label]
        if len(same) > 1:
            start = _shared_words([names[at] for at in same])
            for at in same:
                short[at] = _cut(f"… {' '.join(names[at].split()[start:])}")
    return tuple(short)


def _circumstances(cases: Sequence[Case]) -> set[int]:
    found = {at for at, case in enumerate(cases) if _CIRCUMSTANCE.match(heading(case)) and not adds(case)}
    filers = {at for at, case in enumerate(cases) if _FILER.fullmatch(heading(case).rstrip(" :;."))}
    return found | filers


def _deeds(cases: Sequence[Case]) -> set[int]:
    found = {at: match[1].lower() for at, case in enumerate(cases) if (match := _DEED.match(heading(case)))}
    found = {at: deed for at, deed in found.items() if not adds(cases[at])}
    kinds = set(found.values())
    return set(found) if len(kinds) > 1 or kinds & _APART_BY_OBJECT else set()


def _says_nothing(case: Case) -> bool:
    """Whether the heading is a bare number, such as "Trường hợp 1"."""
    return len(re.findall(r"[^\W\d_]{2,}", _named(heading(case)))) < 2


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"^(?:thu tuc|ho so|de nghi|thanh phan ho so) ", "", fold(bare(title)))).strip()


def _named(title: str) -> str:
    line = bare(title)
    name = _END.sub("", _OPENING.sub("", line)).strip(" ,;:.") or line.strip(" ,;:.")
    return name[:1].upper() + name[1:]


def _cut(name: str) -> str:
    if len(name) <= LABEL_CHARS:
        return name
    return f"{name[: LABEL_CHARS - 1].rsplit(' ', 1)[0].rstrip(' ,;:.(')}…"


def _shared_words(names: Sequence[str]) -> int:
    """Return how many words all names begin with, a few kept so that each still reads."""
    words = [name.casefold().split() for name in names]
    shared = 0
    while all(len(each) > shared + 1 for each in words) and len({each[shared] for each in words}) == 1:
        shared += 1
    return max(0, shared - _WORDS_KEPT)
