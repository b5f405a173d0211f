"""Whether the door is alive, whether it can answer, and how it has been doing."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from bots.web.door import Anyhow, Open

router = APIRouter()


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> JSONResponse:
    """Return 200 as long as the process serves at all."""
    return JSONResponse({"status": "ok"})


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz")
async def readyz(rooms: Open) -> JSONResponse:
    """Return 200 once a snapshot is loaded; the dependency says 503 before that.

    `degraded` says in English what works less well than it should: an older snapshot, conversations in memory only.
    """
    snapshot = rooms.snapshot
    held = {"snapshot": snapshot.name, "procedures": len(snapshot.summaries)}
    reasons = [
        reason
        for reason in (snapshot.degraded_reason, rooms.conversations_degraded(), rooms.adviser_degraded)
        if reason
    ]
    return JSONResponse({"status": "ready", **held, "degraded": "; ".join(reasons) or None})


@router.get("/metrics")
def metrics(door: Anyhow) -> Response:
    """Return the counters in Prometheus' text format."""
    return Response(door.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})
