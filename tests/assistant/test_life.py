"""When a person who tells an event of a life wants all that is to do, and when one matter only."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.life import narrow_plan, plan_wanted
from assistant.understand import understand
from knowledge.life_events import life_events
from knowledge.vietnamese import fold

WANTED = [
    ("mẹ tôi vừa mất, phải làm những gì", "death"),
    ("bố em mới mất cần làm thủ tục gì", "death"),
    ("ba tui qua đời rồi giờ sao", "death"),
    ("bố tôi mất rồi", "death"),
    ("nhà có người mất phải làm gì trước", "death"),
    ("ông nội mất ở bệnh viện đêm qua, gia đình phải lo những thủ tục gì", "death"),
    ("ông nội qua đời tuần trước, cần làm giấy tờ gì", "death"),
    ("thương binh mất thì gia đình được gì", "merit_death"),
    ("vợ mới sinh, làm giấy tờ gì cho bé", "birth"),
    ("vợ tôi sinh xong rồi, các thủ tục cần làm", "birth"),
    ("nhà mình sắp sinh em bé", "birth"),
    ("tháng sau hai đứa sắp cưới thì chuẩn bị giấy gì", "marriage"),
    ("em sắp cưới, hướng dẫn em các thủ tục với", "marriage"),
    ("mới chuyển nhà sang quận khác cần báo ai", "moving"),
    ("chuyển nhà lên thành phố thì phải làm những thủ tục gì", "moving"),
    ("hôm qua bị móc túi mất sạch giấy tờ", "lost_papers"),
    ("mất ví trên xe buýt giờ phải làm sao", "lost_papers"),
    ("sắp mở quán phở thì cần xin gì", "opening_shop"),
    ("sắp xây nhà ở quê cần những gì", "building_house"),
    ("mới mua xe máy phải làm những thủ tục gì", "new_vehicle"),
    ("mở công ty cần làm những thủ tục gì", "founding_company"),
    ("sắp nghỉ hưu cần làm những gì", "retiring"),
    ("bị tai nạn lao động giờ làm sao", "work_accident"),
    ("con tôi khuyết tật được hưởng gì", "disabled_relative"),
    ("tôi bị mất việc từ tuần trước", "losing_job"),
]

ONE_MATTER = [
    "mẹ tôi mất, làm giấy khai tử ở đâu",
    "bố tôi mất thì đi báo tử ở đâu",
    "mẹ mất thì trợ cấp mai táng bao nhiêu",
    "mẹ tôi mất, tôi muốn hưởng tuất một lần thì làm sao",
    "nhà có người mất phải khai báo chỗ nào",
    "vợ mới sinh, làm khai sinh cho con cần gì",
    "vợ sinh con, nhập khẩu cho bé phải làm thế nào",
    "mới mua xe thì đăng ký xe hết bao nhiêu tiền",
    "sắp cưới, đăng ký kết hôn cần giấy gì",
    "mở quán cần giấy vệ sinh an toàn thực phẩm không",
    "mất ví làm lại cccd ở đâu",
    "mới chuyển nhà, đổi địa chỉ trên bằng lái thế nào",
    "bố mất để lại đất, sang tên sổ đỏ thì làm thế nào",
    "mất việc rồi thì lấy trợ cấp thất nghiệp cần làm những gì",
    "xin chuyển trường cho con",
    "xin chuyển trường cho con cần hồ sơ gì",
    "thành lập công ty cổ phần cần những hồ sơ gì",
    "mẹ tôi vừa mất, thủ tục 1.000656 phải làm những gì",
    "làm căn cước cần những gì",
    "",
]


@pytest.mark.parametrize(("message", "event"), WANTED)
def test_all_that_is_to_do_is_wanted_with_marks_and_without(message: str, event: str) -> None:
    forms = (message, fold(message), unicodedata.normalize("NFD", message), message.upper())
    found = [plan_wanted(understand(form)) for form in forms]

    assert [one.id if one else None for one in found] == [event] * 4


@pytest.mark.parametrize("message", ONE_MATTER)
def test_one_matter_is_no_plan(message: str) -> None:
    assert plan_wanted(understand(message)) is None
    assert plan_wanted(understand(fold(message))) is None


def codes(event_id: str, words: str) -> list[str]:
    event = next(one for one in life_events() if one.id == event_id)
    return [step.code for step in narrow_plan(event, words)]


@pytest.mark.parametrize(
    ("event", "words", "steps"),
    [
        ("death", "ba toi co luong huu voi la thuong binh nua", ["1.014177", "2.000717", "1.010824"]),
        ("death", "bà em hưởng trợ cấp hưu trí xã hội", ["1.014028"]),
        ("lost_papers", "mất hộ chiếu với bằng đại học", ["1.010386", "3.000465"]),
        ("death", "phí bao nhiêu", []),
    ],
)
def test_a_plan_is_narrowed_to_the_cases_that_are_told(event: str, words: str, steps: list[str]) -> None:
    assert codes(event, words) == steps


@pytest.mark.parametrize(
    "message",
    [
        "tôi bị mất ví, trong đó có căn cước, bằng lái, thẻ bảo hiểm",
        "toi bi mat vi trong do co cccd voi bang lai",
        "mất ví có hộ chiếu, bằng lái và căn cước thì phải làm sao",
    ],
)
def test_a_list_of_what_was_lost_asks_for_the_plan_of_just_that(message: str) -> None:
    event = plan_wanted(understand(message))

    assert event is not None
    assert event.id == "lost_papers"
    assert {"1.014064", "3.000348"} <= {step.code for step in event.steps}
    assert "1.012786" not in {step.code for step in event.steps}


@given(st.text())
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_judged(text: str) -> None:
    event = plan_wanted(understand(text))

    assert event is None or event.steps
