"""Cases: what is asked, and what a right answer looks like, one JSON object a line.

Unknown keys are kept and missing ones default to empty. User texts are sent exactly as they stand in
the file: normalising them is the assistant's work and part of what is measured.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.records import Audience, Behavior
from evals.errors import BadCase, UnknownSuite
from knowledge.records import Facet, Procedure

SUITES = Path(__file__).parent / "suites"
ALL = "all"
UNLABELLED = "unlabelled"
PoisonedField = Literal["steps", "description", "conditions", "notes"]
_BEHAVIORS = frozenset((*get_args(Behavior), UNLABELLED, ""))
_FACETS = frozenset((*get_args(Facet), ""))
_RECORD_FIELDS = frozenset(Procedure.model_fields) - {"code", "level", "jurisdiction", "source"}  # these have no words
_MARKS = dict.fromkeys(range(0x0300, 0x0370))


class Expected(BaseModel):
    """What a right answer looks like; an empty value expects nothing."""

    model_config = ConfigDict(frozen=True, extra="allow")

    codes: tuple[str, ...] = ()  # every procedure code that is an acceptable answer
    facet: str = ""
    must: tuple[str, ...] = ()  # strings that a correct answer contains
    must_not: tuple[str, ...] = ()
    behavior: str = ""
    behavior_ok: tuple[str, ...] = ()  # further behaviours that are accepted
    cites: tuple[str, ...] = ()  # strings, each of which stands in the quote of some citation
    items: tuple[str, ...] = ()  # the complete list of papers that the checklist holds, a distinguishing part of each
    unknown: tuple[str, ...] = ()  # facets on which the record is silent, so that the reply has to say so

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, value: object) -> object:
        return {k: v for k, v in value.items() if v is not None} if isinstance(value, Mapping) else value

    @field_validator("facet")
    @classmethod
    def _known_facet(cls, value: str) -> str:
        if value not in _FACETS:
            raise ValueError(f"{value!r} is no facet")
        return value

    @field_validator("behavior", "behavior_ok")
    @classmethod
    def _known_behavior(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for name in (value,) if isinstance(value, str) else value:
            if name not in _BEHAVIORS:
                raise ValueError(f"{name!r} is no behaviour")
        return value

    @field_validator("must", "must_not", "cites", "items")
    @classmethod
    def _says_something(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(text.strip() for text in value):
            raise ValueError("an empty string stands in every reply")
        return value

    @field_validator("unknown")
    @classmethod
    def _known_facets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in _FACETS or not name:
                raise ValueError(f"{name!r} is no facet")
        return value

    @property
    def accepted(self) -> frozenset[str]:
        """The behaviours that count as right; empty when the case does not say."""
        if self.behavior in ("", UNLABELLED):
            return frozenset()
        return frozenset((self.behavior, *self.behavior_ok))


class Document(BaseModel):
    """What a case hides in a record; `notes` are the remarks of its first way to submit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    field: PoisonedField
    text: str

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("the words to hide are empty")
        return value


class Anchor(BaseModel):
    """Words of a record that an expectation rests on; another digest than today's makes the case stale."""

    model_config = ConfigDict(frozen=True)

    code: str
    field: str  # a path of the record, with * for any number: "title", "channels.*.fees"
    sha256: str  # first 16 hex digits, of the words; "" where the code is not held


class CaseTurn(Expected):
    """One message of a dialogue, with what is expected of its answer."""

    user: str


class Case(Expected):
    """One question, or one dialogue in `turns`."""

    id: str = ""
    slice: str = ""
    audience: Audience = "citizen"
    place: str = Field(default="", max_length=200)
    question: str | None = None
    turns: tuple[CaseTurn, ...] = ()
    origin: str = ""
    note: str = ""
    critical: bool = False  # a failure stops publication
    synthetic: bool = False  # made by code, and reported apart
    document: Document | None = None  # words that its record is served with, as if the source said them
    base: str = ""  # the id of the case that this one rewrites
    fields: tuple[str, ...] = ()  # further fields of its records that the expectation rests on
    rests_on: tuple[Anchor, ...] = ()

    @field_validator("fields")
    @classmethod
    def _of_a_record(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for path in value:
            if path.split(".")[0] not in _RECORD_FIELDS:
                raise ValueError(f"{path!r} is no field with words of a record: {', '.join(sorted(_RECORD_FIELDS))}")
        return value

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if (self.question is None) == (not self.turns):
            raise ValueError("a case has either 'question' or a non-empty 'turns'")
        return self

    def asked(self) -> tuple[CaseTurn, ...]:
        """The messages in order, each with what is expected of its answer.

        A label that stands at the case and at none of its turns belongs to the last turn.
        """
        if self.question is not None:
            return (CaseTurn.model_validate({"user": self.question, **_labels(self)}),)
        loose = {
            key: value for key, value in _labels(self).items() if not any(getattr(turn, key) for turn in self.turns)
        }
        return (*self.turns[:-1], self.turns[-1].model_copy(update=loose))


class CaseFile(BaseModel):
    """The cases of one file under the name that reports use."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: Path
    cases: tuple[Case, ...]


def suite_path(name: str) -> Path:
    """Return the file of a suite that ships with the package; raises UnknownSuite."""
    known = sorted(path.stem for path in SUITES.glob("*.jsonl"))
    if name not in known:
        raise UnknownSuite(name, known)
    return SUITES / f"{name}.jsonl"


def suite_paths(names: Sequence[str]) -> list[Path]:
    """Return the files of suites of the package, `all` for every one; raises UnknownSuite."""
    found = (sorted(SUITES.glob("*.jsonl")) if name == ALL else [suite_path(name)] for name in names)
    return list(dict.fromkeys(path for paths in found for path in paths))


def load_cases(paths: Sequence[Path]) -> list[CaseFile]:
    """Return the files in order, each named after its stem (with its folder where two stems agree).

    Raises:
        BadCase: A file or line cannot be read, or an id stands twice in one file.
    """
    paths = list({path.resolve(): path for path in paths}.values())  # a file that is named twice is asked once
    stems = Counter(path.stem for path in paths)
    files = [
        CaseFile(
            name=path.stem if stems[path.stem] == 1 else f"{path.parent.name}/{path.stem}",
            path=path,
            cases=tuple(_read(path)),
        )
        for path in paths
    ]
    twice = next((file for file in files if [other.name for other in files].count(file.name) > 1), None)
    if twice is not None:
        raise BadCase(twice.path, 0, f"another file is called {twice.name!r} as well; rename one")
    return files


def without_diacritics(case: Case) -> Case:
    """Return the case with every user text free of Vietnamese marks; letter case and labels are kept."""
    turns = tuple(turn.model_copy(update={"user": _bare(turn.user)}) for turn in case.turns)
    question = None if case.question is None else _bare(case.question)
    return case.model_copy(update={"question": question, "turns": turns})


def _labels(expected: Expected) -> dict[str, object]:
    return {key: getattr(expected, key) for key in Expected.model_fields}


def _read(path: Path) -> Iterator[Case]:
    seen: set[str] = set()
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        case = _case(path, number, line)
        if case.id in seen:
            raise BadCase(path, number, f"the id {case.id!r} stands twice")
        seen.add(case.id)
        yield case


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCase(path, 0, f"the file cannot be read ({error})") from error


def _case(path: Path, number: int, line: str) -> Case:
    try:
        case = Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadCase(path, number, f"not JSON ({error.msg} at column {error.colno})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "case"
        raise BadCase(path, number, f"{where}: {first['msg']}") from error
    except RecursionError as error:
        raise BadCase(path, number, "nested too deeply") from error
    return case if case.id else case.model_copy(update={"id": f"{path.stem}:{number}"})


def _bare(text: str) -> str:
    stripped = unicodedata.normalize("NFD", text).translate(_MARKS)
    return unicodedata.normalize("NFC", stripped).replace("đ", "d").replace("Đ", "D")
