"""The figures of docs/evals.md, made by one command: every set for figures, asked once as it is and some folded.

`python -m evals.figures --shared ../shared --docs docs/evals.md` asks the snapshot under MOTCUA_HOME, keeps the runs
under --out, and writes the table between the marks of the document.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.asking import Options
from evals.cases import CaseFile, load_cases, suite_path
from evals.crew import usual_jobs
from evals.errors import BadRun
from evals.fit_ranking import is_for_tuning
from evals.grid import Cell, run_cell
from evals.metrics.intervals import Estimate
from evals.results import Group, Results
from knowledge.terminal import progress_shown

BEGIN, END = "<!-- figures: make eval -->", "<!-- end of figures -->"
PUBLISHED = {
    "se365": "a peer: hit@1 0.66, hit@10 0.97 (its own crawl)",
    "portal_faq": "a peer: R@1 0.85, R@10 0.95 (its own crawl)",
}
_SHARED = ("se365", "portal_faq", "commune_generated")
_SUITES = (
    "everyday", "dialogues", "safety", "ordinary", "clarify", "faithfulness", "facets", "dossiers", "officer",
    "channels", "attacks", "lists", "places", "online", "steps", "robustness",
)  # fmt: skip
_FOLDED = ("se365", "portal_faq", "everyday")
_RATES = ("hit@1", "hit@5", "hit@10", "behavior", "facts", "turn")
_MORE = ("figures", "citations", "exact", "promises", "unknown", "cites", "items_precision", "items_recall")


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask every set and write the table; raises SystemExit for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m evals.figures", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the shared material")
    parser.add_argument("--docs", type=Path, required=True, help="document with the marks")
    parser.add_argument("--out", type=Path, default=Path("var/evals/figures"), help="folder of the runs")
    given = parser.parse_args(arguments)
    files = list(_files(given.shared))
    folded = [file for file in files if file.name in _FOLDED]
    with progress_shown() as progress:
        asked = run_cell(files, Cell(), given.out / "as-is", Options(), usual_jobs(), progress)
        bare = run_cell(folded, Cell(), given.out / "folded", Options(fold=True), usual_jobs(), progress)
    config = json.loads((given.out / "as-is" / "config.json").read_text(encoding="utf-8"))
    write_between(given.docs, "\n".join(page(asked, bare, config)))


def page(asked: Results, folded: Results, config: dict[str, object]) -> Iterator[str]:
    """Yield the lines of the table: a row a set, then the measures over all answers."""
    about = config.get("assistant")
    snapshot = about.get("procedures") if isinstance(about, dict) else "?"
    yield f"Asked on {config.get('today')} of a snapshot of {snapshot} procedures; 95 % intervals in brackets."
    yield ""
    yield "| set | turns | " + " | ".join(_RATES) + " | published by others |"
    yield "|---" * (len(_RATES) + 3) + "|"
    for results, note in ((asked, ""), (folded, ", no diacritics")):
        for group in _sets(results):
            published = "" if note else PUBLISHED.get(group.file or "", "")
            cells = (_cell(group.rates.get(name)) for name in _RATES)
            yield f"| `{group.file}`{note} | {group.turns} | {' | '.join(cells)} | {published} |"
    whole = asked.groups[0]
    yield ""
    yield "| over all answers | turns | value |"
    yield "|---|---|---|"
    for name in _MORE:
        estimate = whole.rates.get(name)
        if estimate is not None:
            yield f"| `{name}` | {estimate.turns} | {_cell(estimate)} |"
    if whole.calibration is not None:
        yield f"| calibration error (ECE) | {whole.calibration.ece.turns} | {_cell(whole.calibration.ece)} |"
    yield f"| stale cases; turns without a reply | | {len(asked.stale)}; {asked.failed} |"


def write_between(docs: Path, text: str) -> None:
    """Replace what stands between the marks of the document; raises BadRun where it has none."""
    said = docs.read_text(encoding="utf-8")
    head, begin, rest = said.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise BadRun(docs, f"it lacks the marks {BEGIN} and {END}")
    docs.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


def _files(shared: Path) -> Iterator[CaseFile]:
    paths = [shared / "questions" / f"{name}.jsonl" for name in _SHARED] + [suite_path(name) for name in _SUITES]
    for file in load_cases(paths):
        if file.name == "everyday":  # one half was for tuning
            kept = tuple(case for case in file.cases if not is_for_tuning(case.id))
            yield file.model_copy(update={"cases": kept})
        else:
            yield file


def _sets(results: Results) -> Iterator[Group]:
    return (group for group in results.groups if group.file and group.slice is None and group.position is None)


def _cell(estimate: Estimate | None) -> str:
    return "" if estimate is None else f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"


if __name__ == "__main__":
    main()
