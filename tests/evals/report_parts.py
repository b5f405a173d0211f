"""What tests of reports share: a run with every kind of case, some of them hostile to a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals_fakes import reply

from evals.cases import Case
from evals.misses import find_misses
from evals.report import write_reports
from evals.results import Results, summarise
from evals.transcripts import AskedTurn, Transcript

TITLE = "Đăng ký khai sinh"
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
CONTROLS = "a\x00b\x07c\x1b[31md\u202ee"
RIGHT_TO_LEFT = "مرحبا بالعالم שלום"
LONG_WORD = "dài" * 400
CONFIG: dict[str, object] = {
    "started_at": "2026-11-24T10:00:00+00:00",
    "cases": {"suite": "abc"},
    "assistant": {"door": "local", "snapshot": "s1"},
    "libraries": {"numpy": "2.0"},
}

PROMISED = "Tôi là trợ lý tự động. Muốn hỏi trực tiếp: một cửa."  # what every first answer has to say
ANSWER: dict[str, object] = {
    "text": f"Lệ phí 20.000 đồng [1]\n{PROMISED}",
    "facet": "fee",
    "procedures": [{"code": "1.001193", "title": TITLE, "score": 0.9}],
    "citations": [{"id": 1, "code": "1.001193", "field": "channels.0.fees.0", "quote": "20.000 đồng lệ phí"}],
}


def case(
    identifier: str, expected: Mapping[str, object], got: Mapping[str, object] | None, **about: object
) -> Transcript:
    """Return one case of one question; keys of a transcript (file, stale, skipped, recheck) may stand in `about`."""
    own = {key: about.pop(key) for key in ("file", "stale", "skipped", "recheck") if key in about}
    made = Case.model_validate({"id": identifier, "question": "hỏi phí", **expected, **about})
    answered = None if got is None else reply(**got)
    turn = AskedTurn(
        position=1,
        expected=made.asked()[0],
        reply=answered,
        failure="the door is shut" if got is None else "",
        latency_ms=12.0,
    )
    return Transcript.model_validate({"file": "suite", "case": made, "turns": (turn,), **own})


def run() -> list[Transcript]:
    """Return a run with a case of every kind, one of them hostile to a page."""
    fee = {"codes": ["1.001193"], "behavior": "answer", "facet": "fee"}
    hostile = {"text": f"{SCRIPT} {CONTROLS} {RIGHT_TO_LEFT} {LONG_WORD}", "behavior": "refuse"}
    return [
        case("right", {**fee, "must": ["20.000 đồng"]}, ANSWER, slice="chat"),
        case("wrong", {**fee, "must": ["30.000 đồng"]}, ANSWER, slice="chat", note="read the fee again"),
        case("critical", {**fee, "must_not": ["20.000 đồng"]}, ANSWER, slice="talk", critical=True),
        case("made", {**fee, "codes": ["9.999999"]}, ANSWER, synthetic=True),
        case("made-right", fee, ANSWER, synthetic=True),
        case("stale", {**fee, "must": ["30.000 đồng"]}, ANSWER, stale=["1.001193 channels.*.fees"], recheck="broken"),
        case("skipped", fee, None, skipped="no source is at hand").model_copy(update={"turns": ()}),
        case("unlabelled", {"behavior": "unlabelled"}, ANSWER, file="other"),
        case("silent", {"behavior": "answer"}, None, file="other"),
        case("hostile", {"behavior": "answer", "question": SCRIPT + CONTROLS}, hostile, file=f"x{SCRIPT}"),
    ]


def written(folder: Path) -> Results:
    """Write the reports of the run into a folder, and return its figures."""
    transcripts = run()
    results = summarise(transcripts)
    folder.mkdir(parents=True, exist_ok=True)
    write_reports(folder, results, transcripts, CONFIG, find_misses([one for one in transcripts if one.counts]))
    return results
