"""Learns which phrases offices contract to their initials: the runs of whole words in official titles.

Run as `python -m ingest.learn_initials FOLDER…` on the portal's texts; it writes `knowledge/models/initials-vi`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from ingest.training_pairs import read_training_texts
from knowledge.initials import FOLDER, LONGEST_PHRASE, PHRASES_FILE, initials
from knowledge.titles import core
from knowledge.vietnamese import syllables

PHRASES_A_KEY = 6
"""Rarer phrases with the same initials are left out: nobody could mean them without saying more."""

_BREAK = re.compile(r"[,;:()/.\"“”–-]")
_FUNCTION_WORDS = (
    "và của các cho về theo trong đối với khi do từ tại vào ra để là có được bị bởi hoặc những trên dưới này đó thì mà "
    "một sau trước đã"
)
_NO_END = frozenset(_FUNCTION_WORDS.split())


def learned(titles: Iterable[str]) -> dict[tuple[str, ...], int]:
    """Return the phrases of 2 to 6 syllables in the titles, with the number of different titles that have each.

    A phrase begins and ends where words do: a syllable that holds closer to its neighbour outside than to the one
    inside cuts a word in two. How close two syllables hold is the geometric mean of their conditional probabilities.
    """
    clauses = [
        [syllables(part) for part in _BREAK.split(title)] for title in sorted({core(title).lower() for title in titles})
    ]
    single: Counter[str] = Counter(token for title in clauses for clause in title for token in clause)
    double: Counter[tuple[str, str]] = Counter(
        pair for title in clauses for clause in title for pair in pairwise(clause)
    )
    found: Counter[tuple[str, ...]] = Counter()
    for title in clauses:
        runs: set[tuple[str, ...]] = set()
        for clause in title:
            close = [double[left, right] ** 2 / (single[left] * single[right]) for left, right in pairwise(clause)]
            runs.update(_runs(clause, close))
        found.update(runs)
    return _likeliest(found)


def _runs(clause: Sequence[str], close: Sequence[float]) -> Iterator[tuple[str, ...]]:
    """Yield the runs of whole words; `close` says how closely each token holds to the next."""
    bounds = [0.0, *close, 0.0]  # bounds[place] stands before the token of that place
    for start in range(len(clause)):
        for end in range(start + 2, min(start + LONGEST_PHRASE, len(clause)) + 1):
            run = clause[start:end]
            if not run[-1].isalpha() or not run[0].isalpha():
                break
            cut = bounds[start] > bounds[start + 1] or bounds[end] > bounds[end - 1]
            if not cut and run[0] not in _NO_END and run[-1] not in _NO_END and all(map(str.isalpha, run)):
                yield tuple(run)


def _likeliest(found: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    keyed: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for phrase, count in found.items():
        keyed[initials(phrase)].append((-count, phrase))
    kept = [entry for entries in keyed.values() for entry in sorted(entries)[:PHRASES_A_KEY]]
    return {phrase: -count for count, phrase in sorted(kept)}


def main() -> None:
    """Read the folders and write the phrases with a report of what they were learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("knowledge") / FOLDER)
    arguments = parser.parse_args()
    titles = sorted(text.title for folder in arguments.folders for text in read_training_texts(folder))
    phrases = learned(titles)
    lines = "".join(f"{initials(phrase)}\t{count}\t{' '.join(phrase)}\n" for phrase, count in phrases.items())
    arguments.out.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress(lines.encode("utf-8"), mtime=0)
    (arguments.out / PHRASES_FILE).write_bytes(packed)
    told = {
        "titles": len(titles),
        "titles_sha256": hashlib.sha256("\n".join(titles).encode("utf-8")).hexdigest(),
        "phrases": len(phrases),
        "longest_phrase": LONGEST_PHRASE,
        "phrases_a_key": PHRASES_A_KEY,
    }
    (arguments.out / "training.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(f"{len(phrases):,} phrases of {len(titles):,} titles, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
