"""Words of the desk that people of the QA team read."""

from __future__ import annotations

import re
from collections.abc import Mapping

QUEUES: Mapping[str, tuple[str, str, str]] = {
    "thumbs-down": (
        "Bị chê",
        "Người hỏi bấm “chưa đúng” hoặc cho từ 2 sao trở xuống.",
        "Chưa có câu trả lời nào bị chê.",
    ),
    "unanswered": (
        "Chưa trả lời được",
        "Trợ lý từ chối, báo lỗi, chuyển cho người, hoặc hỏi lại mà người hỏi không nói tiếp.",
        "Không có câu hỏi nào bị bỏ lại.",
    ),
    "low-confidence": (
        "Chưa chắc",
        "Trợ lý đã trả lời nhưng điểm của thủ tục đứng đầu thấp hơn ngưỡng.",
        "Không có câu trả lời nào dưới ngưỡng.",
    ),
    "stale": (
        "Ca đã cũ",
        "Hồ sơ mà ca kiểm thử dựa vào đã thay đổi: cần xem lại điều mong đợi.",
        "Không có ca nào dựa trên hồ sơ đã đổi.",
    ),
    "failing": (
        "Ca không đạt",
        "Ca của lần đo gần nhất mà câu trả lời khác điều mong đợi.",
        "Lần đo gần nhất không có ca nào trượt.",
    ),
    "sample": (
        "Mẫu ngẫu nhiên",
        "Chọn ngẫu nhiên theo tuần, ai mở cũng thấy cùng một mẫu.",
        "Chưa có câu trả lời nào để lấy mẫu.",
    ),
}
OF_A_RUN = frozenset({"stale", "failing"})
NO_RUN = "Chưa có lần đo nào để chấm."
SCORES: Mapping[str, str] = {"right": "Đúng", "partly": "Đúng một phần", "wrong": "Sai"}
CITATIONS: Mapping[str, str] = {"right": "Trích đúng", "wrong": "Trích sai", "none": "Không trích"}
STATUSES: Mapping[str, str] = {"draft": "bản nháp", "agreed": "đã đồng thuận"}
FACETS: Mapping[str, str] = {
    "": "(không nêu)",
    "documents": "giấy tờ",
    "fee": "phí, lệ phí",
    "time": "thời hạn",
    "where": "nơi nộp",
    "steps": "các bước",
    "conditions": "điều kiện",
    "legal": "căn cứ pháp lý",
    "result": "kết quả",
    "online": "nộp trực tuyến",
    "form": "mẫu đơn",
    "overview": "tổng quan",
}
BEHAVIORS: Mapping[str, str] = {
    "answer": "trả lời",
    "list": "liệt kê",
    "clarify": "hỏi lại",
    "refuse": "từ chối",
    "greet": "chào",
    "warn": "cảnh báo",
    "handoff": "chuyển cho người",
    "error": "báo lỗi",
}
QUESTIONS: Mapping[str, str] = {
    "verdict": "Đánh giá chung",
    "score": "Điểm từng câu",
    "citation": "Trích dẫn",
    "harmful": "Có hại",
}
GONE = "Cuộc trò chuyện này không còn được lưu: người hỏi đã xóa hoặc đã hết hạn. Điểm đã chấm vẫn còn."
_REASONS = (
    (r"first is (\S+), right is (.+) at rank (\S+)", r"thủ tục đầu là \1, đúng phải là \2 (đang ở hạng \3)"),
    (r"(\w+) instead of (\w+)", r"hành vi “\1”, mong đợi “\2”"),
    (r"facet (\w+) instead of (\w+)", r"nội dung “\1”, mong đợi “\2”"),
    (r"lacks '(.*)'", r"thiếu “\1”"),
    (r"says '(.*)'", r"nói điều không được nói: “\1”"),
    (r"no reply: (.*)", r"không có câu trả lời: \1"),
    (r"cites nowhere '(.*)'", r"không trích “\1”"),
    (r"lacks the paper '(.*)'", r"thiếu giấy tờ “\1”"),
    (r"asks for the paper '(.*)'", r"đòi thừa giấy tờ “\1”"),
    (r"does not list (\S+)", r"danh sách thiếu \1"),
    (r"does not say that the source is silent on (.*)", r"không nói rõ nguồn chưa công bố (\1)"),
    (r"prints without a source: (.*) in '(.*)", r"con số \1 không có trong nguồn được trích: “\2"),
    (r"nothing is cited", r"không trích nguồn"),
    (r"(\[\d+\]) has no citation", r"\1 không có trích dẫn đi kèm"),
    (r"(\[\d+\]) is named nowhere", r"\1 không được dẫn ở đâu"),
    (r"(\[\d+\]) quotes nothing", r"\1 trích rỗng"),
    (r"(\[\d+\]) is not what the source says there", r"\1 không đúng nguyên văn của nguồn"),
    (r"(\[\d+\]) shares no word with what it stands for", r"\1 không liên quan đến điều được trích"),
    (r"does not say that a machine answers", r"không nói rõ là trợ lý tự động"),
    (r"names no human way out", r"không chỉ nơi hỏi người"),
    (r"asks for a secret", r"đòi thông tin bí mật"),
    (r"prints a placeholder of the source", r"in ký hiệu giữ chỗ của nguồn"),
    (r"repeats a personal number", r"nhắc lại số cá nhân"),
    (r"refuses and consents", r"vừa từ chối vừa nhận lời"),
    (r"has lost its diacritics", r"mất dấu tiếng Việt"),
    (r"is certain of (\d+) procedures at once", r"chắc chắn về \1 thủ tục cùng lúc"),
    (r"(\w+): (.*)", r"hồ sơ không chứng minh (\1): \2"),
)


def reason_of(english: str) -> str:
    """Return why a turn is wrong, in Vietnamese where the words are known."""
    for pattern, words in _REASONS:
        if re.fullmatch(pattern, english):
            return re.sub(pattern, words, english)
    return english
