"""The page of a run: what stands on it, in which order, and that nothing in it is taken for markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_parts import ANSWER, CONFIG, CONTROLS, SCRIPT, TITLE, case, run, written

from evals.misses import find_misses
from evals.report import earlier_runs, markdown, write_reports
from evals.report import view as view_module
from evals.report.figures import columns_of, confusions, facet_confusion
from evals.report.html import html
from evals.report.marked import marked
from evals.report.trend import trends
from evals.report.visible import visible, without_controls
from evals.results import summarise
from evals.transcripts import Transcript


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("bdi", "code", "b", "span", "small", "del", "ins"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] not in ("style", "script"):
            self.parts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def page_of(transcripts: list[Transcript], trend: tuple[Path, ...] = ()) -> str:
    misses = find_misses([one for one in transcripts if one.counts])
    return html(summarise(transcripts), transcripts, CONFIG, misses, trend)


@pytest.fixture(scope="module")
def text() -> str:
    return page_of(run())


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_page_asks_for_nothing_beside_it(text: str, page: Page) -> None:
    loading = {"link", "img", "iframe", "object", "embed", "source", "base"}
    outside = [attributes for _, attributes in page.tags if {"src", "href", "action"} & attributes.keys()]

    assert [tag for tag, _ in page.tags if tag in loading] == []
    assert all(str(attributes.get("href")).startswith("#") for attributes in outside)
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_the_head_says_how_many_cases_failed_are_stale_and_got_no_reply(page: Page) -> None:
    assert (
        "5 of 8 cases failed; critical cases among them: 1; stale, so neither right nor wrong: 1; "
        "turns without a reply: 1." in page.text
    )


def test_a_failing_case_shows_question_answer_expectation_cited_words_and_reason(page: Page) -> None:
    start = page.text.index("wrong suite / chat")
    shown = page.text[start : start + 600]

    assert "hỏi phí" in shown
    assert "lacks '30.000 đồng'" in shown
    assert "Lệ phí 20.000 đồng [1]" in shown
    assert "✗ not met says: 30.000 đồng" in shown
    assert f"✓ right 1.001193 {TITLE}" in shown
    assert "[1] 20.000 đồng lệ phí" in shown
    assert "Note: read the fee again" in shown


def test_critical_cases_come_first_and_synthetic_ones_after_all_real_ones(page: Page) -> None:
    anchors = [str(attributes["id"]) for tag, attributes in page.tags if tag == "article"]

    assert anchors[0] == "case-suite-critical-1"
    assert anchors[-1] == "case-suite-made-1"
    assert "Synthetic cases, made by code: 1 turns of 1 cases" in page.text


def test_failing_cases_stand_before_stale_ones_and_stale_ones_before_the_rest(text: str) -> None:
    places = [text.index(f'<h2 id="{name}"') for name in ("failing", "stale", "skipped", "others")]

    assert places == sorted(places)


def test_a_stale_case_is_in_no_other_list_and_says_what_changed(page: Page) -> None:
    assert page.text.count("suite stale") == 1
    assert "suite stale hỏi phí 1.001193 channels.*.fees broken" in page.text
    assert "case-suite-stale-1" not in [attributes.get("id") for _, attributes in page.tags]


def test_a_stale_case_fails_nowhere_even_where_its_misses_are_handed_over() -> None:
    stale = [case("old", {"behavior": "refuse"}, {}, stale=["1.001193 title"])]

    text = html(summarise(stale), stale, CONFIG, find_misses(stale))

    assert "No case failed." in Page(text).text
    assert "<article" not in text


def test_without_a_reply_no_expectation_is_met_and_the_failure_is_told() -> None:
    page = Page(page_of([case("silent", {"must": ["phí"], "must_not": ["OTHER"], "behavior": "answer"}, None)]))

    assert "✗ not met does not say: OTHER" in page.text
    assert "✗ not met says: phí" in page.text
    assert "No reply: the door is shut" in page.text
    assert "✓ met" not in page.text


def test_the_title_of_a_procedure_stands_in_the_reason(page: Page) -> None:
    assert f"first is 1.001193 “{TITLE}”, right is 9.999999 at rank -" in page.text


def test_every_plot_has_a_title_a_description_and_names_that_are_its_own(page: Page) -> None:
    plots = [str(attributes["aria-labelledby"]).split() for tag, attributes in page.tags if tag == "svg"]
    identifiers = [attributes["id"] for tag, attributes in page.tags if tag in ("title", "desc") and "id" in attributes]

    assert plots
    assert [name for names in plots for name in names] == identifiers
    assert len(identifiers) == len(set(identifiers))


def test_a_plot_is_followed_by_the_same_figures_as_a_table(page: Page) -> None:
    assert re.search(r"Behaviour 0\.\d{3} 0\.\d{3} to [01]\.\d{3} 5", page.text)


def test_real_and_synthetic_cases_have_headlines_of_their_own(page: Page) -> None:
    assert "Real cases bar: value" in page.text
    assert "Synthetic cases, made by code bar: value" in page.text


def test_each_table_of_behaviours_has_a_name_of_its_own_and_counts_every_labelled_turn() -> None:
    matrices = {matrix.title: matrix for matrix in confusions(summarise(run()))}

    assert list(matrices) == ["all files", "real cases", "synthetic cases", "suite", "other", f"x{SCRIPT}"]
    expected, cells = matrices["all files"].rows[0]
    counts = {
        name: (cell.turns, cell.shade, cell.right)
        for name, cell in zip(matrices["all files"].labels, cells, strict=True)
    }
    assert expected == "answer"
    assert counts == {"answer": (5, 4, True), "failed": (1, 1, False), "refuse": (1, 1, False)}


def test_facets_are_counted_as_expected_against_seen_over_cases_that_count() -> None:
    fee, fee_and_time = {"facet": "fee"}, [{"facet": "fee"}, {"facet": "time"}, {}, None]
    cases = [case(f"c{number}", fee, got) for number, got in enumerate(fee_and_time)]

    matrix = facet_confusion([*cases, case("old", fee, {"facet": "time"}, stale=["1.001193 title"])])

    assert matrix is not None
    assert matrix.labels == ("fee", "time", "none", "failed")
    assert [(name, [cell.turns for cell in cells]) for name, cells in matrix.rows] == [("fee", [1, 1, 1, 1])]
    assert facet_confusion([case("x", {"behavior": "answer"}, {})]) is None


def test_a_run_of_one_file_has_one_table_of_behaviours() -> None:
    only = [case("c", {"behavior": "answer"}, {"text": "đây"})]

    assert [matrix.title for matrix in confusions(summarise(only))] == ["all files"]


def test_nothing_that_a_person_wrote_is_markup(text: str, page: Page) -> None:
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert SCRIPT in page.text
    assert SCRIPT not in text


def test_control_characters_are_named(text: str, page: Page) -> None:
    assert "a␀b␇c␛[31md[U+202E]e" in page.text
    assert not set(CONTROLS) & set("\x00\x07\x1b\u202e") & set(text)


def test_failing_turns_beyond_the_limit_are_rows_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "MOST_CARDS", 2)
    monkeypatch.setattr(view_module, "MOST_ROWS", 3)
    wrong = [case(f"c{number}", {"behavior": "refuse", "question": f"câu {number}"}, {}) for number in range(9)]

    page = Page(page_of(wrong))

    assert [tag for tag, _ in page.tags].count("article") == 2
    assert "3 further turns that failed, in short (4 more are in report.md)" in page.text
    assert "suite c4 / 1 câu 4 answer instead of refuse" in page.text
    assert "câu 5" not in page.text


def test_passing_cases_beyond_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "MOST_OTHERS", 2)
    right = [case(f"c{number}", {"behavior": "answer"}, ANSWER) for number in range(5)]

    text = Page(page_of(right)).text

    assert "suite: 5 cases without a failure, the first 2 of them" in text
    assert "No case failed." in text
    assert "c1" in text
    assert "c2" not in text


def test_an_empty_run_has_a_page() -> None:
    assert "None of 0 cases failed." in Page(page_of([])).text


def test_a_long_answer_is_cut_at_a_line_and_the_rest_folded() -> None:
    answer = "\n".join(f"dòng {number} " + "x" * 60 for number in range(40))
    page = Page(page_of([case("long", {"behavior": "refuse"}, {"text": answer})]))

    assert "The rest of the answer" in page.text
    assert "dòng 39" in page.text.split("The rest of the answer")[1]
    assert "dòng 2 " in page.text.split("The rest of the answer")[0]


def run_beside(folder: Path, name: str, started_at: str, cases: object, value: float) -> Path:
    out = folder / name
    out.mkdir()
    group = {"rates": {"turn": [value, value - 0.1, value + 0.1, 8]}}
    told = {"config": {"started_at": started_at, "cases": cases}, "groups": [group], "format": 1}
    (out / "results.json").write_text(json.dumps(told), encoding="utf-8")
    return out


def test_the_trend_holds_earlier_runs_of_the_folders_beside_oldest_first(tmp_path: Path) -> None:
    run_beside(tmp_path, "b", "2026-11-02", {}, 0.5)
    run_beside(tmp_path, "a", "2026-11-03", {}, 0.5)
    run_beside(tmp_path, "later", "2026-12-01", {}, 0.5)
    (tmp_path / "no-run").mkdir()
    torn = run_beside(tmp_path, "torn", "2026-11-01", {}, 0.5)
    (torn / "results.json").write_text('{"config": {', encoding="utf-8")
    own = run_beside(tmp_path, "own", "2026-11-24", {}, 0.5)

    found = earlier_runs(own, "2026-11-24")

    assert [path.name for path in found] == ["b", "a"]


def test_a_run_of_other_cases_is_a_ring_in_the_trend(tmp_path: Path) -> None:
    folders = [
        run_beside(tmp_path, "other", "2026-11-02", {"suite": "zzz"}, 0.4),
        run_beside(tmp_path, "same", "2026-11-03", CONFIG["cases"], 0.6),
    ]

    figures = {figure.title: figure for figure in trends(summarise(run()), CONFIG, folders)}

    assert list(figures) == ["Turn success"]
    rows = figures["Turn success"].rows
    assert [(row[0], row[2], row[5]) for row in rows[:2]] == [
        ("other", "0.400", "others"),
        ("same", "0.600", "the same"),
    ]
    assert rows[2][0] == "this run"
    assert figures["Turn success"].plot.count("point hollow") == 1


def test_a_first_run_has_no_trend(page: Page) -> None:
    assert "Trend over runs" not in page.text


def test_latencies_are_counted_once_each_with_the_slowest_above_the_last_bound() -> None:
    columns = columns_of([*(float(number) for number in range(1, 101)), 5000.0])

    assert sum(column.turns for column in columns) == 101
    assert (columns[-1].high, columns[-1].turns) == (None, 1)
    assert columns[0].low == 0


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=60))
def test_any_latencies_fall_into_columns_that_touch(values: list[float]) -> None:
    columns = columns_of(sorted(values))

    assert sum(column.turns for column in columns) == len(values)
    assert all(left.high == right.low for left, right in pairwise(columns))


@given(st.text())
def test_visible_text_has_no_control_characters_and_plain_text_is_unchanged(text: str) -> None:
    shown = visible(text)

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", shown)
    assert visible("Đơn đề nghị\n\t“ổn” שלום") == "Đơn đề nghị\n\t“ổn” שלום"


def test_words_hidden_in_tag_characters_are_read_out() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "lie")

    assert visible(f"xin chào{hidden}") == "xin chào[hidden: lie]"


@given(st.text())
def test_text_for_xml_keeps_what_xml_allows(text: str) -> None:
    kept = without_controls(text)

    assert kept == "".join(letter for letter in text if letter in kept)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", kept)


def test_the_words_that_only_one_text_has_are_marked_and_escaped() -> None:
    before, after = marked("Phí là 20.000 đồng & <b>", "Phí là 30.000 đồng & <b>")

    assert before == "Phí là <del>20.000 </del>đồng &amp; &lt;b&gt;"
    assert after == "Phí là <ins>30.000 </ins>đồng &amp; &lt;b&gt;"


def test_texts_with_little_in_common_are_not_marked() -> None:
    assert marked("một hai ba bốn", "x y z bốn") == ("một hai ba bốn", "x y z bốn")


def test_the_reports_of_a_run_are_four_forms_of_the_same(tmp_path: Path) -> None:
    results = written(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"report.md", "report.html", "junit.xml"}
    told = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert told == markdown(results, find_misses([one for one in run() if one.counts]), CONFIG)
    assert "## Real cases" in told
    assert "- suite stale: 1.001193 channels.*.fees; its labels: broken" in told
    assert "- suite skipped: no source is at hand" in told


def test_reports_are_written_again_over_old_ones(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old", encoding="utf-8")

    written(tmp_path)
    first = (tmp_path / "report.html").read_bytes()
    write_reports(tmp_path, summarise([]), [], CONFIG, [])

    assert b"5 of 8 cases failed" in first
    assert "None of 0 cases failed." in (tmp_path / "report.html").read_text(encoding="utf-8")
