"""What the site says about itself: to the chat that stands elsewhere, and on the page about privacy."""

from __future__ import annotations

from decimal import Decimal

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse

from bots.web import pages, wording
from bots.web.door import Anyhow
from bots.web.site import Described, about

router = APIRouter(include_in_schema=False)
_KEPT_SECONDS = 300
_HOURS_A_DAY = 24


@router.get("/api/about")
async def about_site(door: Anyhow, site: Described) -> JSONResponse:
    """Return the hotline, the office, how many procedures are held, and examples."""
    record = about(site, door.hotline, pages.held(door), pages.EXAMPLES)
    return JSONResponse(record, headers={"Cache-Control": f"public, max-age={_KEPT_SECONDS}"})


@router.api_route("/rieng-tu", methods=["GET", "HEAD"])
async def privacy_page(door: Anyhow, site: Described) -> HTMLResponse:
    """Return the page that says what is kept, for how long, who sees it, and how to delete it."""
    kept, silent = span_of(site.conversation_hours), span_of(site.handoff_hours)
    return pages.page("privacy.html", kept_for=kept, silent_for=silent, site=site, hotline=door.hotline)


def span_of(hours: float) -> str:
    """Return the hours as people say them: `24 giờ`, `1,5 giờ`, from two days on whole days as `7 ngày`."""
    days, rest = divmod(hours, _HOURS_A_DAY)
    if days >= 2 and rest == 0:
        return f"{wording.number(Decimal(int(days)))} ngày"
    return f"{wording.number(Decimal(str(hours)))} giờ"
