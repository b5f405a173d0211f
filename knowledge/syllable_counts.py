"""How often syllables stand alone, in pairs and in threes: the file behind `accents`, read with numpy alone.

Syllables are grouped by their folded form. A number of a syllable is its group's number, shifted, and its rank in the
group; a run of syllables is keyed by the groups of all its syllables and then their ranks, so that every reading of one
folded run lies in one block of the sorted keys.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.errors import KnowledgeError

COUNTS_FILE = "counts.npz"
REPORT_FILE = "training.json"
COUNTS_FORMAT = "knowledge.syllable_counts/1"
"""Written in a model's `training.json` as its `input`."""

RANK_BITS = 5
GROUP_BITS = 13
MOST_RANKS = 1 << RANK_BITS
MOST_GROUPS = 1 << GROUP_BITS
_STEP = 32.0  # a count is kept as round(_STEP * log2(count)): to one part in a hundred
_SHARES = 255.0

Keys = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


class UnreadableCounts(KnowledgeError):
    """The folder holds no model of syllable counts, or a damaged one."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} holds no syllable counts: {reason}. Run: python -m ingest.train_accents CORPUS")
        self.folder, self.reason = folder, reason


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of one length, by key in ascending order.

    `counts` are weighted; `passed_on` is the share of what followed each run that is not among the longer runs.
    """

    keys: Keys
    counts: npt.NDArray[np.float32]
    passed_on: npt.NDArray[np.float32]

    def blocks(self, groups: Sequence[int], length: int) -> list[tuple[int, int]]:
        """Return where the readings of each folded run lie, as start and end.

        Args:
            groups: The runs as `folded_key` gives them.
            length: Syllables a run.
        """
        first = np.array(groups, dtype=np.int64) << (RANK_BITS * length)
        ends = np.searchsorted(self.keys, np.concatenate((first, first + (1 << RANK_BITS * length)))).tolist()
        return list(zip(ends[: len(groups)], ends[len(groups) :], strict=True))


@dataclass(frozen=True, slots=True)
class SyllableCounts:
    """Spellings by group and rank, and the runs of one, two and three of them.

    `groups` has the spellings of each group, most frequent first. `singles` has a row for every spelling, in
    the order of the groups; a pair or a run of three that is missing was too rare to keep.
    """

    groups: tuple[tuple[str, ...], ...]
    singles: Runs
    pairs: Runs
    threes: Runs

    def save(self, folder: Path) -> None:
        """Write the counts into the folder; the same counts give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        spelled = "\n".join(" ".join(group) for group in self.groups).encode()
        arrays: dict[str, npt.NDArray[np.uint8]] = {"spelled": np.frombuffer(spelled, dtype=np.uint8)}
        for name in ("singles", "pairs", "threes"):
            runs: Runs = getattr(self, name)
            arrays[f"{name}.keys"] = _planes(np.diff(runs.keys, prepend=np.int64(0)))
            arrays[f"{name}.counts"] = _planes(np.round(_STEP * np.log2(np.maximum(runs.counts, 1.0))).astype(np.int64))
            if name != "threes":
                arrays[f"{name}.passed_on"] = np.round(_SHARES * runs.passed_on).astype(np.uint8)
        with zipfile.ZipFile(folder / COUNTS_FILE, "w") as file:
            for name, array in arrays.items():
                entry = zipfile.ZipInfo(f"{name}.npy")  # without a time of writing
                entry.compress_type = zipfile.ZIP_DEFLATED
                with file.open(entry, "w", force_zip64=True) as part:
                    np.lib.format.write_array(part, np.ascontiguousarray(array), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> SyllableCounts:
        """Return the saved counts.

        Raises:
            UnreadableCounts: A file is missing, damaged, or of another format.
        """
        try:
            made_as = json.loads((folder / REPORT_FILE).read_bytes())["input"]
            packed = io.BytesIO((folder / COUNTS_FILE).read_bytes())  # a damaged file would be left open
            with np.load(packed, allow_pickle=False) as file:
                arrays = dict(file)
            groups = tuple(tuple(row.split(" ")) for row in arrays["spelled"].tobytes().decode().split("\n"))
            found = cls(groups, *(_runs(arrays, name) for name in ("singles", "pairs", "threes")))
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise UnreadableCounts(folder, str(error)) from error
        if made_as != COUNTS_FORMAT or len(found.singles.keys) != sum(map(len, groups)):
            raise UnreadableCounts(folder, f"format {made_as!r}, {len(found.singles.keys)} counts of syllables")
        return found


def folded_key(groups: Sequence[int]) -> int:
    """Return the number of a run of groups, by which `Runs.blocks` finds its readings."""
    key = 0
    for group in groups:
        key = key << GROUP_BITS | group
    return key


def run_keys(columns: Sequence[Keys]) -> Keys:
    """Return the keys of runs of syllables, given as one column of syllable numbers a place in the run."""
    groups = np.zeros(len(columns[0]), dtype=np.int64)
    ranks = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        groups = groups << GROUP_BITS | column >> RANK_BITS
        ranks = ranks << RANK_BITS | column & (MOST_RANKS - 1)
    return groups << (RANK_BITS * len(columns)) | ranks


def _planes(values: Keys) -> npt.NDArray[np.uint8]:
    """Return numbers from 0 as rows of their lowest bytes, next bytes and so on: like beside like packs best."""
    planes = np.ascontiguousarray(values.astype("<i8").view(np.uint8).reshape(-1, 8).T)
    used = max((row + 1 for row in range(8) if planes[row].any()), default=1)
    return planes[:used]


def _numbers(planes: npt.NDArray[np.uint8]) -> Keys:
    wide = np.zeros((planes.shape[1], 8), dtype=np.uint8)
    wide[:, : planes.shape[0]] = planes.T
    return wide.reshape(-1).view("<i8").astype(np.int64, copy=False)


def _runs(arrays: dict[str, npt.NDArray[np.uint8]], name: str) -> Runs:
    keys = np.cumsum(_numbers(arrays[f"{name}.keys"]))
    steps = _numbers(arrays[f"{name}.counts"])
    counts = np.exp2(np.arange(steps.max(initial=0) + 1) / _STEP).astype(np.float32)[steps]
    passed_on = arrays.get(f"{name}.passed_on", np.zeros(0, dtype=np.uint8)).astype(np.float32) / np.float32(_SHARES)
    if len(counts) != len(keys) or len(passed_on) not in (0, len(keys)):
        raise ValueError(f"{name}: {len(keys)} keys, {len(counts)} counts")
    return Runs(keys, counts, passed_on)
