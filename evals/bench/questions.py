"""A mixed list of questions, made from titles and templates: a load to time, not a measure of quality."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence

SEED = 20261124
_TEMPLATES = (
    "{title}",
    "{title} cần giấy tờ gì",
    "{title} mất bao lâu",
    "{title} hết bao nhiêu tiền",
    "{title} nộp hồ sơ ở đâu",
    "các bước làm {title}",
    "{title} có nộp qua mạng được không",
    "điều kiện để {title}",
    "căn cứ pháp lý của {title}",
    "cho tôi hỏi về {title} với ạ",
)
_SMALL_TALK = (
    "xin chào",
    "cảm ơn bạn",
    "thời tiết hôm nay thế nào",
    "cấp lại",
    "???",
    "liệt kê thủ tục về cư trú",
)
_SHORT_WORDS = 8


def make_questions(titles: Sequence[str], count: int) -> list[str]:
    """Return `count` questions; the same titles give the same list.

    Titles are shortened as people shorten them, half of the questions have no diacritics, and one in twenty
    is not about a procedure.
    """
    chooser = random.Random(SEED)
    questions = []
    for number in range(count):
        if number % 20 == 19:
            question = chooser.choice(_SMALL_TALK)
        else:
            words = chooser.choice(titles).split()[: chooser.randint(4, _SHORT_WORDS)]
            question = _TEMPLATES[number % len(_TEMPLATES)].format(title=" ".join(words).lower())
        questions.append(_bare(question) if number % 2 else question)
    return questions


def _bare(text: str) -> str:
    marks = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in marks if not unicodedata.combining(letter)).replace("đ", "d")
