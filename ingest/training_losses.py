"""What the encoder is trained for: each question nearer to its own title, passage or phrasing than to any other.

Source:
    Henderson et al. 2017 (multiple negatives ranking) for batches; Wu et al. 2018 (a memory bank of all vectors) for
    the phrasings, which are too many for one batch and too alike for a small one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.line_bank import Asking, LineBank
from ingest.training_batches import Bag, Pair, side

if TYPE_CHECKING:
    import torch

_NEVER = -1e4
_AT_ONCE = 4096


def batch_loss(table: torch.nn.EmbeddingBag, batch: Sequence[Pair], scale: float) -> torch.Tensor:
    """Return the mean of both directions' cross entropy; answers of the same title do not count as wrong."""
    import torch
    from torch.nn import functional

    asked, found = (
        functional.normalize(table(*map(torch.from_numpy, side(batch, name)))) for name in ("asked", "found")
    )
    titles = torch.tensor([pair.title for pair in batch])
    alike = (titles[:, None] == titles[None, :]) & ~torch.eye(len(batch), dtype=torch.bool)
    logits = (scale * asked @ found.T).masked_fill(alike, _NEVER)
    wanted = torch.arange(len(batch))
    return (functional.cross_entropy(logits, wanted) + functional.cross_entropy(logits.T, wanted)) / 2


class Bank:
    """The vectors of all lines as they were when last looked at, and where the lines of each name lie."""

    def __init__(self, lines: LineBank) -> None:
        self._lines = lines
        self._starts = np.searchsorted(lines.names, np.arange(int(lines.names.max(initial=-1)) + 2))
        self._vectors: torch.Tensor | None = None

    def look(self, table: torch.nn.EmbeddingBag) -> None:
        """Take the vectors anew."""
        import torch

        with torch.no_grad():
            bags = self._lines.bags
            parts = [_encoded(table, bags[start : start + _AT_ONCE]) for start in range(0, len(bags), _AT_ONCE)]
            self._vectors = torch.cat(parts)

    def loss(
        self, table: torch.nn.EmbeddingBag, asking: Asking, scale: float, others: npt.NDArray[np.int64]
    ) -> torch.Tensor:
        """Return how far the questions are from finding a line of their own name before the lines of others.

        A question never counts the line that it was made from, unless it was put in other words.

        Args:
            others: The lines to be compared with; those of a question's own name are always among them.
        """
        import torch

        if self._vectors is None:
            self.look(table)
        vectors: torch.Tensor = self._vectors  # type: ignore[assignment]  # just looked at
        asked = _encoded(table, asking.bags)
        names = self._lines.names
        same = torch.from_numpy(names[others][None, :] == names[asking.lines][:, None])
        wrong = (scale * asked @ vectors[torch.from_numpy(others)].T).masked_fill(same, _NEVER)
        own = self._own(asking)
        near = scale * torch.einsum("qd,qld->ql", asked, vectors[own.clamp(min=0)])
        itself = own == torch.from_numpy(np.where(asking.own_line, -2, asking.lines))[:, None]
        right = near.masked_fill((own < 0) | itself, _NEVER)
        answerable = right.amax(dim=1) > _NEVER / 2
        losses = torch.logsumexp(torch.cat([wrong, right], dim=1), 1) - torch.logsumexp(right, 1)
        return losses[answerable].mean() if bool(answerable.any()) else losses.sum() * 0

    def _own(self, asking: Asking) -> torch.Tensor:
        """Return for each question the lines of its name, -1 where it has fewer than the longest."""
        import torch

        names = self._lines.names[asking.lines]
        begins, ends = self._starts[names], self._starts[names + 1]
        grid = begins[:, None] + np.arange(int((ends - begins).max()))
        return torch.from_numpy(np.where(grid < ends[:, None], grid, -1))


def _encoded(table: torch.nn.EmbeddingBag, bags: Sequence[Bag]) -> torch.Tensor:
    import torch
    from torch.nn import functional

    starts = np.cumsum([0, *(bag.size for bag in bags[:-1])], dtype=np.int64)
    return functional.normalize(table(torch.from_numpy(np.concatenate(bags)), torch.from_numpy(starts)))
