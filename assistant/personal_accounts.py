"""What opens a person's accounts (passwords, one-time codes) and what points at them (handles, links to profiles)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.personal_view import Detail, View
from knowledge.vietnamese_syllables import is_bare_syllable

_OWNER = (
    r"(?:cua|em|e|toi|tui|t|minh|mik|con|anh|chi|bac|nha|me|bo|vo|chong|cu|moi|day|nay|nhe|a|do|vua|dang|nhan|gui|duoc"
    r"|bao|ve|may|dien thoai|sms|tin nhan|tai khoan|tk|acc|the|so|vneid|dvc|dich vu cong|dang nhap|dinh danh|ngan hang"
    r"|can cuoc|cccd|zalo|fb|facebook|email|gmail|mail|app|ung dung|wifi|atm)"
)
_FILLED = (
    rf"(?P<between>(?:[ :=,\-]{{1,3}}{_OWNER}(?![a-z0-9])){{0,6}})(?P<said>[ ]?[:=]|[ ](?:la|chinh la)(?![a-z]) ?:?)?"
)
_PASSWORD = re.compile(
    rf"(?<![a-z0-9])(?P<word>mat khau|mat ma|mkhau|mk|password|passwd|passcode|pass|pw){_FILLED}[ \"'“‘(]{{1,3}}"
    r"(?P<it>[^\s\x01]{4,64})(?! ?(?:ky tu|chu so|chu cai))"
)
_NOT_SPACED = re.compile(
    r"(?<![a-z0-9])(?P<word>mat khau|mkhau|mk|password|pass|pw)(?P<said>[:=])(?P<it>[^\s\x01]{4,64})"
)
_CODE_WORD = (
    r"(?:(?:ma |so )?(?:smart ?)?otp|ma xac (?:thuc|minh|nhan)|ma bao mat|ma kich hoat|ma dang nhap|ma khoa|ma pin"
    r"|so pin|pin(?= ?:| (?:the|cua|vneid|la|cccd|can cuoc|atm|tk)(?![a-z]))|cvv2?|cvc2?|passcode)"
)
_SPOKEN_DIGIT = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
_CODE_VALUE = rf"\d(?:[ .\-]?\d){{2,7}}(?![\d/])|{_SPOKEN_DIGIT}(?:[ ,\-]{{1,2}}{_SPOKEN_DIGIT}){{3,7}}(?![a-z])"
_UNIT = (
    r"(?! ?(?:giay|phut|gio|ngay|thang|lan|so|ky tu|chu so|dong|vnd|d|k|nghin|trieu|nguoi|thu tuc|nam|mah)(?![a-z]))"
)
_CODE = re.compile(rf"(?<![a-z0-9]){_CODE_WORD}{_FILLED}[ \"'(]{{0,3}}(?P<it>{_CODE_VALUE}){_UNIT}")
_TOLD_BEHIND = re.compile(
    r"(?<![\w@.\x01])(?P<it>[^\s\x01]{4,64}) (?:la|chinh la) "
    rf"(?:(?P<password>mat khau|mkhau|password|pass)|{_CODE_WORD})(?![a-z])"
)
_LINK = re.compile(
    r"(?<![\w.\-])(?:https?://)?(?:[a-z0-9\-]{1,20}\.){0,2}(?:facebook\.com|fb\.com|fb\.me|m\.me|messenger\.com|zalo\.me"
    r"|t\.me|telegram\.me|wa\.me|instagram\.com|tiktok\.com|threads\.net|twitter\.com|x\.com|linkedin\.com|youtube\.com"
    r"|goo\.gl|maps\.google\.com)/[^\s,;()\x01]+"
)
_HANDLE = re.compile(r"(?<![\w.+\-@])[\w.+\-]*@[a-z_][\w.\-]+")
_NAMED_HANDLE = re.compile(
    r"(?<![a-z0-9])(?:nick|username|user|fb|facebook|face|tele|telegram|insta|instagram|ig|tiktok|zalo|skype|viber)"
    rf"(?: {_OWNER}(?![a-z0-9])){{0,3}}(?: ?:| la(?![a-z])| ten(?: la)?(?![a-z])) ?"
    r"(?P<it>[a-z_][\w.]{3,29})(?![\w@/])"
)
_CLOSING = ".,;:!?)]}\"'”’"
_SHORTEST_LETTERS = 6  # of a password of letters alone, which might be a word


def find_secrets(view: View) -> Iterator[Detail]:
    """Yield passwords, one-time codes, PINs and the check numbers of cards, as far as a word says what they are."""
    yield from _find_passwords(view.folded)
    yield from _find_codes(view.folded)


def _find_passwords(text: str) -> Iterator[Detail]:
    for pattern in (_PASSWORD, _NOT_SPACED):
        for match in pattern.finditer(text):
            value = match["it"].rstrip(_CLOSING)
            if _may_be_password(value, match["word"], told=match["said"] is not None):
                yield Detail(match.start("it"), match.start("it") + len(value), "password")


def _find_codes(text: str) -> Iterator[Detail]:
    for match in _CODE.finditer(text):
        digits = sum(char.isdigit() for char in match["it"])
        if digits != 3 or "cv" in match[0][:3]:  # three digits are a card's check number and hardly another code
            yield Detail(match.start("it"), match.end("it"), "otp")
    for match in _TOLD_BEHIND.finditer(text):
        value = match["it"]
        if match["password"] and _may_be_password(value, "pass", told=False):
            yield Detail(match.start("it"), match.end("it"), "password")
        elif not match["password"] and value.isdigit():
            yield Detail(match.start("it"), match.end("it"), "otp")


def find_profiles(view: View) -> Iterator[Detail]:
    """Yield links to profiles and to places on maps, and names of accounts such as "@hoa.le"."""
    for pattern in (_LINK, _HANDLE):
        for match in pattern.finditer(view.folded):
            yield Detail(match.start(), match.start() + len(match[0].rstrip(_CLOSING)), "profile")
    for match in _NAMED_HANDLE.finditer(view.folded):
        value = match["it"].rstrip(_CLOSING)
        if not value.isalpha() or (len(value) >= _SHORTEST_LETTERS and not is_bare_syllable(value)):
            yield Detail(match.start("it"), match.start("it") + len(value), "profile")


def _may_be_password(value: str, word: str, *, told: bool) -> bool:
    """Whether what stands behind the word for a password is one; `told` says that "là" or a colon leads to it."""
    letters = any(char.isalpha() for char in value)
    others = any(not char.isalpha() for char in value)
    if len(value) < 4 or not any(char.isalnum() for char in value):
        return False
    if word == "mk" and not told:  # "mk" is "mình" too
        return letters and any(char.isdigit() for char in value)
    if others:
        return any(char.isdigit() for char in value) or (told and "/" not in value and "-" not in value)
    return told and len(value) >= _SHORTEST_LETTERS and not is_bare_syllable(value)
