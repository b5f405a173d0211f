"""Rewrite `teencode`: chat shorthand. The table is our own, for measuring alone: the assistant reads another one."""

from __future__ import annotations

from evals.making.dice import Dice
from evals.making.phrase_table import PhraseTable

_SAID = {
    "không": ("ko", "hok", "k", "hong", "kh"),
    "không biết": ("hok bít", "k bik", "ko bit"),
    "gì": ("j",),
    "cái gì": ("cái j", "cj"),
    "được": ("dc", "đc", "đk"),
    "bao nhiêu": ("bn", "bnhiu", "bao nhiu"),
    "bao nhiêu tiền": ("bn tiền", "bnhiu xiền", "bao nhiu xiền"),
    "bao lâu": ("bao lâu z", "bao lâu dz"),
    "mấy ngày": ("mí ngày", "mấy ngày dz"),
    "vậy": ("v", "z", "dz", "zậy"),
    "thế nào": ("ntn", "thế nèo"),
    "như thế nào": ("ntn", "nhtn"),
    "làm sao": ("lm sao", "lms", "làm s"),
    "làm": ("lm", "lèm"),
    "muốn": ("mún", "mốn", "mun"),
    "mình": ("mk", "mik", "mềnh"),
    "người": ("ng", "ngừi"),
    "người ta": ("ngta",),
    "giấy tờ": ("gtờ", "giấy tò"),
    "với": ("vs", "zới"),
    "rồi": ("r", "rùi", "òi"),
    "bây giờ": ("bjo", "bây h", "bi h"),
    "bao giờ": ("bh", "bao h", "bgio"),
    "cũng": ("cx", "cg", "cũg"),
    "những": ("nhữg", "nhg"),
    "nhưng": ("nhưg", "nma"),
    "phải": ("fải", "pải"),
    "biết": ("bít", "bik", "bjk"),
    "trước": ("trc", "trk"),
    "trong": ("trog", "tr"),
    "đang": ("đag", "dg"),
    "thì": ("thỳ", "thj"),
    "chồng": ("ck", "ox"),
    "vợ": ("vk", "bx"),
    "vợ chồng": ("vk ck", "vkck"),
    "anh": ("ank", "a"),
    "chị": ("c", "chỵ"),
    "em": ("e", "iem"),
    "ạ": ("ak", "ah"),
    "à": ("àk", "ak"),
    "đi": ("đy", "đj"),
    "điện thoại": ("đt", "dthoai"),
    "công ty": ("cty", "cti"),
    "doanh nghiệp": ("dn", "doanh nghịp"),
    "học sinh": ("hs", "hsinh"),
    "sinh viên": ("sv", "svien"),
    "hồ sơ": ("hsơ", "hồ xơ"),
    "giấy phép": ("gphép", "gp"),
    "đăng ký": ("đky", "đk", "dky"),
    "đăng kí": ("đkí", "đk", "dki"),
    "bảo hiểm": ("bhiểm", "bh"),
    "bảo hiểm y tế": ("bhyt", "bh y tế"),
    "bảo hiểm xã hội": ("bhxh",),
    "căn cước công dân": ("cccd",),
    "giúp": ("jup", "zúp"),
    "cảm ơn": ("tks", "cám ơn nha", "camon"),
    "quá": ("wá", "wa"),
    "quên": ("wên",),
    "quê": ("wê",),
    "nhiều": ("nhìu", "nhju"),
    "luôn": ("lun", "lunn"),
    "thôi": ("thui", "thoy"),
    "tôi": ("tui", "t", "toy"),
    "ở đâu": ("ở đâu z", "ở đou"),
    "khi nào": ("khi nèo", "kn"),
    "hôm nay": ("hnay", "hnai"),
    "hôm qua": ("hqua", "hôm wa"),
    "thông báo": ("tb", "thog báo"),
    "xác nhận": ("xn", "xác nkận"),
    "chứng nhận": ("cn", "chứg nhận"),
    "nghỉ": ("ngỉ",),
    "nhiêu": ("nhiu",),
}
_ONLY_MARKED = (
    "vậy",  # vay
    "gì",  # gỉ
    "trong",  # trồng, trọng
    "đang",  # đảng, đăng
    "vợ",  # vở, vỡ
    "chị",  # chi, chỉ
    "làm",  # lắm, lâm
    "mình",  # chứng minh
    "quên",  # quen
    "thì", "anh", "ạ", "à", "đi", "nghỉ", "quê", "quá", "phải", "thôi", "tôi", "với", "người", "nhiêu", "cũng",
    "những", "nhưng",
)  # fmt: skip
_TABLE = PhraseTable(_SAID, _ONLY_MARKED)


def teencode(text: str, dice: Dice) -> str:
    """Return the text with every word of the table in one of its chat spellings; figures and codes stay."""
    return _TABLE.put_in(text, dice)
