"""Every fact of the starter corpus stands in the portal's record of the same code; every sentence is ours.

The two texts are read here by plain means, without the project's reader, so that a mistake of the reader
cannot hide a mistake of the corpus.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"
FILES = sorted(STARTER.glob("*.txt"))
# fmt: off
HEADINGS = (
    "Mã thủ tục", "Số quyết định", "Tên thủ tục", "Cấp thực hiện", "Loại thủ tục", "Lĩnh vực",
    "Trình tự thực hiện", "Cách thức thực hiện", "Thành phần hồ sơ", "Đối tượng thực hiện",
    "Cơ quan thực hiện", "Cơ quan có thẩm quyền", "Địa chỉ tiếp nhận HS", "Cơ quan được ủy quyền",
    "Cơ quan phối hợp", "Kết quả thực hiện", "Căn cứ pháp lý", "Yêu cầu, điều kiện thực hiện",
    "Từ khóa", "Mô tả",
)
# fmt: on
AGENCIES = HEADINGS[10:15]
COPIED_HEADINGS = (*HEADINGS[:6], "Đối tượng thực hiện", *AGENCIES, "Kết quả thực hiện")
OWN_HEADINGS = ("Trình tự thực hiện", "Yêu cầu, điều kiện thực hiện", "Mô tả")

COPY_LIMIT_SYLLABLES = 14
# Agencies and registers that our sentences must call by their full names.
KNOWN_NAMES = (
    "Chủ tịch Ủy ban nhân dân cấp xã",
    "Ủy ban nhân dân cấp xã",
    "Ủy ban nhân dân cấp tỉnh",
    "Trung tâm Phục vụ hành chính công",
    "Văn phòng đăng ký đất đai",
    "Cơ quan đăng ký kinh doanh cấp xã",
    "Cơ quan đăng ký kinh doanh cấp tỉnh",
    "Cơ sở dữ liệu quốc gia về dân cư",
    "Cơ sở dữ liệu quốc gia về đất đai",
    "Cơ sở dữ liệu hộ tịch điện tử",
    "Cổng dịch vụ công quốc gia",
    "Cổng dịch vụ công Bộ Công an",
    "Cổng thông tin quốc gia về đăng ký doanh nghiệp",
    "Ứng dụng định danh quốc gia",
    "Ứng dụng VNeID",
    "Hệ thống thông tin về đăng ký hộ kinh doanh",
    "Cơ quan chuyên môn về nông nghiệp và môi trường cấp xã",
    "Cơ quan chuyên môn về y tế thuộc Ủy ban nhân dân cấp tỉnh",
)

FIGURE = re.compile(r"\d+(?:[.,/]\d+)*")
DOCUMENT = re.compile(r"\d+(?:\.\d+)?/\d{4}/[A-ZĐ]+(?:-[A-ZĐ]+)*\d*")
AMOUNT = re.compile(r"(?:^|\| )([\d.,]+) ([^\s(|]+) \(")
COPIES = re.compile(r"^ +Số lượng: .*$", re.MULTILINE)
STEP_LABEL = re.compile(r"Bước \d+")

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_the_starter_corpus_has_at_least_sixty_procedures() -> None:
    assert len(FILES) >= 60


def test_no_code_stands_in_two_files() -> None:
    codes = Counter(_sections(path)["Mã thủ tục"].strip() for path in FILES)

    assert [code for code, times in codes.items() if times > 1] == []


@every_file
def test_a_file_is_called_after_its_code(path: Path) -> None:
    assert _sections(path)["Mã thủ tục"].strip() == path.stem


@every_file
def test_a_file_is_composed_utf_8(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text == unicodedata.normalize("NFC", text)


@every_file
def test_the_twenty_headings_stand_once_and_in_order(path: Path) -> None:
    starts = tuple(f"{heading}:" for heading in HEADINGS)
    lines = path.read_text(encoding="utf-8").splitlines()

    found = [line.partition(":")[0] for line in lines if line.startswith(starts)]

    assert found == list(HEADINGS)


@every_file
@pytest.mark.parametrize("heading", COPIED_HEADINGS)
def test_a_short_field_is_the_portals(path: Path, heading: str, shared: Path) -> None:
    ours, portal = _sections(path)[heading], _sections(_source(path, shared))[heading]

    assert _plain(ours) == _plain(portal)


@every_file
def test_channels_take_the_portals_time(path: Path, shared: Path) -> None:
    assert _times(path) == _times(_source(path, shared))


@every_file
def test_channels_cost_what_the_portal_says(path: Path, shared: Path) -> None:
    assert _fees(path) == _fees(_source(path, shared))


@every_file
def test_papers_are_asked_for_in_the_portals_numbers(path: Path, shared: Path) -> None:
    ours, portal = (Counter(_copies(file)) for file in (path, _source(path, shared)))

    assert ours - portal == Counter()


@every_file
def test_every_legal_document_is_one_the_portal_names(path: Path, shared: Path) -> None:
    ours = _legal_numbers(path) | set(DOCUMENT.findall(path.read_text(encoding="utf-8")))
    source = _text(_source(path, shared))

    assert sorted(number for number in ours if number not in source) == []


@every_file
def test_every_figure_stands_in_the_portals_record(path: Path, shared: Path) -> None:
    source = _figures(COPIES.sub("", _text(_source(path, shared))))

    assert sorted(_figures(_own_words(path)) - source) == []


@every_file
def test_no_sentence_is_the_portals(path: Path, shared: Path) -> None:
    """Names do not count: those of KNOWN_NAMES and the record's own title, papers, agencies and laws.

    A run of syllables that both texts share is measured without the syllables that belong to a name, so a
    name neither makes a copy nor hides one.
    """
    source = _syllables(_text(_source(path, shared)))
    windows = _windows(source)
    names = _names(path)

    copied = [run for line in _sentences(path) for run in _copied_runs(line, windows, names)]

    assert copied == []


def test_a_copied_sentence_would_be_found_and_a_long_name_would_not() -> None:
    sentence = "a b c d e f g h i k l m n o p"
    windows = _windows(sentence.split())

    assert _copied_runs(sentence, windows, []) == [sentence]
    assert _copied_runs(sentence, windows, [["b", "c", "d"]]) == []


@cache
def _text(path: Path) -> str:
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))


def _source(path: Path, shared: Path) -> Path:
    return shared / "corpora" / "portal_text" / path.name


@cache
def _sections(path: Path) -> dict[str, str]:
    """The text under each heading; a heading is looked for after the one before it."""
    text, starts = _text(path), []
    position = 0
    for heading in HEADINGS:
        found = re.compile(rf"^{re.escape(heading)}:", re.MULTILINE).search(text, position)
        assert found, f"{path.name} has no heading {heading!r}"
        starts.append(found.span())
        position = found.end()
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return {heading: text[start[1] : end] for heading, start, end in zip(HEADINGS, starts, ends, strict=True)}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _channel_lines(path: Path) -> list[tuple[str, str, str]]:
    """Each line of each channel as (channel, label, value); a value may run over several lines."""
    lines = []
    for block in _sections(path)["Cách thức thực hiện"].split("  * Hình thức nộp:")[1:]:
        channel, *rest = re.split(r"\n    (?=Thời hạn giải quyết:|Phí, lệ phí:|Mô tả:)", block)
        for line in rest:
            label, _, value = line.partition(":")
            lines.append((channel.strip(), label, _plain(value)))
    return lines


def _times(path: Path) -> Counter[tuple[str, str, str]]:
    """How often each (channel, amount, unit) stands there; the amount is empty where only words are given."""
    times: Counter[tuple[str, str, str]] = Counter()
    for channel, label, value in _channel_lines(path):
        if label == "Thời hạn giải quyết":
            amount = re.match(r"[\d.,]*", value)
            times[channel, amount.group() if amount else "", value.rpartition(" ")[2]] += 1
    return times


def _fees(path: Path) -> Counter[tuple[str, tuple[tuple[str, str], ...]]]:
    """How often each (channel, amounts of one line) stands there; no amounts where only words are given."""
    return Counter(
        (channel, tuple(AMOUNT.findall(value)))
        for channel, label, value in _channel_lines(path)
        if label == "Phí, lệ phí"
    )


def _copies(path: Path) -> list[tuple[str, ...]]:
    lines = COPIES.findall(_sections(path)["Thành phần hồ sơ"])
    return [tuple(FIGURE.findall(line)) for line in lines]


def _papers(path: Path) -> list[str]:
    """The lines that name a paper or a case, without their counts."""
    return [line.strip(" -[]") for line in COPIES.sub("", _sections(path)["Thành phần hồ sơ"]).splitlines()]


def _legal_numbers(path: Path) -> set[str]:
    lines = _sections(path)["Căn cứ pháp lý"].splitlines()
    return {line.rpartition("(")[2].rstrip(") ") for line in lines if line.startswith("  * ")}


def _sentences(path: Path) -> list[str]:
    """The lines of steps, conditions, description and channel notes, which must be our own words."""
    sections = _sections(path)
    lines = [line for heading in OWN_HEADINGS for line in sections[heading].splitlines()]
    return lines + [value for _, label, value in _channel_lines(path) if label == "Mô tả"]


def _own_words(path: Path) -> str:
    """All that we wrote ourselves, papers and fee notes too; our numbers of steps are no facts."""
    notes = [value for _, label, value in _channel_lines(path) if label == "Phí, lệ phí"]
    return STEP_LABEL.sub("", "\n".join([*_sentences(path), *_papers(path), *notes]))


def _figures(text: str) -> set[str]:
    """The figures of a text: 05 and 5 are one figure, and so are 75.000 and 75000."""
    whole = (re.sub(r"\.(?=\d{3}(?!\d))", "", figure) for figure in FIGURE.findall(text))
    return {re.sub(r"(?<!\d)0+(?=\d)", "", figure) for figure in whole}


def _syllables(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _names(path: Path) -> list[list[str]]:
    """What may be called as the portal calls it, in syllables, longest first.

    A paper's name is the head of its line, up to the first mark of punctuation or explanation.
    """
    sections = _sections(path)
    listed = [sections["Tên thủ tục"], *re.split(r"[;,]", sections["Kết quả thực hiện"])]
    listed += [name for heading in AGENCIES for name in sections[heading].split(",")]
    listed += [line.rpartition("(")[0] for line in sections["Căn cứ pháp lý"].splitlines()]
    listed += [re.split(r"[,;:(]| theo ", paper)[0] for paper in _papers(path)]
    names = {tuple(_syllables(name)) for name in (*listed, *KNOWN_NAMES)}
    return [list(name) for name in sorted(names, key=len, reverse=True) if len(name) >= 3]


def _windows(words: list[str]) -> set[tuple[str, ...]]:
    """Each run of COPY_LIMIT_SYLLABLES in a text."""
    last = len(words) - COPY_LIMIT_SYLLABLES
    return {tuple(words[start : start + COPY_LIMIT_SYLLABLES]) for start in range(last + 1)}


def _copied_runs(line: str, windows: set[tuple[str, ...]], names: list[list[str]]) -> list[str]:
    """The runs of a line that the source has too, names not counted, of COPY_LIMIT_SYLLABLES or more."""
    words = _syllables(line)
    named = {
        place
        for name in names
        for start in range(len(words) - len(name) + 1)
        if words[start : start + len(name)] == name
        for place in range(start, start + len(name))
    }
    runs, start = [], 0
    while start + COPY_LIMIT_SYLLABLES <= len(words):
        end = start
        while tuple(words[end : end + COPY_LIMIT_SYLLABLES]) in windows:
            end += 1
        stop = end + COPY_LIMIT_SYLLABLES - 1
        if end > start and len(set(range(start, stop)) - named) >= COPY_LIMIT_SYLLABLES:
            runs.append(" ".join(words[start:stop]))
        start = max(end, start + 1)
    return runs
