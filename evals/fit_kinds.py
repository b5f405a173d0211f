"""Fit what kind of message words make, on messages written for each kind and on suites.

    python -m evals.fit_kinds [SUITE…]

Writes the model of `assistant.kinds`. Messages of `evals/messages` are taught as they are and without diacritics; what
people ask for each procedure is taught as ordinary, some of it in the frames of a short question; of the suites every
message whose case says what kind it is.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from assistant.kinds import MODEL_FILE, ORDINARY, STRENGTH, Floats, clues, write_kinds
from evals.cases import Case, load_cases, suite_path
from knowledge.concepts import concepts
from knowledge.phrasings import phrasings_by_code
from knowledge.vietnamese import fold

MESSAGES = Path(__file__).parent / "messages"
FRAMES = MESSAGES / "frames.txt"
PHRASINGS, FRAMED = 14_000, 4_000  # of what people ask for procedures
PUT_TOGETHER = 400  # a kind, of frames and words
OFTEN = 6  # a clue of phrasings alone has to stand in so many
KIND_OF_SLICE = {"out_of_scope": "off_topic", "legal": "legal_advice", "insult": "abuse", "self_harm": "emergency"}
_ORDINARY = frozenset(("answer", "clarify", "list"))
_SLOT = re.compile(r"\{(\w+)\}")
_RARE = 0.2  # what one of many counts
_SHORT_WORDS, _BATCH, _EPOCHS, _RATE, _SHRINK = 5, 64, 14, 0.5, 1e-6

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Taught:
    """One message: its kind, and how much it counts."""

    text: str
    kind: str
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """Messages as numbers: the rows of the clues of each, its kind, and how much it counts."""

    clues: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: list[Integers]
    right: Integers
    counts: Floats


def written() -> Iterator[Taught]:
    """Yield the messages that were written for each kind, each as it is and without diacritics."""
    for path in sorted(MESSAGES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines() if path != FRAMES else ():
            for text in dict.fromkeys((line, fold(line))):
                yield Taught(text, path.stem)


def asked(seed: int = 1) -> Iterator[Taught]:
    """Yield what people ask for procedures, half of it without diacritics; then frames alone, and names in frames."""
    rng = random.Random(seed)
    phrasings = [one for said in phrasings_by_code().values() for one in said]
    rng.shuffle(phrasings)
    frames = FRAMES.read_text(encoding="utf-8").splitlines()
    everyday = [name for concept in concepts() if not concept.requires for name in (*concept.say, *concept.means)]
    names = [*everyday, *everyday, *(one for one in phrasings if len(one.split()) <= _SHORT_WORDS)]
    framed = (rng.choice(frames).replace("{}", rng.choice(names)) for _ in range(FRAMED))
    for text in (*phrasings[:PHRASINGS], *framed, *everyday):
        yield Taught(fold(text) if rng.random() < 0.5 else text, ORDINARY, _RARE)
    for frame in frames:
        yield Taught(" ".join(frame.replace("{}", " ").split()) or "?", ORDINARY, 0.5)


def put_together(seed: int = 2) -> Iterator[Taught]:
    """Yield messages made of frames and words of `patterns.yaml`, half of them without diacritics."""
    rng = random.Random(seed)
    told = yaml.safe_load((MESSAGES / "patterns.yaml").read_text(encoding="utf-8"))
    for kind, frames in told["frames"].items():
        for _ in range(PUT_TOGETHER * (2 if kind == ORDINARY else 1)):
            text = _SLOT.sub(lambda slot: rng.choice(told["slots"][slot[1]]), rng.choice(frames))
            yield Taught(fold(text) if rng.random() < 0.5 else text, kind, 0.5)


def of_suite(case: Case) -> Iterator[Taught]:
    """Yield the messages of a case whose kind it tells: by its slice where it is one, else by its behaviour."""
    kind = KIND_OF_SLICE.get(case.slice, case.slice)
    for turn in case.asked():
        if turn.behavior in {"greet", "refuse", "warn", "handoff"}:
            own = "greet" if turn.behavior == "greet" else kind
            if (MESSAGES / f"{own}.txt").exists() and own != ORDINARY:
                yield Taught(turn.user, own)
        elif not turn.behavior or turn.behavior in _ORDINARY:
            yield Taught(turn.user, ORDINARY)


def tabled(taught: Sequence[Taught]) -> Table:
    """Return the messages as numbers; a clue that only stands in phrasings counts where it is no rarity."""
    found = [clues(one.text) for one in taught]
    often = Counter(clue for each in found for clue in each)
    told = {clue for each, one in zip(found, taught, strict=True) if one.weight > _RARE for clue in each}
    names = tuple(sorted(clue for clue, count in often.items() if clue in told or count >= OFTEN))
    places = {name: place for place, name in enumerate(names)}
    kinds = tuple(sorted({one.kind for one in taught}))
    rows = [np.array([places[clue] for clue in sorted(each) if clue in places], dtype=np.int64) for each in found]
    right = np.array([kinds.index(one.kind) for one in taught])
    return Table(names, kinds, rows, right, np.array([one.weight for one in taught], dtype=np.float32))


def fit(table: Table, seed: int = 0) -> tuple[Floats, Floats]:
    """Return the weights, shape (clues, kinds), and the bias of a softmax regression. Source: Duchi et al. 2011."""
    rng = np.random.default_rng(seed)
    weights = np.zeros((len(table.clues), len(table.kinds)), dtype=np.float32)
    bias = np.zeros(len(table.kinds), dtype=np.float32)
    steps, bias_steps = np.full_like(weights, 1e-2), np.full_like(bias, 1e-2)
    for _ in range(_EPOCHS):
        order = rng.permutation(len(table.rows))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows, slopes, wrong = _slopes(table, batch, weights, bias)
            slopes += _SHRINK * len(order) / _BATCH * weights[rows]
            steps[rows] += slopes**2
            weights[rows] -= _RATE * slopes / np.sqrt(steps[rows])
            bias_steps += wrong**2
            bias -= _RATE * wrong / np.sqrt(bias_steps)
    return weights, bias


def _slopes(table: Table, batch: Integers, weights: Floats, bias: Floats) -> tuple[Integers, Floats, Floats]:
    """Return the rows that a batch touches, how the loss rises along each, and along the bias."""
    lengths = np.array([len(table.rows[number]) for number in batch])
    rows = np.concatenate([table.rows[number] for number in batch])
    owner = np.repeat(np.arange(len(batch)), lengths)
    scale = (STRENGTH / np.sqrt(np.maximum(lengths, 1))).astype(np.float32)[:, None]
    sums = np.zeros((len(batch), len(table.kinds)), dtype=np.float32)
    np.add.at(sums, owner, weights[rows])
    odds = sums * scale + bias
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    wrong = shares / shares.sum(axis=1, keepdims=True)
    wrong[np.arange(len(batch)), table.right[batch]] -= 1
    wrong *= table.counts[batch][:, None]
    touched, place = np.unique(rows, return_inverse=True)
    slopes = np.zeros((len(touched), len(table.kinds)), dtype=np.float32)
    np.add.at(slopes, place, (wrong * scale)[owner])
    return touched, slopes, wrong.sum(axis=0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the model, and print how much it learned from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    told = parser.parse_args(arguments)
    cases = [case for file in load_cases([suite_path(suite) for suite in told.suites]) for case in file.cases]
    table = tabled([*written(), *put_together(), *asked(), *(one for case in cases for one in of_suite(case))])
    weights, bias = fit(table)
    told.out.parent.mkdir(parents=True, exist_ok=True)
    write_kinds(told.out, table.kinds, dict(zip(table.clues, weights, strict=True)), bias)
    counts = Counter(table.kinds[kind] for kind in table.right)
    print(f"{len(table.rows)} messages, {len(table.clues)} clues: {dict(sorted(counts.items()))}")


if __name__ == "__main__":
    main()
