"""`python -m evals.fit_staying`: learn when a message goes on about the last procedure, from the suites for work.

Second and later messages of talks say when one goes on and when it does not; every question of the other suites, put
behind a procedure that it is not about, is a new matter. Each is read with and without diacritics.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.bootstrap import open_house
from assistant.decide import decide
from assistant.pointed import point_at
from assistant.settings import Settings
from assistant.staying import Fit, staying_features
from assistant.understand import understand
from evals.cases import Case, load_cases, suite_path, without_diacritics
from knowledge.snapshot import Snapshot
from knowledge.vietnamese import fold

TALKS = ("dev_talks", "dev_dialogues", "dev_dialogues_2")
QUESTIONS = ("dev_finding", "dev_portal", "dev_outside", "dev_ordinary", "dev_safety")
OUT = Path(__file__).parent.parent / "assistant" / "models" / "staying.json"
ASKED = ("cần gì", "can gi", "bao nhiêu tiền", "bao lau", "nộp ở đâu", "o dau", "thì sao", "", "")
FOLDS, STEPS, PENALTY = 5, 60, 1.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A message after a procedure, and whether it is about that one."""

    message: str
    last: str
    stays: bool


def pairs() -> Iterator[Pair]:
    """Yield the pairs of every suite, those of talks first."""
    firsts = []
    for case in _cases(TALKS):
        last: tuple[str, ...] = ()
        for turn in case.asked():
            if turn.codes and (not turn.accepted or "answer" in turn.accepted):
                if last:
                    yield Pair(turn.user, last[0], bool(set(last) & set(turn.codes)))
                else:
                    firsts.append(turn.codes[0])
                last = turn.codes
    chooser = random.Random(7)
    for case in _cases(QUESTIONS):
        turn = case.asked()[0]
        last_code = chooser.choice(firsts)
        if turn.user.strip() and last_code not in turn.codes and (turn.codes or turn.behavior == "refuse"):
            yield Pair(turn.user, last_code, False)
            short = _shortened(turn.user, chooser)
            if turn.codes and short:
                yield Pair(short, last_code, False)


def _shortened(question: str, chooser: random.Random) -> str:
    """Return the first words of a question's topic and a word of asking: how a new matter is named in a talk."""
    topic = understand(question).own_topic
    words = [word for word in re.findall(r"\w+", question.lower()) if fold(word) in topic][: chooser.randint(2, 4)]
    return f"{' '.join(words)} {chooser.choice(ASKED)}".strip() if len(words) > 1 else ""


def fit(rows: Floats, stays: Floats, weights: Floats) -> Floats:
    """Return the weights of a logistic regression with an L2 penalty, by Newton's method."""
    learned = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ learned))
        slope = rows.T @ (weights * (chance - stays)) + PENALTY * learned
        bend = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + PENALTY * np.eye(len(learned))
        learned -= np.linalg.solve(bend, slope)
    return learned


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print what five folds by procedure say, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    told = parser.parse_args(arguments)
    house = open_house(Settings())
    found = [(pair, features) for pair in pairs() if (features := _features(pair, house.snapshot)) is not None]
    names = list(found[0][1])
    rows = np.array([[features[name] for name in names] for _, features in found])
    stays = np.array([float(pair.stays) for pair, _ in found])
    balance = np.where(stays == 1, len(stays) / 2 / stays.sum(), len(stays) / 2 / (len(stays) - stays.sum()))
    fold = np.array([int(sha256(pair.last.encode()).hexdigest(), 16) % FOLDS for pair, _ in found])
    chances = np.zeros(len(stays))
    for number in range(FOLDS):
        train = fold != number
        chances[~train] = 1 / (1 + np.exp(-rows[~train] @ fit(rows[train], stays[train], balance[train])))
    kept, left = (chances[stays == 1] >= 0.5).mean(), (chances[stays == 0] < 0.5).mean()
    print(f"{len(stays)} pairs, {int(stays.sum())} go on: {kept:.3f} stay in folds; {left:.3f} of the others leave")
    learned = {name: round(float(weight), 3) for name, weight in zip(names, fit(rows, stays, balance), strict=True)}
    report = {"pairs": len(stays), "kept": round(float(kept), 3), "left": round(float(left), 3)}
    told.out.write_text(json.dumps({"folds": report, "weights": learned}, indent=1) + "\n", encoding="utf-8")


def _cases(suites: tuple[str, ...]) -> Iterator[Case]:
    for file in load_cases([suite_path(name) for name in suites]):
        for case in file.cases:
            yield from (case, without_diacritics(case))


def _features(pair: Pair, snapshot: Snapshot) -> dict[str, float] | None:
    """Return the features of a pair; None where the message has no topic or finds just that procedure."""
    said = understand(pair.message)
    if said.topicless or snapshot.procedure(pair.last) is None:
        return None
    hits = snapshot.index.search(said.text, limit=10)
    if not pair.stays and hits and hits[0].code == pair.last:
        return None
    own = snapshot.index.search(said.text, limit=1, codes=[pair.last])
    kind = decide(hits, administrative=said.administrative, question=said.text).kind
    procedure = snapshot.procedure(pair.last)
    lines = point_at(procedure, snapshot.index.telling(said.text), limit=1) if procedure is not None else []
    return staying_features(said, Fit(hits, kind, own, lines[0].cover if lines else 0.0))


if __name__ == "__main__":
    main()
