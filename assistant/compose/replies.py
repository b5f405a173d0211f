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


def not_found(options: Sequence[Option]) -> str:
    """Return the words for a question that no held procedure fits."""
    nearest = _menu("Gần nhất trong dữ liệu của tôi là:", options)
    return (
        "Tôi không tìm thấy thủ tục nào khớp với câu hỏi trong dữ liệu đang có, nên không trả lời để tránh sai."
        f"{nearest}\nBạn có thể nói rõ hơn: giấy gì, cho ai, cấp mới hay cấp lại."
    )


def unknown_code(code: str, options: Sequence[Option]) -> str:
    """Return the words for a procedure code that is not held."""
    nearest = _menu("Có thể bạn cần:", options)
    return f"Tôi không có thủ tục mang mã {code} trong dữ liệu đang có, nên không trả lời về thủ tục đó.{nearest}"


def which_one(options: Sequence[Option]) -> str:
    """Return the one question that offers the close candidates."""
    if len(options) == 1:
        return f"Tôi chưa chắc. Có phải bạn hỏi thủ tục này không?{_menu('', options)}\nGõ 1 nếu đúng, hoặc nói rõ hơn."
    asked = "Có mấy thủ tục gần với câu hỏi của bạn. Bạn cần thủ tục nào?"
    return f"{asked}{_menu('', options)}\nHãy chọn, hoặc gõ số thứ tự."


def _menu(heading: str, options: Sequence[Option]) -> str:
    if not options:
        return ""
    lines = [f"{number}. {option.label}" for number, option in enumerate(options, start=1)]
    return "\n" + "\n".join([heading, *lines] if heading else lines)


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
    return f"Cần gặp người: hỏi {place.rstrip(' .;')}{phone}."
