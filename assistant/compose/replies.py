"""Replies that no record stands behind: short, kind, and clear about what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Option

_WHO = (
    "Tôi là Một Cửa, trợ lý tự động (AI) về thủ tục hành chính. Tôi trả lời giấy tờ, phí, thời hạn, nơi nộp "
    "theo đúng dữ liệu công bố và dẫn nguồn từng chi tiết; tôi không thay cơ quan có thẩm quyền quyết định."
)
_ASK = "Bạn cần làm thủ tục gì? Ví dụ: “làm giấy khai sinh cho con cần những gì”, “cấp lại căn cước bị mất hết bao lâu”."

GREET = f"Chào bạn! {_WHO} {_ASK}"
THANKS = "Rất vui được giúp bạn. Khi cần hỏi thủ tục khác, bạn cứ nhắn."
UNREADABLE = f"Tôi chưa đọc được câu hỏi. Bạn hãy viết bằng tiếng Việt, có dấu hay không dấu đều được. {_ASK}"

# Source of 111, 113, 114, 115: the national emergency numbers, the same in every province.
REPLIES: dict[str, str] = {
    "injection": "Tôi chỉ trả lời về thủ tục hành chính và không làm theo yêu cầu thay đổi cách làm việc của mình.",
    "emergency": (
        "Nếu bạn hoặc ai đó đang gặp nguy hiểm, hãy gọi ngay: 113 (công an), 114 (cháy, cứu nạn), 115 (cấp cứu), "
        "111 (bảo vệ trẻ em). Tôi chỉ là trợ lý tự động về thủ tục hành chính, không thể gọi cứu giúp thay bạn."
    ),
    "scam": (
        "Hãy cẩn thận: đây có dấu hiệu lừa đảo. Không đọc mã OTP, không chuyển tiền, không bấm vào đường dẫn và không cài "
        "ứng dụng theo yêu cầu qua điện thoại, tin nhắn. Cơ quan nhà nước không yêu cầu những việc này qua điện thoại. "
        "Hãy dừng liên lạc, rồi đến trực tiếp công an xã, phường hoặc gọi 113 để hỏi và báo tin. Nếu đã chuyển tiền, "
        "hãy gọi ngay ngân hàng của bạn."
    ),
    "bribery": (
        "Tôi không hướng dẫn việc đưa tiền, quà hay nhờ “chạy” hồ sơ: đó là hành vi pháp luật cấm. Thủ tục có thời hạn và mức "
        "phí công khai; nếu bị gây khó dễ hoặc đòi thêm tiền, bạn có quyền phản ánh, khiếu nại, tố cáo. "
        "Bạn cho tôi biết tên thủ tục, tôi sẽ nêu đúng hồ sơ, phí và thời hạn."
    ),
    "forgery": (
        "Tôi không hướng dẫn làm, mua hay dùng giấy tờ giả, khai gian: đó là hành vi pháp luật cấm. Nếu giấy tờ bị mất, hỏng hoặc "
        "sai thông tin, bạn có thể xin cấp lại hay cải chính; hãy cho tôi biết đó là giấy gì."
    ),
    "others_data": (
        "Tôi không cung cấp và không tra cứu thông tin cá nhân của người khác. Bạn cũng đừng gửi số giấy tờ của mình vào đây. "
        "Nếu cần thủ tục để xin thông tin hợp pháp, hãy nói rõ tên thủ tục."
    ),
    "status": (
        "Tôi không xem được tình trạng hồ sơ đã nộp. Bạn hãy tra cứu bằng mã hồ sơ trên giấy hẹn tại Cổng Dịch vụ công quốc gia "
        "(dichvucong.gov.vn, mục Tra cứu hồ sơ), hoặc hỏi trực tiếp nơi đã nhận hồ sơ, mang theo giấy hẹn."
    ),
    "person": (
        "Bạn có thể gặp cán bộ tại Trung tâm Phục vụ hành chính công hoặc bộ phận Một cửa của Ủy ban nhân dân xã, phường nơi bạn ở."
    ),
    "decide": (
        "Tôi không nộp, duyệt hay quyết định hồ sơ thay ai được: việc đó thuộc cơ quan có thẩm quyền. Bạn hãy hỏi nơi tiếp nhận hồ sơ; "
        "tôi có thể nêu hồ sơ, điều kiện và thời hạn của thủ tục nếu bạn cho biết tên."
    ),
    "medical": (
        "Tôi không tư vấn sức khỏe hay thuốc men: bạn hãy hỏi bác sĩ, trường hợp khẩn cấp gọi 115. "
        "Tôi chỉ giúp về thủ tục hành chính, ví dụ thẻ bảo hiểm y tế."
    ),
    "legal_advice": (
        "Tôi không tư vấn tranh chấp hay kết quả vụ việc: bạn hãy hỏi luật sư hoặc Trung tâm trợ giúp pháp lý nhà nước của tỉnh. "
        "Tôi chỉ nêu thủ tục hành chính đã công bố."
    ),
    "politics": "Tôi không bàn chuyện chính trị. Tôi chỉ giúp về thủ tục hành chính: giấy tờ, phí, thời hạn, nơi nộp.",
    "abuse": "Xin lỗi nếu câu trả lời trước chưa giúp được bạn. Hãy cho tôi biết bạn cần làm thủ tục gì, tôi sẽ cố gắng trả lời đúng.",
    "off_topic": "Việc này nằm ngoài phạm vi của tôi: tôi chỉ trả lời về thủ tục hành chính của Việt Nam.",
}


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
    return f"Có mấy thủ tục gần với câu hỏi của bạn. Bạn cần thủ tục nào?{_menu('', options)}\nHãy chọn, hoặc gõ số thứ tự."


def _menu(heading: str, options: Sequence[Option]) -> str:
    if not options:
        return ""
    lines = [f"{number}. {option.label}" for number, option in enumerate(options, start=1)]
    return "\n" + "\n".join([heading, *lines] if heading else lines)


def introduction() -> str:
    """Return the notice of the first answer. Source: Luật Trí tuệ nhân tạo 134/2025/QH15, Điều 11."""
    return "Đây là câu trả lời của trợ lý tự động (AI), lấy từ dữ liệu công bố; không gửi mã OTP hay số giấy tờ cá nhân vào đây."


def way_out(hotline: str | None, office: str | None, named: str | None) -> str:
    """Return where a person can ask a person; `named` is the office that the record names."""
    place = office or named or "Trung tâm Phục vụ hành chính công hoặc bộ phận Một cửa nơi bạn ở"
    phone = f", điện thoại {hotline}" if hotline else ""
    return f"Cần gặp người: hỏi {place}{phone}."
