"""Text to unit vectors. The one home of sentence-transformers, imported only when a model needs it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from knowledge.errors import EncoderNotFound, MissingExtra
from knowledge.static_encoder import REPORT_FILE, TERMS_FORMAT, WEIGHTS_FILE, Matrix, StaticEncoder
from knowledge.vietnamese import terms

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

UNKNOWN_TERM = "[UNK]"
"""The term of row 0, which is all zeros: unknown terms leave the direction of a mean as it is."""

DEFAULT_FOLDER = Path(__file__).parent / "models" / "static-vi"


class Encoder(Protocol):
    """Text to unit vectors."""

    @property
    def name(self) -> str:
        """Model id, stored beside every index that it built."""

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order."""

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by folder or hub name; needs the extra `models`."""

    def __init__(self, name_or_path: str) -> None:
        """Load the model.

        Raises:
            MissingExtra: sentence-transformers is not installed.
            EncoderNotFound: No such model, or it cannot be read.
        """
        library = _sentence_transformers(f"encoder {name_or_path!r}")
        try:
            self._model: SentenceTransformer = library.SentenceTransformer(name_or_path).float()
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EncoderNotFound(name_or_path, str(error).splitlines()[0] if str(error) else repr(error)) from error
        self._takes_terms = takes_terms(Path(name_or_path))
        self._name = f"{name_or_path}@{_revision(self._model)}"

    @property
    def name(self) -> str:
        """Model id: what it was loaded by and a digest of its weights."""
        return self._name

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order, with the model's own query prompt."""
        return self._encode(texts, "encode_query")

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Return unit rows, shape (len(texts), dim), in input order, with the model's own document prompt."""
        return self._encode(texts, "encode_document")

    def _encode(self, texts: Sequence[str], method: str) -> Matrix:
        inputs = [" ".join(terms(text)) for text in texts] if self._takes_terms else list(texts)
        if not inputs:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), dtype=np.float32)
        rows = getattr(self._model, method)(inputs, normalize_embeddings=True, show_progress_bar=False)
        return np.ascontiguousarray(rows, dtype=np.float32)


def load_encoder(name_or_path: str | None = None) -> Encoder:
    """Return the encoder of that name: a folder, a hub name, or the shipped one for None and "default".

    A folder that `motcua train-encoder` wrote is read with numpy; any other model needs the extra `models`.

    Raises:
        MissingExtra: The model needs sentence-transformers, which is not installed.
        EncoderNotFound: No such model, or it cannot be read.
    """
    if name_or_path is None or name_or_path in ("", "default"):
        return StaticEncoder.load(DEFAULT_FOLDER)
    folder = Path(name_or_path)
    if takes_terms(folder):
        return StaticEncoder.load(folder)
    if not folder.is_dir() and (folder.is_absolute() or name_or_path.startswith(".")):
        raise EncoderNotFound(name_or_path, "there is no such folder")
    return SentenceTransformerEncoder(name_or_path)


def takes_terms(folder: Path) -> bool:
    """Return whether the folder holds a model of ours, which wants `terms` and not plain text."""
    try:
        return bool(json.loads((folder / REPORT_FILE).read_bytes())["input"] == TERMS_FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def new_static_model(vocabulary: Sequence[str], dim: int) -> SentenceTransformer:
    """Return an untrained static embedding over these terms whose output is unit rows.

    Args:
        vocabulary: Terms in row order, the first of them `UNKNOWN_TERM`.
        dim: Numbers a row.

    Raises:
        MissingExtra: sentence-transformers is not installed.
    """
    library = _sentence_transformers("training an encoder")
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    rows = {term: row for row, term in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordLevel(vocab=rows, unk_token=UNKNOWN_TERM))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    model: SentenceTransformer = library.SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_dim=dim), Normalize()], device="cpu"
    )
    return model


def save_static_model(model: SentenceTransformer, folder: Path) -> None:
    """Write the model in sentence-transformers format, weights in half precision, over an older one."""
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save(str(folder), create_model_card=False)
    (folder / WEIGHTS_FILE).chmod(0o644)  # safetensors makes it readable to its owner alone


def _sentence_transformers(wanted_for: str) -> Any:
    try:
        import sentence_transformers
    except ImportError as error:
        raise MissingExtra("models", wanted_for) from error
    return sentence_transformers


def _revision(model: SentenceTransformer) -> str:
    """Return twelve digits that change with any weight."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()[:12]
