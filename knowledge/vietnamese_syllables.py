"""What can be a Vietnamese syllable: onsets, rimes and tones, and where the tone mark stands."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from knowledge.vietnamese import syllables

TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
"""Each tone by the key that types it; a level one has no mark."""

_ONSETS = (
    *("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "r", "s", "t", "v", "x", ""),
)
_OPEN = (
    "a ai am an ang anh ao au ay ia iu i im in inh o oa oai oam oan oang oanh oao oay oe oem oen oeo oi om on ong oong "
    "u uê uênh ui um un ung uy uya uyn uynh uyu uyên uân uâng uây uôi uôm uôn uông uơ ua y yn ynh yu yêm yên yêng "
    "yêu iêm iên iêng iêu âm ân âng âu ây e em en eng eo ê êm ên êng ênh êu ô ôi ôm ôn ông ôông ăm ăn ăng ơ ơi ơm ơn ư "
    "ưa ưi ưm ưn ưng ưu ươi ươm ươn ương ươu oăm oăn oăng uêu uyêng ya"
)
_RIMES = frozenset(_OPEN.split())
_CLOSED_BY_A_STOP = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êc êp êt ic ich ip it iêc iêp iêt oac oach oap oat oăc oăt oc ooc oet "
    "op ot ôc ôp ôt ơc ơp ơt uât uc uêch uôc uôp uôt up ut uych uyêt uyp uyt ưc ưt ươc ươp ươt yt yêt ych"
)
_STOPPED = frozenset(_CLOSED_BY_A_STOP.split())
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_NOT_BEFORE_FRONT = frozenset({"c", "g", "ng"})
_FRONT = frozenset("ieêy")
_SHARP = frozenset({"\u0301", "\u0323"})
_VOWELS = frozenset("aăâeêioôơuưy")
_QUALITIES = str.maketrans("ăâêôơưđ", "aaeooud")


@lru_cache(maxsize=1 << 15)
def is_syllable(token: str) -> bool:
    """Return whether the token, in lower case and NFC, can be a Vietnamese syllable with this very tone.

    The tone mark has to stand where either spelling puts it: hòa and hoà, but not "qủa".
    """
    written = toned(*parted(token))
    return written is not None and (token == written or syllables(token) == [written])


@lru_cache(maxsize=1 << 15)
def is_bare_syllable(token: str) -> bool:
    """Return whether the token, in lower case, is what is left of a syllable without any mark: "giay", "duong"."""
    return token in _bare()


@lru_cache(maxsize=1 << 15)
def parted(token: str) -> tuple[str, str]:
    """Return the token without tone marks, in NFC, and the tone marks that it had, in order."""
    letters = unicodedata.normalize("NFD", token)
    tone = "".join(letter for letter in letters if letter in TONES.values())
    if not tone:
        return token, ""
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES.values())), tone


def cut(base: str) -> tuple[str, str]:
    """Return onset and rime of a toneless token; the "i" of "gì" and the "u" of "qu" as spelling has them."""
    onset = next(onset for onset in _ONSETS if base.startswith(onset))
    rime = base[len(onset) :]
    if onset == "gi" and rime[:1] not in _VOWELS:
        return "g", "i" + rime  # gì, gìn
    if onset == "gi" and rime.startswith("ê"):
        return "g", "i" + rime  # giếng, giết
    return onset, rime


def fits(onset: str, rime: str) -> bool:
    """Return whether spelling allows the toneless rime behind the onset."""
    if rime not in _RIMES and rime not in _STOPPED:
        return False
    front = rime[:1] in _FRONT
    if onset == "g" and rime[:1] == "i":
        return True
    if onset == "qu":
        return rime[:1] not in "uưoô" or rime.startswith("ô")
    return onset not in (_NOT_BEFORE_FRONT if front else _BEFORE_FRONT)


def toned(base: str, tone: str) -> str | None:
    """Return the syllable of a toneless token and a tone mark ("" for level); None where there is none.

    The mark stands where `vietnamese.syllables` puts it: hòa, thủy, quý.
    """
    onset, rime = cut(base)
    if not fits(onset, rime) or (rime in _STOPPED and tone not in _SHARP):
        return None
    if not tone:
        return base
    place = len(onset) + _carrier(rime)
    return unicodedata.normalize("NFC", base[: place + 1] + tone + base[place + 1 :])


def _carrier(rime: str) -> int:
    """Return the place of the vowel in the rime that carries the tone mark."""
    marked = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = [place for place, letter in enumerate(rime) if letter in _VOWELS]
    closed = len(vowels) < len(rime)
    if len(vowels) == 1:
        return vowels[0]
    if len(vowels) == 3 or (closed and len(vowels) == 2):
        return vowels[1]
    return vowels[0]


@lru_cache(maxsize=1)
def _bare() -> frozenset[str]:
    syllables = (onset + rime for onset in _ONSETS for rime in (*_RIMES, *_STOPPED) if fits(onset, rime))
    return frozenset(syllable.translate(_QUALITIES) for syllable in syllables)
