"""Fit the ranking on phrasings that index and encoder do not know, and on the tuning halves of suites.

    motcua train-encoder --corpus DIR --out ENCODER --hold-out
    python -m evals.fit_ranking SUITE… --outside SUITE… --encoder ENCODER [--out knowledge/models/ranking.json]

Builds a snapshot of the catalogue without the held-out fifth of the phrasings, asks those, and writes weights, scores
and where they came from. Cases whose id has an odd SHA-256 are never read: they are for the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.settings import Settings
from evals.cases import Case, load_cases, suite_path
from evals.ranking_fit import Asked, Fitted, fit_chance, fit_first, fit_weights, hits_at, in_folds, reliability
from knowledge.catalogue import Catalogue
from knowledge.clauses import clauses
from knowledge.encoder import Encoder, load_encoder
from knowledge.names import bare_name
from knowledge.phrasings import is_held_out, kept_for_training, phrasings_by_code
from knowledge.query import analyse
from knowledge.ranking import MODEL_FILE
from knowledge.snapshot import Snapshot, build_snapshot, open_snapshot
from knowledge.vietnamese import fold

_PHRASINGS = 4_000
_FOLDED_SHARE = 0.4
_SUITE_WEIGHT = 15.0  # people's questions as suites have them count more than phrasings, of which there are many


@dataclass(frozen=True)
class Question:
    """What is asked, the codes that are right (none: nothing is), and what it was taken from."""

    text: str
    codes: frozenset[str]
    source: str
    weight: float = 1.0
    place: str | None = None


def is_for_tuning(case_id: str) -> bool:
    """Return whether a case may be learned from: the SHA-256 of its id is even."""
    return hashlib.sha256(case_id.encode()).digest()[-1] % 2 == 0


def suite_questions(suites: Sequence[str]) -> Iterator[Question]:
    """Yield the tuning half of the suites, each question as it is and without diacritics.

    Of a dialogue what stands alone: the first message, and all of the slice `self_contained`.
    """
    for suite in suites:
        for case in _cases(suite):
            for asked, codes in _alone(case):
                for text in dict.fromkeys((asked, fold(asked))):
                    yield Question(text, frozenset(codes), suite, _SUITE_WEIGHT, case.place or None)


def held_out_questions(snapshot: Snapshot, limit: int, seed: int = 3) -> list[Question]:
    """Return held-out phrasings as questions, two in five without diacritics; all records of the name are right."""
    rng = random.Random(seed)
    titles = {summary.code: bare_name(summary.title) for summary in snapshot.summaries}
    same: dict[str, set[str]] = {}
    for summary in snapshot.summaries:
        same.setdefault(bare_name(summary.title), set()).add(summary.code)
    every = sorted(phrasings_by_code().items())
    said = [(code, one) for code, ones in every if code in titles for one in ones if is_held_out(one)]
    chosen = rng.sample(said, min(limit, len(said)))
    return [
        Question(fold(one) if rng.random() < _FOLDED_SHARE else one, frozenset(same[titles[code]]), "phrasings")
        for code, one in chosen
    ]


def ask(snapshot: Snapshot, questions: Sequence[Question]) -> Iterator[Asked]:
    """Yield the candidates of each question that has a word."""
    numbers = {code: number for number, code in enumerate(snapshot.codes)}
    for question in questions:
        query = analyse(question.text)
        if not query.own:
            continue
        place = question.place or query.place
        found = snapshot.index.consider(query, clauses(query.text), place, None)
        right = np.isin(found.numbers, [numbers[code] for code in question.codes if code in numbers])
        table = {name: np.asarray(values, dtype=np.float64) for name, values in found.features.items()}
        name_of = np.array([hash_of(bare_name(snapshot.summaries[number].title)) for number in found.numbers])
        fold_of = int(hash_of(min(question.codes, default=question.text)) % 5)
        yield Asked(table, right, name_of, question.weight, question.source, bool(question.codes), fold_of)


def hash_of(text: str) -> int:
    """Return a number that stands for the text, the same in every run."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def without_held_out(home: Path, settings: Settings, encoder: Encoder) -> Snapshot:
    """Return a snapshot of the catalogue in which the held-out phrasings are not."""
    with Catalogue.open(settings.catalogue_url) as catalogue:
        said = kept_for_training(phrasings_by_code())
        build_snapshot(home, catalogue.procedures(), encoder, phrasings=said)
    return open_snapshot(home, encoder)


def fit(asked: Sequence[Asked]) -> Fitted:
    """Return weights and scores; scores are cross-validated over five folds of procedures."""
    answerable = [one for one in asked if one.answerable and one.right.any()]
    folds = in_folds(asked)
    final = fit_weights(answerable)
    chance = fit_chance([(one, final) for one in asked])
    sources = dict.fromkeys(one.source for one in asked if one.answerable)
    scores = {f"{source} {name}": value for source in sources for name, value in hits_at(folds[source]).items()}
    judged = [pair for pairs in folds.values() for pair in pairs]
    return Fitted(fit_first(answerable), final, chance, scores, reliability(judged))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on what the command line names, print the scores and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+")
    parser.add_argument("--outside", action="append", default=[], help="suite of questions that nothing answers")
    parser.add_argument("--encoder", required=True, help="folder of an encoder trained with --hold-out")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    told = parser.parse_args(arguments)
    encoder = load_encoder(told.encoder)
    with tempfile.TemporaryDirectory() as home:
        snapshot = without_held_out(Path(home), Settings(), encoder)
        questions = [*held_out_questions(snapshot, _PHRASINGS), *suite_questions([*told.suites, *told.outside])]
        fitted = fit(list(ask(snapshot, questions)))
    digest = hashlib.sha256("\n".join(sorted(question.text for question in questions)).encode()).hexdigest()
    source = {"questions": len(questions), "questions_sha256": digest, "encoder": encoder.name}
    told.out.write_text(json.dumps(fitted.as_json() | {"source": source}, indent=2) + "\n", encoding="utf-8")
    print(*(f"{name}: {value:.3f}" for name, value in fitted.scores.items()), *fitted.reliability, sep="\n")


def _cases(suite: str) -> list[Case]:
    (file,) = load_cases([suite_path(suite)])
    return [case for case in file.cases if is_for_tuning(case.id)]


def _alone(case: Case) -> list[tuple[str, Sequence[str]]]:
    if case.question:
        return [(case.question, case.codes)]
    standing = case.turns if case.slice == "self_contained" else case.turns[:1]
    return [(turn.user, turn.codes) for turn in standing]


if __name__ == "__main__":
    main()
