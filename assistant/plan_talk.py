"""What a message says to the plan that was told last: one of its steps by number, or the plan once more."""

from __future__ import annotations

import re

from assistant.understand import LAST, Understanding

# Over folded words with single spaces.
_ASIDES = r"(?:(?:con|the|vay|a|u|ok|cho|hoi|xem|chon|lay|qua|sang|den|toi|em|minh|xin|tiep|thi|voi|gio) )*"
_STEP = re.compile(
    rf"{_ASIDES}(?:(?:muc|viec|buoc|cai|y|thu|dau viec|dong) )+(?:so |thu )?(?P<number>\d{{1,2}})"
    r"(?: (?:(?:thi )?(?:sao|the nao|nhu the nao|ntn|lam sao)|can gi))?(?: (?:a|nhe|nha|vay|the|di|ban|oi|do))*"
)
_AGAIN = re.compile(
    rf"{_ASIDES}(?:quay|tro|ve|xem|mo|doc|gui|nhac|in)(?: (?:lai|ve|toi|lui|ra))* ?"
    r"(?:cai |bang |ban )?(?:ke hoach|danh sach|cac viec|list|menu)"
    r"(?: (?:cac viec|can lam|luc nay|hoi nay|ban dau|truoc|do|kia|ay|nay|di|nhe|nha|a|oi|ban))*"
)


def step_number(said: Understanding, steps: int) -> int | None:
    """Return which step of a plan a message names, from 1: "4", "mục 4 thì sao", "còn việc số 9"; None for none.

    Args:
        steps: How many the plan has; a number beyond them names none.
    """
    match = _STEP.fullmatch(_plain(said))
    number = int(match["number"]) if match is not None else said.number
    wanted = steps if number == LAST else number
    return wanted if wanted is not None and 0 < wanted <= steps else None


def asks_again(said: Understanding) -> bool:
    """Whether a message asks for the plan once more: "quay lại kế hoạch", "xem lại danh sách"."""
    return _AGAIN.fullmatch(_plain(said)) is not None


def _plain(said: Understanding) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", said.wording.folded).split())
