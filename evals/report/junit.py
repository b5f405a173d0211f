"""A run as JUnit XML, which build servers read: a file is a suite, a case is a test case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from evals.metrics.sample import flatten
from evals.misses import Miss
from evals.report.visible import without_controls
from evals.transcripts import Transcript
from evals.verdict import judged


def junit(transcripts: Sequence[Transcript], misses: Sequence[Miss]) -> str:
    """Return the XML document: a case that went wrong is a failure with its reasons.

    A stale case, one that could not be asked and one without any label are skipped: they are neither right nor wrong.
    Times are seconds, over the turns of a case.

    Source:
        The schema that Jenkins reads (jenkinsci/xunit-plugin, junit-10.xsd); GitLab, "Unit test reports".
    """
    reasons: dict[tuple[str, str], list[Miss]] = {}
    for miss in misses:
        reasons.setdefault((miss.turn.file, miss.turn.case), []).append(miss)
    root = ElementTree.Element("testsuites", name="motcua eval")
    for file in dict.fromkeys(transcript.file for transcript in transcripts):
        suite = ElementTree.SubElement(root, "testsuite", name=without_controls(file))
        for transcript in transcripts:
            if transcript.file == file:
                suite.append(_case(transcript, reasons.get(transcript.key, ())))
        _count(suite, suite.findall("testcase"))
    _count(root, root.findall("testsuite/testcase"))
    del root.attrib["skipped"]  # the schema knows it of a suite alone
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(transcript: Transcript, misses: Sequence[Miss]) -> ElementTree.Element:
    place = ".".join(part for part in (transcript.file, transcript.case.slice) if part)
    attributes = {"name": transcript.case.id, "classname": place, "time": f"{_seconds(transcript):.3f}"}
    case = ElementTree.Element("testcase", _clean(attributes))
    skipped = _why_skipped(transcript)
    if skipped and not (misses and transcript.counts):
        ElementTree.SubElement(case, "skipped", _clean({"message": skipped}))
    elif misses:
        first = misses[0].reasons[0]
        failure = ElementTree.SubElement(case, "failure", _clean({"message": first, "type": "wrong answer"}))
        failure.text = without_controls("\n\n".join(map(_told, misses)))
    return case


def _told(miss: Miss) -> str:
    asked = miss.turn.asked
    answer = asked.reply.text if asked.reply is not None else f"(no reply: {asked.failure})"
    lines = [f"turn {asked.position}: {asked.expected.user}", *(f"- {reason}" for reason in miss.reasons)]
    return "\n".join([*lines, f"answer: {answer}"])


def _why_skipped(transcript: Transcript) -> str:
    if transcript.skipped:
        return f"not asked: {transcript.skipped}"
    if transcript.stale:
        return f"stale, its record changed: {', '.join(transcript.stale)}"
    return "" if any(map(judged, flatten([transcript]))) else "not judged: the case has no label"


def _seconds(transcript: Transcript) -> float:
    return sum(turn.latency_ms for turn in transcript.turns) / 1000


def _count(element: ElementTree.Element, cases: Sequence[ElementTree.Element]) -> None:
    """Set what the schema wants of a suite: how many, how many of them wrong or skipped, and how long."""
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _clean(attributes: Mapping[str, str]) -> dict[str, str]:
    return {key: without_controls(value) for key, value in attributes.items()}
