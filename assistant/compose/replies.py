"""Replies that no record stands behind: short, kind, and clear about what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon import read_list
from assistant.records import Option


def greeting() -> str:
    """Return the words of a first hello: who answers, and what to ask."""
    return f"Chào bạn! {reply('who')} {reply('ask')}"


def unreadable() -> str:
    """Return the words for a message without a letter or digit."""
    return f"{reply('unreadable')} {reply('ask')}"


def reply(name: str) -> str:
    """Return a reply by its name, such as that of a safety rule."""
    words: dict[str, str] = read_list("replies")
    return words[name]


def unknown_code(code: str) -> str:
    """Return the words for a procedure code that is not held."""
    return f"Tôi không có thủ tục mang mã {code} trong dữ liệu đang có, nên không trả lời về thủ tục đó."


def menu(heading: str, options: Sequence[Option]) -> str:
    """Return the options as numbered lines under a heading; nothing where there are none."""
    lines = [f"{number}. {option.label}" for number, option in enumerate(options, start=1)]
    return "\n".join([heading, *lines]) if options else ""


def introduction() -> str:
    """Return the notice of the first answer. Source: Luật Trí tuệ nhân tạo 134/2025/QH15, Điều 11."""
    return (
        "Đây là câu trả lời của trợ lý tự động (AI), lấy từ dữ liệu công bố; "
        "không gửi mã OTP hay số giấy tờ cá nhân vào đây."
    )


def way_out(hotline: str | None, office: str | None, named: str | None) -> str:
    """Return where a person can ask a person; `named` is the office that the record names."""
    place = office or named or "Trung tâm Phục vụ hành chính công hoặc bộ phận Một cửa nơi bạn ở"
    phone = f", điện thoại {hotline}" if hotline else ""
    return f"Muốn hỏi trực tiếp: liên hệ {place.rstrip(' .;')}{phone}."
