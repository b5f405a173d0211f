"""Training of the restorer of diacritics: syllables counted in what offices write and in what people ask.

Run: python -m ingest.train_accents CORPUS --out FOLDER
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from ingest.accent_scores import score
from ingest.errors import IngestError
from ingest.syllable_counting import CountQuotas, Segment, count_syllables
from ingest.train_encoder import NothingToLearn
from ingest.training_pairs import everyday_words, read_training_texts, ways_to_ask
from knowledge.accents import DEFAULT_FOLDER, Accents
from knowledge.lexicon import read_lexicon
from knowledge.phrasings import phrasings_by_code
from knowledge.syllable_counts import COUNTS_FILE, COUNTS_FORMAT, REPORT_FILE
from knowledge.vietnamese import has_diacritics


class UnreadableLaw(IngestError):
    """The file of law articles cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is no gzip file of articles, one JSON object a line: {reason}. Leave --law out")
        self.path, self.reason = path, reason


@dataclass(frozen=True)
class AccentSettings:
    """Everything that decides the result besides the texts: what a syllable of each source counts, and quotas."""

    phrasing_weight: float = 15.0
    lexicon_weight: float = 8.0
    title_weight: float = 4.0
    passage_weight: float = 1.0
    law_weight: float = 0.25
    law_every: int = 3
    """One article of so many is read."""
    held_out_share: float = 0.1
    """Of the procedures: the scores are of a model that did not learn their phrasings."""
    quotas: CountQuotas = field(default_factory=CountQuotas)


@dataclass(frozen=True)
class AccentReport:
    """What was learned from what, and how well a model without the held-out phrasings restores them."""

    input: str
    texts_sha256: str
    segments: int
    phrasings: int
    held_out_phrasings: int
    counts_bytes: int
    settings: AccentSettings
    scores: dict[str, float]


def train(
    corpus_dir: Path,
    out_dir: Path,
    *,
    law: Path | None = None,
    settings: AccentSettings | None = None,
    phrasings: Mapping[str, Sequence[str]] | None = None,
) -> AccentReport:
    """Write a model trained on the corpus into the folder and return its report, which is written beside it.

    The model learns from all phrasings; the scores are those of one that learned without some procedures' own.
    The same texts and settings give the same bytes.

    Args:
        law: Articles of law, one JSON object a line with `title` and `body`, packed by gzip; None: without.
        phrasings: How people ask for each procedure, by code; None: those that ship.

    Raises:
        NothingToLearn: No procedure text below the corpus folder.
        UnreadableLaw: The file of law is no such file.
    """
    settings = settings or AccentSettings()
    phrasings = phrasings_by_code() if phrasings is None else phrasings
    official = [*_official(corpus_dir, settings), *_lexicon(settings), *(_law(law, settings) if law else ())]
    held_out = {code for code in phrasings if is_held_out(code, settings.held_out_share)}
    asked = {code: [Segment(line, settings.phrasing_weight) for line in lines] for code, lines in phrasings.items()}
    _write(
        official, [line for code, lines in asked.items() if code not in held_out for line in lines], out_dir, settings
    )
    unseen = list(dict.fromkeys(line for code in sorted(held_out) for line in phrasings[code]))
    scores = score(Accents.load(out_dir), unseen)
    everything = [line for lines in asked.values() for line in lines]
    report = _write(official, everything, out_dir, settings)
    report = replace(report, held_out_phrasings=len(unseen), scores=scores)
    _save(report, out_dir)
    return report


def is_held_out(code: str, share: float) -> bool:
    """Return whether the phrasings of this procedure are kept for the scores; the same whatever else there is."""
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:4]) < share * (1 << 32)


def _write(
    official: Sequence[Segment], asked: Sequence[Segment], out_dir: Path, settings: AccentSettings
) -> AccentReport:
    """Write the counts of these texts with a report without scores, and return the report."""
    segments = [*official, *asked]
    count_syllables(segments, settings.quotas).save(out_dir)
    size = (out_dir / COUNTS_FILE).stat().st_size
    report = AccentReport(COUNTS_FORMAT, _digest(segments), len(segments), len(asked), 0, size, settings, {})
    _save(report, out_dir)
    return report


def _save(report: AccentReport, folder: Path) -> None:
    text = json.dumps(asdict(report), ensure_ascii=False, indent=2)
    (folder / REPORT_FILE).write_text(text + "\n", encoding="utf-8")


def _digest(segments: Iterable[Segment]) -> str:
    digest = hashlib.sha256()
    for segment in segments:
        digest.update(f"{segment.weight}\x1f{segment.text}\x1e".encode())
    return digest.hexdigest()


def _official(corpus_dir: Path, settings: AccentSettings) -> Iterator[Segment]:
    """Yield the words of the portal's procedures.

    Raises:
        NothingToLearn: There are none.
    """
    texts = read_training_texts(corpus_dir)
    if not texts:
        raise NothingToLearn(corpus_dir)
    for text in texts:
        yield from (Segment(line, settings.title_weight) for line in (text.title, text.field))
        yield from (Segment(line, settings.passage_weight) for line in text.passages)


def _lexicon(settings: AccentSettings) -> Iterator[Segment]:
    """Yield the phrases of the lexicons and of the word lists of training."""
    lines = [line.replace("{}", "?") for line in ways_to_ask()]
    lines += [phrase for official, said in everyday_words().items() for phrase in (official, *said)]
    for file in sorted(files("knowledge.lexicon").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            lines += _texts(read_lexicon(file.name))
    yield from (Segment(line, settings.lexicon_weight) for line in lines if has_diacritics(line))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in what a YAML file holds, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _law(path: Path, settings: AccentSettings) -> Iterator[Segment]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file):
                if number % settings.law_every == 0:
                    article = json.loads(line)
                    yield Segment(f"{article['title']}\n{article['body']}", settings.law_weight)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableLaw(path, str(error)) from error


def main(arguments: Sequence[str] | None = None) -> None:
    """Train by command line and print the scores."""
    parser = argparse.ArgumentParser(prog="python -m ingest.train_accents", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of the portal's text files")
    parser.add_argument("--out", type=Path, default=DEFAULT_FOLDER, help="folder of the model")
    parser.add_argument("--law", type=Path, help="articles.jsonl.gz; by default the one beside the corpora, if any")
    told = parser.parse_args(arguments)
    beside = told.corpus.parent.parent / "law" / "articles.jsonl.gz"
    started = time.monotonic()
    report = train(told.corpus, told.out, law=told.law or (beside if beside.is_file() else None))
    for name, value in report.scores.items():
        print(f"{name:20} {value:.4f}")
    print(f"{report.counts_bytes} bytes, {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
