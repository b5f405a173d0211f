"""Life events: which one a text tells of, and steps that stand in the records."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from knowledge.life_events import (
    LifeEvent,
    Step,
    law_named,
    life_event_of,
    life_events,
    read_life_events,
    without_event,
)
from knowledge.records import Procedure
from knowledge.vietnamese import fold, syllables

STARTER = Path(__file__).parents[2] / "knowledge" / "starter" / "procedures"
EVERYBODY_MEETS = ("birth", "death", "marriage", "moving", "lost_papers", "opening_shop")
LONGEST_PHRASE_WORDS = 6
DEADLINE = re.compile(r"(\d+) (ngày|tháng|giờ|năm)")
LAW = "law/"

TOLD = [
    ("mẹ tôi vừa mất, phải làm những gì", "death"),
    ("bố em mới mất cần làm thủ tục gì", "death"),
    ("ba tui qua đời rồi giờ sao", "death"),
    ("nhà có người mất phải khai báo chỗ nào", "death"),
    ("vợ mới sinh, làm giấy tờ gì cho bé", "birth"),
    ("nhà mình sắp sinh em bé", "birth"),
    ("tháng sau hai đứa sắp cưới thì chuẩn bị giấy gì", "marriage"),
    ("em lấy chồng đài loan", "marriage_foreign"),
    ("mới chuyển nhà sang quận khác cần báo ai", "moving"),
    ("hôm qua bị móc túi mất sạch giấy tờ", "lost_papers"),
    ("mất ví trên xe buýt giờ phải làm sao", "lost_papers"),
    ("sắp mở quán phở thì cần xin gì", "opening_shop"),
    ("sắp xây nhà ở quê cần những gì", "building_house"),
    ("bố sắp nghỉ hưu làm hồ sơ gì", "retiring"),
    ("con tôi khuyết tật được hưởng gì", "disabled_relative"),
    ("cho tây thuê nhà có phải báo công an không", "foreigner_in_house"),
    ("ông nội mất để lại mảnh đất cho cả nhà", "inheriting_land"),
    ("thương binh mất thì gia đình được gì", "merit_death"),
    ("mẹ là cựu chiến binh mới mất", "merit_death"),
    ("tôi bị mất việc từ tuần trước", "losing_job"),
]

NOT_TOLD = [
    "mất căn cước",
    "mẹ tôi mất căn cước",
    "con tôi bị mất giấy khai sinh",
    "làm khai sinh cho con tôi mất bao lâu",
    "vợ tôi sinh năm 1990 muốn đổi căn cước",
    "đổi giấy phép lái xe hết hạn",
    "mở tiệm bán thuốc cho chó mèo",
    "chi phí sao y một bản là bao nhiêu",
    "",
    "🙂 !!!",
]


def event(event_id: str) -> LifeEvent:
    return next(event for event in life_events() if event.id == event_id)


def steps() -> list[tuple[str, Step]]:
    return [(event.id, step) for event in life_events() for step in event.steps]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_an_event_is_heard_with_marks_and_without(text: str, expected: str) -> None:
    heard = (life_event_of(text), life_event_of(fold(text)), life_event_of(unicodedata.normalize("NFD", text)))

    assert [found.id if found else None for found in heard] == [expected] * 3


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_no_event_is_not_heard_as_one(text: str) -> None:
    assert life_event_of(text) is None
    assert life_event_of(fold(text)) is None


def test_a_marked_word_is_not_heard_as_another() -> None:
    assert life_event_of("mẹ tôi vừa mát") is None


def test_there_are_at_least_25_events_each_told_in_six_ways_or_more() -> None:
    assert len(life_events()) >= 25
    assert [event.id for event in life_events() if len(event.say) < 6] == []
    assert [event.id for event in life_events() if not event.steps] == []


def test_names_phrases_and_steps_stand_once() -> None:
    phrases = Counter(" ".join(syllables(phrase)) for event in life_events() for phrase in event.phrases())

    assert len({event.id for event in life_events()}) == len(life_events())
    assert [phrase for phrase, times in phrases.items() if times > 1] == []
    assert [event.id for event in life_events() if len({step.code for step in event.steps}) != len(event.steps)] == []


def test_phrases_are_composed_short_and_in_lower_case() -> None:
    phrases = [phrase for event in life_events() for phrase in (*event.say, *event.unless)]

    assert [phrase for phrase in phrases if phrase != unicodedata.normalize("NFC", phrase).strip().lower()] == []
    assert [phrase for phrase in phrases if len(syllables(phrase)) > LONGEST_PHRASE_WORDS] == []


def test_no_event_rules_out_its_own_phrases() -> None:
    silent = [(event.id, phrase) for event in life_events() for phrase in event.say if life_event_of(phrase) is None]

    assert silent == []


def test_the_starter_corpus_has_what_everybody_needs_in_the_events_that_everybody_meets() -> None:
    held = {path.stem for path in STARTER.glob("*.txt")}
    lacking = [
        (event_id, step.code)
        for event_id in EVERYBODY_MEETS
        for step in event(event_id).steps
        if step.needed == "always" and step.code not in held
    ]

    assert lacking == []
    assert [name for name in EVERYBODY_MEETS if sum(step.code in held for step in event(name).steps) < 4] == []


@pytest.fixture(scope="module")
def records(shared: Path) -> Mapping[str, Procedure]:
    from ingest.readers.portal_text import read_portal_text

    folder = shared / "corpora" / "portal_text"
    if not folder.is_dir():
        pytest.skip("the portal's texts (../shared/corpora/portal_text) are not here")
    codes = {step.code for _, step in steps()} | {step.source for _, step in steps() if step.source}
    paths = [folder / f"{code}.txt" for code in codes if not code.startswith(LAW)]
    return {path.stem: read_portal_text(path.read_bytes(), path.name) for path in paths if path.is_file()}


def test_every_step_is_a_national_record_of_the_portal(records: Mapping[str, Procedure]) -> None:
    strays = [(name, step.code) for name, step in steps() if step.code not in records]

    assert strays == []
    assert [code for code, record in records.items() if record.jurisdiction != "VN"] == []


def test_every_deadline_stands_in_the_record_that_is_named(shared: Path, records: Mapping[str, Procedure]) -> None:
    told = [(step, step.source) for _, step in steps() if step.source and not step.source.startswith(LAW)]
    missing = [
        (step.code, step.when)
        for step, source in told
        if not stated(step.when or "", (shared / "corpora" / "portal_text" / f"{source}.txt").read_text("utf-8"))
    ]

    assert len(told) >= 20
    assert missing == []


def test_every_deadline_of_a_law_stands_in_its_article(shared: Path) -> None:
    told = [(step, step.source.removeprefix(LAW)) for _, step in steps() if step.source and step.source.startswith(LAW)]
    articles = bodies(shared / "law" / "articles.jsonl.gz", {article for _, article in told})

    assert told
    assert [(step.code, step.when) for step, article in told if not stated(step.when or "", articles[article])] == []


def bodies(path: Path, wanted: set[str]) -> dict[str, str]:
    if not path.is_file():
        pytest.skip("the codification of law (../shared/law/articles.jsonl.gz) is not here")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = (json.loads(line) for line in lines if any(article in line for article in wanted))
        return {article["id"]: article["body"] for article in articles if article["id"] in wanted}


def stated(when: str, text: str) -> bool:
    """Return whether each figure of a deadline stands in the text with its unit; "07 ngày" is "7 ngày" too."""
    text = unicodedata.normalize("NFC", text)
    figures = DEADLINE.findall(when)
    return bool(figures) and all(
        re.search(rf"\b0*{int(number)}(?: \([^)]*\))? {unit}", text) for number, unit in figures
    )


def test_a_figure_that_the_source_does_not_give_is_seen() -> None:
    assert stated("trong 7 ngày", "trong thời hạn 07 (bảy) ngày kể từ")
    assert not stated("trong 7 ngày", "trong thời hạn 17 ngày hoặc 7 tháng")
    assert not stated("càng sớm càng tốt", "trong thời hạn 07 ngày")


def broken(**changes: Any) -> dict[str, Any]:
    step = {"code": "1.000001", "needed": "always", "when": None, "source": None, "why": "để thử"}
    return {"events": [{"id": "a", "title": "A", "say": ["a b"], "steps": [{**step, **changes}]}]}


@pytest.mark.parametrize(
    "changes",
    [
        {"code": 1.000001},
        {"needed": "if"},
        {"if": "có xe"},
        {"when": "trong 7 ngày"},
        {"source": "1.000001"},
        {"needed": "sometimes"},
        {"fee": "50.000"},
    ],
)
def test_a_step_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="0"):
        read_life_events(broken(**changes))


def test_a_sound_step_is_read_with_its_condition() -> None:
    read = read_life_events(broken(needed="if", **{"if": "có xe"}))

    assert read[0].steps == (Step("1.000001", "if", "để thử", condition="có xe"),)


def test_an_event_can_be_taken_out_of_a_text() -> None:
    assert without_event("Mẹ tôi vừa mất, phải làm những gì", event("death")) == "phải làm những gì"
    assert without_event("me toi vua mat phai lam nhung gi", event("death")) == "phai lam nhung gi"
    assert without_event("đổi bằng lái", event("death")) == "đổi bằng lái"


def test_every_law_that_states_a_deadline_has_a_name() -> None:
    laws = {step.source for _, step in steps() if step.source and step.source.startswith(LAW)}

    assert [law for law in laws if not law_named(law)] == []
    assert law_named("1.000656") is None
