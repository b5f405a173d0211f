"""What surrounds a question's words and is none of them: markup, addresses, emoji, letters in fancy dress."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from knowledge.vietnamese import clean

_DRESSED = re.compile(
    "[\u2100-\u214f\u2460-\u24ff\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f149]+"
)
_BOXED = {code: chr(ord("a") + (code - 0x1F150) % 32) for code in (*range(0x1F150, 0x1F16A), *range(0x1F170, 0x1F18A))}
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
# Eth looks like đ and is typed for it; nothing that we hold has an eth.
_LETTERS = str.maketrans(
    {"ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ", **_SMALL_CAPITALS} | {chr(k): v for k, v in _BOXED.items()}
)
_FOREIGN_LOOKS = str.maketrans("аеорсухіјАЕОРСУХІЈВМНТК", "aeopcyxijAEOPCYXIJBMHTK")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-zà-öø-ÿăđĩũơưạ-ỹ]", re.IGNORECASE)
_ANY_WORD = re.compile(r"\w+")
_LEFT_OVER = re.compile(r"[<>&]|\]\(")
_MOST_ROUNDS = 4

_CODE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"]+|\bwww\.[^\s<>\"]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.{0,2000}?</\1\s*>|<!--.{0,2000}?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<![a-z][^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_ESCAPED_TWICE = re.compile(r"&(?:amp;)+(?=(?:#\d|#x[0-9a-f]|[a-z])\w*;)", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_FACE = re.compile(r"(?<![\w)])(?:[:;=][\'o-]?[)(\]\[dpv3]+|t_t|\^[_.]?\^|<3+(?=\W*$))(?!\w)", re.IGNORECASE)
_PICTURE = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u20e3]+")


def plain(line: str) -> str:
    """Return the line without HTML, Markdown links, addresses and emoji, its letters in their ordinary forms.

    Procedure codes in an address stay: people paste the portal's own links. What has nothing of all this comes back
    as it is. The result is clean, as by `clean`.
    """
    for _ in range(_MOST_ROUNDS):
        plainer = clean(_once(line))
        if plainer == line:
            return line
        line = plainer
    return clean(_LEFT_OVER.sub(" ", line))  # nested deeper than anybody writes: its signs go, its words stay


def _once(line: str) -> str:
    line = _DRESSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line).translate(_LETTERS)
    if _CYRILLIC.search(line):
        line = _ANY_WORD.sub(_in_latin, line)
    if "&" in line:
        line = _ENTITY.sub(_letter, _ESCAPED_TWICE.sub("&", line))
    if "<" in line:
        line = _TAG.sub(" ", _HIDDEN.sub(" ", line))
    if "](" in line:
        line = _LINK.sub(r" \1 ", line)
    line = _ADDRESS.sub(lambda found: f" {' '.join(_CODE.findall(found[0]))} ", line)
    return _PICTURE.sub(" ", _FACE.sub(" ", line))


def _in_latin(word: re.Match[str]) -> str:
    mixed = _CYRILLIC.search(word[0]) and _LATIN.search(word[0])
    return word[0].translate(_FOREIGN_LOOKS) if mixed else word[0]


def _letter(entity: re.Match[str]) -> str:
    """Return the letter that an entity writes; a space for every other sign."""
    sign = unescape(entity[0])
    return sign if len(sign) == 1 and sign.isalpha() else " "
