"""Cases made from questions and answers that an office publishes: JSON lines or CSV.

An answer that was published once may be outdated: its figures are noted for whoever reads the record, never expected.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.privacy import redact
from evals.cases import UNLABELLED, Case
from evals.errors import BadFaq
from evals.making.alike import Alike
from knowledge.vietnamese import clean

_QUESTION = ("question", "câu hỏi", "cau hoi")
_ANSWER = ("reference_answer", "answer", "trả lời", "tra loi", "câu trả lời")
_CODES = ("codes", "code", "mã thủ tục", "ma thu tuc")
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?![\d.])")
_FIGURE = re.compile(
    r"\d+(?:[.,/]\d+)*\s*(?:%|k\b|đồng\b|đ\b|vnđ\b|triệu\b|nghìn\b|(?:ngày|giờ|tháng|năm|tuần|phút|bộ|bản|lần)\b"
    r"(?: làm việc)?)?",
    re.IGNORECASE,
)
_FIGURES_NOTED = 12
_LONGEST_FIELD_CHARS = 1_000_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Faq:
    """One published question with its answer; codes where the file names any."""

    question: str
    answer: str = ""
    codes: tuple[str, ...] = ()


@dataclass
class MadeOfFaqs:
    """The cases in the order of the files, and what was left out, by reason."""

    cases: list[Case] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def make_from_faqs(files: Sequence[Path], progress: Progress) -> MadeOfFaqs:
    """Return one case a question, near copies left out, personal details taken out.

    Raises:
        BadFaq: A file or a line of it cannot be read.
    """
    made, alike, groups = MadeOfFaqs(), Alike(), set[int]()
    for file in files:
        faqs = list(read_faqs(file))
        for done, faq in enumerate(faqs, start=1):
            group = alike.group_of(faq.question)
            if group in groups:
                made.left_out["questions that another asks"] += 1
            else:
                groups.add(group)
                made.cases.append(_case(faq, file, len(made.cases) + 1))
            progress(file.name, done, len(faqs))
    return made


def read_faqs(file: Path) -> Iterator[Faq]:
    """Yield the questions of a file: CSV by the ending .csv, else JSON lines.

    Raises:
        BadFaq: The file or a line of it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFaq(file, 0, f"the file cannot be read ({error})") from error
    rows = _csv_rows(file, text) if file.suffix.lower() == ".csv" else _json_rows(file, text)
    for line, row in rows:
        told = {str(key).strip().lower(): value for key, value in row.items()}
        question = clean(str(_first(told, _QUESTION) or ""))
        if not question:
            raise BadFaq(file, line, "there is no question")
        answer = clean(str(_first(told, _ANSWER) or ""))
        yield Faq(redact(question), redact(answer), tuple(dict.fromkeys(_CODE.findall(str(_first(told, _CODES))))))


def _json_rows(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise BadFaq(file, number, f"not JSON ({error})") from error
        if not isinstance(row, dict):
            raise BadFaq(file, number, "no JSON object")
        yield number, row


def _csv_rows(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    csv.field_size_limit(_LONGEST_FIELD_CHARS)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(value for value in row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        raise BadFaq(file, reader.line_num + 1, f"not CSV ({error})") from error


def _first(told: Mapping[str, object], keys: Sequence[str]) -> object:
    return next((told[key] for key in keys if told.get(key)), None)


def _case(faq: Faq, file: Path, number: int) -> Case:
    figures = list(dict.fromkeys(clean(found) for found in _FIGURE.findall(faq.answer)))
    noted = ", ".join(figures[:_FIGURES_NOTED])
    return Case.model_validate(
        {
            "id": f"faq-{number:03}",
            "slice": file.stem,
            "question": faq.question,
            "codes": faq.codes,
            "behavior": "answer" if faq.codes else UNLABELLED,
            "origin": f"faq: {file.name}",
            "note": f"figures of the published answer, which may be outdated: {noted}" if noted else "",
            "reference_answer": faq.answer,
        }
    )
