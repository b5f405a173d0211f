"""Whether an error means that a disk is full; every library says it in its own words."""

from __future__ import annotations

import errno
import re

_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT})
_WORDS = re.compile(
    r"No space left on device"  # FAISS, in a RuntimeError
    r"|\d+ requested and \d+ written"  # numpy, in an OSError without a number
    r"|database or disk is full"  # SQLite; so does the next one, where its shared memory does not fit
    r"|disk I/O error"
)


def is_full(error: BaseException) -> bool:
    """Return whether the error, or one behind it, says that something does not fit on the disk."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, OSError) and behind.errno in _NUMBERS:
            return True
        if _WORDS.search(str(behind)):
            return True
        behind = behind.__cause__ or behind.__context__
    return False
