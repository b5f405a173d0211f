"""One file of the portal becomes one record, or one refusal that says what to do."""

from __future__ import annotations

import hashlib
import pickle
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.parse.sections import HEADINGS, cut_sections
from ingest.parse.text import SourceText
from ingest.readers.portal_text import read_portal_text
from knowledge.records import Procedure

_TEXT = """Chi tiết thủ tục hành chính
Mã thủ tục: 1.000001
Số quyết định: 12/QĐ-BTP
Tên thủ tục: Cấp thẻ đọc sách
Cấp thực hiện: Cấp Xã
Loại thủ tục: TTHC được luật giao quy định chi tiết
Lĩnh vực: Thư viện
Trình tự thực hiện:
    Bước 1: Nộp hồ sơ tại quầy.

    Bước 2: Trong thời hạn 05 ngày làm việc, thư viện cấp thẻ.
Cách thức thực hiện:
  * Hình thức nộp: DIRECT
    Thời hạn giải quyết: 1 OTHER
    Phí, lệ phí: 40 VNĐ (40.000 đồng/thẻ) | 0 VNĐ ()
    Mô tả: Nộp tại quầy
  * Hình thức nộp: ONLINE
    Thời hạn giải quyết: OTHER
    Phí, lệ phí: Không có thông tin

Thành phần hồ sơ:
  [ Người lớn ]
    - Đơn theo Mẫu số 01
      Số lượng: Bản chính: 1, Bản sao: 0

Đối tượng thực hiện: Công dân Việt Nam, Tổ chức (hội, quỹ)
Cơ quan thực hiện: Thư viện xã
Cơ quan có thẩm quyền: Không có thông tin
Địa chỉ tiếp nhận HS: Quầy số 1
Cơ quan được ủy quyền: Không có thông tin
Cơ quan phối hợp: Không có thông tin
Kết quả thực hiện: Thẻ đọc sách
Căn cứ pháp lý:
  * Luật Thư viện ngày 21/11/2019 (46/2019/QH14)

Yêu cầu, điều kiện thực hiện:
Từ khóa: chữ này đứng trong điều kiện
Không
Từ khóa: thẻ, sách
Mô tả: Không có thông tin"""


def _read(text: str, file: str = "a/1.000001.txt") -> Procedure:
    return read_portal_text(text.encode(), file)


def _with(heading: str, value: str) -> str:
    """The text with another one-line value under a heading that has one."""
    lines = [f"{heading}: {value}" if line.startswith(heading + ":") else line for line in _TEXT.split("\n")]
    return "\n".join(lines)


def test_every_heading_becomes_its_field() -> None:
    record = _read(_TEXT)

    assert (record.code, record.title.plain, record.level) == ("1.000001", "Cấp thẻ đọc sách", "commune")
    assert record.decision_number is not None
    assert record.decision_number.plain == "12/QĐ-BTP"
    assert record.field is not None
    assert record.field.plain == "Thư viện"
    assert [step.plain for step in record.steps] == [
        "Bước 1: Nộp hồ sơ tại quầy.",
        "Bước 2: Trong thời hạn 05 ngày làm việc, thư viện cấp thẻ.",
    ]
    assert [channel.kind for channel in record.channels] == ["direct", "online"]
    assert [(fee.amount, fee.flags) for fee in record.channels[0].fees] == [(None, ("contradicts_note",)), (None, ())]
    assert [[item.name.plain for item in case.items] for case in record.cases] == [["Đơn theo Mẫu số 01"]]
    assert [who.plain for who in record.audience] == ["Công dân Việt Nam", "Tổ chức (hội, quỹ)"]
    assert record.agencies.implementing is not None
    assert record.agencies.competent is None
    assert [(basis.issuer, basis.issued_on) for basis in record.legal_bases] == [("Quốc hội", date(2019, 11, 21))]
    assert [line.plain for line in record.conditions] == ["Từ khóa: chữ này đứng trong điều kiện", "Không"]
    assert record.keywords is not None
    assert record.keywords.plain == "thẻ, sách"
    assert record.description == ()
    assert record.jurisdiction == "VN"


def test_times_stated_in_the_steps_alone_are_quoted() -> None:
    assert [quote.plain for quote in _read(_TEXT).stated_times] == [
        "Bước 2: Trong thời hạn 05 ngày làm việc, thư viện cấp thẻ."
    ]


def test_the_source_says_where_the_record_was_read() -> None:
    content = _TEXT.encode()
    record = read_portal_text(content, "a.txt", system="starter", jurisdiction="Huế", fetched_on=date(2026, 7, 1))

    assert (record.source.system, record.source.file) == ("starter", "a.txt")
    assert record.source.sha256 == hashlib.sha256(content).hexdigest()
    assert record.source.fetched_on == date(2026, 7, 1)
    assert record.jurisdiction == "Huế"


@pytest.mark.parametrize(
    "text",
    [unicodedata.normalize("NFD", _TEXT), _TEXT.replace("\n", "\r\n"), "\ufeff" + _TEXT, _TEXT + "\n\n"],
    ids=["decomposed", "windows", "byte order mark", "trailing lines"],
)
def test_encoding_habits_change_no_word(text: str) -> None:
    plain = [(path, quote.plain) for path, quote in _read(_TEXT).quotes()]

    assert [(path, quote.plain) for path, quote in _read(text).quotes()] == plain
    assert _read(text).channels[0].fees[0].flags == ("contradicts_note",)


@pytest.mark.parametrize("level", ["Cấp Tỉnh", "CẤP TỈNH", unicodedata.normalize("NFD", "Cấp Tỉnh")])
def test_levels_are_known_however_they_are_written(level: str) -> None:
    assert _read(_with("Cấp thực hiện", level)).level == "province"


def test_an_unknown_level_is_none_and_still_quoted() -> None:
    record = _read(_with("Cấp thực hiện", "Cấp Huyện"))

    assert record.level is None
    assert record.level_quote is not None


@pytest.mark.parametrize(
    ("content", "heading", "advice"),
    [
        (b"", "", "Fetch it again"),
        (b" \n\t", "", "Fetch it again"),
        (_TEXT.encode("utf-16"), "", "UTF-8"),
        (_TEXT.encode("utf-8") + b"\x00", "", "UTF-8"),
        (b"\xff\xfe" + _TEXT.encode(), "", "Convert"),
        (b"%PDF-1.7 \xe2\xe3", "", "Convert"),
        (b"x" * 2_000_001, "", "one procedure in each file"),
        (_TEXT.split("Căn cứ pháp lý")[0].encode(), "Căn cứ pháp lý", "fetch it again"),
        ((_TEXT + "\u0301\u0323" * 100).encode(), "", "Remove the marks"),
        (_with("Mã thủ tục", "không rõ").encode(), "Mã thủ tục", "Correct the code"),
        (_with("Mã thủ tục", "").encode(), "Mã thủ tục", "Correct the code"),
        (_with("Tên thủ tục", "Không có thông tin").encode(), "Tên thủ tục", "Add the title"),
    ],
)
def test_a_refusal_names_the_file_the_heading_and_what_to_do(content: bytes, heading: str, advice: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_portal_text(content, "b/x.txt")

    assert str(refused.value).startswith("b/x.txt: ")
    assert refused.value.heading == heading
    assert advice in refused.value.advice
    assert refused.value.advice in str(refused.value)


def test_a_refusal_survives_the_way_home_from_a_worker() -> None:
    error = ReadError("a.txt", "Mã thủ tục", "there is no code", "Add it.")

    again = pickle.loads(pickle.dumps(error))

    assert (str(again), again.file, again.heading) == (str(error), "a.txt", "Mã thủ tục")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_a_refusal(content: bytes) -> None:
    _read_or_refuse(content)


_CUTS = st.integers(0, len(_TEXT))
_STRAY = st.text(alphabet="\x0b\x1c\u2028\r\n\t |()[]*-:0123.,đ\u0301\u200b\ufeffOTHER", max_size=12)


@settings(max_examples=300)
@given(st.lists(st.tuples(_CUTS, _CUTS, _STRAY), min_size=1, max_size=6))
@example([(0, len(_TEXT), "")])
def test_a_text_damaged_anywhere_gives_a_true_record_or_a_refusal(damages: list[tuple[int, int, str]]) -> None:
    text = _TEXT
    for start, length, stray in damages:
        text = text[:start] + stray + text[start + length % 7 :]

    _read_or_refuse(text.encode())


@given(st.permutations(_TEXT.split("\n")))
def test_shuffled_lines_give_a_record_or_a_refusal(lines: list[str]) -> None:
    _read_or_refuse("\n".join(lines).encode())


@given(st.lists(st.integers(0, _TEXT.count("\n")), max_size=8))
def test_repeated_lines_give_a_true_record_or_a_refusal(numbers: list[int]) -> None:
    lines = _TEXT.split("\n")
    for number in numbers:
        lines.insert(number, lines[number])

    _read_or_refuse("\n".join(lines).encode())


@given(st.integers(0, len(_TEXT.encode())))
def test_a_text_cut_at_any_byte_gives_a_true_record_or_a_refusal(length: int) -> None:
    _read_or_refuse(_TEXT.encode()[:length])


_SLOTS = {
    "steps": "    Bước 1: {}",
    "channel time": "    Thời hạn giải quyết: {} OTHER",
    "fee": "    Phí, lệ phí: 50000 VNĐ ({})",
    "paper": "    - {}",
    "audience": "Đối tượng thực hiện: {}",
    "law": "  * {} ({})",
    "title": "Tên thủ tục: {}",
}
_RUNS = ["(", ")", "1", " x", "| ", "1.000.", ",", "mẫu số ", "ngày 1 ", "lệ phí: ", "a(b)", "1 đồng ", ", tổ chức"]


@pytest.mark.parametrize("slot", _SLOTS)
@pytest.mark.parametrize("run", _RUNS)
def test_long_runs_of_signs_are_read_in_one_pass(slot: str, run: str) -> None:
    """A pattern that tries a run again from each of its signs would take hours here, not a moment."""
    hostile = run * (200_000 // len(run)) + "x"
    mark = _SLOTS[slot].split(": ")[0].split("{}")[0]
    line_of = _SLOTS[slot].replace("{}", hostile)
    lines = [line_of if line.startswith(mark) else line for line in _TEXT.split("\n")]
    content = "\n".join(lines).encode()

    assert len(content) > 150_000
    _read_or_refuse(content)


def _read_or_refuse(content: bytes) -> None:
    """Read; whatever comes back must be true to the bytes, and a refusal must be complete."""
    try:
        record = read_portal_text(content, "x.txt")
    except ReadError as error:
        refused = error
    else:
        assert_true(record, content.decode())
        return
    assert str(refused).startswith("x.txt: ")
    assert refused.reason
    assert refused.advice.endswith(".")


def assert_true(record: Procedure, source: str) -> None:
    """Every quote is exactly its slice, shows something, and stands in the section of its field."""
    sections = cut_sections(SourceText(source), "x.txt")
    for path, quote in record.quotes():
        start, end = sections[_SECTION[path.split(".")[0] if not path.startswith("agencies") else path]]
        assert start <= quote.span.start < quote.span.end <= end, path
        assert source[quote.span.start : quote.span.end] == quote.text, path
        assert quote.plain, path


_SECTION = dict(
    zip(
        [
            "code_quote",
            "decision_number",
            "title",
            "level_quote",
            "kind",
            "field",
            "steps",
            "channels",
            "cases",
            "audience",
            "agencies.implementing",
            "agencies.competent",
            "agencies.receiving_address",
            "agencies.authorised",
            "agencies.coordinating",
            "result",
            "legal_bases",
            "conditions",
            "keywords",
            "description",
        ],
        HEADINGS,
        strict=True,
    )
) | {"stated_times": "Trình tự thực hiện"}
