"""The default encoder, read with numpy alone: the mean of term vectors, made a unit row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from knowledge.errors import EncoderNotFound
from knowledge.vietnamese import terms

Matrix = npt.NDArray[np.float32]

WEIGHTS_FILE = "model.safetensors"
COMPACT_FILE = "model.int8.safetensors"
"""Rows in whole numbers from -127 to 127 and a scale a row: half the size, and read in place of `WEIGHTS_FILE`."""

TOKENIZER_FILE = "tokenizer.json"
REPORT_FILE = "training.json"
TERMS_FORMAT = "knowledge.vietnamese.terms/1"
"""Written in a model's `training.json` as its `input`; a change of `terms` needs another number."""

_ROWS_AT_ONCE = 1024
_MOST = 127


class StaticEncoder:
    """Texts to unit rows by a table of term vectors; needs no torch and no tokenizer library."""

    def __init__(
        self, vocabulary: dict[str, int], rows: npt.NDArray[np.generic], name: str, scales: Matrix | None = None
    ) -> None:
        """Take a table.

        Args:
            vocabulary: The row of each term.
            rows: Shape (rows, dim); a term's weight is its row's length.
            name: Model id, changed whenever vocabulary or weights change.
            scales: What each row is to be multiplied with; None: by nothing.
        """
        self._places = vocabulary
        self._rows = np.ascontiguousarray(rows)
        self._scales: Matrix = np.ones(len(rows), dtype=np.float32) if scales is None else scales.astype(np.float32)
        self._name = name

    @classmethod
    def load(cls, folder: Path) -> StaticEncoder:
        """Return the encoder that a folder holds, in sentence-transformers format or compact.

        Raises:
            EncoderNotFound: A file is missing, damaged, or made for other terms than ours.
        """
        try:
            raw = (folder / TOKENIZER_FILE).read_bytes()
            vocabulary = json.loads(raw)["model"]["vocab"]
            rows, scales = _read_table(folder)
            made_for = json.loads((folder / REPORT_FILE).read_bytes())["input"]
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise EncoderNotFound(str(folder), f"not a static encoder ({error})") from error
        if made_for != TERMS_FORMAT or rows.ndim != 2 or not len(vocabulary) == len(rows) == len(scales):
            raise EncoderNotFound(str(folder), f"made for {made_for!r} with weights of shape {rows.shape}")
        digest = hashlib.sha256(raw + rows.tobytes() + scales.tobytes()).hexdigest()
        return cls(vocabulary, rows, f"{folder.name}-{digest[:12]}", scales)

    @property
    def weights(self) -> Matrix:
        """The table in single precision, shape (rows, dim)."""
        table: Matrix = self._rows.astype(np.float32) * self._scales[:, None]
        return table

    @property
    def name(self) -> str:
        """Model id: the folder's name and the first digits of its content's SHA-256."""
        return self._name

    @property
    def dim(self) -> int:
        """Numbers a row."""
        return int(self._rows.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order; zeros where no term is known."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order; zeros where no term is known."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Matrix:
        sums = np.zeros((len(texts), self.dim), dtype=np.float32)
        find = self._places.get
        for position, text in enumerate(texts):
            places = [place for term in terms(text) if (place := find(term)) is not None]
            for start in range(0, len(places), _ROWS_AT_ONCE):
                some = places[start : start + _ROWS_AT_ONCE]
                # A product with the scales adds the rows up several times faster than sum(axis=0).
                sums[position] += self._scales[some] @ self._rows.take(some, axis=0).astype(np.float32)
        return _unit_rows(sums)


def save_compact(rows: Matrix, folder: Path) -> None:
    """Write the table in whole numbers beside the vocabulary that the folder has.

    Args:
        rows: Shape (rows, dim).
    """
    scales = (np.abs(rows).max(axis=1) / _MOST).astype(np.float32)
    whole = np.round(rows / np.maximum(scales, np.finfo(np.float32).tiny)[:, None]).astype(np.int8)
    save_file({"rows": whole, "scales": scales}, folder / COMPACT_FILE)
    (folder / COMPACT_FILE).chmod(0o644)  # safetensors makes it readable to its owner alone


def _read_table(folder: Path) -> tuple[npt.NDArray[np.generic], Matrix]:
    """Return rows and their scales."""
    if (folder / COMPACT_FILE).is_file():
        compact = load_file(folder / COMPACT_FILE)
        return compact["rows"], compact["scales"]
    rows = load_file(folder / WEIGHTS_FILE)["embedding.weight"].astype(np.float32)
    return rows, np.ones(len(rows), dtype=np.float32)


def _unit_rows(rows: Matrix) -> Matrix:
    """Return each row divided by its length, rows of zeros as they are."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
