"""Read one text file of the national portal: 20 fixed headings, UTF-8."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from itertools import groupby

from ingest.errors import ReadError
from ingest.parse.channels import parse_channels
from ingest.parse.dossier import parse_dossier
from ingest.parse.jurisdiction import find_jurisdiction
from ingest.parse.legal import parse_legal_bases
from ingest.parse.people import parse_audience
from ingest.parse.sections import Sections, cut_sections
from ingest.parse.text import SourceText
from ingest.parse.times import stated_times
from knowledge.records import Agencies, Level, Procedure, Quote, Source

_CODE = re.compile(r"\d{1,2}\.\d{6,9}(?:-\w{1,12})?")
_LEVELS: dict[str, Level] = {
    "cấp bộ/trung ương": "ministry",
    "cấp bộ": "ministry",
    "cấp tỉnh": "province",
    "cấp xã": "commune",
}
_LARGEST_BYTES = 2_000_000  # ten times the largest procedure of the portal
_LONGEST_MARKS = 32  # normalising takes the square of the number of marks on one letter
_MARKS = re.compile(rf"[^\x00-\x7f]{{{_LONGEST_MARKS + 1},}}")  # may hold such a heap; ordinary words are shorter


def read_portal_text(
    content: bytes,
    file: str,
    *,
    system: str = "portal_text",
    jurisdiction: str | None = None,
    fetched_on: date | None = None,
) -> Procedure:
    """Return the procedure that one file publishes.

    Args:
        content: The file's bytes.
        file: Its path relative to the ingested folder, as citations show it.
        jurisdiction: Where the record is in force; None: found in the text, "VN" where nothing local is named.

    Raises:
        ReadError: The bytes are no such text; the error names the heading and what to do.
    """
    text = SourceText(_decode(content, file))
    sections = cut_sections(text, file)
    code, title = _identity(text, sections, file)
    source = Source(system=system, file=file, sha256=hashlib.sha256(content).hexdigest(), fetched_on=fetched_on)
    record = _record(text, sections, code, title, source)
    return record.model_copy(update={"jurisdiction": jurisdiction or find_jurisdiction(record)})


def _decode(content: bytes, file: str) -> str:
    if not content.strip():
        raise ReadError(file, "", "the file is empty", "Fetch it again and ingest it again.")
    if len(content) > _LARGEST_BYTES:
        raise ReadError(
            file,
            "",
            f"the file has {len(content):,} bytes, more than any procedure ({_LARGEST_BYTES:,})",
            "Put one procedure in each file.",
        )
    if b"\x00" in content:
        raise ReadError(file, "", "the file is binary or UTF-16, not UTF-8 text", "Save it as UTF-8 text.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            file, "", f"byte {error.start} is not UTF-8", "Convert the file to UTF-8 (from windows-1258 or TCVN3, say)."
        ) from error
    if any(_heaps_marks(match[0]) for match in _MARKS.finditer(text)):
        raise ReadError(
            file, "", f"a letter carries more than {_LONGEST_MARKS} marks", "Remove the marks: no language needs them."
        )
    return text


def _heaps_marks(signs: str) -> bool:
    runs = (sum(1 for _ in run) for is_mark, run in groupby(signs, _is_mark) if is_mark)
    return max(runs, default=0) > _LONGEST_MARKS


def _is_mark(sign: str) -> bool:
    return unicodedata.combining(sign) > 0


def _identity(text: SourceText, sections: Sections, file: str) -> tuple[Quote, Quote]:
    code = text.said(*sections["Mã thủ tục"])
    if code is None or not _CODE.fullmatch(code.plain):
        raise ReadError(
            file, "Mã thủ tục", "there is no national code such as 1.001193", "Correct the code and ingest it again."
        )
    title = text.said(*sections["Tên thủ tục"])
    if title is None:
        raise ReadError(file, "Tên thủ tục", "the procedure has no title", "Add the title and ingest it again.")
    return code, title


def _record(text: SourceText, sections: Sections, code: Quote, title: Quote, source: Source) -> Procedure:
    level = text.said(*sections["Cấp thực hiện"])
    steps = text.quotes_by_line(*sections["Trình tự thực hiện"])
    channels = parse_channels(text, *sections["Cách thức thực hiện"])
    return Procedure(
        code=code.plain,
        code_quote=code,
        title=title,
        decision_number=text.said(*sections["Số quyết định"]),
        level=_LEVELS.get(level.plain.casefold()) if level else None,
        level_quote=level,
        kind=text.said(*sections["Loại thủ tục"]),
        field=text.said(*sections["Lĩnh vực"]),
        steps=steps,
        channels=channels,
        stated_times=stated_times(channels, steps),
        cases=parse_dossier(text, *sections["Thành phần hồ sơ"]),
        audience=parse_audience(text, *sections["Đối tượng thực hiện"]),
        agencies=_agencies(text, sections),
        result=text.said(*sections["Kết quả thực hiện"]),
        legal_bases=parse_legal_bases(text, *sections["Căn cứ pháp lý"]),
        conditions=text.quotes_by_line(*sections["Yêu cầu, điều kiện thực hiện"]),
        keywords=text.said(*sections["Từ khóa"]),
        description=text.quotes_by_line(*sections["Mô tả"]),
        source=source,
    )


def _agencies(text: SourceText, sections: Sections) -> Agencies:
    return Agencies(
        implementing=text.said(*sections["Cơ quan thực hiện"]),
        competent=text.said(*sections["Cơ quan có thẩm quyền"]),
        receiving_address=text.said(*sections["Địa chỉ tiếp nhận HS"]),
        authorised=text.said(*sections["Cơ quan được ủy quyền"]),
        coordinating=text.said(*sections["Cơ quan phối hợp"]),
    )
