"""`python -m evals.ablation SUITE…`: what each part of finding is worth, on the tuning halves, with that part off.

The other weights stay as they are, so a figure says what the part does in this ranking, not what a ranking fitted
without it could do.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.settings import Settings
from evals.fit_ranking import Question, suite_questions
from knowledge.clauses import clauses
from knowledge.encoder import load_encoder
from knowledge.query import Part, analyse
from knowledge.ranking import RankingModel, shipped_ranking
from knowledge.search import HybridIndex
from knowledge.snapshot import Snapshot, open_snapshot
from knowledge.vietnamese import has_diacritics


@dataclass(frozen=True)
class Variant:
    """A part to leave out: features by the beginning of their names, parts of understanding, or looking at clauses."""

    name: str
    features: tuple[str, ...] = ()
    understanding: tuple[Part, ...] = ()
    clauses: bool = True


VARIANTS = (
    Variant("everything on"),
    Variant("no phrasings", ("phrased_",)),
    Variant("no phrasings by words", ("phrased_union", "phrased_document")),
    Variant("no titles by words", ("asked", "said", "opening", "meant")),
    Variant("no titles by vectors", ("title_cosine", "official_cosine")),
    Variant("no passages", ("body_cosine", "unheard")),
    Variant("no qualifiers", ("narrower", "agreed", "wider", "unmet")),
    Variant("no level, audience, place", ("level", "citizens", "elsewhere", "astray")),
    Variant("no clauses of long questions", clauses=False),
    Variant("no everyday lexicon", understanding=("lexicon",)),
    Variant("no reading of slips and shorthand", understanding=("reading",)),
)


def without(model: RankingModel, beginnings: Sequence[str]) -> RankingModel:
    """Return the model with the weights of these features at nothing."""

    def thinned(weights: Mapping[str, float]) -> dict[str, float]:
        return {name: 0.0 if name.startswith(tuple(beginnings)) else weight for name, weight in weights.items()}

    return RankingModel(thinned(model.first), thinned(model.final), model.chance) if beginnings else model


def places(snapshot: Snapshot, questions: Sequence[Question], variant: Variant) -> Iterator[int]:
    """Yield for each question how many candidates stand before the first right one; a large number for none."""
    model = without(shipped_ranking(), variant.features)
    index: HybridIndex = snapshot.index.weighed_by(model)
    for question in questions:
        query = analyse(question.text, without=variant.understanding)
        parts = clauses(query.text) if variant.clauses else ()
        found = index.consider(query, parts, question.place or query.place, None)
        order = np.argsort(-found.sums, kind="stable")[:10]
        right = [place for place, number in enumerate(order.tolist()) if snapshot.codes[number] in question.codes]
        yield right[0] if right else 10_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Print hit@1 and hit@5 of every variant, with diacritics and without."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+")
    told = parser.parse_args(arguments)
    settings = Settings()
    snapshot = open_snapshot(settings.home, load_encoder(settings.encoder))
    questions = [question for question in suite_questions(told.suites) if question.codes]
    halves = {"as typed": [one for one in questions if has_diacritics(one.text)]}
    halves["without diacritics"] = [one for one in questions if not has_diacritics(one.text)]
    table = Table("part off", *(f"{name} ({len(asked)}) hit@{k}" for name, asked in halves.items() for k in (1, 5)))
    for variant in VARIANTS:
        figures = []
        for asked in halves.values():
            found = np.array(list(places(snapshot, asked, variant)))
            figures += [f"{float((found < k).mean()):.3f}" for k in (1, 5)]
        table.add_row(variant.name, *figures)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
