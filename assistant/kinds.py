"""What kind of message words make: an ordinary question, or one of those that get a short reply of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from knowledge.errors import DamagedModel
from knowledge.query import read
from knowledge.vietnamese import clean, fold

ORDINARY = "ordinary"
"""The kind of a question about a procedure."""

STRENGTH = 3.0
"""What one clue of a message of a single clue adds, times its weight; of n clues each adds 1/√n of it."""

MODEL_FILE = Path(__file__).parent / "models" / "kinds.npz"

_LEAST = 10  # 127ths of the largest weight; what tells less is not kept

Floats = npt.NDArray[np.float32]
_PART = re.compile(r"\w+|[?!{}<>\[\]#;=|]")


@dataclass(frozen=True, slots=True)
class KindModel:
    """Weights of clues, shape (clues, kinds), and what each kind has without any clue."""

    kinds: tuple[str, ...]
    places: Mapping[str, int]  # of a clue among the rows
    weights: npt.NDArray[np.int8]
    unit: float  # what 1 of the weights stands for
    bias: Floats

    def chances(self, text: str) -> dict[str, float]:
        """Return the chance of each kind; together they are 1."""
        known = [self.places[clue] for clue in clues(text) if clue in self.places]
        sums = self.weights[known].sum(axis=0, dtype=np.int64) * self.unit
        odds = self.bias + sums * STRENGTH / np.sqrt(max(len(known), 1))
        shares = np.exp(odds - odds.max())
        return dict(zip(self.kinds, (shares / shares.sum()).tolist(), strict=True))

    def knows(self, text: str) -> bool:
        """Whether any clue of the text is known: without one its kind is a guess."""
        return any(clue in self.places for clue in clues(text))


@cache
def shipped_kinds() -> KindModel:
    """Return the model that ships; `python -m evals.fit_kinds` writes it."""
    return read_kinds(MODEL_FILE)


def clues(text: str) -> frozenset[str]:
    """Return what tells a kind: words and neighbours of the text as it was meant to be typed, and how it begins, ends.

    Each is told folded; with its marks too, where it has any.
    """
    marked = ["0" if part.isdigit() else part for part in _PART.findall(read(clean(text))[1].lower())]
    bare = [fold(part) for part in marked]
    edges = {f"^{bare[0]}", f"^{' '.join(bare[:2])}", f"${bare[-1]}", f"${' '.join(bare[-2:])}"} if bare else set()
    return frozenset((*_runs(bare), *_runs(marked), *edges))


def _runs(parts: Sequence[str]) -> Iterable[str]:
    yield from parts
    yield from (f"{left} {right}" for left, right in pairwise(parts))
    yield from (f"{left} … {right}" for left, right in zip(parts, parts[2:], strict=False))


def read_kinds(file: Path) -> KindModel:
    """Return the model in the file.

    Raises:
        DamagedModel: It cannot be read, or its parts do not fit together.
    """
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as told:
            names = told["clues"].tobytes().decode().split("\n")
            kinds = tuple(told["kinds"].tobytes().decode().split("\n"))
            weights, unit, bias = told["weights"], float(told["unit"]), told["bias"]
        if weights.shape != (len(names), len(kinds)) or bias.shape != (len(kinds),):
            raise ValueError("its parts do not fit together")
    except (OSError, ValueError, TypeError, KeyError, EOFError, BadZipFile) as error:
        raise DamagedModel(file, repr(error)) from error
    return KindModel(kinds, {name: place for place, name in enumerate(names)}, weights, unit, bias)


def write_kinds(file: Path, kinds: Sequence[str], weights: Mapping[str, Floats], bias: Floats) -> None:
    """Write a model that `read_kinds` reads; clues that tell little are left out.

    Args:
        weights: By clue, one a kind.
    """
    unit = max(float(np.abs(row).max()) for row in weights.values()) / 127
    rounded = {clue: np.round(row / unit).astype(np.int8) for clue, row in sorted(weights.items())}
    kept = {clue: row for clue, row in rounded.items() if np.abs(row.astype(np.int64)).max() > _LEAST}
    np.savez_compressed(
        file,
        clues=_letters(kept),
        kinds=_letters(kinds),
        weights=np.stack(list(kept.values())),
        unit=np.float32(unit),
        bias=bias.astype(np.float32),
    )


def _letters(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)
