"""Whether the door is alive, whether it can answer, and how it has been doing."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from bots.web.door import Anyhow, Open

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> JSONResponse:
    """Return 200 as long as the process serves at all."""
    return JSONResponse({"status": "ok"})


@router.api_route("/readyz", methods=["GET", "HEAD"])
async def readyz(rooms: Open) -> JSONResponse:
    """Return 200 once a snapshot is loaded; the dependency says 503 before that."""
    snapshot = rooms.snapshot
    held = {"snapshot": snapshot.name, "procedures": len(snapshot.summaries)}
    return JSONResponse({"status": "ready", **held, "degraded": snapshot.degraded_reason})


@router.get("/metrics")
def metrics(door: Anyhow) -> Response:
    """Return the counters in Prometheus' text format."""
    return Response(door.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})
