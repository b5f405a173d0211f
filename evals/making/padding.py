"""Rewrites `polite_padding` and `emoji`: what people put around a question and between its words."""

from __future__ import annotations

from evals.making.clauses import clauses
from evals.making.dice import Dice
from evals.making.marks import bare

_BEFORE = (
    "Dạ cho em hỏi chút xíu ạ.", "Xin chào anh chị,", "Kính chào quý cơ quan,", "Dạ em chào anh chị ạ,",
    "Chào ad, ad tư vấn giúp mình với ạ:", "Nhờ anh chị tư vấn giúp:", "Cháu chào cô chú ạ, cho cháu hỏi",
    "Làm phiền anh chị cho tôi hỏi một chút.", "Dạ thưa anh chị,", "Alo cho mình hỏi với,",
)  # fmt: skip
_AFTER = (
    "Em cảm ơn ạ.", "Xin cảm ơn!", "Nhờ anh chị tư vấn giúp ạ.", "Mong anh chị giải đáp giúp em, em cảm ơn nhiều ạ.",
    "Cảm ơn ad nhiều nha.", "Xin chân thành cảm ơn quý cơ quan.", "Dạ em cám ơn anh chị trước ạ.", "Thanks ạ",
)  # fmt: skip
_CLOSING = ".,;:?!…"
_ENDS = ("", ".", ",")
_SIGNS = ("😊", "🙏", "😭", "🤔", "❤️", "👍", "😅", "🥺", "📄", "🏠", "✨", "😂")
_SHARE = 0.5  # of the clauses before the last one
_LOUD = (1, 2, 3)  # how many of the same sign stand together


def polite_padding(text: str, dice: Dice) -> str:
    """Return the text with a greeting before it and thanks after it, without diacritics where it has none."""
    before, after = dice.pick(_BEFORE), dice.pick(_AFTER)
    if bare(text) == text:
        before, after = bare(before), bare(after)
    asked = text.strip()
    end = "" if asked[-1:] in _CLOSING else dice.pick(_ENDS)
    return f"{before} {asked}{end} {after}"


def emoji(text: str, dice: Dice) -> str:
    """Return the text with signs after drawn clauses, one kind a place, always at the end."""
    *earlier, last = clauses(text)
    signed = [_signed(part, dice) if dice.share() < _SHARE else part for part in earlier]
    return " ".join([*signed, _signed(last, dice)])


def _signed(part: str, dice: Dice) -> str:
    return f"{part} {dice.pick(_SIGNS) * dice.pick(_LOUD)}"
