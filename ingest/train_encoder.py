"""Training of the default encoder: a static embedding of our own terms, on the corpus that it will search.

The model is sentence-transformers' StaticEmbedding; what it is trained for stands in `ingest.training_losses`.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from ingest.encoder_vocabulary import VocabularyQuotas, choose_vocabulary
from ingest.errors import IngestError
from ingest.line_bank import LineBank
from ingest.training_batches import BatchPlan, PairSource
from ingest.training_losses import Bank, batch_loss
from ingest.training_pairs import TrainingText, ask_about, content_hash, read_training_texts
from knowledge.encoder import new_static_model, save_static_model
from knowledge.phrasings import phrasings_by_code
from knowledge.static_encoder import REPORT_FILE, TERMS_FORMAT, StaticEncoder, save_compact
from knowledge.vietnamese import fold

if TYPE_CHECKING:
    import torch


Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class NothingToLearn(IngestError):
    """The corpus folder holds no procedure text."""

    def __init__(self, corpus_dir: Path) -> None:
        super().__init__(f"{corpus_dir} holds no portal text file to learn from. Name a folder that has some")
        self.corpus_dir = corpus_dir


@dataclass(frozen=True)
class TrainingSettings:
    """Everything that decides the result besides the corpus."""

    seed: int = 7
    epochs: int = 8
    dim: int = 256
    learning_rate: float = 0.02
    scale: float = 20.0
    asked_at_once: int = 512
    """Phrasings that are compared with those of all procedures in one step."""
    compared: int = 16_384
    """Phrasings of others, drawn anew in every step, that they are compared with."""
    looks: int = 6
    """How often in a pass the vectors of all phrasings are taken anew."""
    held_out_share: float = 0.0
    """Of the procedures: not learned from; the scores ask about them alone."""
    quotas: VocabularyQuotas = field(default_factory=VocabularyQuotas)
    batches: BatchPlan = field(default_factory=BatchPlan)


@dataclass(frozen=True)
class TrainingReport:
    """What was learned from what, and how well it finds the titles of questions drawn anew."""

    input: str
    corpus_sha256: str
    procedures: int
    vocabulary: int
    settings: TrainingSettings
    seconds: float
    loss: float
    scores: dict[str, float]


def train(
    corpus_dir: Path,
    out_dir: Path,
    *,
    settings: TrainingSettings | None = None,
    phrasings: Mapping[str, Sequence[str]] | None = None,
    progress: Progress = lambda *_: None,
) -> TrainingReport:
    """Write an encoder trained on the corpus into the folder and return its report.

    The same corpus, settings, machine kind and library versions give the same weights. The folder also gets
    the report as `training.json`, without which it is not recognised as an encoder of ours.

    Args:
        phrasings: How people ask for each procedure, by code; None: those that ship.

    Raises:
        NothingToLearn: No procedure text below the corpus folder.
        MissingExtra: sentence-transformers is not installed.
    """
    settings = settings or TrainingSettings()
    started = time.monotonic()
    texts = read_training_texts(corpus_dir, phrasings_by_code() if phrasings is None else phrasings)
    if not texts:
        raise NothingToLearn(corpus_dir)
    held_out = _held_out(texts, settings)
    learned = [text for position, text in enumerate(texts) if position not in set(held_out)]
    vocabulary = choose_vocabulary(learned, settings.quotas, settings.seed)
    model = new_static_model(vocabulary, settings.dim)
    pairs, lines = PairSource(learned, vocabulary, settings.batches), LineBank(learned, vocabulary)
    loss = round(_fit(model, pairs, lines, settings, progress), 4)
    save_static_model(model, out_dir)
    save_compact(cast("torch.nn.EmbeddingBag", model[0].embedding).weight.detach().float().numpy(), out_dir)
    report = TrainingReport(TERMS_FORMAT, content_hash(texts), len(learned), len(vocabulary), settings, 0.0, loss, {})
    _write(report, out_dir)
    scores = score(StaticEncoder.load(out_dir), texts, held_out or range(len(texts)), settings.seed + 1)
    report = replace(report, seconds=round(time.monotonic() - started, 1), scores=scores)
    _write(report, out_dir)
    return report


def score(
    encoder: StaticEncoder, texts: Sequence[TrainingText], asked_about: Sequence[int], seed: int
) -> dict[str, float]:
    """Return hit@1 and hit@10 of made-up questions among all titles, as they are and without diacritics.

    The questions are drawn anew, so they say whether training went well and not how people ask. A procedure
    of the same title counts as right.

    Args:
        encoder: What is scored.
        texts: Every procedure that may be found.
        asked_about: Positions in `texts`; at most a thousand of them are drawn.
        seed: Of the drawing.
    """
    rng = random.Random(seed)
    titles = encoder.encode_passages([text.title for text in texts])
    keys = np.unique([fold(text.title) for text in texts], return_inverse=True)[1]
    asked = rng.sample(asked_about, min(1000, len(asked_about)))
    questions = [ask_about(texts[position].title, rng) for position in asked]
    scores: dict[str, float] = {}
    for label, wordings in (
        ("as_written", questions),
        ("folded", [fold(question) for question in questions]),
    ):
        best = np.argsort(-(encoder.encode_queries(wordings) @ titles.T), axis=1, kind="stable")[:, :10]
        right = keys[best] == keys[asked][:, None]
        scores[f"hit@1_{label}"] = round(float(right[:, 0].mean()), 4)
        scores[f"hit@10_{label}"] = round(float(right.any(axis=1).mean()), 4)
    return scores


def _held_out(texts: Sequence[TrainingText], settings: TrainingSettings) -> list[int]:
    """Return the positions of the procedures that are kept for the scores, in order."""
    count = round(len(texts) * settings.held_out_share)
    return sorted(random.Random(settings.seed).sample(range(len(texts)), count))


def _fit(
    model: torch.nn.Sequential, pairs: PairSource, lines: LineBank, settings: TrainingSettings, progress: Progress
) -> float:
    """Train the model's table in place and return the mean loss of the last pass."""
    import torch

    torch.manual_seed(settings.seed)
    table = cast("torch.nn.EmbeddingBag", model[0].embedding)
    with torch.no_grad():
        table.weight.normal_(0.0, 0.1)
        table.weight[0] = 0.0
    optimizer = torch.optim.Adam(table.parameters(), lr=settings.learning_rate)
    bank = Bank(lines)
    losses: list[float] = []
    for epoch in range(settings.epochs):
        losses = []
        rng = random.Random(settings.seed * 1000 + epoch)
        steps = list(zip_longest(pairs.one_pass(rng), lines.batches(settings.asked_at_once, rng)))
        for step, (batch, asking) in enumerate(steps):
            left = 1 - (epoch + step / len(steps)) / settings.epochs
            optimizer.param_groups[0]["lr"] = settings.learning_rate * max(0.02, left)
            if step % max(1, len(steps) // settings.looks) == 0:
                bank.look(table)
            parts = [batch_loss(table, batch, settings.scale)] if batch else []
            if asking:
                drawn = sorted(rng.sample(range(len(lines.bags)), min(len(lines.bags), settings.compared)))
                parts.append(bank.loss(table, asking, settings.scale, np.array(drawn, dtype=np.int64)))
            losses.append(_learn(table, optimizer, sum(parts, torch.zeros(()))))
            progress("training", epoch * len(steps) + step + 1, settings.epochs * len(steps))
    return float(np.mean(losses))


def _learn(table: torch.nn.EmbeddingBag, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> float:
    """Take one step and return the loss before it; the row of unknown terms stays all zeros."""
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    if table.weight.grad is not None:
        table.weight.grad[0] = 0.0
    optimizer.step()
    return float(loss.detach())


def _write(report: TrainingReport, folder: Path) -> None:
    """Write the report beside the weights."""
    text = json.dumps(asdict(report), ensure_ascii=False, indent=2)
    (folder / REPORT_FILE).write_text(text + "\n", encoding="utf-8")
