"""How far the everyday lexicon reaches, by field: `python -m evals.lexicon_coverage` reads the published snapshot."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from knowledge.concepts import Concept, concepts, said, standing_in, words_of
from knowledge.phrasings import phrasings_by_code
from knowledge.records_file import Summary

TELLS_APART = 0.02
"""Official words that stand in more than this share of all titles ("giấy chứng nhận") tell no procedure apart."""

ALWAYS_TELLS = 20
"""Words of this many titles or fewer tell procedures apart in a corpus of any size."""

UNNAMED = "(chưa rõ lĩnh vực)"

_WIDEST_FIELD_CHARS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its procedures, those with phrasings, those that a concept reaches, and by how many phrases."""

    field: str
    procedures: int
    phrased: int
    reached: int
    phrases: int


def coverage(
    summaries: Sequence[Summary], entries: Sequence[Concept], phrasings: Mapping[str, Sequence[str]]
) -> tuple[Row, ...]:
    """Return one row a field, the largest first, and the totals as the last row.

    A concept reaches a procedure when every word of one of its official phrases stands in the title, and that phrase
    tells procedures apart. A phrase counts once in each field that it reaches, and once in the totals.
    """
    reaching = _reaching(summaries, entries)
    fields: dict[str, list[int]] = defaultdict(list)
    for number, summary in enumerate(summaries):
        fields[summary.field or UNNAMED].append(number)
    ranked = sorted(fields.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = [_row(field, numbers, summaries, reaching, phrasings) for field, numbers in ranked]
    return (*rows, _row("total", range(len(summaries)), summaries, reaching, phrasings))


def _reaching(summaries: Sequence[Summary], entries: Sequence[Concept]) -> dict[int, list[Concept]]:
    """Return the concepts that reach each procedure that any reaches."""
    titles = [words_of(summary.title) for summary in summaries]
    most = max(ALWAYS_TELLS, TELLS_APART * len(titles))
    found: dict[int, list[Concept]] = defaultdict(list)
    for entry in entries:
        standing = [numbers for means in entry.means if len(numbers := standing_in(means, titles)) <= most]
        for number in {number for numbers in standing for number in numbers}:
            found[number].append(entry)
    return found


def _row(
    field: str,
    numbers: Iterable[int],
    summaries: Sequence[Summary],
    reaching: Mapping[int, Sequence[Concept]],
    phrasings: Mapping[str, Sequence[str]],
) -> Row:
    numbers = list(numbers)
    return Row(
        field=field,
        procedures=len(numbers),
        phrased=sum(1 for number in numbers if phrasings.get(summaries[number].code)),
        reached=sum(1 for number in numbers if number in reaching),
        phrases=len(said(entry for number in numbers for entry in reaching.get(number, ()))),
    )


def table(rows: Sequence[Row]) -> str:
    """Return the rows as lines of text with a heading; the last row stands below a line."""
    names = [shorten(row.field, _WIDEST_FIELD_CHARS, placeholder=" …") for row in rows]
    width = max(map(len, ("field", *names)))
    heading = f"{'field':<{width}}  procedures  phrased  reached  phrases"
    lines = [
        f"{name:<{width}}  {row.procedures:>10}  {row.phrased:>7}  {row.reached:>7}  {row.phrases:>7}"
        for name, row in zip(names, rows, strict=True)
    ]
    return "\n".join([heading, *lines[:-1], "-" * len(heading), lines[-1]])


def main() -> None:
    """Print the coverage of the snapshot that is published in MOTCUA_HOME, or in `--home`."""
    from knowledge.encoder import load_encoder
    from knowledge.settings import KnowledgeSettings
    from knowledge.snapshot import open_snapshot

    settings = KnowledgeSettings()
    parser = argparse.ArgumentParser(description="How far the everyday lexicon reaches, by field.")
    parser.add_argument("--home", type=Path, default=settings.home, help="folder with a published snapshot")
    snapshot = open_snapshot(parser.parse_args().home, load_encoder(settings.encoder))
    print(table(coverage(snapshot.summaries, concepts(), phrasings_by_code())))


if __name__ == "__main__":
    main()
