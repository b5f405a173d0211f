"""The terms that earn a row in the encoder's table."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.training_pairs import TrainingText, ask_about
from knowledge.encoder import UNKNOWN_TERM
from knowledge.vietnamese import FOLDED_PREFIX, terms

_QUESTIONS_A_TITLE = 4
_WEIGHT_OF_A_QUESTION = 5
_LEAST_COUNT = 3


@dataclass(frozen=True)
class VocabularyQuotas:
    """The most terms of each kind; a term costs about 540 bytes in a table of 256 numbers a row."""

    accented_syllables: int = 5_000
    accented_pairs: int = 20_000
    folded_syllables: int = 4_000
    folded_pairs: int = 36_000


def choose_vocabulary(texts: Sequence[TrainingText], quotas: VocabularyQuotas, seed: int) -> list[str]:
    """Return the terms in row order: the one for unknown terms, then the most counted of each kind.

    A term counts once for each passage that it stands in and five times for each title or question, since
    people write those.
    """
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    for text in texts:
        asked = (ask_about(text.title, rng) for _ in range(_QUESTIONS_A_TITLE))
        for near in (text.title, *text.phrasings, *asked):
            counts.update(dict.fromkeys(terms(near), _WEIGHT_OF_A_QUESTION))
        for passage in text.passages:
            counts.update(set(terms(passage)))
    room = {
        (False, False): quotas.accented_syllables,
        (False, True): quotas.accented_pairs,
        (True, False): quotas.folded_syllables,
        (True, True): quotas.folded_pairs,
    }
    chosen = [UNKNOWN_TERM]
    for term, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        kind = (term.startswith(FOLDED_PREFIX), "_" in term)
        if count >= _LEAST_COUNT and room[kind] > 0:
            room[kind] -= 1
            chosen.append(term)
    return chosen
