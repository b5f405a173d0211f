"""This search beside what a user would otherwise take: same passages, same questions, one process each, one by one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from rich.table import Table

from evals.bench.finding import Found, Prepared
from evals.bench.peers import NEAREST, missing_peers
from evals.bench.process import run_measured

OURS, STOCK = "this search", "LangChain hybrid, same encoder"
# Not the order of its documentation, but the better one: the best of both halves tie, and the first half's wins.
STOCK_TURNED = f"{STOCK}, FAISS before BM25"
_LIMIT_SECONDS = 1800.0
_MINILM_LIMIT_SECONDS = 4 * 3600.0

# Source: the targets of the project's issue on finding, on the held-back half with the 5,652 procedures of the portal.
HIT_1_POINTS = 30.0
P50_TIMES = 20.0

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_QUIET = {
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONWARNINGS": "ignore",  # of the peers; a warning of ours fails a test
}
_Measured = TypeVar("_Measured", bound=BaseModel)


class MiniLm(StrEnum):
    """On which passages the stock hybrid runs with all-MiniLM-L6-v2, which encodes some twenty a second a thread."""

    none = "none"
    heads = "heads"  # of each procedure the title and the passage after it
    all = "all"


class Beside(BaseModel):
    """One engine's figures, and how they compare with ours."""

    model_config = ConfigDict(frozen=True)

    engine: str
    found: Found
    build_peak_mib: float  # a peer's build and questions share a process
    ratios: dict[str, float]  # its figure / ours
    hit_1_points_behind: float
    p50_times_slower: float


class Comparison(BaseModel):
    """All engines of one run, ours first."""

    model_config = ConfigDict(frozen=True)

    engines: tuple[Beside, ...]


def compare(env: Mapping[str, str], minilm: MiniLm, tell: Callable[[str], None]) -> Comparison:
    """Return every engine's figures on the catalogue of the environment's home.

    Where the extra `bench` is not installed, that is told and ours alone is measured.

    Raises:
        BadScenario: A step failed.
    """
    quiet = {**env, **_ONE_THREAD, **_QUIET}
    with tempfile.TemporaryDirectory(prefix="motcua-finding-") as name:
        folder = Path(name)
        tell("finding: cutting passages, building this search")
        prepared, peak_mib = _run(Prepared, "prepare", folder, quiet)
        tell(f"finding: asking {OURS}")
        ours, _ = _run(Found, "ours", folder, quiet)
        ours = ours.model_copy(update={"passages": prepared.passages, "build_seconds": prepared.build_seconds})
        engines = [beside(OURS, ours, peak_mib, ours, peak_mib)]
        for engine, step in _peers(minilm, tell).items():
            tell(f"finding: building and asking {engine}")
            found, its_peak_mib = _run(Found, step, folder, quiet)
            engines.append(beside(engine, found, its_peak_mib, ours, peak_mib))
    return Comparison(engines=tuple(engines))


def beside(engine: str, found: Found, peak_mib: float, ours: Found, our_peak_mib: float) -> Beside:
    """Return the engine's figures over ours; a figure is left out where ours is nothing or one is not known."""
    its, own = ({**one.model_dump(), "build_peak_mib": peak} for one, peak in ((found, peak_mib), (ours, our_peak_mib)))
    ratios = {name: round(its[name] / own[name], 3) for name, _, _ in FIGURES if its[name] is not None and own[name]}
    return Beside(
        engine=engine,
        found=found,
        build_peak_mib=round(peak_mib, 1),
        ratios=ratios,
        hit_1_points_behind=round((ours.hit_1 - found.hit_1) * 100, 1),
        p50_times_slower=round(found.p50_ms / ours.p50_ms, 1),
    )


FIGURES: tuple[tuple[str, str, str], ...] = (
    ("hit_1", "hit@1", "{:.3f}"),
    ("hit_5", "hit@5", "{:.3f}"),
    ("folded_hit_1", "hit@1 without diacritics", "{:.3f}"),
    ("folded_hit_5", "hit@5 without diacritics", "{:.3f}"),
    ("p50_ms", "p50 of a question", "{:.1f} ms"),
    ("p95_ms", "p95 of a question", "{:.1f} ms"),
    ("build_seconds", "build from cut passages", "{:.1f} s"),
    ("resident_mib", "resident while answering", "{:.0f} MiB"),
    ("build_peak_mib", "peak of the build", "{:.0f} MiB"),
)
"""Field, words and format of what is shown."""


def comparison_table(comparison: Comparison) -> Table:
    """Return the figures, each peer's with its ratio to ours in brackets."""
    ours = comparison.engines[0].found
    title = f"Finding, held-back half of `everyday`: {ours.questions} questions, {ours.passages} passages (ours = 1)"
    shown = Table("what", title=title, caption=_caption(comparison))
    for one in comparison.engines:
        shown.add_column(one.engine, justify="right")
    for name, words, form in FIGURES:
        shown.add_row(words, *(_cell(one, name, form) for one in comparison.engines))
    return shown


def verdict(comparison: Comparison) -> list[str]:
    """Return how far each hybrid with our encoder is behind, beside what we are held to."""
    return [
        f"{one.engine}: hit@1 {one.hit_1_points_behind:.1f} points behind (at least {HIT_1_POINTS:.0f}), "
        f"p50 {one.p50_times_slower:.1f} times slower (at least {P50_TIMES:.0f})"
        for one in comparison.engines
        if one.engine in (STOCK, STOCK_TURNED)
    ]


def _cell(one: Beside, name: str, form: str) -> str:
    value = one.build_peak_mib if name == "build_peak_mib" else getattr(one.found, name)
    if value is None:
        return "-"
    ratio = f" (x{one.ratios[name]:.2f})" if name in one.ratios and one.engine != OURS else ""
    return form.format(value) + ratio


def _caption(comparison: Comparison) -> str:
    fewest = {one.engine: one.found.fewest_procedures for one in comparison.engines[1:]}
    said = [f"one thread; LangChain: the nearest {NEAREST} passages of each half, equal weights"]
    said += [f"{engine}: {few} procedures came back for some question" for engine, few in fewest.items() if few < 10]
    said += [
        f"{one.engine}: {one.found.passages} passages"
        for one in comparison.engines[1:]
        if one.found.passages != comparison.engines[0].found.passages
    ]
    return "\n".join(said)


def _peers(minilm: MiniLm, tell: Callable[[str], None]) -> dict[str, str]:
    """Return the engines to measure beside ours and the steps that measure them."""
    if missing := missing_peers():
        tell(f"LangChain's hybrid is not measured, {', '.join(missing)} missing: pip install 'motcua[bench]'")
        return {}
    same = {STOCK: "stock", STOCK_TURNED: "stock-vectors-first"}
    if minilm is MiniLm.none:
        tell("all-MiniLM-L6-v2 is not measured: --minilm heads (minutes) or --minilm all (over an hour)")
        return same
    which = "titles and first passages" if minilm is MiniLm.heads else "all passages"
    return {**same, f"LangChain hybrid, all-MiniLM-L6-v2, {which}": f"stock-minilm-{minilm}"}


def _run(kind: type[_Measured], step: str, folder: Path, env: Mapping[str, str]) -> tuple[_Measured, float]:
    """Return what the step measured and its peak memory in MiB."""
    limit_seconds = _MINILM_LIMIT_SECONDS if "minilm" in step else _LIMIT_SECONDS
    command = [sys.executable, "-m", "evals.bench.finding", step, str(folder)]
    ran = run_measured(f"finding, {step}", command, env, limit_seconds, show_errors=True)
    return kind.model_validate_json(ran.output.splitlines()[-1]), ran.peak_mib
