"""What an ingest did, for people (a Rich table) and for programs (JSON)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.quarantine import Refusal
from ingest.sync import Tally

_FILES_A_REASON = 10


def as_json(tally: Tally, total: int) -> dict[str, Any]:
    """Return the tally as `motcua ingest --json` prints it.

    Args:
        total: How many records the catalogue holds now.
    """
    refused = [
        {"file": item.file, "heading": item.heading, "reason": item.reason, "advice": item.advice}
        for item in tally.refused
    ]
    return {
        "new": tally.new,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
        "refused": refused,
        "removed": tally.removed,
        "starter_replaced": tally.starter_replaced,
        "total": total,
        "seconds": tally.seconds,
    }


def print_tally(console: Console, tally: Tally, total: int) -> None:
    """Print the counts, and the refusals by reason with their first files.

    Args:
        total: How many records the catalogue holds now.
    """
    table = Table("files", "", title=f"ingested in {tally.seconds:.1f} s", title_justify="left")
    table.columns[1].justify = "right"
    counts = (tally.new, tally.changed, tally.unchanged, len(tally.refused), tally.removed)
    for name, count in zip(("new", "changed", "unchanged", "refused", "removed"), counts, strict=True):
        table.add_row(name, f"{count:,}", style="red" if name == "refused" and count else None)
    console.print(table)
    console.print(f"The catalogue holds {total:,} procedures.")
    if tally.starter_replaced:
        console.print(f"They replace the {tally.starter_replaced} procedures of the starter corpus.")
    if tally.refused:
        console.print(_reasons(tally.refused))


def _reasons(refused: list[Refusal]) -> Table:
    """Return the refusals grouped by heading, reason and advice, the most frequent first."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in refused:
        groups[item.heading, item.reason, item.advice].append(item.file)
    table = Table(title_justify="left", title="not ingested")
    for name in ("refused", "why", "what to do", "files"):
        table.add_column(name, overflow="fold")
    for (heading, reason, advice), files in sorted(groups.items(), key=lambda group: -len(group[1])):
        shown = "\n".join(files[:_FILES_A_REASON])
        if len(files) > _FILES_A_REASON:
            shown += f"\n… and {len(files) - _FILES_A_REASON:,} more"
        why = f"{heading}: {reason}" if heading else reason
        table.add_row(f"{len(files):,}", escape(why), escape(advice), escape(shown))
    return table
