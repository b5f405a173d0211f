"""Who may see a page of the desk: nobody without a session, and no form without its token."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse

from assistant.errors import ConversationStoreError
from evals.desk.desk import Desk
from evals.desk.errors import DeskStoreError, PageRefused
from evals.desk.forms import UPLOAD_BYTES, Form, form_token, read_form, require_own, require_token
from evals.desk.pages import harden, message

COOKIE = "qa_session"
LOGIN = "/qa/login"
_OPEN = 64 * 1024  # what a form with a file has beside the file


class NotLoggedIn(Exception):
    """Nobody is logged in."""


class DeskRoute(APIRoute):
    """A route of the desk: refusals become pages, and every answer has the desk's headers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the refusals caught."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return harden(await handle(request))
            except NotLoggedIn:
                return harden(RedirectResponse(LOGIN, 303))
            except PageRefused as refused:
                return harden(message(refused.status, "Chưa nhận được", refused.message))
            except RequestValidationError:
                return harden(message(404, "Không tìm thấy", "Không có trang này."))
            except (DeskStoreError, ConversationStoreError) as error:
                text = f"Không dùng được kho dữ liệu: {error.reason}. Xin báo người vận hành."
                return harden(message(503, "Kho dữ liệu gặp sự cố", text))

        return guarded


@dataclass(frozen=True)
class Signed:
    """A reviewer who is logged in. `token` is what forms of their pages bring back."""

    reviewer: str
    session: str
    token: str

    @property
    def shown(self) -> dict[str, object]:
        """What every page of theirs needs."""
        return {"reviewer": self.reviewer, "token": self.token}


async def desk_of(request: Request) -> Desk:
    """Return the desk of the application."""
    desk: Desk = request.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]


def signed(request: Request, desk: AtDesk) -> Signed:
    """Return who is logged in; raises NotLoggedIn."""
    session = request.cookies.get(COOKIE, "")
    reviewer = desk.store.accounts.who(session) if session else None
    if reviewer is None:
        raise NotLoggedIn
    return Signed(reviewer, session, form_token(session))


By = Annotated[Signed, Depends(signed)]


async def posted(request: Request, desk: AtDesk, by: By) -> Form:
    """Return a form of the reviewer's own page; raises PageRefused."""
    require_own(request, desk.settings.public_url)
    form = await read_form(request)
    require_token(form, by.session)
    return form


async def uploaded(request: Request, desk: AtDesk, by: By) -> Form:
    """Return the same with a file."""
    require_own(request, desk.settings.public_url)
    form = await read_form(request, UPLOAD_BYTES + _OPEN)
    require_token(form, by.session)
    return form


Posted = Annotated[Form, Depends(posted)]
Uploaded = Annotated[Form, Depends(uploaded)]
