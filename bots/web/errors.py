"""What goes wrong with a request, and the one shape in which every route says so."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError
from starlette.responses import Response

HTTP_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "Yêu cầu không hợp lệ."),
    404: ("not_found", "Không tìm thấy địa chỉ này."),
    405: ("method_not_allowed", "Địa chỉ này không nhận phương thức đó."),
    413: ("body_too_large", "Nội dung gửi lên quá lớn."),
}
INTERNAL = ("internal", "Hệ thống gặp sự cố, câu hỏi chưa được trả lời. Xin thử lại sau ít phút.")
STARTING = ("starting", "Hệ thống đang khởi động. Xin thử lại sau vài giây.")
STOPPING = ("stopping", "Hệ thống đang dừng để khởi động lại. Xin thử lại sau ít phút.")
SLOW_BODY = ("body_too_slow", "Nội dung gửi lên quá chậm nên không đọc được hết. Xin gửi lại.")
NO_CATALOGUE = ("catalogue_unavailable", "Hiện không đọc được các phiên bản của thủ tục. Xin thử lại sau ít phút.")
BUSY = ("busy", "Đang có nhiều người hỏi. Xin thử lại sau vài giây.")


class RequestError(Exception):
    """A request that cannot be served as it stands; `message` is what the user reads."""

    def __init__(self, status: int, code: str, message: str, retry_after_seconds: int | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.message = status, code, message
        self.retry_after_seconds = retry_after_seconds


def not_found(what: str) -> RequestError:
    """Return the 404 that says what was not found."""
    return RequestError(404, "not_found", f"Không tìm thấy {what}.")


def error_response(status: int, code: str, message: str, retry_after_seconds: int | None = None) -> Response:
    """Return `{"error": {"code", "message"}}` with the status."""
    body = json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False)
    headers = {} if retry_after_seconds is None else {"Retry-After": str(retry_after_seconds)}
    if status == 408:
        headers["Connection"] = "close"  # the rest of the body would be taken for the next request
    return Response(body, status, headers, media_type="application/json")


def from_validation(error: ValidationError) -> RequestError:
    """Return the first complaint of pydantic as a 422 in Vietnamese; what was sent is not repeated."""
    first = error.errors(include_url=False, include_context=True, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or "body"
    context = first.get("ctx", {})
    match first["type"]:
        case "missing":
            return RequestError(422, "missing_field", f"Thiếu trường “{name}”.")
        case "extra_forbidden":
            return RequestError(422, "unknown_field", "Yêu cầu có trường không được hỗ trợ.")
        case "literal_error":
            expected = str(context.get("expected", "")).replace(" or ", " hoặc ")
            return RequestError(422, f"unknown_{name}", f"Trường “{name}” chỉ nhận {expected}.")
        case "string_too_long" | "too_long":
            limit = context.get("max_length")
            return RequestError(422, "too_long", f"Trường “{name}” quá dài: nhiều nhất là {limit}.")
        case "string_pattern_mismatch":
            allowed = "chữ cái không dấu, chữ số và các dấu . _ : -"
            return RequestError(422, "invalid_characters", f"Trường “{name}” chỉ nhận {allowed}")
        case _:
            return RequestError(422, "wrong_type", f"Trường “{name}” không đúng kiểu.")
