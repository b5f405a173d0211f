"""The default encoder, read with numpy alone: the mean of term vectors, made a unit row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from knowledge.errors import EncoderNotFound
from knowledge.vietnamese import terms

Matrix = npt.NDArray[np.float32]

WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
REPORT_FILE = "training.json"
TERMS_FORMAT = "knowledge.vietnamese.terms/1"
"""Written in a model's `training.json` as its `input`; a change of `terms` needs another number."""

_ROWS_AT_ONCE = 1024


class StaticEncoder:
    """Texts to unit rows by a table of term vectors; needs no torch and no tokenizer library."""

    def __init__(self, vocabulary: dict[str, int], weights: Matrix, name: str) -> None:
        """Take a table.

        Args:
            vocabulary: The row of each term.
            weights: Shape (rows, dim); a term's weight is its row's length.
            name: Model id, changed whenever vocabulary or weights change.
        """
        self._rows = vocabulary
        self.weights: Matrix = np.ascontiguousarray(weights, dtype=np.float32)
        self._name = name

    @classmethod
    def load(cls, folder: Path) -> StaticEncoder:
        """Return the encoder that a folder in sentence-transformers format holds.

        Raises:
            EncoderNotFound: A file is missing, damaged, or made for other terms than ours.
        """
        try:
            raw = (folder / TOKENIZER_FILE).read_bytes()
            vocabulary = json.loads(raw)["model"]["vocab"]
            weights = load_file(folder / WEIGHTS_FILE)["embedding.weight"]
            made_for = json.loads((folder / REPORT_FILE).read_bytes())["input"]
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise EncoderNotFound(str(folder), f"not a static encoder ({error})") from error
        if made_for != TERMS_FORMAT or weights.ndim != 2 or len(vocabulary) != len(weights):
            raise EncoderNotFound(str(folder), f"made for {made_for!r} with weights of shape {weights.shape}")
        digest = hashlib.sha256(raw + np.ascontiguousarray(weights).tobytes()).hexdigest()
        return cls(vocabulary, weights.astype(np.float32), f"{folder.name}-{digest[:12]}")

    @property
    def name(self) -> str:
        """Model id: the folder's name and the first digits of its content's SHA-256."""
        return self._name

    @property
    def dim(self) -> int:
        """Numbers a row."""
        return int(self.weights.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order; zeros where no term is known."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order; zeros where no term is known."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Matrix:
        sums = np.zeros((len(texts), self.dim), dtype=np.float32)
        find = self._rows.get
        # Kept for all texts: a fresh array of this size costs more than filling it.
        gathered = np.empty((_ROWS_AT_ONCE, self.dim), dtype=np.float32)
        ones = np.ones(_ROWS_AT_ONCE, dtype=np.float32)
        for position, text in enumerate(texts):
            rows = [row for term in terms(text) if (row := find(term)) is not None]
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                some = rows[start : start + _ROWS_AT_ONCE]
                self.weights.take(some, axis=0, out=gathered[: len(some)], mode="clip")
                # A product with ones is several times faster than sum(axis=0).
                sums[position] += ones[: len(some)] @ gathered[: len(some)]
        return _unit_rows(sums)


def _unit_rows(rows: Matrix) -> Matrix:
    """Return each row divided by its length, rows of zeros as they are."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
