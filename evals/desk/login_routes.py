"""Logging in and out."""

from __future__ import annotations

import asyncio
import secrets

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from evals.desk.accounts import SESSION_SECONDS, WINDOW_SECONDS
from evals.desk.desk import Desk
from evals.desk.forms import form_token, read_form, require_own, require_token
from evals.desk.guard import COOKIE, LOGIN, AtDesk, By, DeskRoute, Posted
from evals.desk.pages import page

router = APIRouter(prefix="/qa", route_class=DeskRoute)
_BEFORE = "qa_login"  # the cookie that the log-in form's token comes from
_LOCKED = f"Đăng nhập sai quá nhiều lần. Xin thử lại sau {WINDOW_SECONDS / 60:.0f} phút."
_WRONG = "Tên hoặc mật khẩu không đúng."


@router.get("/login")
def login_page(request: Request, desk: AtDesk) -> Response:
    """Return the log-in page; without any reviewer it says how to add one."""
    session = request.cookies.get(COOKIE, "")
    if session and desk.store.accounts.who(session):
        return RedirectResponse("/qa", 303)
    return _login_page(request, desk)


@router.post("/login")
async def log_in(request: Request, desk: AtDesk) -> Response:
    """Open a session, or say that name and password do not belong together."""
    require_own(request, desk.settings.public_url)
    form = await read_form(request)
    require_token(form, request.cookies.get(_BEFORE, ""))
    name, address = form.get("name"), request.client.host if request.client else "-"
    trouble = await run_sync(desk.store.accounts.trouble, name, address)
    if not trouble.locked:
        await asyncio.sleep(trouble.wait_seconds)
    given = (desk, name, form.get("password"), address)
    session = None if trouble.locked else await run_sync(_try, *given, limiter=desk.logging_in)
    if session is None:
        is_locked = (await run_sync(desk.store.accounts.trouble, name, address)).locked
        return await run_sync(lambda: _login_page(request, desk, _LOCKED if is_locked else _WRONG, name))
    response = RedirectResponse("/qa", 303)
    response.delete_cookie(_BEFORE, path="/qa")
    _set_cookie(response, request, desk, COOKIE, session, int(SESSION_SECONDS))
    return response


@router.post("/logout")
def log_out(desk: AtDesk, by: By, _form: Posted) -> Response:
    """End the session."""
    desk.store.accounts.log_out(by.session)
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(COOKIE, path="/qa")
    return response


def _try(desk: Desk, name: str, password: str, address: str) -> str | None:
    """Try a password, few at once: whoever sends many together waits in line, and is counted in between."""
    if desk.store.accounts.trouble(name, address).locked:
        return None
    return desk.store.accounts.log_in(name, password, address)


def _login_page(request: Request, desk: Desk, failure: str = "", name: str = "") -> HTMLResponse:
    before = request.cookies.get(_BEFORE) or secrets.token_urlsafe(32)
    has_reviewers = bool(desk.store.accounts.names())
    status = {_LOCKED: 429, _WRONG: 401}.get(failure, 200)
    values = {"token": form_token(before), "failure": failure, "name": name, "has_reviewers": has_reviewers}
    response = page("login.html", values, status)
    if status == 429:
        response.headers["Retry-After"] = str(int(WINDOW_SECONDS))
    _set_cookie(response, request, desk, _BEFORE, before, 3600)
    return response


def _set_cookie(response: Response, request: Request, desk: Desk, name: str, value: str, seconds: int) -> None:
    is_https = request.url.scheme == "https" or (desk.settings.public_url or "").startswith("https://")
    response.set_cookie(name, value, max_age=seconds, path="/qa", secure=is_https, httponly=True, samesite="strict")
