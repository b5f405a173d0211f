"""Words that what we hold is written in: the terms of the shipped encoder, most frequent first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.lexicon import read_lexicon
from knowledge.vietnamese import syllables, terms
from knowledge.vietnamese_syllables import is_bare_syllable, is_syllable

_ENCODER = "models/static-vi/tokenizer.json"
_EVERYDAY_RANK = 2000  # where a pair would stand that everybody says


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    found: Mapping[str, int] = json.loads((Path(__file__).parent / _ENCODER).read_bytes())["model"]["vocab"]
    return found


@lru_cache(maxsize=1 << 14)
def rank(token: str) -> int | None:
    """Return the place of a token in order of frequency, 1 for the most frequent; None when no text of ours has it.

    A token with marks is looked up as it is, one without in its folded form.
    """
    return _ranks().get(terms(token)[0]) if len(syllables(token)) == 1 else None


@lru_cache(maxsize=1 << 14)
def pair_rank(left: str, right: str) -> int | None:
    """Return the place of two adjacent tokens in order of frequency; None when no text of ours has them so.

    Where either has a mark both are taken as they are written, else both are folded.
    """
    found = [term for term in terms(f"{left} {right}") if "_" in term]
    if not found:
        return None
    place = _ranks().get(found[0])
    return _EVERYDAY_RANK if place is None and found[0] in _everyday_pairs() else place


@lru_cache(maxsize=1)
def _everyday_pairs() -> frozenset[str]:
    """Return the pairs of the lexicon's everyday phrases, which no record has to have."""
    words = read_lexicon("everyday.yaml")["words"]
    phrases = [phrase for entry in words for phrase in entry["say"]]
    return frozenset(term for phrase in phrases for term in terms(phrase) if "_" in term)


@lru_cache(maxsize=1 << 14)
def is_sound(token: str) -> bool:
    """Return whether a token in lower case needs no repair: a syllable, with or without marks, or a used word."""
    return is_syllable(token) or is_bare_syllable(token) or token in _used_words() or rank(token) is not None


@lru_cache(maxsize=1)
def known_syllables() -> tuple[str, ...]:
    """Return the Vietnamese syllables that our texts have, as they are written, the most frequent first."""
    return tuple(term for term in _ranks() if is_syllable(term))


@lru_cache(maxsize=1)
def spelling() -> Mapping[str, Any]:
    """Return what `lexicon/spelling.yaml` holds."""
    found: Mapping[str, Any] = read_lexicon("spelling.yaml")
    return found


@lru_cache(maxsize=1)
def _used_words() -> frozenset[str]:
    """Return the foreign words of everyday use, and the tokens of all shorthand."""
    entries = read_lexicon("shorthand.yaml")["shorthand"]
    shorthand = {token for entry in entries for phrase in entry["say"] for token in syllables(phrase)}
    return frozenset({*spelling()["foreign"], *shorthand})
