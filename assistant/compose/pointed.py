"""What the source says on the very thing that is asked, quoted before the facet."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.draft import Draft, one_line
from assistant.pointed import Pointed


def write_pointed(draft: Draft, lines: Sequence[Pointed]) -> None:
    """Quote the lines of the record that the question points at."""
    if lines:
        draft.add("Câu gần nhất với điều bạn hỏi, nguyên văn trong nguồn:")
    for line in lines:
        draft.add(f"- “{one_line(line.quote)}”{draft.cite(line.path, line.quote)}")
