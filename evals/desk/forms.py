"""Forms that browsers send to the desk: read within limits, and only from the desk's own pages."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from evals.desk.errors import PageRefused

FORM_BYTES = 512 * 1024
UPLOAD_BYTES = 5 * 1024 * 1024
_BODY_SECONDS = 60
_FIELDS_AT_MOST = 5_000  # four a sentence
_FOREIGN = (
    "Yêu cầu không đến từ trang của bàn chấm điểm nên không được nhận. Xin mở lại trang rồi gửi lại. Nếu máy chủ "
    "đứng sau một proxy, người vận hành cần đặt MOTCUA_PUBLIC_URL đúng địa chỉ mà trình duyệt thấy."
)
_STALE = "Trang này đã cũ (phiên đăng nhập đã đổi). Xin mở lại trang rồi gửi lại."


@dataclass(frozen=True)
class Form:
    """The fields of a form, and the file that came with it."""

    fields: dict[str, str] = field(default_factory=dict)
    file_name: str = ""
    file: bytes | None = None

    def get(self, name: str) -> str:
        """Return a field, empty where it is missing."""
        return self.fields.get(name, "")


def form_token(secret: str) -> str:
    """Return the token that a form must bring back: only a page that was made with the secret has it."""
    return hmac.new(secret.encode("utf-8", "replace"), b"qa form", hashlib.sha256).hexdigest()


def require_own(request: Request, public_url: str | None) -> None:
    """Let a request pass that a page of this very site sent.

    Raises:
        PageRefused: 403, another site sent it, or nobody can tell.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    hosts = {request.headers.get("host", ""), urlsplit(public_url or "").netloc} - {""}
    is_same_site = site in (None, "same-origin")
    is_own = urlsplit(origin).netloc in hosts if origin is not None else site == "same-origin"
    if not (is_same_site and is_own):
        raise PageRefused(403, _FOREIGN)


def require_token(form: Form, secret: str) -> None:
    """Let a form pass that brings its token back.

    Raises:
        PageRefused: 403, it does not.
    """
    given = form.get("token").encode("utf-8", "replace")
    if not secret or not hmac.compare_digest(given, form_token(secret).encode()):
        raise PageRefused(403, _STALE)


async def read_form(request: Request, limit_bytes: int = FORM_BYTES) -> Form:
    """Return the form of a request.

    Raises:
        PageRefused: 413 too large, 408 too slow, 400 no form.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            if kind == "multipart/form-data":
                return await _read_parts(request, limit_bytes)
            if kind == "application/x-www-form-urlencoded":
                body = b"".join([chunk async for chunk in _limited(request, limit_bytes)])
                pairs = parse_qsl(body.decode("ascii", "replace"), True, max_num_fields=_FIELDS_AT_MOST)
                return Form(dict(reversed(pairs)))
    except TimeoutError:
        raise PageRefused(408, "Nội dung gửi lên quá chậm nên không đọc được hết. Xin gửi lại.") from None
    except (MultiPartException, ValueError):
        raise PageRefused(400, "Biểu mẫu không đọc được.") from None
    raise PageRefused(400, "Nội dung phải là một biểu mẫu.")


async def _read_parts(request: Request, limit_bytes: int) -> Form:
    stream = _limited(request, limit_bytes)
    parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=20, max_part_size=64 * 1024)
    sent = await parser.parse()
    fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
    for _, value in sent.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            return Form(fields, value.filename or "", content)
    return Form(fields)


async def _limited(request: Request, limit_bytes: int) -> AsyncGenerator[bytes, None]:
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
        if total > limit_bytes:
            raise PageRefused(413, f"Nội dung gửi lên vượt quá {limit_bytes // 1024:,} kB.".replace(",", "."))
        yield chunk
