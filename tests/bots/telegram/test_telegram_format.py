"""What people see is the plain text, to the character; Telegram can read every message."""

from __future__ import annotations

from fake_telegram import parsed
from hypothesis import example, given
from hypothesis import strategies as st

from bots.messages import Line, Part
from bots.telegram.format import as_html, plain

TEXTS = st.text(st.characters(exclude_characters="\r\0"), max_size=30) | st.sampled_from(
    ["<b>", "&nbsp;", "&lt;", "Điều 5.", "</blockquote>", "👍", " ", "a < b && c > d", '"x"']
)
LINES = st.builds(Line, kind=st.sampled_from(["text", "head", "option", "quote", "note"]), text=TEXTS)


def part(*lines: tuple[str, str]) -> Part:
    return Part(lines=tuple(Line(kind=kind, text=text) for kind, text in lines))  # type: ignore[arg-type]


def test_heads_are_bold_notes_italic_and_neighbouring_quotes_one_block() -> None:
    message = part(
        ("head", "Giấy tờ:"), ("text", "- Tờ khai [1]"), ("quote", "[1] “a < b”"), ("quote", "[2] “c”"), ("note", "x&y")
    )

    html = as_html(message)

    assert html == (
        "<b>Giấy tờ:</b>\n- Tờ khai [1]\n<blockquote expandable>[1] “a &lt; b”\n[2] “c”</blockquote>\n<i>x&amp;y</i>"
    )


def test_quotation_marks_are_left_as_they_are() -> None:
    assert as_html(part(("text", "\"a\" 'b'"))) == "\"a\" 'b'"


def test_quotes_that_are_apart_are_two_blocks() -> None:
    html = as_html(part(("quote", "a"), ("text", "b"), ("quote", "c")))

    assert html == "<blockquote expandable>a</blockquote>\nb\n<blockquote expandable>c</blockquote>"


def test_an_empty_line_has_no_tags() -> None:
    assert as_html(part(("head", ""), ("note", " "), ("quote", ""))) == "\n \n"


def test_half_a_surrogate_pair_can_be_sent() -> None:
    broken = part(("text", "a\ud83d"))

    assert (plain(broken), as_html(broken)) == ("a?", "a?")


@given(st.lists(LINES, max_size=8))
@example([Line(kind="quote", text="<i>"), Line(kind="quote", text="&amp;"), Line(kind="head", text="x")])
def test_the_text_is_the_same_after_reading_the_entities_and_tags_are_balanced(lines: list[Line]) -> None:
    message = Part(lines=tuple(lines))

    text, wrong = parsed(as_html(message))

    assert text == plain(message)
    assert len(text) == len(message.text)
    assert wrong == ""
