"""Whether two names mean the same paper: what a person calls it, and what the record calls it.

A name of a record is often a whole sentence: "Giấy A; nếu không có thì nộp giấy B". Only what stands before such a
condition is the paper itself; a paper that is named behind it may do, but nobody can tell from its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.records import DossierItem
from knowledge.vietnamese import FOLDED_PREFIX, fold, terms

Weigh = Callable[[str], Mapping[str, float]]
"""Returns the terms of a text by how much each tells, such as `HybridIndex.telling`."""

# Set by hand on the starter corpus; none comes from a fit.
_SAME_GIVEN, _SAME_ASKED = 0.75, 0.5  # shares of what both names tell that make them one paper
_NEARLY_ALL_ASKED = 0.8  # the same, where it counts whose paper it is
_NEVER = 2.0  # no share is so large: the name of a part, or of what does on a condition
_MAYBE_GIVEN, _MAYBE_ASKED = 0.6, 0.8  # either of these, and they may be
_LONGER_GIVEN = 0.4  # a given name that has the whole other one, and details
_MOST = 4.0  # what one term tells at most: a rare pair of words must not drown the name of the paper
_ASIDE = 0.3  # what a term tells that the search passes over

_ALIASES: tuple[tuple[str, str], ...] = (
    (r"(?:cccd|cmnd|cmt|can cuoc gan chip|chung minh (?:thu(?: nhan dan)?|nhan dan))", "the can cuoc cong dan"),
    (r"so (?:do|hong)", "giay chung nhan quyen su dung dat"),
    (r"(?:giay )?dang ky ket hon(?! co)|giay ket hon|hon thu", "giay chung nhan ket hon"),
    (r"giay doc than", "giay xac nhan tinh trang hon nhan"),
    (r"anh(?: the)?(?: co)? (\d) ?(?:cm)? ?x ?(\d) ?(?:cm)?", r"anh co \1cm x \2cm"),
    (r"giay (?:chung|khai) tu", "giay chung tu trich luc khai tu"),
)
"""Other names of one paper, folded; where one stands the official name is tried too."""

_COPY = re.compile(
    r"\b(?:\d+ )?(?:ban (?:sao|chinh|goc|photo|chup)|photo(?:copy)?|cong chung|chung thuc|co dau do)\b"
    r"|\b(?:cu|moi|con (?:han|gia tri|hieu luc))$"
)
_WHOSE = re.compile(r"\bcủa (?:người|từng|cha|mẹ|con|trẻ|bên|chủ|vợ|chồng|hai bên|đại diện)\b", re.IGNORECASE)
_PAPER = re.compile(
    r"(?:bản|biên bản|chứng|danh sách|đơn|giấy|hộ chiếu|hồ sơ|hợp đồng|phiếu|quyết định|sổ|thẻ|tờ|trích lục|văn bản)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_CONDITION = re.compile(r"[;.]\s|\b(?:nếu|khi|trường hợp|trừ|chỉ|đối với|riêng)\b", re.IGNORECASE)
_FORM_OF = re.compile(r"\b(?:theo|kèm|ban hành|do|của|quy định)\b", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\bhoặc\b|\bhay\b|/", re.IGNORECASE)
_PARTS = re.compile(r"\bhoặc\b|\bhay\b|\bvà\b|[,:/;]", re.IGNORECASE)
_DEPENDS = re.compile(
    r"\b(?:nếu|khi|trường hợp|đối với|chỉ|riêng|trừ|với (?:người|trẻ|hộ)|người (?:chưa|dưới|mất|từ đủ))\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\W*(?:các |những |một số |một trong các |bản sao )*(?:loại )?(?:giấy tờ|tài liệu|chứng từ|minh chứng)\b",
    re.IGNORECASE,
)
_FORM_CODE = re.compile(r"[a-zđ]+\d+[a-zđ]?|\d+[a-zđ]?(?:[-/][a-zđ]+)+")


@dataclass(frozen=True)
class Likeness:
    """How alike two names are: `score` orders what is alike, higher is better."""

    same: bool
    maybe: bool
    score: float


NOT_ALIKE = Likeness(False, False, 0.0)


def is_a_kind(words: str) -> bool:
    """Return whether the words name a kind of papers, such as "giấy tờ chứng minh …": papers of any name may be one."""
    return _KIND.match(words) is not None


def depends(words: str) -> bool:
    """Return whether the words ask for something only in some circumstances."""
    return _DEPENDS.search(words) is not None


class Asked:
    """A paper of a record, by the names in its sentence."""

    def __init__(self, item: DossierItem) -> None:
        words = " ".join(item.name.plain.split()).lstrip("-+*• ").strip()
        self.forms = {code for form in item.forms for code in _FORM_CODE.findall(form.lower())}
        plain = " ".join(_BRACKETS.sub(" ", words).split())
        condition = _CONDITION.search(plain, 1)
        self.whole = fold(words)
        self.head = plain[: condition.start()] if condition else plain
        self.tail = plain[condition.start() :] if condition else ""

    @cached_property
    def names(self) -> list[tuple[str, float]]:
        """Every name, and the share of it that a given one must have to be this paper.

        Whose paper it is counts: a card "của người ủy quyền" is not just anybody's.
        """
        theirs = _WHOSE.search(self.head) is not None
        one_of = _ALTERNATIVES.search(self.head) is not None and not theirs
        parts = [(part, _SAME_ASKED if one_of else _NEVER) for part in _PARTS.split(self.head)]
        behind = [(part, _NEVER) for part in _PARTS.split(self.tail)]
        brief = [(part.strip(), share) for part, share in (*parts, *behind) if len(part.split()) > 1]
        whole = (self.head, _NEARLY_ALL_ASKED if theirs else _SAME_ASKED)
        return [whole, *((name, _NEVER if theirs else _SAME_ASKED) for name in self._cores()), *brief]

    def _cores(self) -> list[str]:
        """Return the name without who made it, and without what only describes it."""
        lead, *more = self.head.split(",")
        leads = [] if any(_PAPER.match(part.strip()) for part in more) else [lead]
        cores = [_FORM_OF.split(name, maxsplit=1)[0] for name in (self.head, *leads)]
        return [name for name in (*leads, *cores) if name.strip()]


class Names:
    """Compares names by what their words tell in the corpus."""

    def __init__(self, weigh: Weigh) -> None:
        self._weigh = weigh
        self._known: dict[str, dict[str, float]] = {}

    def compare(self, given: str, asked: Asked) -> Likeness:
        """Return how alike a given name and a paper of the record are."""
        if fold(given).strip("-+*• ") == asked.whole:
            return Likeness(True, True, 3.0)
        if any(code in asked.forms for code in _FORM_CODE.findall(given.lower())):
            return Likeness(True, True, 2.0)
        found = [self._alike(reading, name, share) for reading in _readings(given) for name, share in asked.names]
        return max(found, key=lambda one: (one.same, one.maybe, one.score), default=NOT_ALIKE)

    def _alike(self, given: str, name: str, share: float) -> Likeness:
        said, asked = self._terms(given), self._terms(name)
        if not said or not asked:
            return NOT_ALIKE
        shared = sum(weight for term, weight in said.items() if term in asked)
        of_given, of_asked = shared / sum(said.values()), shared / sum(asked.values())
        both = of_given >= _SAME_GIVEN and of_asked >= share
        longer = of_given >= _LONGER_GIVEN and of_asked >= max(share, _NEARLY_ALL_ASKED)
        same = both or longer
        maybe = same or of_given >= _MAYBE_GIVEN or of_asked >= _MAYBE_ASKED
        return Likeness(same, maybe, of_given + of_asked)

    def _terms(self, name: str) -> dict[str, float]:
        """Return the folded terms of a name by what each tells; how it was copied tells nothing."""
        if name not in self._known:
            bare = " ".join(_COPY.sub(" ", fold(name)).split()) or fold(name)
            weights = self._weigh(bare)
            own = {term for term in terms(bare) if term.startswith(FOLDED_PREFIX)}
            self._known[name] = {term: min(weights.get(term, _ASIDE), _MOST) for term in own}
        return self._known[name]


def _readings(given: str) -> Sequence[str]:
    """Return the name, the same without who made it, and each with the official name of what has several."""
    own = [given, _FORM_OF.split(given, maxsplit=1)[0]]
    names = [fold(name) for name in dict.fromkeys(own) if name.strip()]
    official = [re.sub(rf"\b{other}\b", name, said) for said in names for other, name in _ALIASES]
    return list(dict.fromkeys([*names, *official]))
