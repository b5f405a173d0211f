"""What a message says before any search: its wording, codes, facets and what kind of message it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.courtesies import without_courtesies
from assistant.facets import asks_how, find_facets, without_facets
from assistant.lexicon import read_list
from assistant.phrases import Phrases, Wording
from assistant.privacy import holds_number
from assistant.safety import is_greeting, is_readable
from knowledge.keyboards import from_vni
from knowledge.phrases import qualifier_kinds
from knowledge.query import analyse
from knowledge.records import Facet
from knowledge.vietnamese import clean, fold

LONGEST_CHARS = 4_000  # a longer message is read up to here
_CODE = re.compile(r"(?<![\d./])(\d\.\d{6,9})(?![\d/])")
_BARE_CODE = re.compile(r"(?:(?:ma(?: so)?|tthc|thu tuc)(?: thu tuc)?(?: so)? *:? *|^)([1-6])[ .,]?(\d{6})(?!\d)")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|qu|kh|ph|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?|\d.*|.{1,2}"
)
_BARE_DEED = re.compile(
    r"(?:(?:toi|minh|em|muon|xin|can|lam|thu tuc|di|ve|viec) )*(?:cap|doi)(?: (?:lai|doi|moi|giay|phep|the))*"
)
_AWAY = re.compile(
    r"(?:(?:thoi|a|u|um|the|ok|vang|da|vay) )*"
    r"(?:cho (?:toi|em|minh|hoi)(?: hoi)?(?: them)?|hoi(?: sang)?|chuyen sang|qua) "
    r"(?:cai|chuyen|viec|thu tuc|cau) khac(?: (?:nua|nhe|nha|a|di|chut))*"
)
# What is left of "không, cảm ơn" and "em hiểu rồi, cảm ơn anh".
_ENDS = re.compile(
    r"(?:(?:toi|em|minh|tui|chau|con|da|vang|ok|a|the|vay|thi|la) )*"
    r"(?:khong|khong can|khoi|thoi|du|hieu|ro|biet|xong|duoc|on|tot|hay|het)"
    r"(?: (?:roi|qua|lam|nua|a|nhe|nha|ma|day|duoc))*"
)
_SPENDS = re.compile(r"\b(?:mat|het|ton)\s*$")  # what is left of "mất mấy bữa" when its asking is gone
_CLAUSE = re.compile(r"\s*([,.!;])\s+")
_MAY_I_ASK = re.compile(
    r"^(?:cho|xin) (?:(?:em|mình|minh|tôi|toi|tui|con|cháu|chau) )?(?:hỏi|hoi)(?: (?:thêm|them|tiếp|tiep|chút|chut))? ",
    re.I,
)
# "Thôi thì làm bình thường": no word of "thôi quốc tịch".
_OPENING = re.compile(
    r"^(?:thôi|thoi)[ ,]+(?=(?:thì|thi|vậy|vay|để|de|cho|em|mình|minh|tôi|toi|không|khong|ko)\b)", re.IGNORECASE
)
# "được hông" asks; "bị hỏng", "hoa hồng" and "màu hồng" typed without marks do not.
_PARTICLE = re.compile(
    r"(?<!\bbị )(?<!\bbi )(?<!\bhư )(?<!\bhu )(?<!\bhoa )(?<!\bmàu )(?<!\bmau )(?<!\bbên )(?<!\bben )(?<=\w )"
    r"(?:hong|hông|hổng|hem|hok|hăm)(?= *(?:em|bạn|ban|ad|ạ|a|vậy|vay|ta|nhỉ|nhi|cô|chú|chị|chi|anh)?[ ?.!]*$)",
    re.IGNORECASE,
)
_SHIFT = re.compile(
    r"^(?:(?:the|vay|a|u) )*(?:con|y (?:toi|em|minh|tui) (?:la|muon hoi)|nham|khong phai)\b|\bthi sao\b|\bthi$"
    r"|^(?:the|vay) (?:chi|gia|nhu|doi voi|voi)\b"
)
_SUPPOSES = re.compile(
    r"^(?:(?:the|vay|a|u|con|ma|roi) )*(?:neu|nhu|truong hop|lo|nho|gia su|gia du|ngo nho)\b(?! nao| the nao| vay)"
)
_FULL = re.compile(r"xem (?:day du|het|tat ca|them)|day du(?: hon)?|chi tiet(?: hon)?|xem tiep")
_ORDINALS = {"mot": 1, "nhat": 1, "dau": 1, "dau tien": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
_DEEDS = frozenset(("action", "deed"))
LAST = -1  # the number that stands for the last of a menu; nobody types it
_NUMBER = re.compile(
    r"(?:(?:chon|lay|cho (?:toi|minh|em)|y|la|toi|minh|muon|a|da) )*(?:(?:cai|so|cau|y|thu tuc|truong hop|thu|muc) )*"
    r"(\d{1,2}|mot|nhat|dau(?: tien)?|hai|nhi|ba|bon|tu|nam|cuoi(?: cung)?)"
    r"(?: (?:di|nhe|nha|a|do|ay|dung roi|ban|oi))*[.)]?"
)


@dataclass(frozen=True)
class Understanding:
    """One message, read."""

    text: str  # NFC, one line, at most LONGEST_CHARS, without courtesies where there is more, VNI keys read
    greets: bool  # it is nothing but courtesies, a greeting, thanks, or a call for what can be asked
    wording: Wording
    codes: tuple[str, ...]
    facets: tuple[Facet, ...]  # empty: the question names none
    asks_how: bool  # "làm sao", "thủ tục thế nào"
    wants_all: bool  # "xem đầy đủ"
    number: int | None  # the message is a bare number, such as a choice from a menu; LAST for "cái cuối"
    topic: tuple[str, ...]  # the folded words that are left when asking words and fillers are gone
    topicless: bool  # nothing but words of asking, numbers and places, or a bare deed such as "cấp lại"
    refers_back: bool  # "thủ tục này", "còn lệ phí?"
    administrative: bool  # it holds a word of the counter, such as "giấy" or "đăng ký"
    asks_for_a_limit: bool  # "phải báo trước mấy ngày": how long the applicant has, not the office
    asks_for_one_paper: bool  # "có cần ảnh không"
    asks_whether: bool  # "có … không", "được không"
    vietnamese: bool  # most of its words could be Vietnamese
    readable: bool  # it has a letter or a digit
    rejects: bool  # "không phải cái này"
    turns_away: bool  # "cho hỏi chuyện khác: …"
    narrows: bool  # it holds what tells one case from another: "gia hạn", "người Nhật"
    supposes: bool  # "nếu bị mất thì sao", "trường hợp con trên 14 tuổi": a circumstance of the last matter
    does_otherwise: bool  # it names what is done to a paper: "gia hạn", "bị mất"
    own_topic: tuple[str, ...]  # the words of the topic that are not about what is done
    shifts: bool  # "còn tạm trú thì sao", "ý tôi là gia hạn": the last matter, changed in one thing
    personal_number: bool  # it holds a number that is somebody's own, such as that of a paper, a phone or an account

    @property
    def topic_words(self) -> int:
        """How many words name a topic."""
        return len(self.topic)


def understand(question: str) -> Understanding:
    """Return what a message says; nothing that can be typed is refused."""
    text, greets = _without_courtesies(from_vni(clean(question, LONGEST_CHARS)))
    wording, query = Wording.of(text), analyse(text)
    plain = " ".join(re.sub(r"[^\w\s.]", " ", wording.folded).split())
    number, counter = _NUMBER.fullmatch(plain), wording in _administrative()
    meant = wording if find_facets(wording) else Wording.of(query.text)  # "hs gom j" asks once it is written out
    facets, plain_meant = find_facets(meant), _SUPPOSES.sub("", without_facets(meant).strip())
    named = {fold(word) for word in re.findall(r"[^\W_]+", meant.accented) if word in namesakes()}
    topic = tuple(word for word in re.findall(r"[^\W_]+", plain_meant) if word not in _fillers() or word in named)
    kinds = qualifier_kinds()
    asked_apart = analyse(_SPENDS.sub("", plain_meant)).qualifiers  # "mất" of "mất phí không" is no loss
    otherwise = any(kinds[at] in _DEEDS and asked_apart[at] for at in query.qualifiers.nonzero()[0])
    return Understanding(
        text=text,
        greets=greets,
        wording=wording,
        codes=_codes(wording),
        facets=facets,
        asks_how=asks_how(wording),
        wants_all=_FULL.search(wording.folded) is not None,
        number=_number(number[1]) if number else None,
        topic=topic,
        topicless=not topic and (query.topicless or not counter or _is_bare(plain) or (bool(facets) and not otherwise)),
        refers_back=_any_of("refers_back").search(wording.folded) is not None,
        administrative=counter,
        asks_for_a_limit=_any_of("asks_for_a_limit").search(wording.folded) is not None,
        asks_for_one_paper=_any_of("asks_for_one_paper").search(wording.folded) is not None,
        asks_whether=_any_of("asks_whether").search(wording.folded) is not None,
        vietnamese=_is_vietnamese(plain.split()) or _is_vietnamese(fold(query.text).split()),
        readable=is_readable(wording),
        rejects=_any_of("rejects").match(wording.folded) is not None and len(topic) <= 1,
        narrows=bool(query.qualifiers.any()),
        does_otherwise=otherwise,
        own_topic=tuple(word for word in topic if word not in _deed_words()),
        turns_away=_AWAY.search(plain) is not None,
        supposes=_SUPPOSES.search(plain) is not None,
        shifts=_SHIFT.search(plain) is not None,
        personal_number=holds_number(text),
    )


@cache
def _fillers() -> frozenset[str]:
    return frozenset(read_list("dialogue")["fillers"].split())


@cache
def namesakes() -> frozenset[str]:
    """Return words that name a topic although they fold to a filler: "dược", which folds to that of "được"."""
    return frozenset(read_list("dialogue")["no_fillers"].split())


@cache
def _deed_words() -> frozenset[str]:
    return frozenset(read_list("dialogue")["deed_words"].split())


@cache
def _administrative() -> Phrases:
    return Phrases(tuple(read_list("dialogue")["administrative"]), strict=True)


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in read_list("dialogue")[name]))


def _without_courtesies(text: str) -> tuple[str, bool]:
    """Return the text without what is only polite, and whether it is nothing else; a greeting stays as it is."""
    if is_greeting(Wording.of(text)):
        return text, True
    rest = without_courtesies(text)
    ends = rest != text and _ENDS.fullmatch(" ".join(re.findall(r"\w+", fold(rest)))) is not None
    asked = _after_greeting(_OPENING.sub("", _PARTICLE.sub("không", rest or text)))
    return asked, (not rest and is_readable(Wording.of(text))) or ends


def _after_greeting(text: str) -> str:
    """Return the text without thanks or a hello in front: "ok cảm ơn nhé, cho hỏi thêm …"."""
    first, mark, rest = (*_CLAUSE.split(text, maxsplit=1), "", "")[:3]
    asks = mark and len(rest.split()) > 1 and is_greeting(Wording.of(first))
    return _MAY_I_ASK.sub("", rest) if asks else text


def _is_bare(plain: str) -> bool:
    return _BARE_DEED.fullmatch(plain) is not None


def _number(word: str) -> int:
    if word.startswith("cuoi"):
        return LAST
    return _ORDINALS.get(word) or int(word)


def _codes(wording: Wording) -> tuple[str, ...]:
    """Return the codes in order, each once; one without its dot only where a word says that it is a code."""
    bare = (f"{first}.{rest}" for first, rest in _BARE_CODE.findall(wording.folded))
    return tuple(dict.fromkeys([*_CODE.findall(wording.folded), *bare]))


def _is_vietnamese(words: list[str]) -> bool:
    return 2 * sum(_SYLLABLE.fullmatch(word) is not None for word in words) >= len(words)
