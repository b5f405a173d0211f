"""Case files get their anchors: which words of the records each expectation rests on, as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from evals.anchors import Records, anchors_of, recheck
from evals.cases import load_cases

_KEY = "rests_on"


class Anchored(NamedTuple):
    """What became of a file."""

    anchored: int  # cases that were given anchors
    broken: tuple[str, ...]  # of these, the ids of cases with a label that does not stand in its record


def anchor_file(path: Path, records: Records, *, again: bool = False, only: Collection[str] | None = None) -> Anchored:
    """Write the anchors into the file's cases and return how many were given some, and which labels do not stand.

    Every other key, unknown ones too, and the order of the lines stay. The file is replaced whole.

    Args:
        again: Also cases that have anchors.
        only: Ids of the cases to anchor; None: all.

    Raises:
        BadCase: The file holds a line that is no case.
    """
    cases = iter(load_cases([path])[0].cases)
    lines: list[str] = []
    broken: list[str] = []
    count = 0
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        if not line.strip():
            continue
        said, case = json.loads(line), next(cases)
        wanted = (again or _KEY not in said) and (only is None or case.id in only)
        if wanted:
            found = anchors_of(case, records)
            anchors = [anchor.model_dump() for anchor in found]
            count += bool(anchors)
            if recheck(case.model_copy(update={"rests_on": found}), records) == "broken":
                broken.append(case.id)
            said = {key: value for key, value in said.items() if key != _KEY} | ({_KEY: anchors} if anchors else {})
        lines.append(json.dumps(said, ensure_ascii=False) + "\n")
    beside = path.with_suffix(path.suffix + ".part")
    beside.write_text("".join(lines), encoding="utf-8")
    beside.replace(path)
    return Anchored(count, tuple(broken))
