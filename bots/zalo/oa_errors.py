"""What the codes of Zalo's Official Account API mean for a message; they come with HTTP 200.

Source:
    docs.zaloplatforms.com/docs/OA/phu-luc/ma-loi
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from bots.channel import AccountStopped, Refused, SendError, TryLater, Unreachable
from bots.zalo.http import Answered, fault

BUTTONS_REFUSED = frozenset({-201, -233})
_STALE = {-216: "the access token is invalid", -220: "the access token has expired or was removed"}
_UNREACHABLE = {
    -213: "the person does not follow the account",
    -217: "the person blocks the account",
    -218: "the person has had as many messages as Zalo allows",
    -227: "the person's account is locked or has slept for 45 days",
    -230: "the person has not written for 7 days",
    -232: "the person has not written within the time that Zalo allows",
    -244: "the person may not be written to",
}
_REFUSED = {
    -100: "an attachment's id is older than 7 days",
    -201: "a parameter is wrong",
    -210: "the message is too long",
    -233: "this type of message is not allowed",
    -240: "this version of the API is shut",
    -242: "Zalo wants appsecret_proof",
}
_STOPPED = {
    -204: "the Official Account is gone",
    -205: "the Official Account does not exist",
    -209: "the app is not active: activate it at developers.zalo.me",
    -211: "the account's quota is used up",
    -212: "the app has not registered the Official Account API",
    -219: "the app was removed or shut off",
    -221: "the Official Account is not verified",
    -224: "the Official Account's tier does not include this: buy one at oa.zalo.me",
    -248: "the message breaks Zalo's policy",
    -320: "the app has no billing account",
    -321: "the billing account is empty",
}
_RATE_LIMIT, _NOT_GRANTED = -32, -223
_ABOUT_RIGHTS = ("permission", "grant", "authoriz", "authoris", "quyền")
_ABOUT_AMOUNTS = ("quota", "limit", "exceed", "hạn mức", "giới hạn", "vượt")


class StaleToken(SendError):
    """The access token is of no use any more: renew it once and send once more."""


def sent_id(answered: Answered) -> str:
    """Return the id of the accepted message, empty where Zalo did not say it.

    Raises:
        SendError: Zalo did not accept it; `StaleToken` among the kinds.
    """
    code = _code(answered)
    if code is None or code > 0 or answered.status == 429 or (code == 0 and answered.status >= 300):
        raise fault(answered)  # no code of this API: they are all negative
    if code != 0:
        raise error_of(code, str((answered.value or {}).get("message", "")), answered.wait_seconds)
    given = (answered.value or {}).get("data")
    return str(given.get("message_id") or "") if isinstance(given, dict) else ""


def error_of(code: int, message: str, wait_seconds: float | None = None) -> SendError:
    """Return the error of a code. The vendor's message is only looked at where a code has two meanings."""
    if code in _STALE:
        return StaleToken(_STALE[code], code)
    if code in (_RATE_LIMIT, _NOT_GRANTED):
        return _either(code, message, wait_seconds)
    kinds: tuple[tuple[type[SendError], Mapping[int, str]], ...] = (
        (Unreachable, _UNREACHABLE),
        (Refused, _REFUSED),
        (AccountStopped, _STOPPED),
    )
    for kind, reasons in kinds:
        if code in reasons:
            return kind(reasons[code], code)
    return TryLater("Zalo could not send the message", code, after_seconds=wait_seconds)  # -200, and what we know not


def _either(code: int, message: str, wait_seconds: float | None) -> SendError:
    """Return what a code with two meanings says: too much, which passes, or no right, which a person has to give."""
    words = unicodedata.normalize("NFC", message).lower()
    of_amounts = any(word in words for word in _ABOUT_AMOUNTS)
    of_rights = any(word in words for word in _ABOUT_RIGHTS)
    if of_amounts or (code == _RATE_LIMIT and not of_rights):
        return TryLater("more requests than Zalo allows", code, after_seconds=wait_seconds, whole_account=True)
    return AccountStopped("the Official Account has not granted this to the app: run motcua zalo-oa authorize", code)


def _code(answered: Answered) -> int | None:
    """Return the vendor's code, which some answers write as text; None where there is none."""
    code = (answered.value or {}).get("error")
    if isinstance(code, str) and code.isascii() and code.removeprefix("-").isdigit():
        return int(code[:10])
    return code if isinstance(code, int) and not isinstance(code, bool) else None
