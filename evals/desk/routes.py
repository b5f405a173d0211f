"""All pages under `/qa`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from evals.desk import case_routes, login_routes, review_routes, sheet_routes
from evals.desk.desk import Desk
from evals.desk.errors import PageRefused
from evals.desk.guard import DeskRoute
from evals.desk.pages import HERE, STATIC

router = APIRouter(prefix="/qa", route_class=DeskRoute)


def router_of(desk: Desk) -> APIRouter:
    """Return the routes of a desk."""

    async def bring(request: Request) -> None:
        request.state.desk = desk

    everything = APIRouter(dependencies=[Depends(bring)], include_in_schema=False)
    for part in (login_routes, review_routes, case_routes, sheet_routes):
        everything.include_router(part.router)
    everything.include_router(router)
    return everything


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """Return the desk's style sheet or script."""
    if name not in STATIC:
        raise PageRefused(404, "Không có tệp này.")
    return Response((HERE / "static" / name).read_bytes(), media_type=STATIC[name])


@router.get("/{rest:path}")
def nothing_there() -> Response:
    """Say that there is no such page."""
    raise PageRefused(404, "Không có trang này.")
