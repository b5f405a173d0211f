"""JUnit XML: what a build server reads of a run."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from report_parts import ANSWER, CONTROLS, PROMISED, case, run

from evals.misses import find_misses
from evals.report.junit import junit
from evals.transcripts import Transcript


def parsed(transcripts: list[Transcript]) -> ElementTree.Element:
    misses = find_misses([one for one in transcripts if one.counts])
    return ElementTree.fromstring(junit(transcripts, misses).encode())


@pytest.fixture
def root() -> ElementTree.Element:
    return parsed(run())


def outcomes(root: ElementTree.Element) -> dict[str, str]:
    return {
        str(case.get("name")): case[0].tag if len(case) else "passed" for case in root.iterfind("testsuite/testcase")
    }


def test_a_file_is_a_suite_with_the_counts_that_the_schema_wants(root: ElementTree.Element) -> None:
    suite = root.find("testsuite[@name='suite']")

    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped", "time")} == {
        "tests": "7",
        "failures": "3",
        "errors": "0",
        "skipped": "2",
        "time": "0.072",
    }
    assert root.attrib == {"name": "motcua eval", "tests": "10", "failures": "5", "errors": "0", "time": "0.108"}


def test_elements_have_only_attributes_that_the_schema_of_jenkins_knows(root: ElementTree.Element) -> None:
    known = {  # junit-10.xsd of jenkinsci/xunit-plugin, as far as it is used; a + stands where it is required
        "testsuites": "name time tests failures errors",
        "testsuite": "+name +tests +failures +errors time skipped",
        "testcase": "+name time classname",
        "failure": "type message",
        "skipped": "type message",
    }

    for element in root.iter():
        allowed = known[element.tag].split()
        assert set(element.attrib) <= {name.removeprefix("+") for name in allowed}
        assert {name[1:] for name in allowed if name.startswith("+")} <= set(element.attrib)
        assert re.fullmatch(r"\d+\.\d{3}", element.get("time", "0.000"))


def test_wrong_cases_fail_and_stale_unasked_and_unlabelled_ones_are_skipped(root: ElementTree.Element) -> None:
    assert outcomes(root) == {
        "right": "passed",
        "wrong": "failure",
        "critical": "failure",
        "made": "failure",
        "made-right": "passed",
        "stale": "skipped",
        "skipped": "skipped",
        "unlabelled": "skipped",
        "silent": "failure",
        "hostile": "failure",
    }


def test_a_failure_tells_the_reasons_the_question_and_the_answer(root: ElementTree.Element) -> None:
    wrong = root.find("testsuite/testcase[@name='wrong']")

    assert wrong is not None
    assert (wrong.get("classname"), wrong.get("time")) == ("suite.chat", "0.012")
    failure = wrong.find("failure")
    assert failure is not None
    assert failure.get("message") == "lacks '30.000 đồng'"
    assert failure.text == "turn 1: hỏi phí\n- lacks '30.000 đồng'\nanswer: Lệ phí 20.000 đồng [1]\n" + PROMISED


def test_a_skipped_case_says_why(root: ElementTree.Element) -> None:
    messages = {
        str(case.get("name")): str(case[0].get("message"))
        for case in root.iterfind("testsuite/testcase")
        if len(case) and case[0].tag == "skipped"
    }

    assert messages == {
        "stale": "stale, its record changed: 1.001193 channels.*.fees",
        "skipped": "not asked: no source is at hand",
        "unlabelled": "not judged: the case has no label",
    }


def test_characters_that_xml_forbids_are_left_out_and_all_others_kept() -> None:
    text = f"{CONTROLS}\ud7ff\ufffe <&> 😀 ổ\n\tđ"
    transcripts = [case("odd\x01", {"behavior": "refuse", "note": "x"}, {**ANSWER, "text": text})]

    found = parsed(transcripts).find("testsuite/testcase/failure")

    assert found is not None
    assert str(found.text).endswith("answer: abc[31md\u202ee\ud7ff <&> 😀 ổ\n\tđ")
