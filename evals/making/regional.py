"""Rewrite `regional`: words of the south or the centre in the place of northern ones, a table for measuring alone."""

from __future__ import annotations

from evals.making.dice import Dice
from evals.making.phrase_table import PhraseTable

_LEFT_ALONE = (
    "công bố", "tuyên bố", "phân bố", "khủng bố", "cha mẹ", "bố đẻ", "mẹ đẻ", "con đẻ", "không gian", "không khí",
    "hàng không", "không quân", "thế chấp", "thay thế", "thế giới", "thế hệ",
)  # fmt: skip
_EVERYWHERE = {
    **{phrase: (phrase,) for phrase in _LEFT_ALONE},
    "ô tô": ("xe hơi",),
    "ốm": ("bệnh", "đau"),
    "nghìn": ("ngàn",),
    "vào": ("vô",),
    "hỏng": ("hư",),
    "thuê": ("mướn",),
    "lợn": ("heo",),
    "bố": ("ba", "tía"),
    "con gái": ("đứa con gái",),
    "con trai": ("thằng con trai",),
    "vợ tôi": ("bà xã tui",),
    "chồng tôi": ("ông xã tui",),
    "đẻ": ("sanh",),
    "sinh con": ("sanh con", "sanh em bé"),
    "mới sinh": ("mới sanh",),
    "tôi": ("tui",),
    "chúng tôi": ("tụi tui",),
}
_SOUTH = {
    **_EVERYWHERE,
    "bao nhiêu": ("nhiêu", "bao nhiêu lận"),
    "bao nhiêu tiền": ("nhiêu tiền", "mấy đồng"),
    "bao lâu": ("mấy bữa", "bao lâu lận"),
    "bao giờ": ("chừng nào",),
    "khi nào": ("chừng nào",),
    "thế nào": ("sao", "làm sao"),
    "như thế nào": ("làm sao", "ra sao"),
    "ra sao": ("làm sao",),
    "không": ("hông", "hổng", "hôn"),
    "không ạ": ("hông dạ", "hông ạ"),
    "mẹ": ("má",),
    "bố mẹ": ("ba má", "tía má"),
    "ông ấy": ("ổng",),
    "bà ấy": ("bả",),
    "anh ấy": ("ảnh",),
    "chị ấy": ("chỉ",),
    "bây giờ": ("bi giờ",),
    "gì": ("gì dzậy",),
    "nhé": ("nghen", "nha"),
    "à": ("hả", "hén"),
    "thế": ("dzậy", "vậy"),
    "vậy": ("dzậy", "vầy"),
    "hôm qua": ("bữa qua",),
    "hôm nay": ("bữa nay",),
    "giúp": ("giùm",),
    "muốn": ("tính",),
}
_CENTRE = {
    **_EVERYWHERE,
    "bao nhiêu": ("mấy", "bao nhiêu rứa"),
    "bao nhiêu tiền": ("mấy tiền", "mấy đồng"),
    "bao lâu": ("mấy bựa", "bao lâu rứa"),
    "bao giờ": ("khi mô",),
    "khi nào": ("khi mô",),
    "thế nào": ("răng", "ra răng"),
    "như thế nào": ("ra răng", "răng"),
    "ra sao": ("ra răng",),
    "làm sao": ("làm răng", "răng"),
    "tại sao": ("răng", "vì răng"),
    "vì sao": ("vì răng",),
    "thì sao": ("thì răng",),
    "sao lại": ("răng lại",),
    "sao chưa": ("răng chưa",),
    "đâu": ("mô",),
    "ở đâu": ("ở mô", "nơi mô"),
    "nào": ("mô",),
    "gì": ("chi",),
    "cái gì": ("cấy chi",),
    "này": ("ni",),
    "kia": ("tê",),
    "ấy": ("nớ",),
    "thế": ("rứa",),
    "vậy": ("rứa",),
    "bây giờ": ("chừ", "bây chừ"),
    "mẹ": ("mạ",),
    "bố": ("bọ",),
    "bố mẹ": ("bọ mạ",),
    "hôm nay": ("bựa ni",),
    "hôm qua": ("bựa qua",),
    "làm giấy": ("mần giấy",),
    "làm thủ tục": ("mần thủ tục",),
    "nhé": ("nghe", "hí"),
    "à": ("hả",),
    "không ạ": ("không rứa", "khôông ạ"),
}
_CLEAR_WITHOUT_MARKS = {"bao nhiêu", "bao nhiêu tiền", "bao lâu", "như thế nào", "làm sao"}
_REGIONS = [PhraseTable(said, set(said) - _CLEAR_WITHOUT_MARKS) for said in (_SOUTH, _CENTRE)]


def regional(text: str, dice: Dice) -> str:
    """Return the text with the words of one drawn region where the table has any; figures and codes stay."""
    return dice.pick(_REGIONS).put_in(text, dice)
