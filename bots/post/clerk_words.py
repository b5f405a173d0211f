"""What the clerk of the channels says by itself. Everything about procedures is the assistant's."""

from __future__ import annotations

from dataclasses import dataclass

COMMANDS = """Bạn cứ gõ câu hỏi như nói chuyện, có dấu hay không dấu đều được. Các lệnh:
/thutuc tên việc: tìm thủ tục
/canbo: trả lời kiểu cho cán bộ (đủ căn cứ pháp lý)
/nguoidan: trả lời kiểu cho người dân
/gapcanbo: gặp cán bộ; /tiep: thôi chờ, hỏi tiếp trợ lý
/chuyen: chuyển cuộc trò chuyện sang kênh khác
/xoa: xóa mọi điều đã lưu về cuộc trò chuyện này
Sau câu trả lời, gõ “đúng” hoặc “sai” để đánh giá."""
FIND_WHAT = "Bạn muốn tìm thủ tục gì? Gõ ví dụ: /thutuc khai sinh"
FOR_OFFICERS = "Từ bây giờ tôi trả lời kiểu cho cán bộ: đủ hồ sơ, căn cứ và điều khoản. Gõ /nguoidan để đổi lại."
FOR_CITIZENS = "Từ bây giờ tôi trả lời kiểu cho người dân: ngắn và dễ hiểu. Gõ /canbo để đổi lại."
UNKNOWN_COMMAND = "Tôi không có lệnh này."
FORGOTTEN = (
    "Đã xóa cuộc trò chuyện này, các đánh giá, phiếu gặp cán bộ và địa chỉ liên hệ của bạn. "
    "Tin nhắn đã gửi vẫn còn trong ứng dụng trò chuyện: bạn tự xóa ở đó."
)
CODE = (
    "Mã chuyển của bạn: {code}\nMã dùng một lần, trong 10 phút. Ở kênh kia (Zalo, Telegram) gõ: /chuyen {code}\n"
    "Trên trang web: chọn Tùy chọn, “Chuyển sang kênh khác”, rồi nhập mã vào ô “Mã nhận được”."
)
MOVED = "Đã chuyển cuộc trò chuyện sang đây. Bạn hỏi tiếp nhé."
WRONG_CODE = "Mã này không đúng, đã dùng rồi hoặc đã quá 10 phút. Hãy lấy mã mới ở kênh kia bằng lệnh /chuyen."
OLD_CHOICE = "Lựa chọn này đã cũ nên tôi không còn giữ. Bạn hỏi lại giúp tôi nhé."
THANKS_UP = "Cảm ơn bạn đã đánh giá."
WHY_WRONG = "Cảm ơn bạn. Câu trả lời chưa đúng ở chỗ nào? (bỏ qua thì cứ hỏi tiếp)"
REASONS = ("Sai thủ tục", "Thiếu thông tin", "Sai thông tin", "Khó hiểu", "Lý do khác")
THANKS_REASON = "Cảm ơn bạn, tôi đã ghi lại. Cần người trả lời thì gõ /gapcanbo."
NOT_RATED = "Chưa lưu được đánh giá của bạn. Xin gửi lại sau ít phút."
ASKS_STARS = "Bạn chấm cuộc trò chuyện này mấy điểm, từ 1 (rất tệ) đến 5 (rất tốt)? Gõ một số."
THANKS_STARS = "Cảm ơn bạn đã chấm điểm."
TOO_FAST = "Bạn gửi nhanh quá nên tôi chưa đọc kịp. Xin chờ một phút rồi hỏi tiếp."
WITH_OFFICER = "Đã chuyển lời bạn cho cán bộ (phiếu {ticket}). Muốn hỏi trợ lý tự động tiếp thì gõ /tiep."
WITH_OFFICER_WEB = (
    "Đã chuyển lời bạn cho cán bộ (phiếu {ticket}). Trong lúc chờ, trợ lý tự động không trả lời ở đây. "
    "Muốn hỏi trợ lý tiếp thì chọn “Hỏi tiếp trợ lý”."
)
SILENT_WEB = (
    "Trong lúc chờ, muộn nhất đến {until}, trợ lý tự động không trả lời ở đây. "
    "Muốn hỏi trợ lý tiếp thì chọn “Hỏi tiếp trợ lý”."
)
BACK = "Đã đóng phiếu {ticket}. Tôi lại trả lời bạn từ bây giờ."
NO_TICKET = "Bạn cứ hỏi, tôi vẫn đang trả lời."
HANDED_OVER = "Đã chuyển yêu cầu của bạn cho cán bộ, kèm nội dung đã trao đổi (không có thông tin cá nhân)."
SILENT = "Trong lúc chờ, trợ lý tự động không trả lời ở đây. Muốn hỏi tiếp thì gõ /tiep."
NO_PICTURES = (
    "Tôi chưa đọc được {what}. Bạn gõ câu hỏi bằng chữ nhé. Xin đừng gửi ảnh giấy tờ tùy thân, mã OTP hay mật khẩu."
)
NO_POSITIONS = "Tôi chưa đọc được vị trí trên bản đồ. Bạn gõ tên xã, phường và tỉnh nơi bạn ở nhé."
UNSUPPORTED = "Tôi không nhận được nội dung tin này. Bạn gõ câu hỏi bằng chữ nhé."
FAILED = "Hệ thống gặp sự cố nên câu hỏi của bạn chưa được trả lời. Xin hỏi lại sau ít phút."
KINDS = {
    "image": "ảnh",
    "file": "tệp",
    "audio": "tin thoại",
    "video": "video",
    "sticker": "nhãn dán",
    "contact": "danh thiếp",
    "location": "vị trí",
    "link": "đường dẫn",
}


@dataclass(frozen=True)
class House:
    """What differs from office to office; None where nothing is set."""

    public_url: str | None = None
    hotline: str | None = None
    office: str | None = None
    office_hours: str | None = None

    @property
    def introduction(self) -> str:
        """What the first message of a contact says. Source: AI Law 134/2025/QH15, Art. 11."""
        note = f" Quyền riêng tư: {self.public_url}/rieng-tu." if self.public_url else ""
        return (
            "Xin chào! Tôi là Một Cửa, trợ lý tự động (AI) về thủ tục hành chính, không phải người. "
            "Tôi không bao giờ hỏi mã OTP, mật khẩu hay số căn cước; xin đừng gửi cho tôi."
            f"{note} Gõ /xoa để xóa mọi điều đã lưu."
        )

    @property
    def where(self) -> str:
        """Where an officer answers."""
        told = [part for part in (self.office, self.hotline and f"tổng đài {self.hotline}") if part]
        return ", ".join(told) or "bộ phận một cửa của xã, phường nơi bạn ở; câu trả lời gửi ngay tại đây"

    @property
    def when(self) -> str:
        """When an officer answers."""
        return self.office_hours or "trong giờ làm việc của cơ quan (chưa công bố giờ cụ thể)"

    @property
    def way_out(self) -> str:
        """The human way out as a sentence; empty where none is set."""
        return f" Cần người trả lời: {self.where}." if self.office or self.hotline else ""
